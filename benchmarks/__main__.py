"""Measure processor time per request beside R1 and R2, and write docs/performance.md.

Rounds are interleaved, so that what else the machine does hits everything alike; the figure is
the median of the rounds. Wall time is not reported: it says more about the neighbours.
"""

import os
import statistics
from collections.abc import Iterator

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
django.setup()

from benchmarks import prepare, report, search, server, workshops  # noqa: E402
from benchmarks.load import Call, send  # noqa: E402

PORT = 8765
ROUNDS = 5
REQUESTS = 128
SLOW = 16
"""Requests of a page that takes much longer than the others."""


def main() -> None:
    """Prepare, measure, print and write."""
    prepare.fresh_database()
    everybody = prepare.learners()
    answers, bookings = prepare.answers(everybody), workshops.bookings(everybody)
    month, found = workshops.month_path(), search.search_path()
    figures: dict[str, list[float]] = {}
    with server.serving(PORT) as pid:
        for round_number in range(ROUNDS + 1):
            turns = _round(everybody, answers) | {
                "month": _reading(everybody, month),
                "search": _reading(everybody, found, SLOW),
                "booking": [next(bookings) for _number in range(REQUESTS)],
            }
            for name, calls in turns.items():
                before = server.cpu_ms(pid)
                send(calls, host="127.0.0.1", port=PORT)
                spent = (server.cpu_ms(pid) - before) / len(calls)
                if round_number:  # the first round warms up
                    figures.setdefault(name, []).append(spent)
    report.write({name: statistics.median(values) for name, values in figures.items()}, figures)


def _reading(everybody: list[prepare.Learner], path: str, requests: int = REQUESTS) -> list[Call]:
    turns = (everybody[turn % len(everybody)] for turn in range(requests))
    return [Call(method="GET", path=path, cookie=learner.cookie) for learner in turns]


def _round(everybody: list[prepare.Learner], answers: Iterator[Call]) -> dict[str, list[Call]]:
    def get(path: str) -> list[Call]:
        return _reading(everybody, path)

    posts = [
        Call(method="POST", path="/r2/", cookie=learner.cookie, csrf=learner.csrf)
        for learner in everybody
    ] * (REQUESTS // len(everybody))
    return {
        "R1": get("/r1/"),
        "R2": posts,
        "module": get(prepare.module_path()),
        "course": get(f"/leren/{prepare.COURSE}/"),
        "mine": get("/mijn-leren/"),
        "answer": [next(answers) for _number in range(REQUESTS)],
    }


if __name__ == "__main__":
    main()

"""How the roll-up grows from the smallest size to the largest, both in turns in the same minutes.

The milliseconds of one machine differ by a third between two quarters of an hour; so what stands
in the tables of two sizes says little about growth. The year that comes is not planned yet, as
with the roll-up in those tables.
"""

import statistics
import subprocess
import sys
from collections.abc import Mapping

ROUNDS = 7
NAMES = ("roll_up", "roll_up_floor")


def measure_growth(environments: Mapping[int, dict[str, str]]) -> dict[str, list[float]]:
    """Return per statement the ratio of each round, large by small, in order; of one size none.

    The small one takes as many turns as it is smaller, so that both do the same work in a round.
    """
    if len(environments) < 2:
        return {}
    small, large = min(environments), max(environments)
    started = {size: _start(environments[size]) for size in (small, large)}
    found: dict[str, list[float]] = {name: [] for name in NAMES}
    for number in range(ROUNDS + 1):
        for name in NAMES:
            turns = [_turn(started[small], name) for _turn_ in range(large // small)]
            ratio = _turn(started[large], name) / statistics.median(turns)
            if number:  # the first round warms up
                found[name].append(ratio)
    for process in started.values():
        process.communicate()
    return {name: sorted(ratios) for name, ratios in found.items()}


def _start(environment: dict[str, str]) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "benchmarks.large.turns"],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _turn(process: "subprocess.Popen[str]", name: str) -> float:
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("started without pipes")
    process.stdin.write(f"{name}\n")
    process.stdin.flush()
    return float(process.stdout.readline())

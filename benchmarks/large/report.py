"""The section about a whole government in docs/performance.md."""

import statistics
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from benchmarks.sections import write_section

HEAD = """## A whole government

Made by `make bench-large`: made-up people (domain model §4.3) in PostgreSQL, one process, one
connection. Figures are processor time, from /proc, of the database backend or of Python and the
backend together; what is compared ran in turns in the same minutes. The generator is
`benchmarks/synthetic`, the statements written by hand are in `benchmarks/large/handwritten.py`.
Milliseconds say as much about the neighbours of the machine as about Kompas; ratios do not. What a
run did not get to has no line.
"""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table: a figure, what it is measured against, and the goal."""

    title: str
    figure: str
    beside: str
    goal: str


def write(found: Mapping[int, dict[str, Any]], growth: Mapping[str, list[float]]) -> None:
    """Print the lines and write the section."""
    parts = [HEAD, _sizes(found)]
    for size, values in found.items():
        lines = _lines(values)
        for line in lines:
            print(f"{size}: {line.title}: {line.figure} ({line.beside}; goal {line.goal})")
        parts += [f"### {size:,} people\n", _table(lines)]
    if len(found) > 1:
        parts += ["### Growth\n", _in_turns(growth), _growth(list(found), list(found.values()))]
    plans: dict[str, str] = {}
    for values in found.values():
        plans = values.get("plans", plans)
    parts += ["### Plans\n", *(_plan(name, text) for name, text in plans.items())]
    write_section("large", "\n".join(parts))


def _lines(values: dict[str, Any]) -> list[Line]:
    """Return a line for everything that was measured."""
    makers = {
        "roll_up": _roll_up,
        "counters": _counters,
        "dashboard": _dashboard,
        "team_page": lambda found: _page(found, "team_page", "Page of a team", "≤ 16 ms"),
        "ministry_page": lambda found: _page(found, "ministry_page", "Page of a ministry", ""),
        "new_cycle": _new_cycle,
        "plan_again": _plan_again,
        "plan_history": _plan_history,
        "csv": _csv,
        "xlsx": _xlsx,
    }
    return [make(values) for name, make in makers.items() if name in values]


def _roll_up(found: dict[str, Any]) -> Line:
    rolled, by_hand = found["roll_up"]["database"], found["roll_up_floor"]["database"]
    return Line(
        "Roll-up of all units from the facts",
        f"{rolled * 1000:.0f} ms",
        f"{rolled / by_hand:.2f} × by hand ({by_hand * 1000:.0f} ms)",
        "≤ 1.5 ×, stretch 1.1 ×",
    )


def _counters(found: dict[str, Any]) -> Line:
    return Line(
        "The counters of the day, made anew",
        f"{_cpu(found['counters']):.1f} s",
        f"{found['counters_rows']:,} rows, each equal to the facts",
        "equal",
    )


def _dashboard(found: dict[str, Any]) -> Line:
    milliseconds = found["dashboard"]["database"] * 1000
    return Line("What a ministry's page reads", f"{milliseconds:.2f} ms", "database", "≤ 5 ms")


def _page(found: dict[str, Any], name: str, title: str, goal: str) -> Line:
    together, database = _cpu(found[name]) * 1000, found[name]["database"] * 1000
    return Line(title, f"{together:.1f} ms", f"of which {database:.1f} ms in the database", goal)


def _new_cycle(found: dict[str, Any]) -> Line:
    new = _cpu(found["new_cycle"]) / found["new_cycle_rows"]
    floor = _cpu(found["new_cycle_floor"]) / found["new_cycle_floor_rows"]
    return Line(
        "Planning a new year for everybody",
        f"{_cpu(found['new_cycle']):.1f} s for {found['new_cycle_rows']:,} rows",
        f"{new / floor:.2f} × a bare INSERT … SELECT per row",
        "≤ 3 ×",
    )


def _plan_again(found: dict[str, Any]) -> Line:
    again = found["plan_again"]
    beside = f"{again['database']:.1f} s database, {again['python']:.1f} s Python"
    return Line("Planning again, nothing to add", f"{_cpu(again):.1f} s", beside, "")


def _plan_history(found: dict[str, Any]) -> Line:
    return Line(
        "Planning five years at once",
        f"{_cpu(found['plan_history']):.0f} s",
        f"{found['plan_history_rows']:,} rows",
        "",
    )


def _csv(found: dict[str, Any]) -> Line:
    return Line(
        "Everybody by name as CSV",
        f"{_cpu(found['csv']) / found['csv_rows'] * 1e6:.0f} µs a row",
        f"{found['csv_rows']:,} rows, {found['csv_memory']:.0f} MB above base",
        "≤ 40 µs, ≤ 64 MB",
    )


def _xlsx(found: dict[str, Any]) -> Line:
    ours, bare = _cpu(found["xlsx_writer"]), _cpu(found["xlsx_floor"])
    return Line(
        "The same rows as XLSX, writer only",
        f"{ours:.1f} s",
        f"{ours / bare:.2f} × bare XlsxWriter; {found['xlsx_memory']:.0f} MB above base",
        "≤ 1 ×, ≤ 64 MB",
    )


def _sizes(found: Mapping[int, dict[str, Any]]) -> str:
    names = list(next(iter(found.values()))["rows"])
    head = "| People | " + " | ".join(name.capitalize() for name in names) + " |"
    rows = [
        f"| {size:,} | " + " | ".join(f"{values['rows'][name]:,}" for name in names) + " |"
        for size, values in found.items()
    ]
    return "\n".join([head, "| ---: " * (len(names) + 1) + "|", *rows, ""])


def _table(lines: list[Line]) -> str:
    head = ["| What | Figure | Beside it | Goal |", "| --- | --- | --- | --- |"]
    rows = [f"| {one.title} | {one.figure} | {one.beside} | {one.goal} |" for one in lines]
    return "\n".join([*head, *rows, ""])


def _in_turns(growth: Mapping[str, list[float]]) -> str:
    """Return how the roll-up grows, with what the statement written by hand shows beside it."""
    middle = {name: statistics.median(ratios) for name, ratios in growth.items()}
    text = (
        f"Roll-up of all units: {middle['roll_up']:.1f} × (goal ≤ 11 ×), the statement written by"
        f" hand {middle['roll_up_floor']:.1f} ×. Median of rounds in which the largest size and ten"
        " times the smallest take turns: "
        + ", ".join(f"{ratio:.1f}" for ratio in growth["roll_up"])
        + ". What grows faster than the people is the time that a processor waits for memory once"
        " they no longer fit in its cache.\n"
    )
    print(text)
    return text


def _growth(sizes: list[int], values: list[dict[str, Any]]) -> str:
    small, large = values[0], values[-1]
    names = {
        "counters": "Counters of the day",
        "plan_again": "Planning again",
        "new_cycle": "Planning a new year",
        "csv": "CSV of everybody",
        "team_page": "Page of a team",
        "dashboard": "What a ministry's page reads",
    }
    rows = [
        f"| {title} | {_cpu(large[name]) / _cpu(small[name]):.1f} × |"
        for name, title in names.items()
        if name in small and name in large
    ]
    head = f"| What | From {sizes[0]:,} to {sizes[-1]:,}, one after the other |"
    return "\n".join([head, "| --- | ---: |", *rows, ""])


def _plan(name: str, text: str) -> str:
    title = {"roll_up": "The roll-up of Kompas", "roll_up_floor": "The roll-up by hand"}[name]
    return f"{title}, shortened:\n\n```text\n{text}\n```\n"


def _cpu(spent: dict[str, float]) -> float:
    return spent["python"] + spent["database"]

"""Print the figures and write them to docs/performance.md."""

from collections.abc import Mapping, Sequence

from benchmarks.sections import write_section

ROWS = {
    "R1": ("R1: a bare Wagtail page", "R1", None, None),
    "R2": ("R2: signed-in view with one upsert", "R2", None, None),
    "module": ("Module page, signed in (G2)", "R1", 1.4, 0.9),
    "course": ("Course page, signed in (G1)", "R1", 1.6, 1.0),
    "mine": ("Mijn leren (G3)", "R2", 2.5, 1.5),
    "answer": ("One answer posted and graded (G4)", "R2", 1.5, 1.2),
    "booking": ("A place in a workshop booked", "R2", 2.0, None),
    "month": ("Calendar month with 2,000 sessions", "R2", None, None),
    "search": ("A search among 5,000 entries", "R2", None, None),
}

HEAD = """## Pages and answers

Made by `make bench`: one server process, PostgreSQL, 64 signed-in learners, four connections, five
rounds in which everything takes its turn. The figure is processor time of the server and its
database per request, in milliseconds (median of the rounds). Compare ratios, not milliseconds: R1
and R2 are measured in the same minutes on the same machine. R2 looks up the session and the account
as Django comes, so that it stays the same when Kompas itself does that quicker.

| What | CPU-ms | Ratio | Must | Stretch |
| --- | --- | --- | --- | --- |
"""


def write(medians: Mapping[str, float], rounds: Mapping[str, Sequence[float]]) -> None:
    """Print a line for each row and write the table."""
    lines = [_line(name, medians) for name in ROWS]
    spread = "\n".join(
        f"- {ROWS[name][0]}: {', '.join(f'{value:.1f}' for value in values)}"
        for name, values in rounds.items()
    )
    table = "\n".join(lines)
    write_section("pages", f"{HEAD}{table}\n\nAll rounds, in CPU-ms:\n\n{spread}")
    for line in lines:
        print(line)


def _line(name: str, medians: Mapping[str, float]) -> str:
    title, reference, must, stretch = ROWS[name]
    ratio = medians[name] / medians[reference]
    goals = [f"≤ {goal} × {reference}" if goal else "" for goal in (must, stretch)]
    return (
        f"| {title} | {medians[name]:.1f} | {ratio:.2f} × {reference} | {goals[0]} | {goals[1]} |"
    )

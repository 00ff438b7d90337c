"""Small parts of statements."""

# The statements are put together from names of our own and from our own conditions only.
# ruff: noqa: S608

from collections.abc import Iterable


def integers(values: Iterable[int]) -> str:
    """Return numbers as SQL; never empty, because that is no SQL."""
    return ", ".join(str(int(value)) for value in values) or "NULL"


def mostly(condition: str) -> str:
    """Return a condition that is never unknown, of which nearly all rows are to be expected.

    PostgreSQL cannot know how often a condition holds on what was worked out; it then expects a
    third of the rows, or less, and takes the slow way for what it thinks are few.
    """
    return f"CASE WHEN {condition} THEN 1 ELSE 0 END <> 0"


FENCE = "OFFSET 0"
"""At the end of a part: PostgreSQL works it out as it stands, and expects fewer groups of it.

Else it joins in an order of its own, and sets apart memory for ten times as many groups.
"""


def in_order(part: str, by: str = "person_id") -> str:
    """Return a part of a statement in the order in which it is laid beside another one."""
    return f"(SELECT * FROM {part} ORDER BY {by} {FENCE})"


def one_of(column: str, select: str) -> str:
    """Return the condition that a SELECT of few has the value: each is looked up in the index."""
    return f"{column} = ANY (ARRAY({select}))"


def found_in(column: str, select: str) -> str:
    """Return the condition that a SELECT has the value; no join, all rows are read anyway."""
    return f"({column} IN ({select})) IS TRUE"

"""Small parts of statements."""

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

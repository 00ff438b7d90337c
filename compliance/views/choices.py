"""What a visitor chose from what may be chosen."""

from collections.abc import Sequence

from compliance.models import Requirement


def chosen(duties: Sequence[Requirement], key: str | None) -> Requirement | None:
    """Return the duty with this key; None when there is none."""
    return next((row for row in duties if row.key == key), None)

"""On which day somebody is reminded. Pure."""

from collections.abc import Iterable
from datetime import date, timedelta

CATCH_UP = 6
"""So many days later a reminder still goes: after a weekend, a holiday or a worker that was off."""
SPACING = timedelta(days=3)
"""Nobody gets two messages closer together; what falls in between waits, within `CATCH_UP`."""
FURTHEST = 365


def reached(days: Iterable[int], due_on: date, today: date) -> int | None:
    """Return the day of the rule that was reached last, when that is not too long ago."""
    since = (today - due_on).days
    found = max((day for day in days if day <= since), default=None)
    return found if found is not None and since - found <= CATCH_UP else None


def due_dates(days: Iterable[int], today: date) -> set[date]:
    """Return the due dates for which somebody may be reminded today."""
    return {today - timedelta(days=day + late) for day in days for late in range(CATCH_UP + 1)}

"""When a duty opens, must be done and closes: pure functions over dates.

Sources: domain.md §6 (calendar year, newcomers), §5.3 (BIO2 6.03.02: within three months, so 90
days), architecture.md §8 (a cycle's dates are inclusive; a due date decides the cycle).
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

SPELL_GAP_DAYS = 31
"""Who is away from the audience for at most this many days did not start again (a transfer)."""
LONG_ABSENCE_DAYS = 30
"""An absence of at least this many days stops the clock of an open obligation."""

FROM_THE_START = date(1900, 1, 1)
"""From when a correction holds that restates an obligation as if it had been made so."""

ONCE_LABEL = "eenmalig"
"""The name of the only cycle of a duty that is done once. Data, as a year is: always Dutch."""


FIRST_OF_ALL = 1
"""The number of the first version of an activity, which is an edition whatever its class."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What an obligation, or an event that states it anew, says."""

    version_id: int
    opens_on: date
    counts_from: date | None
    due_on: date
    is_newcomer: bool


def year_of(day: date, *, start_month: int = 1) -> int:
    """Return the year in which the cycle that holds this day began."""
    return day.year if day.month >= start_month else day.year - 1


def year_label(year: int, *, start_month: int = 1) -> str:
    """Return the name of the cycle of a year: 2027, or 2027-2028 when it is no calendar year."""
    return str(year) if start_month == 1 else f"{year}-{year + 1}"


def year_window(
    year: int, *, due_month: int, due_day: int, start_month: int = 1
) -> tuple[date, date, date]:
    """Return when the cycle that began in this year opens, is due and closes.

    A due day that the month does not have becomes the last day of the month. The due date is the
    one that falls in the cycle, so it never lies before the opening.
    """
    due_year = year if due_month >= start_month else year + 1
    due_on = date(due_year, due_month, min(due_day, monthrange(due_year, due_month)[1]))
    opens_on = date(year, start_month, 1)
    return opens_on, due_on, date(year + 1, start_month, 1) - timedelta(days=1)


def edition_label(day: date) -> str:
    """Return the name of the cycle of an edition that was published on this day. Always Dutch."""
    return f"editie {day.day}-{day.month}-{day.year}"


def newcomer_due(start: date, newcomer_days: int) -> date:
    """Return the due date of somebody who started on `start`."""
    return start + timedelta(days=newcomer_days)


def moved_due(due_on: date, *, days: int, closes_on: date | None) -> date:
    """Return a due date moved by the days of a pause, never past the end of its cycle.

    What is done after the end of a yearly cycle counts for the next one, so a later date would be
    one that nobody can meet.
    """
    moved = due_on + timedelta(days=days)
    return moved if closes_on is None else min(moved, max(closes_on, due_on))


def is_long_absence(start: date, until: date | None) -> bool:
    """Tell whether an absence stops the clock; one without a known end does."""
    return until is None or (until - start).days >= LONG_ABSENCE_DAYS

"""Of which years there is a page, of which day its figures are, and until when it can change."""

from datetime import date

from compliance.models.improvement import FIRST_YEAR

_QUARTERS = ((3, 31), (6, 30), (9, 30), (12, 31))


def has_page(year: int, *, today: date) -> bool:
    """Tell whether there is a page: from the first year of the figures up to next year."""
    return FIRST_YEAR <= year <= today.year + 1


def can_change(year: int, *, today: date) -> bool:
    """Tell whether actions can be recorded: of last year, for what came of them, and later."""
    return today.year - 1 <= year <= today.year + 1


def figures_day(year: int, *, today: date) -> date | None:
    """Return the day that the figures of a year are of; None: the year has yet to begin.

    Today or the last day of a year, so never too fine a step for a small group.
    """
    if year > today.year:
        return None
    return today if year == today.year else date(year, 12, 31)


def moments_before(day: date) -> list[date]:
    """Return the end of last year and the ends of the quarters of this year before a day."""
    ends = [date(day.year - 1, 12, 31), *(date(day.year, *end) for end in _QUARTERS)]
    return [end for end in ends if end < day]

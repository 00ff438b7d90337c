"""Business dates: whole days in a zone, and periods whose end is exclusive in the database."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

_DAY = timedelta(days=1)


def start_of_day(day: date, zone: str = "Europe/Amsterdam") -> datetime:
    """Return the first moment of `day` in `zone`, in UTC."""
    return datetime.combine(day, time.min, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def end_of_day(day: date, zone: str = "Europe/Amsterdam") -> datetime:
    """Return the last moment of `day` in `zone`, in UTC; also on days of 23 or 25 hours."""
    return start_of_day(day + _DAY, zone) - timedelta(microseconds=1)


def add_days(day: date, days: int) -> date:
    """Return the date that many days later."""
    return day + timedelta(days=days)


def add_months(day: date, months: int) -> date:
    """Return the same day in another month, or its last day when that month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_years(day: date, years: int) -> date:
    """Return the same day in another year; 29 February becomes 28 February."""
    return add_months(day, 12 * years)


def last_day(valid_until: date | None) -> date | None:
    """Return the last day on which something holds, from its exclusive end."""
    return None if valid_until is None else valid_until - _DAY


def until_after(last: date | None) -> date | None:
    """Return the exclusive end of something that holds up to and including `last`."""
    return None if last is None else last + _DAY


def holds_on(day: date, *, valid_from: date, valid_until: date | None) -> bool:
    """Tell whether `day` lies in the period; the end is exclusive, None is open."""
    return valid_from <= day and (valid_until is None or day < valid_until)


def periods_overlap(first: tuple[date, date | None], second: tuple[date, date | None], /) -> bool:
    """Tell whether two periods (from, exclusive until) share at least one day."""
    starts_before_end = second[1] is None or first[0] < second[1]
    return starts_before_end and (first[1] is None or second[0] < first[1])


def format_date(day: date) -> str:
    """Return the date as people write it in the language of the page: 31 december 2026."""
    return date_format(day, "j F Y")


def format_period(valid_from: date, valid_until: date | None) -> str:
    """Return a period with an exclusive end in words, with the inclusive end on screen."""
    start = format_date(valid_from)
    last = last_day(valid_until)
    if last is None:
        return _("from %(start)s") % {"start": start}
    return _("%(start)s up to and including %(end)s") % {"start": start, "end": format_date(last)}

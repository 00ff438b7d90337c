"""When somebody may be disturbed: on a working day, in the daytime, in their own time zone."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import holidays
from django.conf import settings

OPENS = time(9, 0)
CLOSES = time(17, 0)
_FRIDAY = 4
_LONGEST_WAIT = 30


def working_moment(moment: datetime, zone: str) -> datetime:
    """Return `moment`, or the next moment at which somebody in `zone` may be disturbed, in UTC.

    From 9.00 to 17.00 hours by the clock on the wall, Monday to Friday, not on a public holiday of
    the Netherlands or a day in `FREE_DAYS`. The days on which the clock changes are Sundays here;
    where they are not, the clock on the wall still decides.
    """
    here = _zone(zone)
    local = moment.astimezone(here)
    if is_working_day(local.date()) and OPENS <= local.time() < CLOSES:
        return moment
    day = local.date() if local.time() < OPENS else local.date() + timedelta(days=1)
    for _number in range(_LONGEST_WAIT):
        if is_working_day(day):
            break
        day += timedelta(days=1)
    return datetime.combine(day, OPENS, here).astimezone(UTC)


def is_working_day(day: date) -> bool:
    """Tell whether people work on this day."""
    if day.weekday() > _FRIDAY or day.isoformat() in settings.FREE_DAYS:
        return False
    return day not in _holidays(day.year)


@lru_cache(maxsize=8)
def _holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("NL", years=year))


def _zone(name: str) -> ZoneInfo:
    """Return the zone; a name that nobody knows is that of the Netherlands."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("Europe/Amsterdam")

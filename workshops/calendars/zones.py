"""Time zones as calendars carry them along: VTIMEZONE with rules, not with lists of dates.

Outlook misreads lists of dates, and a rule also holds for what somebody repeats by hand. Where the
clock follows no rule (Morocco), it is a list all the same.
"""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
_YEARS = 12
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NO_CHANGE = datetime(1970, 1, 1)  # noqa: DTZ001 - VTIMEZONE speaks of the clock on the wall
Observance = TimezoneDaylight | TimezoneStandard


@dataclass(frozen=True, slots=True)
class Kind:
    """A way in which the clock changes; the same every time, if there is a rule."""

    before: timedelta
    after: timedelta
    name: str
    is_summer: bool


@lru_cache(maxsize=64)
def _described(zone: str, year: int) -> bytes:
    found = Timezone()
    found.add("TZID", zone)
    changes = _changes(ZoneInfo(zone), year - 1)
    rules = {kind: _rule(onsets, year - 1) for kind, onsets in changes.items()}
    if not changes or None in rules.values():
        found.add_component(_standing(ZoneInfo(zone), year - 1 if changes else None))
    for kind, onsets in changes.items():
        observance = _observance(kind, onsets[0])
        if None not in rules.values():
            observance.add("RRULE", rules[kind])
        else:
            for onset in onsets[1:]:
                # A line each: some programs read only the first of a list.
                observance.add("RDATE", onset)
        found.add_component(observance)
    return bytes(found.to_ical())


def vtimezone(zone: str, first_year: int) -> Timezone:
    """Return what a zone (an IANA name) does to the clock from a year on, ten years at least."""
    made = Timezone.from_ical(_described(zone, first_year))
    if not isinstance(made, Timezone):
        raise TypeError("A VTIMEZONE was written that is none.")
    return made


def _changes(zone: ZoneInfo, first_year: int) -> dict[Kind, list[datetime]]:
    """Return when the clock changes, as it stood right before: by kind, in order."""
    found: dict[Kind, list[datetime]] = defaultdict(list)
    for moment in _moments(zone, first_year):
        before, after = _offset(zone, moment - _MINUTE), _offset(zone, moment)
        name = moment.astimezone(zone).tzname() or zone.key
        # Irish law calls winter the exception; calendars do not follow that.
        kind = Kind(before=before, after=after, name=name, is_summer=after > before)
        found[kind].append((moment + kind.before).replace(tzinfo=None))
    return dict(found)


def _moments(zone: ZoneInfo, first_year: int) -> Iterator[datetime]:
    day, end = (
        datetime(first_year, 1, 1, tzinfo=UTC),
        datetime(first_year + _YEARS, 1, 1, tzinfo=UTC),
    )
    while day < end:
        if _offset(zone, day) != _offset(zone, day + _DAY):
            yield _first_minute_after(zone, day, day + _DAY)
        day += _DAY


def _first_minute_after(zone: ZoneInfo, early: datetime, late: datetime) -> datetime:
    """Return the first minute in which the offset is no longer that of `early`."""
    while late - early > _MINUTE:
        middle = early + (late - early) // _MINUTE // 2 * _MINUTE
        if _offset(zone, middle) == _offset(zone, early):
            early = middle
        else:
            late = middle
    return late


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _rule(onsets: Sequence[datetime], first_year: int) -> vRecur | None:
    """Return the yearly rule that these moments follow, such as the last Sunday of March."""
    years = [onset.year for onset in onsets]
    alike = {(onset.month, onset.weekday(), onset.time()) for onset in onsets}
    if years != list(range(first_year, first_year + _YEARS)) or len(alike) != 1:
        return None
    places = set.intersection(*(_places(onset) for onset in onsets))
    if not places:
        return None
    # The last one of the month when that always fits: it is what laws say.
    place = -1 if -1 in places else places.pop()
    first = onsets[0]
    day = f"{place}{_WEEKDAYS[first.weekday()]}"
    return vRecur({"FREQ": "YEARLY", "BYMONTH": first.month, "BYDAY": day})


def _places(onset: datetime) -> set[int]:
    """Return which one of its weekday in the month a day is, also counted from the end."""
    places = {(onset.day - 1) // 7 + 1}
    if onset.day + 7 > monthrange(onset.year, onset.month)[1]:
        places.add(-1)
    return places


def _observance(kind: Kind, start: datetime) -> Observance:
    observance: Observance = TimezoneDaylight() if kind.is_summer else TimezoneStandard()
    observance.add("DTSTART", start)
    observance.add("TZNAME", kind.name)
    observance.add("TZOFFSETFROM", kind.before)
    observance.add("TZOFFSETTO", kind.after)
    return observance


def _standing(zone: ZoneInfo, year: int | None) -> Observance:
    """Return how the clock stands without any change: always, or at the start of a year."""
    start = _NO_CHANGE if year is None else datetime(year, 1, 1)  # noqa: DTZ001 - on the wall
    here = datetime(year or _NO_CHANGE.year + 50, 1, 1, tzinfo=zone)
    offset = here.utcoffset() or timedelta()
    kind = Kind(before=offset, after=offset, name=here.tzname() or zone.key, is_summer=False)
    return _observance(kind, start)

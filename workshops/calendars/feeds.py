"""Calendars that are read again and again: somebody's own workshops, and all public ones."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Self

from django.conf import settings
from django.core.cache import cache
from django.db.models import Q
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from core import clock
from organisations.models import Person
from workshops.calendars.entries import PUBLISH, About, calendar_of, location_of, uid_of
from workshops.calendars.turns import NONE, turns_of, turns_of_leading
from workshops.enums import OUTCOMES, Audience, BookingState, Region
from workshops.models import Booking, BookingTransition, CalendarFeed, Event, Session, WorkshopType
from workshops.querysets import EventQuerySet, SessionQuerySet

CANCELLED_STAYS = timedelta(days=30)
PAST_STAYS = timedelta(days=180)
MOST_ENTRIES = 2000
_LONG = 50
_KEPT_SECONDS = 3600
_COMING = frozenset({BookingState.BOOKED}) | OUTCOMES
_OFF = frozenset({BookingState.CANCELLED, BookingState.CALLED_OFF})


def person_feed(feed: CalendarFeed) -> bytes:
    """Return the workshops in which somebody has a place or that they lead.

    What was cancelled, by them or by the organiser, stays for thirty days as cancelled, so that
    every calendar notices. A confidential workshop is only "Appointment".
    """
    person = feed.person
    rows = {uid_of(row.session): row for row in _led(person)}
    rows |= {uid_of(row.session): row for row in _booked(person)}
    with override(person.language):
        return calendar_of(
            _sorted(rows.values()), method=PUBLISH, name=_("Workshops"), changes=True
        )


def _booked(person: Person) -> list[About]:
    """Return the sessions of somebody's bookings; of two of one event the newest counts."""
    bookings = {row.event_id: row for row in _bookings(person)}
    turns = turns_of({row.person_id for row in bookings.values()}, set(bookings))
    rows = []
    for session in _sessions().filter(event__in=bookings):
        booking = bookings[session.event_id]
        own = turns.get((booking.person_id, booking.event_id), NONE)
        is_off = booking.state in _OFF
        row = About(session=session, is_off=is_off, turns=own.number, changed_at=own.changed_at)
        if _is_shown(row):
            rows.append(row)
    return rows


def _bookings(person: Person) -> Iterable[Booking]:
    """Return who has or had a place: whoever only waited has nothing to take out of a calendar."""
    had_a_place = BookingTransition.objects.filter(to_state=BookingState.BOOKED).values("booking")
    own = Booking.objects.of(person)
    rows: Iterable[Booking] = own.filter(
        Q(state__in=_COMING) | Q(state__in=_OFF, pk__in=had_a_place)
    ).order_by("pk")
    return rows


def _led(person: Person) -> list[About]:
    """Return the sessions that somebody leads, as soon as participants can see them."""
    merged = person.merged_from.filter(superseded_at__isnull=True).values("person")
    mine = Q(trainers__person=person) | Q(trainers__person__in=merged)
    sessions = _sessions().filter(mine, event__published_at__isnull=False).distinct()
    turns = turns_of_leading([session.pk for session in sessions])
    rows = []
    for session in sessions:
        own = turns.get(session.pk, NONE)
        rows.append(About(session=session, leads=True, turns=own.number, changed_at=own.changed_at))
    return [row for row in rows if _is_shown(row)]


def _sessions() -> SessionQuerySet:
    """Return sessions of half a year ago and later, with what an entry needs."""
    recent = Session.objects.filter(ends_at__gt=clock.now() - PAST_STAYS)
    rows: SessionQuerySet = recent.select_related("event__type")
    return rows


def _sorted(rows: Iterable[About]) -> list[About]:
    return sorted(rows, key=lambda row: (row.session.starts_at, row.session.pk))[-MOST_ENTRIES:]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedFilters:
    """Which public workshops somebody subscribes to; what is empty does not count."""

    type: str = ""
    region: str = ""
    language: str = ""
    audience: str = ""
    online: bool = False

    @classmethod
    def from_query(cls, data: Mapping[str, str]) -> Self:
        """Read the filters of the calendar page: type, regio, taal, doelgroep, online."""
        return cls(
            type=data.get("type", ""),
            region=data.get("regio", ""),
            language=data.get("taal", ""),
            audience=data.get("doelgroep", ""),
            online=data.get("online", "") not in {"", "0"},
        )


def public_feed(filters: FeedFilters) -> bytes:
    """Return what everybody may come to, from today on; what was cancelled stays thirty days.

    Nothing confidential, nothing for one unit only, and no link of an online meeting.
    """
    events = _public_events(filters)
    sessions = _sessions().filter(event__in=events.values("pk"), ends_at__gt=clock.now())
    rows = [About(session=session) for session in sessions.order_by("starts_at")[:MOST_ENTRIES]]
    return _made([row for row in rows if _is_shown(row)])


def _made(rows: Sequence[About]) -> bytes:
    """Return the calendar; a long one is made once for as long as nothing in it changes."""
    if len(rows) < _LONG:
        return calendar_of(rows, method=PUBLISH, name=_("Workshops"), changes=True)
    said = repr([get_language(), settings.BASE_URL, *map(_said, rows)])
    key = f"workshops.public_feed:{sha256(said.encode()).hexdigest()}"
    content: bytes | None = cache.get(key)
    if content is None:
        content = calendar_of(rows, method=PUBLISH, name=_("Workshops"), changes=True)
        cache.set(key, content, _KEPT_SECONDS)
    return content


def _said(row: About) -> tuple[object, ...]:
    """Return all that an entry in a public calendar follows from."""
    session = row.session
    return (
        session.uuid,
        session.sequence,
        row.stamp,
        row.called_off,
        session.starts_at,
        session.ends_at,
        session.time_zone,
        session.event.title,
        location_of(session),
    )


def _is_shown(row: About) -> bool:
    """Tell whether it goes on, or was called off so lately that calendars must still hear it."""
    return not row.called_off or row.stamp > clock.now() - CANCELLED_STAYS


def _public_events(filters: FeedFilters) -> EventQuerySet:
    events: EventQuerySet = Event.objects.published().filter(
        is_confidential=False, for_unit__isnull=True
    )
    if filters.type:
        events = events.filter(type__key=filters.type)
    if filters.language:
        events = events.filter(language=filters.language)
    if filters.region or filters.online:
        regions = {filters.region} - {""} | ({Region.ONLINE.value} if filters.online else set())
        events = events.filter(region__in=regions)
    if filters.audience in Audience.values:
        # Both databases keep lists, but only one can look into them.
        types = WorkshopType.objects.values_list("pk", "audiences")
        events = events.filter(type__in=[pk for pk, meant in types if filters.audience in meant])
    return events

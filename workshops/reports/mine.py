"""What is somebody's own: what is to come, what they wait for, what was; and the next one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from core import clock
from core.statements import Statement, given_id, given_moment
from design.navigation import in_language
from organisations.models import Person
from workshops.attendance.codes import works_now
from workshops.enums import OUTCOMES, BookingState, Region
from workshops.models import Booking, EvaluationTurn, Event, Interest, Session
from workshops.querysets import SessionQuerySet
from workshops.reports.badges import Badge, no_place_badge, own_badge
from workshops.reports.moments import (
    DateTile,
    day_text,
    hours_text,
    moment_text,
    place_text,
)

_WAITING = frozenset({BookingState.WAITLISTED, BookingState.REQUESTED, BookingState.OFFERED})


@dataclass(frozen=True, slots=True, kw_only=True)
class NextWorkshop:
    """The next booked workshop, for "Mijn leren"; `check_in_url` only while its code works."""

    title: str
    url: str
    file_url: str
    tile: DateTile
    hours: str
    place: str
    check_in_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MyBooking:
    """One booking on one's own page. `file_url` is empty where there is no calendar file.

    `turn`: the round of the evaluation that waits for an answer.
    """

    uuid: str
    title: str
    url: str
    file_url: str
    tile: DateTile | None
    when: str
    place: str
    badge: Badge | None
    until: str
    is_offer: bool
    is_cancelled: bool
    reason: str
    turn: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """A kind of workshop of which somebody wants to hear."""

    pk: int
    title: str
    url: str
    region: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mine:
    """The whole page."""

    coming: tuple[MyBooking, ...]
    waiting: tuple[MyBooking, ...]
    past: tuple[MyBooking, ...]
    followed: tuple[Followed, ...]


def _booked_to_come() -> SessionQuerySet:
    booked = Booking.objects.of_id(given_id("person")).filter(
        state=BookingState.BOOKED, event__is_confidential=False, event__cancelled_at__isnull=True
    )
    sessions: SessionQuerySet = (
        Session.objects.taking_place()
        .filter(event__in=booked.values("event"), ends_at__gt=given_moment("now"))
        .select_related("event__type")
        .order_by("starts_at", "pk")
    )
    return sessions


_NEXT = Statement(_booked_to_come)


def next_workshop(person: Person) -> NextWorkshop | None:
    """Return the first session to come of a workshop in which somebody has a place.

    A confidential one stays on the page of one's own workshops: "Mijn leren" is often open while
    others look on.
    """
    session: Session | None = _NEXT.first(person=person.pk, now=clock.now())
    if session is None:
        return None
    event = session.event
    return NextWorkshop(
        title=event.title,
        url=reverse("workshops-event", args=[event.uuid]),
        file_url=reverse("workshops-event-file", args=[event.uuid]),
        tile=DateTile(day=session.local_start.date()),
        hours=hours_text(session),
        place=place_text(event, session),
        check_in_url=reverse("workshops-check-in") if works_now(session) else "",
    )


def my_workshops(person: Person) -> Mine:
    """Return what is on one's own page: five queries, however many bookings."""
    bookings = list(
        Booking.objects.of(person)
        .exclude(state__in={BookingState.CANCELLED, BookingState.APPROVED})
        .select_related("event__type")
        .order_by("event__starts_at", "pk")
    )
    sessions = _sessions(bookings)
    turns = _turns(bookings)
    zone = person.time_zone
    rows = [(one, _row(one, sessions.get(one.event_id, []), turns, zone)) for one in bookings]
    return Mine(
        coming=tuple(row for one, row in rows if _is_coming(one)),
        waiting=tuple(row for one, row in rows if _is_waiting(one)),
        past=tuple(row for one, row in reversed(rows) if _is_past(one)),
        followed=tuple(_followed(person)),
    )


def _is_coming(booking: Booking) -> bool:
    state, event = booking.state, booking.event
    if state == BookingState.CALLED_OFF:
        return not event.has_ended
    return state == BookingState.BOOKED and not event.has_ended


def _is_waiting(booking: Booking) -> bool:
    """Tell whether somebody waits; also during the first hours, until we told that it is over."""
    return booking.state in _WAITING and not booking.event.has_ended


def _is_past(booking: Booking) -> bool:
    was_there = booking.state in OUTCOMES or booking.found_no_place
    return was_there or (booking.state == BookingState.BOOKED and booking.event.has_ended)


def _sessions(bookings: Sequence[Booking]) -> dict[int, list[Session]]:
    found: dict[int, list[Session]] = {}
    rows = Session.objects.taking_place().filter(event__in={row.event_id for row in bookings})
    for session in rows.order_by("starts_at", "pk"):
        found.setdefault(session.event_id, []).append(session)
    return found


def _turns(bookings: Sequence[Booking]) -> dict[int, str]:
    """Return which round somebody may still answer, by booking."""
    open_ones = EvaluationTurn.objects.filter(booking__in=bookings, is_taken=False)
    return {row.booking_id: row.round for row in open_ones.order_by("pk")}


def _row(
    booking: Booking, sessions: Sequence[Session], turns: dict[int, str], zone: str
) -> MyBooking:
    event = booking.event
    ahead = [row for row in sessions if row.ends_at > clock.now()]
    session = next(iter(ahead or sessions), None)
    is_off = booking.state == BookingState.CALLED_OFF
    return MyBooking(
        uuid=str(booking.uuid),
        title=event.title,
        url=_url(event),
        file_url=_file_url(event, booking),
        tile=DateTile(day=session.local_start.date()) if session else None,
        when=f"{day_text(session.local_start)}, {hours_text(session)}" if session else "",
        place=place_text(event, session) if session else "",
        badge=no_place_badge() if booking.found_no_place else own_badge(booking.state),
        until=moment_text(booking.offered_until, zone) if booking.offered_until else "",
        is_offer=booking.state == BookingState.OFFERED,
        is_cancelled=is_off,
        reason=event.cancel_reason if is_off else "",
        turn=turns.get(booking.pk, ""),
    )


def _url(event: Event) -> str:
    if event.is_confidential:
        return in_language(event.type.path) if event.type.path else ""
    return reverse("workshops-event", args=[event.uuid])


def _file_url(event: Event, booking: Booking) -> str:
    has_file = booking.state == BookingState.BOOKED and not event.is_confidential
    return reverse("workshops-event-file", args=[event.uuid]) if has_file else ""


def _followed(person: Person) -> Iterable[Followed]:
    rows = Interest.objects.filter(person=person).select_related("type").order_by("type__title")
    for row in rows:
        yield Followed(
            pk=row.pk,
            title=row.type.title,
            url=in_language(row.type.path) if row.type.path else "",
            region=str(Region(row.region).label) if row.region else "",
        )

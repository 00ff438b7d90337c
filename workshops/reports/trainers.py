"""What who plans workshops sees: what is to come, what asks for attention, and one event whole."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from organisations.reports import unit_names
from organisations.viewers import Viewer
from workshops.access import events_handled_by, events_organised_by, team_requests_for
from workshops.enums import BookingState, EvaluationRound, RequestState
from workshops.evaluation.reports import EvaluationResult, results_of
from workshops.models import Booking, Event, EventNote, PlaceReservation, Session
from workshops.planning.conflicts import shared_rooms
from workshops.reports.badges import Badge
from workshops.reports.moments import DateTile, day_text, hours_text, moment_text, place_text

PAST_SHOWN = 50
_ORDER = (
    BookingState.REQUESTED,
    BookingState.BOOKED,
    BookingState.OFFERED,
    BookingState.WAITLISTED,
    BookingState.ATTENDED,
    BookingState.PARTLY_ATTENDED,
    BookingState.EXCUSED,
    BookingState.NO_SHOW,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """One event in the list; numbers are None when the reader may not know who comes.

    `waiting`: who waits, or waited until it was over.
    """

    event: Event
    url: str
    tile: DateTile | None
    when: str
    badge: Badge
    taken: int | None
    waiting: int | None
    asks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The workshops of who plans them."""

    coming: tuple[EventRow, ...]
    to_close: tuple[EventRow, ...]
    past: tuple[EventRow, ...]
    requests: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionLine:
    """One session on the page of its event."""

    session: Session
    tile: DateTile
    day: str
    hours: str
    place: str
    trainers: tuple[str, ...]
    can_change: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Participants:
    """Bookings in one state."""

    label: str
    state: str
    bookings: tuple[Booking, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Places that are kept for a team."""

    reservation: PlaceReservation
    team: str
    until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFile:
    """One event, whole, for who plans it. `groups` is None for who may not see who comes.

    `rooms`: what else is in its rooms at the same time; a warning, some rooms are large enough.
    """

    event: Event
    badge: Badge
    sessions: tuple[SessionLine, ...]
    groups: tuple[Participants, ...] | None
    kept: tuple[Kept, ...]
    notes: tuple[EventNote, ...]
    results: tuple[EvaluationResult, ...]
    asks: tuple[str, ...]
    rooms: tuple[str, ...]
    only_for: str

    @property
    def can_change(self) -> bool:
        """Whether anything about it may still be changed."""
        return not self.event.is_cancelled and not self.event.has_ended


def overview(user: Viewer) -> Overview:
    """Return the workshops that somebody plans or leads, in a fixed number of queries."""
    now = clock.now()
    handled = set(events_handled_by(user).values_list("pk", flat=True))
    events = events_organised_by(user).select_related("type")
    going_on = events.filter(Q(ends_at__gt=now) | Q(ends_at__isnull=True))
    ended = events.filter(ends_at__lte=now)
    to_close = ended.going_on().filter(
        attendance_closed_at__isnull=True, published_at__isnull=False, forgotten_at__isnull=True
    )
    past = ended.exclude(pk__in=to_close.values("pk"))
    return Overview(
        coming=_rows(going_on.order_by("starts_at", "pk"), handled),
        to_close=_rows(to_close.order_by("ends_at", "pk"), handled),
        past=_rows(past.order_by("-ends_at", "-pk")[:PAST_SHOWN], handled),
        requests=team_requests_for(user).filter(state=RequestState.OPEN).count(),
    )


def event_file(event: Event, user: Viewer, *, zone: str) -> EventFile:
    """Return all that who plans an event sees of it."""
    handles = events_handled_by(user).filter(pk=event.pk).exists()
    names, sessions = {}, _sessions(event)
    if event.for_unit_id:
        names = unit_names([event.for_unit_id], clock.today())
    return EventFile(
        event=event,
        badge=_badge(event),
        sessions=sessions,
        groups=_groups(event) if handles else None,
        kept=_kept(event, zone) if handles else (),
        notes=tuple(event.notes.select_related("written_by").order_by("-pk")),
        results=_results(event) if handles and event.has_ended else (),
        asks=_asks(event),
        rooms=() if event.is_cancelled else tuple(shared_rooms([row.session for row in sessions])),
        only_for=names[event.for_unit_id].name if event.for_unit_id in names else "",
    )


def _rows(events: Iterable[Event], handled: set[int]) -> tuple[EventRow, ...]:
    rows = list(events)
    here = Booking.objects.filter(event__in=rows)
    waiting = here.filter(state=BookingState.WAITLISTED) | here.without_place()
    numbers = dict(waiting.values_list("event").annotate(n=Count("pk")))
    return tuple(
        _row(event, handles=event.pk in handled, waiting=numbers.get(event.pk, 0)) for event in rows
    )


def _row(event: Event, *, handles: bool, waiting: int) -> EventRow:
    local = clock.business_date(event.starts_at) if event.starts_at else None
    return EventRow(
        event=event,
        url=reverse("workshops-trainers-event", args=[event.uuid]),
        tile=DateTile(day=local) if local else None,
        when=day_text(local) if local else _("no date yet"),
        badge=_badge(event),
        taken=event.seats_taken if handles else None,
        waiting=waiting if handles else None,
        asks=_asks(event),
    )


def _badge(event: Event) -> Badge:
    if event.is_cancelled:
        return Badge(text=_("Cancelled"), kind="neutral", icon="circle-slash")
    if event.published_at is None:
        return Badge(text=_("Draft"), kind="warn", icon="pencil")
    if event.attendance_closed_at is not None:
        return Badge(text=_("Done"), kind="good", icon="circle-check")
    if event.has_ended:
        return Badge(text=_("Held"), kind="info", icon="check")
    return Badge(text=_("Published"), kind="good", icon="eye")


def _asks(event: Event) -> tuple[str, ...]:
    """Return what asks for attention, in words."""
    if event.is_cancelled or event.attendance_closed_at is not None:
        return ()
    if event.has_ended:
        to_close = event.published_at is not None and event.forgotten_at is None
        return (_("Close the attendance list."),) if to_close else ()
    if event.published_at is None:
        return (_("Nobody sees this yet. Publish it when it is ready."),)
    if not event.is_confidential and event.seats_taken < event.minimum:
        text = _("%(taken)d of at least %(minimum)d places taken.")
        return (text % {"taken": event.seats_taken, "minimum": event.minimum},)
    return ()


def _sessions(event: Event) -> tuple[SessionLine, ...]:
    rows = event.sessions.order_by("starts_at", "pk").prefetch_related("trainers__person")
    return tuple(_line(event, session) for session in rows)


def _line(event: Event, session: Session) -> SessionLine:
    gone = session.called_off_at is not None or session.starts_at <= clock.now()
    return SessionLine(
        session=session,
        tile=DateTile(day=session.local_start.date()),
        day=day_text(session.local_start.date()),
        hours=hours_text(session),
        place=place_text(event, session),
        trainers=tuple(sorted(row.person.name for row in session.trainers.all())),
        can_change=not gone and not event.is_cancelled,
    )


def _groups(event: Event) -> tuple[Participants, ...]:
    rows = event.bookings.filter(state__in=_ORDER) | event.bookings.without_place()
    bookings = list(rows.select_related("person", "reservation").order_by("line", "pk"))
    groups = [(str(state.label), state) for state in _ORDER]
    groups.append((_("No place came free"), BookingState.DECLINED))
    return tuple(
        Participants(label=label, state=state, bookings=same)
        for label, state in groups
        if (same := tuple(one for one in bookings if one.state == state))
    )


def _kept(event: Event, zone: str) -> tuple[Kept, ...]:
    rows = list(event.reservations.filter(released_at__isnull=True).order_by("pk"))
    names = unit_names([row.unit_id for row in rows], clock.today())
    return tuple(
        Kept(
            reservation=row,
            team=names[row.unit_id].name if row.unit_id in names else "",
            until=moment_text(row.release_at, zone),
        )
        for row in rows
    )


def _results(event: Event) -> tuple[EvaluationResult, ...]:
    return tuple(results_of(event, round_) for round_ in EvaluationRound)

"""Which sessions somebody finds with a choice of filters, each as one row to show."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from design.navigation import in_language
from organisations.viewers import Viewer
from workshops.access import bookings_of, events_visible_to
from workshops.enums import Audience, BookingState, Region
from workshops.models import Event, Session, WorkshopType
from workshops.querysets import EventQuerySet, SessionQuerySet
from workshops.reports.badges import Badge, badge_of, short_seats
from workshops.reports.moments import DateTile, hours_text, place_text, short_place, time_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What somebody looks for; what is empty does not count."""

    q: str = ""
    kind: str = ""
    region: str = ""
    audience: str = ""
    language: str = ""
    counts_for: str = ""
    only_free: bool = False

    @property
    def is_any(self) -> bool:
        """Whether there is any filter."""
        texts = (self.q, self.kind, self.region, self.audience, self.language, self.counts_for)
        return self.only_free or any(texts)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRow:
    """One session in the calendar. What it says of a confidential one is the same for everybody."""

    title: str
    url: str
    day: date
    tile: DateTile
    start: str
    hours: str
    place: str
    short_place: str
    short_status: str
    badge: Badge
    look: str
    is_mine: bool
    part: str


def found_events(user: Viewer, choices: Choices) -> EventQuerySet:
    """Return the published events that go on and fit the choices."""
    events = events_visible_to(user).published().going_on()
    chosen = {
        "type__key": choices.kind,
        "region": choices.region,
        "language": choices.language,
        "type__activity__key": choices.counts_for,
    }
    events = events.filter(**{name: value for name, value in chosen.items() if value})
    if choices.audience in Audience.values:
        events = events.filter(type__in=_meant_for(choices.audience))
    if choices.only_free:
        events = events.with_places()
    if choices.q:
        events = events.filter(_mentions(choices.q))
    found: EventQuerySet = events
    return found


def sessions_between(events: EventQuerySet, start: datetime, end: datetime) -> SessionQuerySet:
    """Return the sessions of these events in a period, with what a row needs."""
    rows: SessionQuerySet = (
        Session.objects.taking_place()
        .filter(event__in=events.values("pk"), starts_at__gte=start, starts_at__lt=end)
        .select_related("event__type")
        .order_by("starts_at", "pk")
    )
    return rows


def sessions_with(keys: Collection[int]) -> SessionQuerySet:
    """Return sessions of which it is known already that somebody may see them."""
    rows: SessionQuerySet = Session.objects.filter(pk__in=keys)
    return rows.select_related("event__type").order_by("starts_at", "pk")


def sessions_after(events: EventQuerySet, moment: datetime) -> SessionQuerySet:
    """Return the sessions of these events that have not ended, the first to come first."""
    rows: SessionQuerySet = (
        Session.objects.taking_place()
        .filter(event__in=events.values("pk"), ends_at__gt=moment)
        .select_related("event__type")
        .order_by("starts_at", "pk")
    )
    return rows


def own_states(user: Viewer) -> Mapping[int, str]:
    """Return how somebody's own bookings stand, by event; of confidential ones nothing."""
    bookings = bookings_of(user).active().filter(event__is_confidential=False)
    return dict(bookings.values_list("event_id", "state"))


def session_rows(
    sessions: Iterable[Session], own: Mapping[int, str], numbers: Mapping[int, int] | None = None
) -> list[SessionRow]:
    """Return the rows to show; `numbers` says of how many sessions an event has several."""
    return [_row(session, own.get(session.event_id, ""), numbers or {}) for session in sessions]


def event_url(event: Event) -> str:
    """Return where to read about an event; a confidential one has no address of its own."""
    if event.is_confidential or event.type.is_confidential:
        return in_language(event.type.path) if event.type.path else reverse("workshops")
    return reverse("workshops-event", args=[event.uuid])


def series_sizes(sessions: Sequence[Session]) -> Mapping[int, int]:
    """Return how many sessions the events of these sessions have, where that is more than one."""
    counted = Event.objects.filter(pk__in={row.event_id for row in sessions}).annotate(
        n=Count("sessions", filter=Q(sessions__called_off_at__isnull=True))
    )
    return dict(counted.filter(n__gt=1).values_list("pk", "n"))


def _row(session: Session, state: str, numbers: Mapping[int, int]) -> SessionRow:
    event = session.event
    size = numbers.get(event.pk, 0)
    part = _("session %(n)d of %(total)d") % {"n": session.number, "total": size} if size else ""
    return SessionRow(
        title=event.title,
        url=event_url(event),
        day=session.local_start.date(),
        tile=DateTile(day=session.local_start.date()),
        start=time_text(session.local_start),
        hours=hours_text(session),
        place=place_text(event, session),
        short_place=short_place(event),
        short_status=_("you take part") if state == BookingState.BOOKED else short_seats(event),
        badge=badge_of(event, state),
        look=_look(event),
        is_mine=state == BookingState.BOOKED,
        part=part,
    )


def _look(event: Event) -> str:
    """Return the colour in the month; the words beside it say the same."""
    if event.is_confidential:
        return "plum"
    if event.seats_left <= 0:
        return "warn"
    return "teal" if event.region == Region.ONLINE else ""


def _meant_for(audience: str) -> list[int]:
    """Return the kinds meant for somebody; what is for everyone is for them too."""
    # Both databases keep lists, but only one can look into them.
    kinds = WorkshopType.objects.values_list("pk", "audiences")
    return [pk for pk, meant in kinds if audience in meant or Audience.EVERYONE in meant]


def _mentions(words: str) -> Q:
    """Return the condition that each word stands in the title or in the place."""
    condition = Q()
    for word in words.split()[:8]:
        there = Session.objects.filter(event=OuterRef("pk"), called_off_at__isnull=True)
        place = Exists(there.filter(place__icontains=word))
        condition &= Q(type__title__icontains=word) | Q(subtitle__icontains=word) | Q(place)
    return condition

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
    """One session in the calendar. What it says of a confidential one is the same for everybody.

    What a cell of the month does not show is not put into words either. `state` is that of one's
    own booking, `size` how many sessions the event has when that is more than one.
    """

    session: Session
    state: str
    size: int

    @property
    def title(self) -> str:
        """The title of the event."""
        return self.session.event.title

    @property
    def url(self) -> str:
        """Where to read about it."""
        return event_url(self.session.event)

    @property
    def day(self) -> date:
        """The day on which it is."""
        return self.session.local_start.date()

    @property
    def tile(self) -> DateTile:
        """The leaf of its day."""
        return DateTile(day=self.day)

    @property
    def start(self) -> str:
        """The time at which it starts."""
        return time_text(self.session.local_start)

    @property
    def hours(self) -> str:
        """From when until when."""
        return hours_text(self.session)

    @property
    def place(self) -> str:
        """The building and the room."""
        return place_text(self.session.event, self.session)

    @property
    def short_place(self) -> str:
        """The region."""
        return short_place(self.session.event)

    @property
    def short_status(self) -> str:
        """The places, or that one takes part, in two words."""
        return _("you take part") if self.is_mine else short_seats(self.session.event)

    @property
    def badge(self) -> Badge:
        """The places, or one's own booking."""
        return badge_of(self.session.event, self.state)

    @property
    def look(self) -> str:
        """The colour in the month; the words beside it say the same."""
        event = self.session.event
        if event.is_confidential:
            return "plum"
        if event.seats_left <= 0:
            return "warn"
        return "teal" if event.region == Region.ONLINE else ""

    @property
    def is_mine(self) -> bool:
        """Whether one takes part."""
        return self.state == BookingState.BOOKED

    @property
    def part(self) -> str:
        """Which session of how many."""
        if not self.size:
            return ""
        return _("session %(n)d of %(total)d") % {"n": self.session.number, "total": self.size}


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
    sizes = numbers or {}
    return [
        SessionRow(
            session=session,
            state=own.get(session.event_id, ""),
            size=sizes.get(session.event_id, 0),
        )
        for session in sessions
    ]


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

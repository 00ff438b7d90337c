"""Workshops of the demo: what is planned in the coming months, who booked, and what was held.

Everything goes through the services, at the moment at which it would have happened.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import cycle, islice

from core import clock
from notifications.services.delivery import deliver
from organisations.models import Person, Unit
from workshops.attendance.services import close_attendance, mark_attendance
from workshops.booking import book_seat, cancel_booking
from workshops.enums import Mark, Region
from workshops.errors import BookingRefused
from workshops.models import Booking, Event, Session, WorkshopType
from workshops.planning import EventChanges, NewEvent, NewSession, plan_event, publish_event

NOWHERE = "django.core.mail.backends.dummy.EmailBackend"
_SATURDAY = 5
_PLANNED_BEFORE = timedelta(days=45)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A workshop to plan: of which kind, how many days from today, how many come."""

    kind: str
    days: int
    hour: int
    region: str
    place: str = ""
    room: str = ""
    bookings: int = 0
    maximum: int | None = None
    subtitle: str = ""
    with_learner: bool = False


_HAGUE = (Region.ZUID_HOLLAND.value, "Turfmarkt 147, Den Haag")
_UTRECHT = (Region.UTRECHT.value, "Westraven, Griffioenlaan 2, Utrecht")
_ZWOLLE = (Region.OVERIJSSEL.value, "Zuiderzeelaan 43, Zwolle")
_ARNHEM = (Region.GELDERLAND.value, "Eusebiusbuitensingel 66, Arnhem")
_ONLINE = (Region.ONLINE.value, "")


def _plan(kind: str, days: int, hour: int, where: tuple[str, str], **more: object) -> Plan:
    region, place = where
    fields: dict[str, object] = {"room": "2.14" if place else "", **more}
    return Plan(kind=kind, days=days, hour=hour, region=region, place=place, **fields)  # type: ignore[arg-type]


HELD = (
    _plan("omstander", -46, 10, _HAGUE, bookings=8, with_learner=True),
    _plan("omgangsvormen", -32, 13, _UTRECHT, bookings=6),
    _plan("moreel-beraad", -18, 10, _HAGUE, bookings=8),
)
COMING = (
    _plan("omstander", 4, 13, _HAGUE, bookings=9, with_learner=True),
    _plan("moreel-beraad", 8, 10, _UTRECHT, bookings=6),
    _plan("omgangsvormen-leidinggevenden", 10, 9, _HAGUE, bookings=6),
    _plan("jaarlijkse-voorlichting", 11, 11, _ONLINE, bookings=16),
    _plan("omgaan-met-agressie", 15, 9, _ARNHEM, bookings=9, maximum=8, with_learner=True),
    _plan("week-van-de-integriteit", 17, 15, _HAGUE, bookings=12),
    _plan("omgangsvormen", 18, 13, _ZWOLLE, bookings=9, maximum=8),
    _plan("ervaringen-met-discriminatie-en-racisme", 22, 13, _UTRECHT, bookings=4),
    _plan("welkom-bij-het-rijk", 24, 9, _HAGUE, bookings=7),
    _plan("intervisie-leidinggevenden", 29, 9, _UTRECHT, bookings=4),
    _plan("omstander", 44, 9, _ONLINE, bookings=5, subtitle="online"),
    _plan("regietheater", 50, 13, _HAGUE, bookings=7),
    _plan("sociale-veiligheid-in-je-team", 52, 9, _ARNHEM),
    _plan("bijscholing-vertrouwenspersonen", 60, 9, _UTRECHT, bookings=3),
    _plan("jaarlijkse-voorlichting", 66, 14, _ONLINE, bookings=5),
    _plan("ervaringen-met-discriminatie-en-racisme", 70, 13, _ONLINE),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Who plans and leads, for whom the demo is shown, and who else comes."""

    trainer: Person
    organiser: Unit
    learner: Person
    others: Sequence[Person]


def hold(cast: Cast, *, until: datetime) -> int:
    """Plan, book and hold the workshops; return how many. Without a catalogue there are none."""
    kinds = {kind.key: kind for kind in WorkshopType.objects.offered()}
    people = cycle(person for person in cast.others if person != cast.trainer)
    held = 0
    for plan in (*HELD, *COMING):
        if plan.kind in kinds:
            event = _planned(plan, kinds[plan.kind], cast, until)
            _booked(event, plan, cast, people, until)
            if event.has_ended:
                _closed(event, cast)
            held += 1
    with clock.at(until):
        deliver(back_end=NOWHERE)
    return held


def _planned(plan: Plan, kind: WorkshopType, cast: Cast, until: datetime) -> Event:
    """Plan and publish an event, some weeks before it is, or some weeks ago."""
    first = _workday(clock.business_date(until) + timedelta(days=plan.days))
    start = datetime.combine(first, time(plan.hour))
    end = start + timedelta(minutes=kind.minutes)
    session = NewSession(
        starts_at=start,
        ends_at=end,
        place=plan.place,
        room=plan.room,
        online_url="" if plan.place else f"https://vergaderen.example.nl/{kind.key}-{first:%d%m}",
        trainers=(cast.trainer,),
    )
    about = EventChanges(region=plan.region, subtitle=plan.subtitle, maximum=plan.maximum)
    if plan.maximum is not None:
        about = EventChanges(
            region=plan.region,
            subtitle=plan.subtitle,
            minimum=min(kind.minimum, plan.maximum),
            maximum=plan.maximum,
        )
    with clock.at(_before(start, until)):
        event = plan_event(
            plan=NewEvent(
                type=kind,
                organiser=cast.organiser,
                about=about,
                sessions=[session.later(14 * number) for number in range(kind.sessions)],
            ),
            by=cast.trainer,
        )
        return publish_event(event=event, by=cast.trainer)


def _booked(
    event: Event, plan: Plan, cast: Cast, people: Iterator[Person], until: datetime
) -> None:
    """Let people book, the learner last: in a full one that is a place in the line."""
    moment = _before(event.starts_at, until) + timedelta(hours=3) if event.starts_at else until
    with clock.at(min(moment, until)):
        for person in islice(people, plan.bookings):
            _book(event, person)
        if plan.with_learner:
            _book(event, cast.learner)
    if plan.with_learner and plan.maximum is not None:
        _leave_for_the_learner(event, until)


def _leave_for_the_learner(event: Event, until: datetime) -> None:
    """Let enough people cancel that the first in line, and then the learner, is offered a place."""
    with clock.at(until - timedelta(hours=2)):
        seated = Booking.objects.filter(event=event, state="booked").select_related("person")
        for booking in seated.order_by("pk")[:2]:
            if booking.person is not None:
                with suppress(BookingRefused):
                    cancel_booking(booking=booking, by=booking.person)


def _closed(event: Event, cast: Cast) -> None:
    """Mark who was there, all but one, and close the list the same evening."""
    bookings = list(Booking.objects.filter(event=event, state="booked").order_by("pk"))
    absent = {bookings[0].pk} if len(bookings) > 1 else set()
    marks = {row.pk: Mark.ABSENT if row.pk in absent else Mark.PRESENT for row in bookings}
    ended = event.ends_at or clock.now()
    with clock.at(ended + timedelta(hours=1)):
        for session in Session.objects.filter(event=event):
            mark_attendance(session=session, marks=marks, by=cast.trainer)
        close_attendance(event=event, by=cast.trainer)


def _book(event: Event, person: Person) -> None:
    with suppress(BookingRefused):
        book_seat(event=event, person=person, by=person)


def _before(start: datetime, until: datetime) -> datetime:
    """Return when it was planned: weeks before, and in any case before now."""
    aware = start if start.tzinfo else start.replace(tzinfo=clock.AMSTERDAM)
    return min(aware - _PLANNED_BEFORE, until - timedelta(days=3))


def _workday(day: date) -> date:
    late = day.weekday() - _SATURDAY
    return day if late < 0 else day + timedelta(days=2 - late)

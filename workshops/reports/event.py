"""The page of one event: when, where, with whom, which places, and one's own booking."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import clock
from design.navigation import in_language
from organisations.models import Person
from organisations.reports import unit_names
from workshops.enums import Language, Region
from workshops.models import Event, EventNote, Session, SessionTrainer, WorkshopPage
from workshops.reports.cards import Card, booking_card, newest_booking
from workshops.reports.moments import (
    DateTile,
    day_text,
    elsewhere_text,
    hours_text,
    length_text,
    moment_text,
    place_text,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionView:
    """One session; `online_url` only for who takes part, shortly before and during it.

    `file_url`: this session for one's calendar, of a series that somebody takes part in.
    """

    number: int
    tile: DateTile
    day: str
    hours: str
    elsewhere: str
    place: str
    online_url: str
    is_online: bool
    trainers: tuple[str, ...]
    is_called_off: bool
    is_over: bool
    uuid: str
    file_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something that the trainer wrote to participants."""

    text: str
    written: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventView:
    """The whole page."""

    uuid: str
    title: str
    kind_title: str
    kind_url: str
    eyebrow: str
    summary: str
    goals: tuple[str, ...]
    tile: DateTile | None
    sessions: tuple[SessionView, ...]
    trainers: tuple[str, ...]
    organiser: str
    language: str
    for_unit: str
    registration: str
    seats_text: str
    seats_taken: int
    seats_left: int
    places: str
    card: Card
    notes: tuple[Note, ...]
    is_confidential: bool
    is_cancelled: bool

    @property
    def is_series(self) -> bool:
        """Whether there is more than one session."""
        return len(self.sessions) > 1


def event_view(event: Event, person: Person | None) -> EventView:
    """Return what somebody sees of an event that they may see."""
    booking = newest_booking(event, person) if person else None
    if booking is not None:
        booking.event = event
    card = booking_card(event, person, booking)
    zone = person.time_zone if person else str(clock.AMSTERDAM)
    sessions = _sessions(event, shows_link=card.is_coming, zone=zone)
    about = WorkshopPage.objects.live().filter(key=event.type.key, alias_of=None).first()
    units = unit_names([pk for pk in (event.organiser_id, event.for_unit_id) if pk], clock.today())
    first = next((row for row in sessions if not row.is_called_off), None)
    return EventView(
        uuid=str(event.uuid),
        title=event.title,
        kind_title=event.type.title,
        kind_url=in_language(event.type.path) if event.type.path else "",
        eyebrow=_eyebrow(event),
        summary=about.summary if about else "",
        goals=tuple(about.goal_list) if about else (),
        tile=first.tile if first else None,
        sessions=tuple(sessions),
        trainers=_everybody(sessions),
        organiser=units[event.organiser_id].name if event.organiser_id in units else "",
        language=str(Language(event.language).label),
        for_unit=units[event.for_unit_id].name if event.for_unit_id in units else "",
        registration=_registration(event, zone),
        seats_text=_seats_text(event),
        seats_taken=event.maximum - max(event.seats_left, 0),
        seats_left=max(event.seats_left, 0),
        places=_("%(taken)d of %(maximum)d taken")
        % {"taken": event.maximum - max(event.seats_left, 0), "maximum": event.maximum},
        card=card,
        notes=_notes(event, zone) if card.is_coming else (),
        is_confidential=event.is_confidential,
        is_cancelled=event.is_cancelled,
    )


def _sessions(event: Event, *, shows_link: bool, zone: str) -> list[SessionView]:
    rows = list(Session.objects.filter(event=event).order_by("starts_at", "pk"))
    names = _trainers(rows)
    return [
        SessionView(
            number=number,
            tile=DateTile(day=row.local_start.date()),
            day=day_text(row.local_start),
            hours=hours_text(row),
            elsewhere=elsewhere_text(row, zone),
            place=place_text(event, row),
            online_url=row.online_url if shows_link and row.shows_link else "",
            is_online=bool(row.online_url) or event.region == Region.ONLINE,
            trainers=tuple(names.get(row.pk, ())),
            is_called_off=row.called_off_at is not None,
            is_over=row.ends_at <= clock.now(),
            uuid=str(row.uuid),
            file_url=_file_url(event, row) if shows_link and len(rows) > 1 else "",
        )
        for number, row in enumerate(rows, start=1)
    ]


def _file_url(event: Event, session: Session) -> str:
    """Return where one session is a file; what is confidential has no address."""
    gone = session.called_off_at is not None or session.ends_at <= clock.now()
    if gone or event.is_confidential:
        return ""
    return reverse("workshops-session-file", args=[event.uuid, session.number])


def _trainers(sessions: Sequence[Session]) -> dict[int, list[str]]:
    rows = SessionTrainer.objects.filter(session__in=sessions).select_related("person")
    found: dict[int, list[str]] = {}
    for row in rows.order_by("person__sort_name", "pk"):
        found.setdefault(row.session_id, []).append(row.person.name)
    return found


def _everybody(sessions: Sequence[SessionView]) -> tuple[str, ...]:
    """Return everybody who leads a session, once."""
    return tuple(dict.fromkeys(name for row in sessions for name in row.trainers))


def _eyebrow(event: Event) -> str:
    """Return what it is, how long it takes and what it counts for, in one line."""
    kind = event.type
    parts = [_("Workshop"), length_text(kind.minutes, kind.sessions)]
    if kind.activity is not None and kind.activity.key != f"workshop-{kind.key}":
        parts.append(_("counts for %(activity)s") % {"activity": kind.activity.title})
    if kind.is_pilot:
        parts.append(_("pilot"))
    return " · ".join(parts)


def _seats_text(event: Event) -> str:
    left = event.seats_left
    if left <= 0:
        return _("No places left")
    return ngettext("%(n)d place left", "%(n)d places left", left) % {"n": left}


def _registration(event: Event, zone: str) -> str:
    """Say from when until when people may book, as far as that is limited and to come."""
    now = clock.now()
    if event.opens_at is not None and now < event.opens_at:
        return _("Opens on %(moment)s.") % {"moment": moment_text(event.opens_at, zone)}
    if event.closes_at is not None and now < event.closes_at:
        return _("Until %(moment)s.") % {"moment": moment_text(event.closes_at, zone)}
    return ""


def _notes(event: Event, zone: str) -> tuple[Note, ...]:
    rows = EventNote.objects.filter(event=event).order_by("-recorded_at", "-pk")
    return tuple(Note(text=row.text, written=moment_text(row.recorded_at, zone)) for row in rows)


def upcoming_views(events: Sequence[Event], person: Person | None) -> list[EventView]:
    """Return the events of a confidential kind in full: they have no page of their own."""
    return [event_view(event, person) for event in events]

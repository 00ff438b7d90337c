"""Who hears of a change: participants and who waits, and trainers who did not do it themselves."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from notifications.models import Notice
from notifications.services import NewNotice, queue_notices
from organisations.models import Person
from workshops.enums import BookingState
from workshops.letters import kinds
from workshops.letters.series import session_notice
from workshops.models import Booking, Event, EventNote, Session, SessionTrainer

_HEARS_OF_MOVES = (
    BookingState.BOOKED,
    BookingState.OFFERED,
    BookingState.WAITLISTED,
    BookingState.REQUESTED,
    BookingState.APPROVED,
)


def tell_moved(session: Session, *, was: Mapping[str, str]) -> None:
    """Tell everybody with a place, who also get it into their calendars, and everybody in line."""
    bookings = _bookings(session.event, _HEARS_OF_MOVES)
    queue_notices(
        [
            NewNotice(
                kind=kinds.MOVED,
                key=f"{kinds.MOVED}:{session.uuid}:{session.sequence}:{booking.pk}",
                person=booking.person,
                context={
                    "booking": booking.pk,
                    "session": session.pk,
                    "sequence": session.sequence,
                    "was": dict(was),
                },
            )
            for booking in bookings
            if booking.person is not None
        ]
    )


def tell_session(session: Session, *, method: str) -> None:
    """Put a session into the calendars of all participants, or out of them."""
    queue_notices(
        [
            session_notice(booking, session, method=method, key="event")
            for booking in _bookings(session.event, [BookingState.BOOKED])
        ]
    )


def tell_note(note: EventNote) -> None:
    """Send a note to everybody with a place."""
    queue_notices(
        [
            NewNotice(
                kind=kinds.NOTE,
                key=f"{kinds.NOTE}:{note.pk}:{booking.pk}",
                person=booking.person,
                context={"booking": booking.pk, "note": note.pk},
            )
            for booking in _bookings(note.event, [BookingState.BOOKED])
            if booking.person is not None
        ]
    )


def tell_leads(
    session: Session, people: Iterable[Person], *, by: Person, method: str, key: str
) -> None:
    """Put a session into the calendars of who leads it, or out of them, with a mail each.

    Whoever does it themselves has the feed for that; but what a mail of ours put into a calendar,
    a mail of ours changes.
    """
    start = f"{kinds.TRAINER_SESSION}:{session.uuid}"
    queue_notices(
        [
            NewNotice(
                kind=kinds.TRAINER_SESSION,
                key=f"{start}:{person.pk}:{method}:{key}",
                person=person,
                context={"event": session.event_id, "session": session.pk, "method": method},
            )
            for person in people
            if person.pk != by.pk
            or Notice.objects.filter(key__startswith=f"{start}:{person.pk}:").exists()
        ]
    )


def tell_trainers(
    event: Event, *, by: Person, key: str, apart_from: Collection[Person] = ()
) -> None:
    """Tell who leads an event that somebody else changed it; not who hears more than that."""
    known = {person.pk for person in apart_from} | {by.pk}
    people = [one for one in trainers_of([event])[event.pk] if one.pk not in known]
    queue_notices(
        [
            NewNotice(
                kind=kinds.TRAINER_NEWS,
                key=f"{kinds.TRAINER_NEWS}:{event.uuid}:{key}:{person.pk}",
                person=person,
                context={"event": event.pk},
            )
            for person in people
        ]
    )


def leads_of(session: Session) -> list[Person]:
    """Return who leads one session, also one that was called off."""
    led = Person.objects.filter(led_sessions__session=session, erased_at__isnull=True)
    return list(led.order_by("pk"))


def trainers_of(events: Sequence[Event]) -> dict[int, list[Person]]:
    """Return who leads a session that goes on, per event, each once."""
    rows = SessionTrainer.objects.filter(
        session__event__in=events, session__called_off_at__isnull=True, person__erased_at=None
    )
    found: dict[int, dict[int, Person]] = {event.pk: {} for event in events}
    for row in rows.select_related("person", "session").order_by("person"):
        found[row.session.event_id][row.person_id] = row.person
    return {pk: list(people.values()) for pk, people in found.items()}


def _bookings(event: Event, states: Iterable[str]) -> QuerySet[Booking, Any]:
    rows: QuerySet[Booking] = Booking.objects.filter(
        event=event, state__in=states, person__isnull=False, person__erased_at__isnull=True
    )
    return rows.select_related("person").order_by("pk")

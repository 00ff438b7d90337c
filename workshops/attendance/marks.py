"""Reading and writing marks; the services around it hold the transaction."""

from collections.abc import Collection, Mapping
from datetime import timedelta

from core import clock
from organisations.models import Person
from workshops.attendance.errors import NotMarkedYet, NotTakingPlace, TooEarly, TooLongAgo
from workshops.attendance.reports import ON_THE_LIST, newest_marks, participants
from workshops.enums import Mark, MarkedBy
from workshops.models import AttendanceMark, Booking, Event, Session

_OPENS_BEFORE = timedelta(hours=1)


def lock_for(session: Session) -> Event:
    """Lock the event of a session that takes place and has, nearly, begun."""
    event: Event = Event.objects.select_for_update(of=("self",)).get(pk=session.event_id)
    if event.is_cancelled or session.called_off_at is not None:
        raise NotTakingPlace
    if event.forgotten_at is not None:
        raise TooLongAgo
    if clock.now() < session.starts_at - _OPENS_BEFORE:
        raise TooEarly
    return event


def on_the_list(event: Event, chosen: Collection[int]) -> list[Booking]:
    return list(event.bookings.filter(pk__in=list(chosen), state__in=ON_THE_LIST))


def write_marks(
    session: Session,
    bookings: Collection[Booking],
    marks: Mapping[int, Mark],
    *,
    by: Person,
    how: MarkedBy,
    reason: str = "",
) -> int:
    newest = newest_marks(bookings, [session.pk])
    new = [
        AttendanceMark(
            session=session, booking=one, mark=marks[one.pk], how=how, by=by, reason=reason
        )
        for one in bookings
        if newest.get((session.pk, one.pk)) != marks[one.pk]
    ]
    AttendanceMark.objects.bulk_create(new)
    return len(new)


def fill_marks(event: Event, unmarked: Mark | None, *, by: Person) -> None:
    """Write a mark where there is none; a walk-in is only judged on sessions after they came."""
    sessions = list(event.sessions.taking_place())
    bookings = list(participants(event))
    newest = newest_marks(bookings, [one.pk for one in sessions])
    missing = [
        (session, booking)
        for session in sessions
        for booking in bookings
        if (session.pk, booking.pk) not in newest
    ]
    if missing and unmarked is None:
        raise NotMarkedYet(len({booking.pk for _session, booking in missing}))
    AttendanceMark.objects.bulk_create(
        AttendanceMark(session=session, booking=booking, mark=unmarked, how=MarkedBy.LIST, by=by)
        for session, booking in missing
        if unmarked is not None
    )

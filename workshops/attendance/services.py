"""Writing down who was there. One transaction each, under the lock of the event.

Proof does not wait for a trainer who forgets to close the list: who was at enough sessions has it
as soon as the last session is over. Closing settles the others. What is not marked is no command:
nobody becomes a no-show because somebody saved a half-filled list.
"""

from collections.abc import Iterable, Mapping

from django.db import transaction

from core import clock
from organisations.models import Person
from workshops.attendance.codes import is_code_of, open_sessions
from workshops.attendance.errors import (
    ListClosed,
    NotBooked,
    NotOver,
    NotTakingPlace,
    ReasonMissing,
    TooLongAgo,
    WrongCode,
)
from workshops.attendance.marks import fill_marks, lock_for, on_the_list, write_marks
from workshops.attendance.reports import ON_THE_LIST
from workshops.attendance.settling import settle
from workshops.enums import EventStep, Mark, MarkedBy
from workshops.models import Booking, Event, EventRecord, Session


@transaction.atomic(durable=True)
def mark_attendance(
    *,
    session: Session,
    marks: Mapping[int, Mark],
    by: Person,
    how: MarkedBy = MarkedBy.LIST,
) -> int:
    """Write the marks by booking that differ from what is known; return how many those are.

    Bookings that are not on the list of this event are left out. Raises `AttendanceRefused`.
    """
    event = lock_for(session)
    if event.attendance_closed_at is not None:
        raise ListClosed
    known = on_the_list(event, marks)
    written = write_marks(session, known, marks, by=by, how=how)
    settle(event, by=by)
    return written


@transaction.atomic(durable=True)
def check_in(*, code: str, person: Person) -> Session:
    """Mark somebody present who has the code of the day, and return the session it is of.

    Doing it again changes nothing. A participant can say that they are there, never that they are
    not. Raises `AttendanceRefused`.
    """
    open_now: Iterable[Session] = open_sessions()
    session = next((one for one in open_now if is_code_of(one, code)), None)
    if session is None:
        raise WrongCode
    event = lock_for(session)
    booking = event.bookings.of(person).filter(state__in=ON_THE_LIST).first()
    if booking is None:
        raise NotBooked
    if event.attendance_closed_at is not None:
        raise ListClosed
    write_marks(session, [booking], {booking.pk: Mark.PRESENT}, by=person, how=MarkedBy.CODE)
    settle(event, by=person)
    return session


@transaction.atomic(durable=True)
def close_attendance(*, event: Event, by: Person, unmarked: Mark | None = None) -> Event:
    """Close the list: everybody gets an outcome, and from now on a change is a correction.

    `unmarked`: what it means for a session when there is no mark; None refuses while there are any.
    """
    locked: Event = Event.objects.select_for_update().get(pk=event.pk)
    if locked.is_cancelled:
        raise NotTakingPlace
    if locked.forgotten_at is not None:
        raise TooLongAgo
    if not locked.has_ended:
        raise NotOver
    if locked.attendance_closed_at is not None:
        return locked
    fill_marks(locked, unmarked, by=by)
    locked.attendance_closed_at = clock.now()
    locked.save(update_fields=["attendance_closed_at"])
    EventRecord.objects.create(event=locked, step=EventStep.ATTENDANCE_CLOSED, by=by)
    settle(locked, by=by)
    return locked


@transaction.atomic(durable=True)
def correct_attendance(
    *, session: Session, booking: Booking, mark: Mark, reason: str, by: Person
) -> bool:
    """Correct one mark after the list was closed; False when it stood so already.

    What follows for the proof follows: it is taken back with this reason, or given.
    """
    if not reason.strip():
        raise ReasonMissing
    event = lock_for(session)
    known = on_the_list(event, [booking.pk])
    written = write_marks(
        session, known, {booking.pk: mark}, by=by, how=MarkedBy.CORRECTION, reason=reason.strip()
    )
    settle(event, by=by, reason=reason.strip())
    return bool(written)

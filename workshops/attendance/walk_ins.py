"""Somebody at the door without a booking: found by work address, or written down as a guest."""

from django.db import transaction

from organisations.models import Person
from organisations.services.persons import person_with_address
from workshops.attendance.marks import lock_for, write_marks
from workshops.attendance.settling import settle
from workshops.booking.taking import add_walk_in
from workshops.enums import Mark, MarkedBy
from workshops.models import Booking, Session


@transaction.atomic(durable=True)
def let_in(*, session: Session, by: Person, email: str, name: str) -> Booking:
    """Add somebody to the list and mark them present.

    With a work address that we know it counts for that person; else they are a guest. The address
    is asked of the person at the door: trainers cannot look through people. Raises `BookingRefused`
    or `AttendanceRefused`, and then nothing is written.
    """
    event = lock_for(session)
    person = person_with_address(email)
    name = "" if person else name
    booking = add_walk_in(event=event, by=by, person=person, guest_name=name)
    write_marks(session, [booking], {booking.pk: Mark.PRESENT}, by=by, how=MarkedBy.WALK_IN)
    settle(event, by=by)
    return booking

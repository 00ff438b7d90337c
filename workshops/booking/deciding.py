"""A manager decides about a request."""

from django.db import transaction

from organisations.models import Person
from workshops.access import approvers_of, handles
from workshops.booking.audience import check_event
from workshops.booking.places import Places
from workshops.booking.rows import is_own, locked_booking
from workshops.booking.steps import take_steps
from workshops.booking.taking import seat_or_wait
from workshops.enums import Because, BookingState
from workshops.errors import NotYoursToDecide, StepRefused
from workshops.models import Booking


@transaction.atomic(durable=True)
def decide_request(*, booking: Booking, approved: bool, by: Person) -> Booking:
    """Approve a request, which at once gives a place or a number in the line; or decline it.

    Raises `BookingRefused`. Nobody decides about their own request.
    """
    places, booking = locked_booking(booking)
    because = _ground(places, booking, by)
    check_event(places.event)
    if booking.state != BookingState.REQUESTED:
        raise StepRefused
    to = BookingState.APPROVED if approved else BookingState.DECLINED
    take_steps([booking], to=to, because=because, by=by, places=places)
    if approved:
        seat_or_wait(places, booking, because=because, by=by)
    return booking


def _ground(places: Places, booking: Booking, by: Person) -> Because:
    if booking.person is None or is_own(booking, by):
        raise NotYoursToDecide
    if by in approvers_of(booking.person):
        return Because.MANAGER
    if handles(by, places.event):
        return Because.ORGANISER
    raise NotYoursToDecide

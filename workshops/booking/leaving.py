"""Somebody gives up a place, or a number in the line; or the organiser calls everything off."""

from datetime import timedelta

from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models import Q

from core import clock
from organisations.models import Person
from workshops.access import handles
from workshops.booking.audience import check_event
from workshops.booking.line import move_line
from workshops.booking.messages import moment_text
from workshops.booking.places import Places, lock_places
from workshops.booking.rows import is_own, locked_booking, must_be_own, rows_of
from workshops.booking.steps import take_steps
from workshops.booking.taking import seat
from workshops.enums import Because, BookingState, EventStep
from workshops.errors import (
    AlreadyBooked,
    CancelAfterStart,
    NoOffer,
    NotYourBooking,
    StepRefused,
    TooLateToCancel,
    UndoPassed,
)
from workshops.models import Booking, BookingTransition, Event

UNDO_WITHIN = timedelta(minutes=10)
_SALT = "workshops.undo"
_OPEN = (
    BookingState.REQUESTED,
    BookingState.WAITLISTED,
    BookingState.OFFERED,
    BookingState.BOOKED,
)


@transaction.atomic(durable=True)
def cancel_booking(*, booking: Booking, by: Person) -> Booking:
    """Cancel a booking; the place goes to who is first in line. Raises `BookingRefused`.

    After the deadline only the trainer can, unless the workshop was moved after the booking.
    """
    places, booking = locked_booking(booking)
    if booking.state not in _OPEN:
        raise StepRefused
    if places.event.has_started:
        raise CancelAfterStart
    because = _why(places, booking, by)
    take_steps([booking], to=BookingState.CANCELLED, because=because, by=by, places=places)
    move_line(places)
    return booking


@transaction.atomic(durable=True)
def decline_offer(*, booking: Booking, by: Person) -> Booking:
    """Leave the place that is offered to the next in line. Raises `BookingRefused`."""
    places, booking = locked_booking(booking)
    must_be_own(booking, by)
    if booking.state != BookingState.OFFERED:
        raise NoOffer
    take_steps(
        [booking], to=BookingState.CANCELLED, because=Because.OWN_CHOICE, by=by, places=places
    )
    move_line(places)
    return booking


def undo_cancellation(*, booking: Booking, by: Person) -> Booking:
    """Let a booking stand as before it was cancelled, within ten minutes.

    When the place has gone to somebody else it is first in line, by its old number. Raises
    `BookingRefused`.
    """
    try:
        with transaction.atomic(durable=True):
            return _undo(booking, by)
    except IntegrityError as error:
        if "booking_active_once" in str(error) or "workshops_booking.person_id" in str(error):
            raise AlreadyBooked from error
        raise


@transaction.atomic
def call_off_bookings(*, event: Event, by: Person | None, because: Because) -> int:
    """End all bookings of an event that the organiser cancelled; return how many those were.

    Part of the transaction that cancels it. Kept places are released; the line does not move.
    """
    places = lock_places(event.pk)
    for reservation in list(places.kept.values()):
        places.release(reservation)
    bookings = rows_of(places, Q(state__in=_OPEN))
    take_steps(bookings, to=BookingState.CALLED_OFF, because=because, by=by, places=places)
    return len(bookings)


def undo_token(booking: Booking) -> str:
    """Return what a form carries to undo this cancellation: nobody can guess or change it."""
    return signing.dumps(str(booking.uuid), salt=_SALT)


def booking_to_undo(token: str) -> Booking:
    """Return the booking of a token. Raises `UndoPassed` when there is none, or it is too late."""
    try:
        found = signing.loads(token, salt=_SALT, max_age=UNDO_WITHIN)
    except signing.BadSignature:
        raise UndoPassed from None
    booking: Booking = Booking.objects.get(uuid=found)
    return booking


def may_undo(booking: Booking) -> bool:
    """Tell whether a cancellation can be undone now."""
    last = _last_step(booking)
    return last is not None and _is_fresh_cancellation(last)


def _why(places: Places, booking: Booking, by: Person) -> Because:
    """Return on what ground somebody may cancel; raise `BookingRefused` without one."""
    if not is_own(booking, by):
        if handles(by, places.event):
            return Because.ORGANISER
        raise NotYourBooking
    until = places.event.cancel_until
    if booking.state != BookingState.BOOKED or until is None or clock.now() <= until:
        return Because.OWN_CHOICE
    if _moved_since(booking):
        return Because.MOVED
    raise TooLateToCancel(moment=moment_text(until, by.time_zone))


def _moved_since(booking: Booking) -> bool:
    """Tell whether the workshop was moved after somebody got the place."""
    records = booking.event.records.filter(step=EventStep.MOVED)
    placed = booking.transitions.filter(to_state=BookingState.BOOKED).order_by("-pk")
    since = placed.values_list("recorded_at", flat=True).first() or booking.recorded_at
    found: bool = records.filter(recorded_at__gte=since).exists()
    return found


def _undo(booking: Booking, by: Person) -> Booking:
    places, booking = locked_booking(booking)
    must_be_own(booking, by)
    check_event(places.event)
    last = _last_step(booking)
    if last is None or not _is_fresh_cancellation(last):
        raise UndoPassed
    if places.event.bookings.of(by).active().exists():
        raise AlreadyBooked
    if _seated_again(places, booking, last, by):
        return booking
    asked = last.from_state == BookingState.REQUESTED
    to = BookingState.REQUESTED if asked else BookingState.WAITLISTED
    take_steps([booking], to=to, because=Because.UNDO, by=by, places=places)
    move_line(places)
    booking.refresh_from_db(fields=["state", "offered_until", "reservation"])
    return booking


def _seated_again(places: Places, booking: Booking, last: BookingTransition, by: Person) -> bool:
    """Give back the place that somebody had; False: there was none, or it is gone."""
    if last.from_state != BookingState.BOOKED:
        return False
    if booking.is_walk_in:
        take_steps([booking], to=BookingState.BOOKED, because=Because.UNDO, by=by, places=places)
        return True
    return seat(places, booking, because=Because.UNDO, by=by)


def _last_step(booking: Booking) -> BookingTransition | None:
    return booking.transitions.order_by("-pk").first()


def _is_fresh_cancellation(step: BookingTransition) -> bool:
    own = step.because in {Because.OWN_CHOICE, Because.MOVED}
    is_cancellation = step.to_state == BookingState.CANCELLED and own
    return is_cancellation and clock.now() - step.recorded_at <= UNDO_WITHIN

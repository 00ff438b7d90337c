"""Somebody takes a place: books, is let in at the door, or takes what is offered."""

from datetime import timedelta

from django.db import IntegrityError, transaction

from core import clock
from core.statements import Statement, given_id
from organisations.models import Person
from organisations.services.persons import canonical_person
from workshops.access import approvers_of, handles
from workshops.booking.audience import check_event, check_person, check_window
from workshops.booking.messages import moment_text
from workshops.booking.places import Places, lock_places
from workshops.booking.rows import locked_booking, must_be_own
from workshops.booking.steps import NEW, take_steps
from workshops.enums import Because, BookingState
from workshops.errors import (
    AlreadyBooked,
    AlreadyRequested,
    AlreadyWaiting,
    EventCancelled,
    NobodyApproves,
    NoOffer,
    NotAtTheDoor,
    NotYourBooking,
    OfferPassed,
    PersonGone,
    SomebodyWasFirst,
    TooLongAgo,
    WhoIsIt,
)
from workshops.models import Booking, Event

DOOR_OPENS = timedelta(hours=2)
"""How long before the start the trainer may let in who did not book."""
_ACTIVE = Statement(
    lambda: (
        Booking.objects.of_id(given_id("person"))
        .active()
        .filter(event=given_id("event"))
        .select_related("person", "reservation")
        .order_by("pk")[:1]
    )
)
_LET_IN = frozenset({BookingState.REQUESTED, BookingState.WAITLISTED, BookingState.OFFERED})


def book_seat(*, event: Event, person: Person, by: Person) -> Booking:
    """Book somebody: a place, a number in the line, or a request when the manager must approve.

    The trainer may book for others, also outside the time of registration and without asking a
    manager. Who waits, or has an offer, takes a place that is there now. Raises `BookingRefused`.
    """
    try:
        with transaction.atomic(durable=True):
            return _book(event, person, by)
    except IntegrityError as error:
        raise _refusal(error) from error


@transaction.atomic
def add_walk_in(
    *, event: Event, by: Person, person: Person | None = None, guest_name: str = ""
) -> Booking:
    """Let somebody in who came without booking; takes no place of the plan.

    A guest without a record of a person gets no proof. Who waits or asked comes in with that same
    booking. Raises `BookingRefused`.
    """
    guest_name = guest_name.strip()
    if (person is None) == (not guest_name):
        raise WhoIsIt
    if person is not None and person.erased_at is not None:
        raise PersonGone
    places = lock_places(event.pk)
    _check_door(places.event)
    booking = _at_the_door(places, person, guest_name)
    if booking.state == BookingState.OFFERED:
        take_steps(
            [booking], to=BookingState.BOOKED, because=Because.OFFER_ACCEPTED, by=by, places=places
        )
        return booking
    booking.is_walk_in, booking.reservation = True, None
    take_steps([booking], to=BookingState.BOOKED, because=Because.WALK_IN, by=by, places=places)
    return booking


@transaction.atomic(durable=True)
def accept_offer(*, booking: Booking, by: Person) -> Booking:
    """Take the place that is offered. Raises `BookingRefused` when it is gone."""
    places, booking = locked_booking(booking)
    must_be_own(booking, by)
    check_event(places.event)
    return _accept(places, booking, by)


def seat(places: Places, booking: Booking, *, because: Because, by: Person | None) -> bool:
    """Give a booking a place, one of its team first; False and nothing done: there is none."""
    person = booking.person
    reservation = places.kept_for(person) if person else None
    if reservation is None and places.left <= 0:
        return False
    booking.reservation = reservation
    is_kept = reservation is not None and because != Because.UNDO
    take_steps(
        [booking],
        to=BookingState.BOOKED,
        because=Because.TEAM if is_kept else because,
        by=by,
        places=places,
    )
    return True


def seat_or_wait(places: Places, booking: Booking, *, because: Because, by: Person | None) -> None:
    """Give a booking a place, or a number in the line."""
    if not seat(places, booking, because=because, by=by):
        take_steps(
            [booking], to=BookingState.WAITLISTED, because=Because.FULL, by=by, places=places
        )


def _book(event: Event, person: Person, by: Person) -> Booking:
    for_other = person is not by
    person = _counted(person)
    for_other = for_other and person.pk != _counted(by).pk
    if for_other and not handles(by, event):
        raise NotYourBooking
    check_event(event)
    check_person(person, event)
    places = lock_places(event.pk)
    # Once more: what was true before the lock may have changed while waiting for it.
    check_event(places.event)
    known = _active(places, person)
    if known is not None:
        return _go_on_with(places, known, by)
    if not for_other:
        check_window(places.event, zone=person.time_zone)
    booking = Booking(event=places.event, person=person, state=NEW, recorded_at=clock.now())
    if places.event.needs_approval and not for_other:
        return _ask(places, booking, by)
    because = Because.ORGANISER if for_other else Because.OWN_CHOICE
    seat_or_wait(places, booking, because=because, by=by)
    return booking


def _counted(person: Person) -> Person:
    """Return the person as whom a record counts; who signed in for this request is known."""
    if getattr(person, "merged_into_id", -1) is None:
        return person
    return canonical_person(person)


def _active(places: Places, person: Person) -> Booking | None:
    """Return the booking of this event that somebody has, also as a record merged into theirs."""
    rows: list[Booking] = _ACTIVE.objects(event=places.event.pk, person=person.pk)
    if not rows:
        return None
    rows[0].event = places.event
    return rows[0]


def _go_on_with(places: Places, known: Booking, by: Person) -> Booking:
    """Do with the booking that is there what somebody wants who books once more."""
    if known.state == BookingState.REQUESTED:
        raise AlreadyRequested
    if known.state == BookingState.OFFERED:
        return _accept(places, known, by)
    if known.state != BookingState.WAITLISTED:
        raise AlreadyBooked
    if not seat(places, known, because=Because.OWN_CHOICE, by=by):
        raise AlreadyWaiting
    return known


def _accept(places: Places, booking: Booking, by: Person) -> Booking:
    if booking.state != BookingState.OFFERED or booking.offered_until is None:
        raise NoOffer
    if booking.offered_until <= clock.now():
        raise OfferPassed(moment=moment_text(booking.offered_until, by.time_zone))
    take_steps(
        [booking], to=BookingState.BOOKED, because=Because.OFFER_ACCEPTED, by=by, places=places
    )
    return booking


def _ask(places: Places, booking: Booking, by: Person) -> Booking:
    if booking.person is None or not approvers_of(booking.person):
        raise NobodyApproves
    take_steps(
        [booking], to=BookingState.REQUESTED, because=Because.OWN_CHOICE, by=by, places=places
    )
    return booking


def _check_door(event: Event) -> None:
    if event.is_cancelled:
        raise EventCancelled
    if event.forgotten_at is not None:
        raise TooLongAgo
    if event.starts_at is None or clock.now() < event.starts_at - DOOR_OPENS:
        raise NotAtTheDoor


def _at_the_door(places: Places, person: Person | None, guest_name: str) -> Booking:
    """Return the booking that somebody had, or a new one."""
    if person is not None:
        person = canonical_person(person)
        known = _active(places, person)
        if known is not None and known.state in _LET_IN:
            return known
        if known is not None:
            raise AlreadyBooked
    return Booking(
        event=places.event,
        person=person,
        guest_name=guest_name,
        state=NEW,
        recorded_at=clock.now(),
    )


def _refusal(error: IntegrityError) -> Exception:
    """Return what the database refused, in words; the lock should have made this impossible."""
    text = str(error)
    if "event_is_never_overbooked" in text:
        return SomebodyWasFirst()
    if "booking_active_once" in text or "workshops_booking.person_id" in text:
        return AlreadyBooked()
    return error

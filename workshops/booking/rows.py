"""Reads bookings under the lock on their event, and tells whose they are."""

from django.db.models import Q

from organisations.models import Person, PersonMerge
from workshops.booking.places import Places, lock_places
from workshops.errors import NotYourBooking
from workshops.models import Booking


def locked_booking(booking: Booking) -> tuple[Places, Booking]:
    """Lock the event of a booking; return its places and the booking as it stands now."""
    places = lock_places(booking.event_id)
    return places, rows_of(places, Q(pk=booking.pk))[0]


def rows_of(places: Places, condition: Q) -> list[Booking]:
    """Return bookings of a locked event, who asked first first."""
    rows = Booking.objects.filter(condition, event=places.event)
    found: list[Booking] = list(rows.select_related("person", "reservation").order_by("line", "pk"))
    for booking in found:
        # The event that is locked, and not a copy of what it was before.
        booking.event = places.event
    return found


def is_own(booking: Booking, person: Person) -> bool:
    """Tell whether a booking is of somebody, also as a record that was merged into theirs."""
    if booking.person_id is None or booking.person_id == person.pk:
        return booking.person_id is not None
    merges = PersonMerge.objects.current()
    return merges.filter(person=booking.person_id, into=person).exists()


def must_be_own(booking: Booking, person: Person) -> None:
    """Raise `NotYourBooking` for a booking of somebody else."""
    if not is_own(booking, person):
        raise NotYourBooking

"""The waiting list moves on, in the transaction in which a place came free."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from core import clock
from organisations.models import Person
from workshops.booking.places import Places, lock_places, members_of, offered_until
from workshops.booking.rows import rows_of
from workshops.booking.steps import take_steps
from workshops.enums import Because, BookingState, EventStep
from workshops.errors import BelowSmallestGroup, TooManyPlacesGone
from workshops.models import Booking, Event, EventRecord, PlaceReservation


def move_line(places: Places) -> int:
    """Give what is free to who is first in line, as offers or at once; return how many got one.

    From three hours before the start nothing is given: nobody would see it in time. Who comes first
    takes what is free then, also who waits.
    """
    event = places.event
    until = offered_until(event, clock.now())
    free = places.left > 0 or places.has_kept
    if not free or until is None or event.is_cancelled or event.line_end == 0:
        return 0
    waiting = _waiting(places)
    given = 0
    for reservation in places.kept.values():
        members = _members(waiting, reservation)
        given += _give(places, members, Because.TEAM, until)
    waiting = [one for one in waiting if one.state == BookingState.WAITLISTED]
    return given + _give(places, waiting[: max(places.left, 0)], Because.PLACE_FREE, until)


@transaction.atomic
def set_maximum(*, event: Event, maximum: int, by: Person) -> Event:
    """Change how many may come; more places go to the waiting list. Raises `BookingRefused`."""
    places = lock_places(event.pk)
    locked = places.event
    _check_maximum(locked, maximum)
    if maximum == locked.maximum:
        return locked
    before = {"maximum": locked.maximum}
    locked.maximum = maximum
    locked.save(update_fields=["maximum"])
    EventRecord.objects.create(event=locked, step=EventStep.CHANGED, before=before, by=by)
    move_line(places)
    return locked


def _check_maximum(event: Event, maximum: int) -> None:
    gone = event.seats_taken + event.seats_kept
    if maximum < event.minimum:
        raise BelowSmallestGroup(minimum=event.minimum)
    if maximum < gone:
        raise TooManyPlacesGone(taken=gone)


def _waiting(places: Places) -> list[Booking]:
    """Return who waits, first in line first, and can be told so."""
    return rows_of(places, Q(state=BookingState.WAITLISTED, person__erased_at__isnull=True))


def _members(waiting: Sequence[Booking], reservation: PlaceReservation) -> list[Booking]:
    """Let who of a team waits take the places that are kept for it and free."""
    free = reservation.places - reservation.taken
    if free <= 0 or not waiting:
        return []
    ids = members_of(reservation.unit_id, among={one.person_id for one in waiting if one.person_id})
    first = [one for one in waiting if one.person_id in ids][:free]
    for booking in first:
        booking.reservation = reservation
    return first


def _give(places: Places, first: Sequence[Booking], because: Because, until: datetime) -> int:
    if not first:
        return 0
    at_once = places.event.offer_hours == 0
    take_steps(
        first,
        to=BookingState.BOOKED if at_once else BookingState.OFFERED,
        because=because,
        by=None,
        places=places,
        offered_until=None if at_once else until,
    )
    return len(first)

"""What time brings: offers end, requests lapse, waiting ends, kept places are released.

Time itself writes nothing (ADR 0002): what somebody may do follows from the clock. What ends here
are promises that we made, and each end is a step like any other, with a reason and a message. One
event at a time.
"""

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from core import clock
from workshops.booking.keeping import release_places
from workshops.booking.line import move_line
from workshops.booking.places import OFFERED_UP_TO, lock_places
from workshops.booking.rows import rows_of
from workshops.booking.steps import take_steps
from workshops.enums import Because, BookingState
from workshops.models import Booking, PlaceReservation, Session


def expire_offers() -> int:
    """End the offers that were not answered in time; the places go on. Return how many."""
    due = Booking.objects.filter(state=BookingState.OFFERED, offered_until__lte=clock.now())
    return sum(_end_offers(event) for event in _events(due))


def lapse_requests() -> int:
    """Decline the requests without an answer, two hours before the start; return how many."""
    due = Booking.objects.filter(
        state=BookingState.REQUESTED, event__starts_at__lte=clock.now() + OFFERED_UP_TO
    )
    return sum(_decline(event) for event in _events(due))


def end_waiting() -> int:
    """Tell who still waits that no place came free; return how many.

    When the first session is over: until then the trainer can let somebody in at the door, and a
    series is of no use to who missed its start. The booking is declined, and not cancelled: nobody
    gave anything up. So it is over, the person may be let in at a later session as anybody else,
    and planners see how many found no place.
    """
    over = Session.objects.taking_place().filter(event=OuterRef("event"), ends_at__lte=clock.now())
    due = Booking.objects.filter(Exists(over), state=BookingState.WAITLISTED)
    return sum(_end_waiting(event) for event in _events(due))


def release_due_places() -> int:
    """Release the kept places whose time has come; return how many came free."""
    due = PlaceReservation.objects.filter(released_at__isnull=True, release_at__lte=clock.now())
    return sum(release_places(reservation=row, by=None) for row in list(due.order_by("pk")))


def _events(due: QuerySet[Booking]) -> list[int]:
    return sorted(set(due.values_list("event_id", flat=True)))


@transaction.atomic
def _end_offers(event_id: int) -> int:
    places = lock_places(event_id)
    due = Q(state=BookingState.OFFERED, offered_until__lte=clock.now())
    ended = rows_of(places, due)
    take_steps(
        ended, to=BookingState.CANCELLED, because=Because.OFFER_EXPIRED, by=None, places=places
    )
    move_line(places)
    return len(ended)


@transaction.atomic
def _end_waiting(event_id: int) -> int:
    places = lock_places(event_id)
    waiting = rows_of(places, Q(state=BookingState.WAITLISTED))
    take_steps(waiting, to=BookingState.DECLINED, because=Because.NO_PLACE, by=None, places=places)
    return len(waiting)


@transaction.atomic
def _decline(event_id: int) -> int:
    places = lock_places(event_id)
    lapsed = rows_of(places, Q(state=BookingState.REQUESTED))
    take_steps(lapsed, to=BookingState.DECLINED, because=Because.NO_ANSWER, by=None, places=places)
    return len(lapsed)

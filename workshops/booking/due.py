"""What time brings: offers end, requests lapse, kept places are released. One event at a time."""

from django.db import transaction
from django.db.models import Q, QuerySet

from core import clock
from workshops.booking.keeping import release_places
from workshops.booking.line import move_line
from workshops.booking.places import OFFERED_UP_TO, lock_places
from workshops.booking.rows import rows_of
from workshops.booking.steps import take_steps
from workshops.enums import Because, BookingState
from workshops.models import Booking, PlaceReservation


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
def _decline(event_id: int) -> int:
    places = lock_places(event_id)
    lapsed = rows_of(places, Q(state=BookingState.REQUESTED))
    take_steps(lapsed, to=BookingState.DECLINED, because=Because.NO_ANSWER, by=None, places=places)
    return len(lapsed)

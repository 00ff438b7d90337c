"""Bookings are deleted when their time is over (domain.md §5.2); proof in the ledger stays.

With a booking go its steps, marks and turns to evaluate. What stays of an event are numbers and the
evaluations, which were loose from people all along. The ledger names a booking only by a key that
leads nowhere from then on.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.conf import settings
from django.db import transaction

from core import clock
from core.dates import add_months, start_of_day
from workshops.enums import EvaluationRound
from workshops.models import Booking, EvaluationTurn, Event

logger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """How many bookings of how many events were deleted."""

    events: int = 0
    bookings: int = 0

    def __str__(self) -> str:
        return f"{self.bookings} bookings of {self.events} events"


def forget_bookings(report: Callable[[int], object] = lambda _done: None) -> Forgotten:
    """Delete the bookings of events that were over long enough ago, one event at a time."""
    old = Event.objects.filter(ends_at__lt=_before(), forgotten_at__isnull=True)
    events = list(old.order_by("ends_at", "pk").values_list("pk", flat=True))
    bookings = 0
    for done, event_id in enumerate(events, start=1):
        bookings += _forget(event_id)
        report(done)
    found = Forgotten(events=len(events), bookings=bookings)
    if found.events:
        # In numbers only: of which event would say how many went to a confidential one.
        logger.info("bookings forgotten", events=found.events, number=found.bookings)
    return found


def _before() -> datetime:
    """Return the moment before which an event must have ended."""
    day = add_months(clock.today(), -settings.BOOKING_MONTHS)
    return start_of_day(day)


@transaction.atomic(durable=True)
def _forget(event_id: int) -> int:
    # Not through `lock_places`: nothing is counted here, what was taken stays the number it was.
    event: Event = Event.objects.select_for_update(of=("self",), no_key=True).get(pk=event_id)
    if event.forgotten_at is not None:
        return 0
    invited = _invited(event)
    event.invited_after = invited.get(EvaluationRound.AFTER, 0)
    event.invited_later = invited.get(EvaluationRound.LATER, 0)
    event.forgotten_at = clock.now()
    event.save(update_fields=["invited_after", "invited_later", "forgotten_at"])
    _deleted, by_model = Booking.objects.filter(event=event).delete()
    return by_model.get(Booking._meta.label, 0)


def _invited(event: Event) -> Mapping[str, int]:
    """Return how many could evaluate, by round: results say of how many the answers are."""
    rounds = EvaluationTurn.objects.filter(booking__event=event).values_list("round", flat=True)
    found = list(rounds)
    return {one: found.count(one) for one in EvaluationRound}

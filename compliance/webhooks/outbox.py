"""The outbox of events: put ready from the sealed ledger, delivered by the worker.

The ledger itself says what there is to tell. A receiver has a place in it, and what stands after
that is put ready in one transaction with the new place: nothing is left out and nothing comes
twice, and who records a completion does not wait for it. What is not sealed yet is told later.
"""

from collections.abc import Callable
from datetime import timedelta

import structlog
from django.db import transaction
from django.db.models import QuerySet

from compliance.enums import DeliveryState
from compliance.models import EventDelivery, EventSubscription
from compliance.webhooks.events import compulsory_activities
from compliance.webhooks.sending import NotAccepted, send
from core import clock
from lms.api import Completion, SealedCompletion
from organisations.models import UnitAncestry
from organisations.querysets import active_q

logger = structlog.get_logger(__name__)

PAUSES = tuple(
    timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720, 1440, 1440, 1440)
)
"""How long to wait after each attempt that failed; after the last one the event is dead."""
_CLAIMED = timedelta(minutes=2)
_CHUNK = 500
Sender = Callable[[EventDelivery], str]


def last_position() -> int:
    """Return the end of the sealed ledger, from which a new receiver is told."""
    newest = SealedCompletion.objects.order_by("-position").values_list("position", flat=True)
    return newest.first() or 0


def put_ready() -> int:
    """Put ready what every receiver has not been told yet; return how many events that were."""
    active = EventSubscription.objects.filter(is_active=True).order_by("pk")
    return sum(_put_ready(pk) for pk in active.values_list("pk", flat=True))


def _put_ready(pk: int) -> int:
    number, more = 0, True
    while more:
        found, more = _next_chunk(pk)
        number += found
    return number


@transaction.atomic
def _next_chunk(pk: int) -> tuple[int, bool]:
    """Put one piece of the ledger ready; return how many events, and whether more follows."""
    subscription = EventSubscription.objects.select_for_update().get(pk=pk)
    places = SealedCompletion.objects.filter(position__gt=subscription.position)
    page = list(places.order_by("position").values_list("position", "completion_id")[:_CHUNK])
    if not page:
        return 0, False
    told = _for(subscription).filter(pk__in=[completion for _position, completion in page])
    rows = [
        EventDelivery(subscription=subscription, completion_id=completion)
        for completion in told.order_by("pk").values_list("pk", flat=True)
    ]
    EventDelivery.objects.bulk_create(rows, ignore_conflicts=True)
    subscription.position = page[-1][0]
    subscription.save(update_fields=["position"])
    return len(rows), len(page) == _CHUNK


def _for(subscription: EventSubscription) -> QuerySet[Completion]:
    below = UnitAncestry.objects.filter(active_q(clock.today()), ancestor=subscription.unit_id)
    rows: QuerySet[Completion] = Completion.objects.filter(
        person__isnull=False,
        unit_at_time__in=below.values("descendant"),
        activity__in=compulsory_activities(),
    )
    return rows


def deliver(*, sender: Sender = send) -> tuple[int, int]:
    """Send what is due; return how many were delivered and how many were not."""
    due = EventDelivery.objects.filter(
        state=DeliveryState.WAITING, next_at__lte=clock.now(), subscription__is_active=True
    )
    delivered = failed = 0
    for pk in list(due.order_by("pk").values_list("pk", flat=True)[:_CHUNK]):
        claimed = _claim(pk)
        if claimed is None:
            continue
        if _attempt(claimed, sender):
            delivered += 1
        else:
            failed += 1
    return delivered, failed


def _claim(pk: int) -> EventDelivery | None:
    """Take an event for two minutes, so that no other worker sends it meanwhile."""
    now = clock.now()
    free = EventDelivery.objects.filter(pk=pk, state=DeliveryState.WAITING, next_at__lte=now)
    if not free.update(next_at=now + _CLAIMED):
        return None
    rows = EventDelivery.objects.select_related(
        "subscription",
        "completion__person",
        "completion__activity",
        "completion__voids__person",
        "completion__voids__activity",
    )
    return rows.get(pk=pk)


def _attempt(delivery: EventDelivery, sender: Sender) -> bool:
    try:
        delivery.answer = sender(delivery)
    except NotAccepted as error:
        _fail(delivery, str(error))
        return False
    delivery.attempts += 1
    delivery.state, delivery.delivered_at = DeliveryState.DELIVERED, clock.now()
    delivery.save(update_fields=["answer", "attempts", "state", "delivered_at"])
    logger.info("event delivered", event_id=str(delivery.event), receiver=delivery.subscription_id)
    return True


def _fail(delivery: EventDelivery, answer: str) -> None:
    """Plan the next attempt, or lay the event aside for a person."""
    delivery.answer = answer[:200]
    if delivery.attempts < len(PAUSES):
        delivery.next_at = clock.now() + PAUSES[delivery.attempts]
    else:
        delivery.state = DeliveryState.DEAD
    delivery.attempts += 1
    delivery.save(update_fields=["answer", "attempts", "state", "next_at"])
    level = logger.error if delivery.state == DeliveryState.DEAD else logger.warning
    level(
        "event not delivered",
        event_id=str(delivery.event),
        receiver=delivery.subscription_id,
        attempts=delivery.attempts,
        answer=answer,
    )


def try_again(*, subscription: EventSubscription) -> int:
    """Give the dead events of a receiver all their attempts again; return how many."""
    dead = EventDelivery.objects.filter(subscription=subscription, state=DeliveryState.DEAD)
    return dead.update(state=DeliveryState.WAITING, attempts=0, next_at=clock.now())

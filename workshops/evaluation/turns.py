"""Whose turn it is to say what they thought, and for how long."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from core import clock
from notifications.services import NewNotice, queue_notices
from workshops.booking.messages import message_context
from workshops.enums import WAS_THERE, EvaluationRound
from workshops.models import Booking, EvaluationTurn, Event

LATER_AFTER = timedelta(days=91)
OPEN_FOR = timedelta(days=30)
_STARTS = {EvaluationRound.AFTER: timedelta(), EvaluationRound.LATER: LATER_AFTER}
_CHUNK = 500


def closes_at(event: Event, round_: EvaluationRound) -> datetime:
    """Return until when answers to a round are taken: thirty days, a bit more when late."""
    if event.ends_at is None:
        raise ValueError("An event without sessions cannot be evaluated.")
    return event.ends_at + _STARTS[round_] + OPEN_FOR


def is_open(event: Event, round_: EvaluationRound) -> bool:
    """Tell whether answers are taken now."""
    return clock.now() < closes_at(event, round_)


def open_turns(
    bookings: Sequence[Booking], round_: EvaluationRound = EvaluationRound.AFTER
) -> None:
    """Give participants their turn, and tell them; a turn they had stays as it is.

    A guest without a record of a person gets none: there is nobody to ask.
    """
    asked = [one for one in bookings if one.person is not None and is_open(one.event, round_)]
    EvaluationTurn.objects.bulk_create(
        [EvaluationTurn(booking=one, round=round_) for one in asked], ignore_conflicts=True
    )
    queue_notices(
        [
            NewNotice(
                kind="workshops.evaluation",
                key=f"workshops.evaluation:{round_}:{one.uuid}",
                person=one.person,
                context=message_context(one),
            )
            for one in asked
            if one.person is not None
        ]
    )


def close_turns(bookings: Sequence[Booking]) -> None:
    """Take back the turn of who turned out not to have been there; an answer stays an answer."""
    EvaluationTurn.objects.filter(booking__in=bookings, is_taken=False).delete()


def open_later_turns() -> int:
    """Ask, three months later, what stayed of it; return how many are asked."""
    now = clock.now()
    ready = Booking.objects.filter(
        state__in=WAS_THERE,
        person__isnull=False,
        person__erased_at__isnull=True,
        event__ends_at__lte=now - LATER_AFTER,
        event__ends_at__gt=now - LATER_AFTER - OPEN_FOR,
    ).exclude(turns__round=EvaluationRound.LATER)
    rows = list(ready.select_related("person", "event__type").order_by("pk"))
    for start in range(0, len(rows), _CHUNK):
        with transaction.atomic(durable=True):
            open_turns(rows[start : start + _CHUNK], EvaluationRound.LATER)
    return len(rows)

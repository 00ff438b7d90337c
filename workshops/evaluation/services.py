"""Taking an answer, and adding answers up in batches that nobody can be found in.

What is promised (domain.md §5.2): nobody, with all tables in hand, can say who gave an answer. The
waiting answers of an event are written anew, in a random order and with new keys, with every one
that comes in. As soon as there are enough they are added up and the single answers are gone.
"""

import random
from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction

from core import clock
from workshops.enums import EvaluationRound
from workshops.evaluation.adding import add_up
from workshops.evaluation.answers import Content, read_answers
from workshops.evaluation.turns import is_open
from workshops.models import (
    Booking,
    EvaluationAnswer,
    EvaluationBatch,
    EvaluationTurn,
    Event,
)
from workshops.models.evaluations import SMALLEST_BATCH

FIRST_BATCH = 10
"""How many answers there must be before anybody sees any of them (domain.md §5.2)."""

_SHUFFLE = random.SystemRandom()


class NotYourTurn(Exception):
    """There is nothing to answer: it was answered already, it is over, or they were not there."""


@transaction.atomic(durable=True)
def submit_evaluation(
    *, booking: Booking, round_: EvaluationRound, given: Mapping[str, str]
) -> None:
    """Take the answers of one participant. Raises `InvalidAnswers` or `NotYourTurn`."""
    content = read_answers(round_, given)
    # One at a time: two answers at the same moment would each write the others anew.
    event: Event = Event.objects.select_for_update(of=("self",)).get(pk=booking.event_id)
    if not is_open(event, round_):
        raise NotYourTurn
    turns = EvaluationTurn.objects.filter(booking=booking, round=round_, is_taken=False)
    if not turns.update(is_taken=True):
        raise NotYourTurn
    waiting = _take_waiting(event, round_)
    contents = [*waiting, content]
    _SHUFFLE.shuffle(contents)
    if len(contents) >= _enough_for(event, round_):
        _add_batch(event, round_, contents, event=event)
    else:
        EvaluationAnswer.objects.bulk_create(
            EvaluationAnswer(event=event, round=round_, content=one) for one in contents
        )


def gather_leftovers() -> int:
    """Add up what is left of events whose time to answer is over; return how many batches.

    Small groups never reach ten. Their answers are shown with those of other events of the same
    kind and organiser, once these together are ten; until then nobody sees them.
    """
    groups = {
        (answer.event.type_id, answer.event.organiser_id, EvaluationRound(answer.round))
        for answer in EvaluationAnswer.objects.select_related("event")
        if not is_open(answer.event, EvaluationRound(answer.round))
    }
    return sum(_gather(*group) for group in sorted(groups))


@transaction.atomic(durable=True)
def _gather(type_id: int, organiser_id: int, round_: EvaluationRound) -> int:
    waiting = EvaluationAnswer.objects.filter(
        event__type=type_id, event__organiser=organiser_id, round=round_
    )
    locked = Event.objects.select_for_update(of=("self",)).filter(pk__in=waiting.values("event"))
    events = [one for one in locked.order_by("pk") if not is_open(one, round_)]
    rows = EvaluationAnswer.objects.filter(event__in=events, round=round_)
    contents = list(rows.values_list("content", flat=True))
    if len(contents) < FIRST_BATCH:
        return 0
    rows.delete()
    _SHUFFLE.shuffle(contents)
    ends = [one.ends_at for one in events if one.ends_at is not None]
    _add_batch(events[0], round_, contents, held_through=clock.business_date(max(ends)))
    return 1


def _take_waiting(event: Event, round_: EvaluationRound) -> list[Content]:
    rows = EvaluationAnswer.objects.filter(event=event, round=round_)
    contents = list(rows.values_list("content", flat=True))
    rows.delete()
    return contents


def _enough_for(event: Event, round_: EvaluationRound) -> int:
    has_result = EvaluationBatch.objects.filter(event=event, round=round_).exists()
    return SMALLEST_BATCH if has_result else FIRST_BATCH


def _add_batch(
    like: Event,
    round_: EvaluationRound,
    contents: Sequence[Content],
    *,
    event: Event | None = None,
    held_through: date | None = None,
) -> None:
    """Add answers up; they are of `event`, or of several events of the kind and organiser."""
    EvaluationBatch.objects.create(
        event=event,
        type=like.type,
        organiser=like.organiser,
        round=round_,
        held_through=held_through,
        answers=len(contents),
        content=add_up(round_, contents),
    )

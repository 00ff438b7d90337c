"""What trainers, coordinators and organisations see of evaluations: batches, never an answer."""

from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from organisations.models import Unit
from workshops.enums import EvaluationRound
from workshops.evaluation.adding import merge
from workshops.evaluation.questions import QUESTIONS, Question, Scale
from workshops.models import EvaluationBatch, EvaluationTurn, Event, WorkshopType

_INVITED = {EvaluationRound.AFTER: "invited_after", EvaluationRound.LATER: "invited_later"}


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionResult:
    """What was answered to one question: counts by number, or texts."""

    question: Question
    counts: tuple[int, ...] = ()
    texts: tuple[str, ...] = ()

    @property
    def answers(self) -> int:
        """How many answered it."""
        return sum(self.counts) or len(self.texts)

    @property
    def average(self) -> float | None:
        """The mean of the numbers; None when nobody chose one."""
        if not sum(self.counts):
            return None
        total = sum(value * n for value, n in zip(self.question.values, self.counts, strict=True))
        return total / sum(self.counts)

    @property
    def is_open(self) -> bool:
        """Whether the question is answered in words."""
        return self.question.scale is Scale.OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationResult:
    """The result of one round; `questions` is empty while there are too few answers to show.

    `answers`: how many are in it. `invited`: how many could answer.
    """

    round: EvaluationRound
    answers: int
    invited: int
    questions: tuple[QuestionResult, ...]

    @property
    def is_shown(self) -> bool:
        """Whether there are enough answers."""
        return bool(self.questions)


def results_of(event: Event, round_: EvaluationRound) -> EvaluationResult:
    """Return what the participants of an event thought, for its trainers and coordinator."""
    batches = EvaluationBatch.objects.filter(event=event, round=round_)
    return _result(round_, batches, invited=_invited(Event.objects.filter(pk=event.pk), round_))


def evaluated_types(organisers: QuerySet[Unit]) -> QuerySet[WorkshopType]:
    """Return the kinds of which there is anything to show of what these units organised.

    Never a confidential one: how many answered says how many came.
    """
    batches = EvaluationBatch.objects.filter(organiser__in=organisers)
    kinds = WorkshopType.objects.filter(pk__in=batches.values("type"), is_confidential=False)
    return kinds.order_by("title", "pk")


def results_of_type(
    type_: WorkshopType, round_: EvaluationRound, *, organisers: QuerySet[Unit]
) -> EvaluationResult:
    """Return what participants thought of all events of a kind that these units organised."""
    batches = EvaluationBatch.objects.filter(type=type_, round=round_, organiser__in=organisers)
    events = Event.objects.filter(type=type_, organiser__in=organisers)
    return _result(round_, batches, invited=_invited(events, round_))


def _invited(events: QuerySet[Event], round_: EvaluationRound) -> int:
    """Return how many could answer; of events whose bookings were deleted the number stayed."""
    turns = EvaluationTurn.objects.filter(booking__event__in=events, round=round_).count()
    rows = events.filter(forgotten_at__isnull=False)
    kept: int | None = rows.aggregate(n=Sum(_INVITED[round_]))["n"]
    return turns + (kept or 0)


def _result(
    round_: EvaluationRound, batches: QuerySet[EvaluationBatch], *, invited: int
) -> EvaluationResult:
    rows = list(batches.order_by("pk"))
    sums = merge(round_, (row.content for row in rows)) if rows else {}
    return EvaluationResult(
        round=round_,
        answers=sum(row.answers for row in rows),
        invited=invited,
        questions=tuple(_question(one, sums) for one in QUESTIONS[round_]) if rows else (),
    )


def _question(question: Question, sums: dict[str, list[int] | list[str]]) -> QuestionResult:
    found = sums.get(question.key, [])
    if question.scale is Scale.OPEN:
        return QuestionResult(question=question, texts=tuple(map(str, found)))
    return QuestionResult(question=question, counts=tuple(int(n) for n in found))

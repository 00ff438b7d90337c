"""Answers to test questions: stored, graded and, when the test is passed, recorded as done."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from core import clock
from core.statements import Insert, Statement, given_id
from lms.completions.models import ActivityVersion
from lms.plugins.spec import CourseSpec
from lms.progress.errors import (
    NothingAnswered,
    StaleAttempt,
    TooManyOptions,
    UnknownOption,
    UnknownQuestion,
)
from lms.progress.models import Answer, Attempt
from lms.progress.questions import AskedQuestion, ModuleTest, asked_questions
from lms.progress.reports import AttemptState, GivenAnswer, attempt_status
from lms.progress.services.finishing import record
from lms.progress.services.steps import Step, lock_person
from organisations.models import Person

Answers = Mapping[str, Sequence[str]]


@transaction.atomic(durable=True)
def submit_answers(
    *,
    person: Person,
    course: CourseSpec,
    module_key: str,
    version: ActivityVersion | None,
    test: ModuleTest,
    answers: Answers,
    attempt_number: int | None = None,
) -> AttemptState:
    """Store and grade answers; the first one starts the attempt, the last one finishes it.

    A question is answered once in an attempt: another answer changes nothing and is named in
    `kept`. `test` is that of `version`, and `version` that of the attempt. `attempt_number` is the
    number with which the form was shown; without it, what is open or comes next is meant.
    """
    given = {key: tuple(dict.fromkeys(chosen)) for key, chosen in answers.items() if any(chosen)}
    if not given:
        raise NothingAnswered
    step = Step(person=person, course=course, module_key=module_key, version=version)
    last = step.last_attempt()
    if last is not None and last.finished_at is not None and attempt_number == last.number:
        return _replay(step, last, given)
    attempt = step.open_attempt(last, attempt_number)
    if attempt.finished_at is not None:
        return _replay(step, attempt, given)
    return _answer(step, attempt, test, given)


@transaction.atomic(durable=True)
def start_new_attempt(
    *, person: Person, course: CourseSpec, module_key: str, version: ActivityVersion | None
) -> AttemptState:
    """Return the open attempt at a module, made now or before: "Try again"."""
    step = Step(person=person, course=course, module_key=module_key, version=version)
    attempt = step.open_attempt(step.last_attempt(), None)
    return _state(step, attempt, _given(attempt))


def _answer(
    step: Step, attempt: Attempt, test: ModuleTest, given: Mapping[str, tuple[str, ...]]
) -> AttemptState:
    """Store what is new, and finish the attempt when nothing is left to answer."""
    stored = _given(attempt)
    asked = {
        asked.question.key: asked
        for asked in asked_questions(
            test,
            person=step.person.uuid,
            activity_key=step.activity_key,
            attempt_number=attempt.number,
            answered=stored,
        )
    }
    for key, chosen in given.items():
        _check_answer(asked.get(key), chosen)
    fresh = {
        key: GivenAnswer(chosen=chosen, is_correct=asked[key].question.is_right(chosen))
        for key, chosen in given.items()
        if key not in stored
    }
    now = clock.now()
    for key, answer in fresh.items():
        _ANSWER.write(attempt.pk, key, list(answer.chosen), answer.is_correct, now)
    answers = {**stored, **fresh}
    completed = asked.keys() <= answers.keys() and _finish(step, attempt, test, answers, now)
    return _state(step, attempt, answers, kept=_kept(stored, given), course_completed=completed)


def _check_answer(asked: AskedQuestion | None, chosen: tuple[str, ...]) -> None:
    if asked is None:
        raise UnknownQuestion
    if not set(chosen) <= set(asked.question.options):
        raise UnknownOption
    if asked.question.kind == "single" and len(chosen) > 1:
        raise TooManyOptions


def _finish(
    step: Step,
    attempt: Attempt,
    test: ModuleTest,
    answers: Mapping[str, GivenAnswer],
    now: datetime,
) -> bool:
    """Close the attempt; when it is passed, the module is done. Tells whether the course is too."""
    attempt.finished_at = now
    if not test.passes(sum(answer.is_correct for answer in answers.values())):
        attempt.save(update_fields=["finished_at"])
        return False
    attempt.passed_at = now
    unit_id = lock_person(step.person)
    ledger = step.ledger()
    # Behind only when the course was completed meanwhile without this module.
    attempt.run = ledger.run
    attempt.save(update_fields=["finished_at", "passed_at", "run"])
    return record(step, ledger, unit_id=unit_id, now=now)


def _replay(step: Step, attempt: Attempt, given: Mapping[str, tuple[str, ...]]) -> AttemptState:
    """Answer a second time to a form that was taken before; write nothing."""
    stored = _given(attempt)
    if not given.keys() <= stored.keys():
        raise StaleAttempt(attempt.number + 1)
    completed = attempt.passed_at is not None and step.ledger().was_completed_in(attempt.run)
    return _state(step, attempt, stored, kept=_kept(stored, given), course_completed=completed)


def _given(attempt: Attempt) -> dict[str, GivenAnswer]:
    rows = _GIVEN.rows(attempt=attempt.pk)
    return {
        key: GivenAnswer(chosen=tuple(chosen), is_correct=is_correct)
        for key, chosen, is_correct in rows
    }


def _ask_given() -> QuerySet[Answer, tuple[Any, ...]]:
    answers = Answer.objects.filter(attempt=given_id("attempt")).order_by("pk")
    return answers.values_list("question_key", "chosen", "is_correct")


_GIVEN = Statement(_ask_given)
_ANSWER = Insert(Answer, fields=("attempt", "question_key", "chosen", "is_correct", "answered_at"))


def _kept(
    stored: Mapping[str, GivenAnswer], given: Mapping[str, tuple[str, ...]]
) -> tuple[str, ...]:
    return tuple(
        key
        for key, chosen in given.items()
        if key in stored and set(stored[key].chosen) != set(chosen)
    )


def _state(
    step: Step,
    attempt: Attempt,
    answers: Mapping[str, GivenAnswer],
    *,
    kept: tuple[str, ...] = (),
    course_completed: bool = False,
) -> AttemptState:
    return AttemptState(
        activity_key=step.activity_key,
        number=attempt.number,
        status=attempt_status(attempt.finished_at, attempt.passed_at),
        run=attempt.run,
        version_id=attempt.version_id,
        answers=answers,
        kept=kept,
        course_completed=course_completed,
    )

"""Answering a test: graded on the server, once per question, retried without end, nothing lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections

from lms.api import Assurance, AttemptStatus, Completion
from lms.models import Answer, Attempt
from lms.progress.errors import (
    CourseAlreadyDone,
    ModuleAlreadyDone,
    NothingAnswered,
    OnlyForSittingStaff,
    OtherVersion,
    ProgressError,
    StaleAttempt,
    TooManyOptions,
    UnknownModule,
    UnknownOption,
    UnknownQuestion,
)
from tests.factories.lms import ActivityVersionFactory, spec
from tests.lms.counting import count_queries
from tests.lms.learner import RIGHT, WRONG, Learner, make_learner

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner(db) -> Learner:
    return make_learner()


def test_reading_writes_nothing_and_shows_the_attempt_that_the_first_answer_starts(learner):
    assert (learner.state.status, learner.state.number) == (AttemptStatus.NEW, 1)
    assert learner.statuses == "todo todo"
    assert Attempt.objects.count() == 0


def test_the_first_answer_starts_the_attempt_and_is_graded(learner):
    state = learner.answer({"Q1": ["a"]}, attempt_number=1)
    assert (state.status, state.number, state.run) == (AttemptStatus.OPEN, 1, 1)
    assert state.answers["Q1"].is_correct
    assert learner.state == state
    assert learner.statuses == "doing todo"
    assert learner.ledger == []


def test_a_wrong_answer_stands_and_another_one_does_not_replace_it(learner):
    learner.answer({"Q1": ["b"]})
    state = learner.answer({"Q1": ["a"], "Q2": ["b"]})
    assert state.kept == ("Q1",)
    assert (state.answers["Q1"].chosen, state.answers["Q1"].is_correct) == (("b",), False)
    assert state.answers["Q2"].is_correct
    assert learner.state.answers == state.answers


def test_the_same_answer_twice_is_one_answer_and_no_surprise(learner):
    first = learner.answer({"Q3": ["a", "c"]}, attempt_number=1)
    again = learner.answer({"Q3": ["c", "a", "a"]}, attempt_number=1)
    assert again == first
    assert again.kept == ()
    assert Answer.objects.count() == 1


def test_all_right_finishes_the_attempt_and_records_the_module(learner):
    learner.answer({"Q1": ["a"]})
    learner.answer({"Q2": ["b"]})
    state = learner.answer({"Q3": ["a", "c"]})
    assert (state.status, state.correct, state.course_completed) == (AttemptStatus.PASSED, 3, False)
    assert learner.statuses == "done todo"
    completion = Completion.objects.get()
    assert completion.source == "course"
    assert completion.source_key == f"{learner.person.uuid}:ethics/test:1"
    assert completion.assurance == Assurance.SERVER_GRADED
    assert completion.version == learner.version
    assert completion.unit_at_time == learner.person.appointments.get().unit


def test_enough_right_answers_is_enough():
    learner = make_learner(pass_mark=60)
    state = learner.answer({**RIGHT, "Q1": ["b"]})
    assert (state.status, state.correct) == (AttemptStatus.PASSED, 2)


def test_not_enough_right_answers_is_a_failed_attempt_and_no_completion(learner):
    state = learner.fail()
    assert (state.status, state.correct) == (AttemptStatus.FAILED, 0)
    assert learner.statuses == "doing todo"
    assert learner.ledger == []


def test_trying_again_starts_one_new_attempt_and_forgets_nothing(learner):
    learner.fail()
    state = learner.retry()
    assert (state.number, state.status, dict(state.answers)) == (2, AttemptStatus.OPEN, {})
    assert learner.retry() == state
    assert learner.answer(RIGHT, attempt_number=2).status == AttemptStatus.PASSED
    assert [
        (attempt.number, attempt.passed_at is not None)
        for attempt in Attempt.objects.order_by("number")
    ] == [(1, False), (2, True)]
    assert learner.ledger == ["ethics/test:1"]


def test_after_a_failed_attempt_the_next_answer_starts_the_next_attempt_by_itself(learner):
    learner.fail()
    assert learner.answer(RIGHT, attempt_number=2).number == 2


def test_retries_have_no_end(learner):
    for number in range(1, 8):
        assert learner.fail().number == number
    assert learner.answer(RIGHT).status == AttemptStatus.PASSED


def test_only_the_drawn_questions_are_asked_and_finish_the_attempt():
    learner = make_learner(draw=2)
    first, second = learner.shown(1)
    left_out = ({"Q1", "Q2", "Q3"} - {first, second}).pop()
    learner.answer({first: RIGHT[first]})
    with pytest.raises(UnknownQuestion):
        learner.answer({left_out: RIGHT[left_out]})
    assert learner.answer({second: RIGHT[second]}).status == AttemptStatus.PASSED


def test_an_empty_answer_is_not_an_answer(learner):
    learner.answer({"Q1": ["a"], "Q2": [], "Q3": [""]})
    assert list(Answer.objects.values_list("question_key", flat=True)) == ["Q1"]
    for nothing in ({}, {"Q2": []}):
        with pytest.raises(NothingAnswered):
            learner.answer(nothing)


# --- What does not fit is refused whole ------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ({"Q9": ["a"]}, UnknownQuestion),
        ({"Q1": ["z"]}, UnknownOption),
        ({"Q1": ["a", "b"]}, TooManyOptions),
        ({"Q3": ["a", "z"]}, UnknownOption),
    ],
)
def test_what_does_not_fit_the_test_is_refused_with_everything_beside_it(learner, answers, error):
    learner.answer({"Q1": ["a"]})
    with pytest.raises(error):
        learner.answer({"Q2": ["b"], **answers})
    assert learner.state.answers.keys() == {"Q1"}


def test_a_first_post_that_does_not_fit_starts_no_attempt(learner):
    with pytest.raises(UnknownQuestion):
        learner.answer({"Q9": ["a"]})
    assert Attempt.objects.count() == 0


def test_an_unknown_module_and_a_course_that_was_never_loaded_are_refused(learner):
    with pytest.raises(UnknownModule):
        learner.answer(RIGHT, module="nonsense")
    learner.course = spec("never-loaded", "test")
    with pytest.raises(UnknownModule):
        learner.answer(RIGHT)


def test_a_form_of_an_earlier_attempt_is_stale_and_changes_nothing(learner):
    learner.fail()
    learner.fail()
    learner.retry()
    learner.answer({"Q1": ["a"]})
    before = learner.state
    for number in (1, 2, 4):
        with pytest.raises(StaleAttempt) as refused:
            learner.answer({"Q2": ["b"], "Q9": ["a"]}, attempt_number=number)
        assert refused.value.number == 3
    assert learner.state == before


def test_a_form_sent_twice_after_it_finished_the_attempt_answers_as_the_first_time(learner):
    learner.finish()
    passed = learner.answer(RIGHT, attempt_number=1)
    assert passed.course_completed
    assert learner.answer(RIGHT, attempt_number=1) == passed
    changed = learner.answer({"Q1": ["b"]}, attempt_number=1)
    assert (changed.kept, changed.answers) == (("Q1",), passed.answers)
    assert learner.ledger == ["ethics/read:1", "ethics/test:1", "ethics:1"]
    assert Attempt.objects.count() == 1


def test_a_failed_form_sent_twice_starts_no_new_attempt(learner):
    failed = learner.answer(WRONG, attempt_number=1)
    assert learner.answer(WRONG, attempt_number=1) == failed
    assert Attempt.objects.count() == 1


def test_an_attempt_stays_on_the_version_on_which_it_started(learner):
    learner.answer({"Q1": ["a"]})
    new = ActivityVersionFactory(activity=learner.version.activity)
    with pytest.raises(OtherVersion) as refused:
        learner.answer({"Q2": ["b"]}, version=new)
    assert refused.value.version_id == learner.version.pk
    assert learner.state.version_id == learner.version.pk
    assert learner.answer(RIGHT).status == AttemptStatus.PASSED
    assert Completion.objects.get().version == learner.version


def test_a_question_that_left_the_test_is_refused_and_the_other_answers_stay(learner):
    learner.answer({"Q1": ["a"]})
    shorter = make_learner(draw=None).test
    without = type(shorter)(questions=shorter.questions[:2], pass_mark=100)
    with pytest.raises(UnknownQuestion):
        learner.answer({"Q3": ["a", "c"]}, test=without)
    assert learner.answer({"Q2": ["b"]}, test=without).status == AttemptStatus.PASSED


def test_a_module_that_is_done_takes_no_new_attempt(learner):
    learner.answer(RIGHT)
    for number in (None, 2):
        with pytest.raises(ModuleAlreadyDone):
            learner.answer(RIGHT, attempt_number=number)
    with pytest.raises(ModuleAlreadyDone):
        learner.retry()
    learner.finish()
    with pytest.raises(CourseAlreadyDone):
        learner.answer(RIGHT)
    assert Attempt.objects.count() == 1


def test_every_refusal_is_a_sentence(learner):
    refusals = [
        ProgressError(),
        UnknownModule(),
        UnknownQuestion(),
        UnknownOption(),
        TooManyOptions(),
        NothingAnswered(),
        StaleAttempt(2),
        OtherVersion(1),
        CourseAlreadyDone(learner.person.created_at.date()),
        ModuleAlreadyDone(),
        OnlyForSittingStaff(),
    ]
    sentences = {str(refusal) for refusal in refusals}
    assert len(sentences) == len(refusals)
    assert all(sentence.endswith(".") for sentence in sentences)
    assert {type(refusal) for refusal in refusals} == {
        ProgressError,
        *ProgressError.__subclasses__(),
    }


# --- One transaction, few statements ---------------------------------------------------------


def test_statements_of_one_answer_are_few_whatever_was_answered_before(learner):
    with count_queries() as first:
        learner.answer({"Q1": ["a"]})
    with count_queries() as middle:
        learner.answer({"Q2": ["b"]})
    with count_queries() as passing:
        learner.answer({"Q3": ["a", "c"]})
    assert (len(first), len(middle), len(passing)) == (6, 3, 7)


def test_statements_of_the_answer_that_completes_the_course_are_no_more(learner):
    learner.finish()
    learner.answer({"Q1": ["a"], "Q2": ["b"]})
    with count_queries() as queries:
        assert learner.answer({"Q3": ["a", "c"]}).course_completed
    assert len(queries) == 7, queries


def test_statements_of_a_failed_attempt_and_of_a_module_without_a_test(learner):
    learner.answer({"Q1": ["b"], "Q2": ["b"]})
    with count_queries() as failing:
        learner.answer({"Q3": ["a", "c"]})
    with count_queries() as finishing:
        learner.finish()
    assert (len(failing), len(finishing)) == (4, 4)


@pytest.mark.django_db(transaction=True)
def test_one_answer_is_one_commit(monkeypatch):
    learner = make_learner()
    commits = []
    database = connections["default"]
    commit = type(database)._commit

    def note(self: Any) -> Any:
        commits.append(self)
        return commit(self)

    monkeypatch.setattr(type(database), "_commit", note)
    learner.answer({"Q1": ["a"], "Q2": ["b"]})
    learner.finish()
    learner.answer({"Q3": ["a", "c"]})
    assert len(commits) == 3
    assert learner.ledger == ["ethics/read:1", "ethics/test:1", "ethics:1"]


class Fault(DatabaseError):
    """The database went away."""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("after", range(7))
def test_when_the_database_fails_at_any_statement_all_or_nothing_is_written(after):
    learner = make_learner()
    learner.finish()
    learner.answer({"Q1": ["a"], "Q2": ["b"]})
    done = 0

    def fail(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal done
        if not sql.startswith("BEGIN"):
            done += 1
            if done > after:
                raise Fault
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fail), pytest.raises(Fault):
        learner.answer({"Q3": ["a", "c"]})
    assert learner.state.answers.keys() == {"Q1", "Q2"}
    assert learner.state.status == AttemptStatus.OPEN
    assert learner.ledger == ["ethics/read:1"]
    assert learner.answer({"Q3": ["a", "c"]}).course_completed


# --- Several at once -------------------------------------------------------------------------


def together(*steps: Callable[[], object]) -> list[object]:
    """Take steps at the same moment, each over a connection of its own."""
    barrier = Barrier(len(steps))

    def run(step: Callable[[], object]) -> object:
        try:
            barrier.wait(timeout=60)
            return step()
        except ProgressError as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(steps)) as pool:
        return list(pool.map(run, steps))


@pytest.mark.django_db(transaction=True)
def test_the_last_answers_sent_at_the_same_moment_finish_the_attempt_once():
    learner = make_learner()
    states = together(*(lambda key=key: learner.answer({key: RIGHT[key]}) for key in RIGHT))
    assert learner.state.status == AttemptStatus.PASSED, states
    assert learner.ledger == ["ethics/test:1"]
    assert Attempt.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_last_two_modules_done_at_the_same_moment_complete_the_course_once():
    learner = make_learner()
    together(lambda: learner.answer(RIGHT), learner.finish, learner.finish)
    assert sorted(learner.ledger) == ["ethics/read:1", "ethics/test:1", "ethics:1"]
    assert learner.progress.is_done


@pytest.mark.django_db(transaction=True)
def test_one_form_sent_ten_times_at_once_is_one_attempt_and_one_completion():
    learner = make_learner()
    states = together(*[lambda: learner.answer(RIGHT, attempt_number=1)] * 10)
    assert {state.status for state in states} == {AttemptStatus.PASSED}
    assert learner.ledger == ["ethics/test:1"]
    assert (Attempt.objects.count(), Answer.objects.count()) == (1, 3)

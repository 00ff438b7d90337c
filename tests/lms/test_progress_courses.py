"""How far somebody is in a course: rounds, years, places to go on, and what the ledger says."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from core import clock
from lms.api import (
    Activity,
    Completion,
    ModuleStatus,
    completion_key,
    correct_completion,
    course_progress,
    courses_progress,
    ensure_activities,
    resume_positions,
    void_completion,
)
from lms.models import Attempt, ResumePosition
from lms.plugins import ModuleSpec
from lms.progress.errors import CourseAlreadyDone, UnknownModule
from tests.factories.lms import CompletionFactory, spec
from tests.factories.organisations import PersonFactory
from tests.lms.counting import count_queries
from tests.lms.learner import RIGHT, Learner, make_learner

pytestmark = pytest.mark.django_db

SPRING = datetime(2026, 4, 1, 9, tzinfo=UTC)
AUTUMN = datetime(2026, 10, 1, 9, tzinfo=UTC)
NEXT_YEAR = datetime(2027, 2, 1, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def spring() -> Iterator[None]:
    with clock.at(SPRING):
        yield


@pytest.fixture
def learner(db) -> Learner:
    return make_learner()


@pytest.fixture
def yearly(db) -> Learner:
    return make_learner(repeats="yearly")


# --- From nothing to done --------------------------------------------------------------------


def test_a_course_is_done_when_all_its_modules_are_done_in_any_order(learner):
    assert learner.progress.next_module.spec.key == "test"
    assert not learner.finish()
    assert learner.statuses == "todo done"
    assert not learner.progress.is_done
    assert learner.answer(RIGHT).course_completed
    progress = learner.progress
    assert learner.statuses == "done done"
    assert (progress.is_done, progress.done_on, progress.next_module) == (True, SPRING.date(), None)
    assert (progress.done_count, progress.total, progress.run) == (2, 2, 1)
    assert learner.ledger == ["ethics/read:1", "ethics/test:1", "ethics:1"]


def test_the_completion_of_the_course_names_the_latest_version_of_the_course(learner):
    learner.do_course()
    course = Completion.objects.get(activity__key="ethics")
    assert course.version == Activity.objects.get(key="ethics").versions.get()
    assert Completion.objects.get(activity__key="ethics/read").version is None


def test_pressing_finish_twice_changes_nothing(learner):
    learner.answer(RIGHT)
    assert learner.finish()
    assert learner.finish()
    assert learner.ledger == ["ethics/test:1", "ethics/read:1", "ethics:1"]


def test_finishing_a_module_that_does_not_exist_is_refused(learner):
    with pytest.raises(UnknownModule):
        learner.finish("nonsense")
    with pytest.raises(UnknownModule):
        learner.go_to("nonsense")


def test_somebody_else_is_not_helped_by_what_this_one_did(learner):
    learner.do_course()
    other = course_progress(PersonFactory(), learner.course, on=SPRING.date())
    assert (other.is_done, other.done_count, other.last_done_on) == (False, 0, None)


def test_minutes_and_paths_come_from_the_pages(learner):
    Activity.objects.filter(key="ethics/test").update(minutes=10, start_path="/t/")
    Activity.objects.filter(key="ethics/read").update(minutes=5)
    assert learner.progress.minutes_left == 15
    assert learner.progress.module("test").start_path == "/t/"
    assert learner.progress.module("nonsense") is None
    learner.answer(RIGHT)
    assert learner.progress.minutes_left == 5


def test_a_course_that_was_never_loaded_is_all_to_do():
    progress = course_progress(PersonFactory(), spec("new"), on=SPRING.date())
    assert [module.status for module in progress.modules] == [ModuleStatus.TODO] * 2
    assert (progress.is_done, progress.start_path, progress.minutes_left) == (False, "", 0)


# --- Once ------------------------------------------------------------------------------------


def test_what_is_done_once_stays_done_for_years(learner):
    learner.do_course()
    with clock.at(NEXT_YEAR):
        assert learner.progress.is_done
        with pytest.raises(CourseAlreadyDone):
            learner.answer(RIGHT)
        assert learner.finish()
    assert len(learner.ledger) == 3


def test_doing_it_again_starts_an_empty_round_and_ends_in_a_second_completion(learner):
    learner.do_course()
    with clock.at(AUTUMN):
        assert learner.again() == 2
        assert learner.again() == 2
        progress = learner.progress
        assert (progress.is_done, progress.run, progress.is_started) == (False, 2, True)
        assert progress.last_done_on == SPRING.date()
        assert learner.statuses == "doing todo"
        assert (learner.state.number, learner.state.run) == (2, 2)
        learner.do_course()
        assert learner.progress.done_on == AUTUMN.date()
    assert learner.ledger[3:] == ["ethics/test:2", "ethics/read:2", "ethics:2"]


def test_doing_it_again_also_works_when_the_first_module_has_no_test(learner):
    learner.course = spec("ethics", "read", "test")
    learner.do_course()
    learner.again()
    assert learner.statuses == "doing todo"
    learner.finish()
    assert learner.statuses == "done todo"
    assert not Attempt.objects.filter(finished_at=None).exists()


def test_starting_anew_what_is_not_done_changes_nothing(learner):
    learner.finish()
    assert learner.again() == 1
    assert learner.statuses == "todo done"
    assert Attempt.objects.count() == 0


# --- Every year ------------------------------------------------------------------------------


def test_what_is_yearly_stays_done_for_the_year_and_is_empty_in_the_next(yearly):
    yearly.do_course()
    with clock.at(AUTUMN):
        assert yearly.progress.is_done
        assert yearly.state.status == "passed"
        with pytest.raises(CourseAlreadyDone):
            yearly.answer(RIGHT)
    with clock.at(NEXT_YEAR):
        progress = yearly.progress
        assert (progress.is_done, progress.run, progress.last_done_on) == (False, 2, SPRING.date())
        assert yearly.statuses == "todo todo"
        assert (yearly.state.status, yearly.state.number) == ("new", 2)


def test_in_the_next_year_the_first_answer_starts_the_next_round(yearly):
    yearly.do_course()
    with clock.at(NEXT_YEAR):
        yearly.answer({"Q1": ["a"]}, attempt_number=2)
        assert yearly.statuses == "doing todo"
        yearly.answer(RIGHT)
        yearly.finish()
        assert yearly.progress.done_on == NEXT_YEAR.date()
    assert yearly.ledger[3:] == ["ethics/test:2", "ethics/read:2", "ethics:2"]


def test_in_the_next_year_a_module_without_a_test_starts_the_next_round_too(yearly):
    yearly.do_course()
    with clock.at(NEXT_YEAR):
        yearly.finish()
        assert yearly.statuses == "todo done"
    assert yearly.ledger[3:] == ["ethics/read:2"]


def test_a_round_that_was_begun_last_year_goes_on(yearly):
    yearly.answer(RIGHT)
    with clock.at(NEXT_YEAR):
        assert yearly.statuses == "done todo"
        assert yearly.finish()
        assert yearly.progress.done_on == NEXT_YEAR.date()


def test_the_year_is_that_of_the_learner_on_new_years_eve_in_kralendijk(yearly):
    yearly.do_course()
    yearly.person.time_zone = "America/Kralendijk"
    yearly.person.save()
    with clock.at(datetime(2027, 1, 1, 2, tzinfo=UTC)):
        assert yearly.progress.is_done
    with clock.at(datetime(2027, 1, 1, 5, tzinfo=UTC)):
        assert not yearly.progress.is_done


# --- Voids, corrections and what came from elsewhere -----------------------------------------


def void(activity_key: str) -> None:
    row = Completion.objects.standing().get(activity__key=activity_key)
    void_completion(completion=row, reason="Wrong", by=None)


def test_a_voided_course_must_be_done_again_in_a_new_round(learner):
    learner.do_course()
    void("ethics")
    progress = learner.progress
    assert (progress.is_done, progress.run, progress.last_done_on) == (False, 2, None)
    assert learner.statuses == "todo todo"
    learner.do_course()
    assert learner.ledger[-1] == "ethics:2"


def test_a_voided_module_is_done_once_more_in_the_same_round(learner):
    learner.finish()
    void("ethics/read")
    assert learner.statuses == "todo todo"
    learner.finish()
    void("ethics/read")
    learner.finish()
    assert learner.statuses == "todo done"
    learner.answer(RIGHT)
    assert learner.ledger == ["ethics/read:1.2", "ethics/test:1", "ethics:1"]


def test_a_corrected_module_counts_for_the_round_and_a_corrected_course_for_its_year(yearly):
    yearly.finish()
    with clock.at(AUTUMN):
        correct_completion(
            completion=Completion.objects.get(),
            reason="Was a day earlier",
            by=None,
            occurred_at=SPRING - timedelta(days=1),
        )
        assert yearly.statuses == "todo done"
        yearly.answer(RIGHT)
        assert yearly.progress.is_done
        correct_completion(
            completion=Completion.objects.get(activity__key="ethics"),
            reason="Was a day earlier",
            by=None,
            occurred_at=SPRING,
        )
        assert yearly.progress.done_on == SPRING.date()
    with clock.at(NEXT_YEAR):
        assert yearly.statuses == "todo todo"


def test_a_course_that_was_done_elsewhere_is_done_and_can_be_done_again(yearly):
    CompletionFactory(
        person=yearly.person,
        activity=Activity.objects.get(key="ethics"),
        occurred_at=SPRING,
        source="import",
    )
    with clock.at(AUTUMN):
        assert (yearly.progress.is_done, yearly.statuses) == (True, "done done")
        with pytest.raises(CourseAlreadyDone):
            yearly.answer(RIGHT)
        yearly.again()
        yearly.do_course()
        assert yearly.progress.done_on == AUTUMN.date()
        assert yearly.ledger[1:] == ["ethics/test:2", "ethics/read:2", "ethics:2"]


def test_a_course_that_was_done_elsewhere_half_way_is_done_and_starts_empty_next_year(yearly):
    yearly.finish()
    yearly.fail()
    with clock.at(AUTUMN):
        CompletionFactory(
            person=yearly.person, activity=Activity.objects.get(key="ethics"), occurred_at=AUTUMN
        )
        assert (yearly.progress.is_done, yearly.statuses) == (True, "done done")
    with clock.at(NEXT_YEAR):
        assert (yearly.progress.is_done, yearly.statuses) == (False, "todo todo")


def test_a_module_that_left_the_course_is_no_longer_needed(learner):
    learner.answer(RIGHT)
    learner.course = spec("ethics", "test")
    assert not learner.progress.is_done
    assert learner.finish("test")
    assert learner.ledger == ["ethics/test:1", "ethics:1"]


def test_a_module_that_was_added_leaves_what_is_done_done_and_asks_the_rest_for_it(learner):
    learner.do_course()
    half_way = make_half_way(learner)
    learner.course = spec("ethics", "test", "read", "more")
    half_way.course = learner.course
    ensure_activities(learner.course)
    assert learner.progress.is_done
    assert not half_way.finish()
    assert half_way.finish("more")


def make_half_way(learner: Learner) -> Learner:
    other = Learner(
        person=PersonFactory(), course=learner.course, version=learner.version, test=learner.test
    )
    other.answer(RIGHT)
    return other


def test_an_attempt_left_open_when_the_course_was_completed_without_it_counts_for_the_next_round(
    learner,
):
    learner.answer({"Q1": ["a"]})
    whole, learner.course = learner.course, spec("ethics", "read")
    assert learner.finish()
    learner.course = whole
    assert learner.answer(RIGHT).run == 2
    assert learner.ledger == ["ethics/read:1", "ethics:1", "ethics/test:2"]


# --- The place where somebody was ------------------------------------------------------------


def test_the_place_is_remembered_once_per_course_and_leads_back(learner):
    learner.go_to("test", "q-3")
    with clock.at(AUTUMN):
        learner.go_to("read", "part.2")
        resume = learner.progress.resume
    assert (resume.url, resume.title, resume.saved_at) == ("/read/#part.2", "Read", AUTUMN)
    assert learner.statuses == "todo doing"
    assert learner.progress.next_module.spec.key == "read"
    assert ResumePosition.objects.count() == 1
    assert [row.url for row in resume_positions(learner.person)] == ["/read/#part.2"]
    assert resume_positions(PersonFactory()) == ()


@pytest.mark.parametrize("anchor", ['"><script>', "a b", "x" * 101, "#"])
def test_an_anchor_that_is_no_name_is_left_out(learner, anchor):
    learner.go_to("test", anchor)
    assert learner.progress.resume.url == "/test/"


def test_a_finished_course_is_no_place_to_go_on_until_one_starts_anew(learner):
    learner.go_to("read")
    with clock.at(SPRING + timedelta(hours=1)):
        learner.do_course()
        assert learner.progress.resume is None
        assert resume_positions(learner.person) == ()
    with clock.at(AUTUMN):
        learner.go_to("test")
        assert learner.progress.is_done
        learner.again()
        assert learner.progress.resume.url == "/test/"
        assert [row.course_key for row in resume_positions(learner.person)] == ["ethics"]


def test_a_place_in_a_module_that_left_the_course_is_forgotten(learner):
    learner.go_to("read")
    learner.course = spec("ethics", "test")
    assert learner.progress.resume is None


def test_saving_a_place_takes_two_queries(learner):
    learner.go_to("read")
    with count_queries() as queries:
        learner.go_to("test")
    assert len(queries) == 2, queries


# --- Queries ---------------------------------------------------------------------------------


def test_progress_takes_three_queries_however_many_courses_modules_and_attempts(learner):
    large = spec("large", *(f"m{number}" for number in range(30)))
    ensure_activities(large)
    for number in range(5):
        learner.fail()
        assert learner.retry().number == number + 2
    for course, courses in ((learner.course, 1), (large, 2)):
        specs = [learner.course, large][:courses]
        with count_queries() as queries:
            answer = courses_progress(learner.person, specs, on=SPRING.date())
        assert len(queries) == 3, queries
        assert course.key in answer


def test_the_state_of_a_test_takes_one_query(learner):
    learner.fail()
    learner.retry()
    learner.answer({"Q1": ["a"], "Q2": ["b"]})
    run = learner.progress.run
    from lms.progress.reports import attempt_state

    with count_queries() as queries:
        state = attempt_state(learner.person, "ethics/test", run=run)
    assert len(queries) == 1, queries
    assert (state.number, state.correct) == (2, 2)


def test_the_places_take_one_query(learner):
    learner.go_to("read")
    with count_queries() as queries:
        assert len(resume_positions(learner.person)) == 1
    assert len(queries) == 1, queries


def test_the_key_in_the_ledger_names_person_activity_and_round(learner):
    uuid = learner.person.uuid
    assert completion_key(person=uuid, activity_key="a/b", run=3) == f"{uuid}:a/b:3"
    assert completion_key(person=uuid, activity_key="a/b", run=3, again=2) == f"{uuid}:a/b:3.2"


def test_dates_of_modules_are_those_of_the_learner(learner):
    with clock.at(datetime(2026, 4, 30, 23, tzinfo=UTC)):
        learner.finish()
    assert learner.progress.module("read").done_on == date(2026, 5, 1)
    assert learner.progress.module("read").spec == ModuleSpec(key="read", title="Read")

"""A job that is asked for runs, tells how far it is, is tried again and is laid aside at last."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django_tasks_db.models import DBTaskResult

import jobs
from core import clock
from jobs import services
from jobs.enums import RunState
from jobs.models import JobRun
from jobs.progress import NoProgress
from jobs.registry import get_job, job
from jobs.runner import perform
from jobs.testing import JobFailed, run_jobs
from tests.jobs.sample import tasks as sample

pytestmark = pytest.mark.django_db


def test_a_job_runs_with_its_arguments_and_tells_what_it_did() -> None:
    run = jobs.enqueue("sample.note", text="hello")
    assert (run.state, sample.DONE) == (RunState.WAITING, [])
    (ran,) = run_jobs()
    assert sample.DONE == ["hello"]
    assert ran == run
    assert (ran.state, ran.message, ran.attempts) == (RunState.DONE, "noted hello", 1)
    assert ran.finished_at is not None
    assert run_jobs() == []


@pytest.mark.django_db(transaction=True)
def test_waking_a_job_after_a_commit_asks_for_it_once_until_it_ran() -> None:
    for _time in range(2):
        jobs.wake("sample.count")
        jobs.wake("sample.count")
        assert JobRun.objects.waiting().count() == 1
        assert len(run_jobs()) == 1
    assert JobRun.objects.count() == 2


def test_a_job_is_forgotten_when_the_change_that_asked_for_it_is_undone() -> None:
    with transaction.atomic():
        jobs.enqueue("sample.note", text="never")
        transaction.set_rollback(True)
    assert run_jobs() == []
    assert not DBTaskResult.objects.exists()


@pytest.mark.parametrize(
    ("name", "arguments", "error"),
    [
        ("sample.unknown", {}, jobs.UnknownJob),
        ("sample.note", {}, TypeError),
        ("sample.note", {"text": "a", "other": 1}, TypeError),
        ("sample.note", {"text": object()}, TypeError),
        ("sample.note", {"text": timedelta(1)}, TypeError),
    ],
)
def test_a_request_that_could_never_run_fails_where_it_is_made(
    name: str, arguments: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        jobs.enqueue(name, **arguments)
    assert not JobRun.objects.exists()


def test_the_same_key_waits_once_but_may_wait_again_while_the_first_runs() -> None:
    first = jobs.enqueue("sample.note", text="a", key="k")
    assert jobs.enqueue("sample.note", text="b", key="k") == first
    other = jobs.enqueue("sample.note", text="c", key="other")
    assert other != first
    JobRun.objects.filter(pk=first.pk).update(state=RunState.RUNNING)
    assert jobs.enqueue("sample.note", text="d", key="k") != first


def test_without_a_key_every_request_is_its_own_job() -> None:
    assert jobs.enqueue("sample.note", text="a") != jobs.enqueue("sample.note", text="a")
    assert len(run_jobs()) == 2


def test_a_job_waits_until_its_time(clock_at_noon: time_machine.Traveller) -> None:
    later = clock.now() + timedelta(hours=1)
    run = jobs.enqueue("sample.note", text="later", run_after=later)
    assert run_jobs() == []
    clock_at_noon.shift(timedelta(hours=1))
    assert run_jobs() == [run]


def test_a_failed_job_is_tried_again_later_and_later_and_then_laid_aside(
    clock_at_noon: time_machine.Traveller,
) -> None:
    run = jobs.enqueue("sample.fail")
    for attempt, pause in [(1, timedelta(minutes=1)), (2, timedelta(minutes=2))]:
        run_jobs(expect_errors=True)
        run.refresh_from_db()
        assert (run.state, run.attempts) == (RunState.WAITING, attempt)
        assert run.run_after == clock.now() + pause
        assert "RuntimeError: no luck" in run.error
        clock_at_noon.shift(pause - timedelta(seconds=1))
        assert run_jobs(expect_errors=True) == [run]
        run.refresh_from_db()
        assert run.attempts == attempt, "It was tried before its time."
        clock_at_noon.shift(timedelta(seconds=1))
    run_jobs(expect_errors=True)
    run.refresh_from_db()
    assert (run.state, run.attempts) == (RunState.DEAD, 3)
    assert not DBTaskResult.objects.ready().exists()


def test_a_job_that_recovers_is_done_and_forgets_its_error() -> None:
    run = jobs.enqueue("sample.fail_once", text="twice")
    run_jobs()
    run.refresh_from_db()
    assert (run.state, run.attempts, run.error) == (RunState.DONE, 2, "")


def test_a_poison_job_does_not_hold_up_the_others() -> None:
    first = jobs.enqueue("sample.note", text="before")
    bad = jobs.enqueue("sample.fail")
    last = jobs.enqueue("sample.note", text="after")
    states = {run.pk: run.state for run in run_jobs(expect_errors=True)}
    assert states == {first.pk: "done", bad.pk: "waiting", last.pk: "done"}


def test_a_test_that_does_not_expect_errors_hears_of_them() -> None:
    jobs.enqueue("sample.fail", text="the reason")
    with pytest.raises(JobFailed, match="the reason"):
        run_jobs()


def test_a_dead_job_can_be_tried_again_and_only_a_dead_one() -> None:
    run = jobs.enqueue("sample.fail_once", text="x", key="k")
    JobRun.objects.filter(pk=run.pk).update(state=RunState.DEAD, attempts=5, error="old")
    assert services.retry(run=run) == run
    run_jobs()
    run.refresh_from_db()
    assert run.state == RunState.DONE
    with pytest.raises(services.NotDead):
        services.retry(run=run)


def test_a_dead_job_whose_successor_waits_makes_way_for_it() -> None:
    dead = jobs.enqueue("sample.note", text="old", key="k")
    JobRun.objects.filter(pk=dead.pk).update(state=RunState.DEAD)
    newer = jobs.enqueue("sample.note", text="new", key="k")
    assert services.retry(run=dead) == newer
    dead.refresh_from_db()
    assert dead.state == RunState.REPLACED


def test_a_failed_attempt_whose_successor_waits_makes_way_for_it() -> None:
    @job("sample.asks_again")
    def asks_again(again: bool) -> None:
        if again:
            jobs.enqueue("sample.asks_again", again=False, key="k")
            raise RuntimeError

    run = jobs.enqueue("sample.asks_again", again=True, key="k")
    run_jobs(expect_errors=True)
    run.refresh_from_db()
    assert run.state == RunState.REPLACED
    assert JobRun.objects.get(arguments={"again": False}).state == RunState.DONE


def test_a_job_reports_how_far_it_is() -> None:
    run = jobs.enqueue("sample.count", total=5)
    assert JobRun().percentage is None
    run_jobs()
    run.refresh_from_db()
    assert (run.done, run.total, run.percentage, run.message) == (5, 5, 100, "counted")


def test_progress_is_not_written_at_every_step(django_assert_max_num_queries: Any) -> None:
    run = jobs.enqueue("sample.count", total=1000)
    with django_assert_max_num_queries(60):
        run_jobs()
    run.refresh_from_db()
    assert run.done == 1000


def test_a_job_is_an_ordinary_function_for_a_command() -> None:
    assert sample.count(progress=NoProgress(), total=3) == "counted"


def test_a_job_of_an_app_that_was_removed_is_laid_aside_with_the_reason() -> None:
    run = jobs.enqueue("sample.note", text="x")
    JobRun.objects.filter(pk=run.pk).update(name="gone.away")
    run_jobs(expect_errors=True)
    run.refresh_from_db()
    assert (run.state, run.attempts) == (RunState.DEAD, 1)
    assert "No installed app" in run.error


def test_an_attempt_that_is_delivered_twice_runs_once() -> None:
    run = jobs.enqueue("sample.note", text="once")
    perform.enqueue(run=run.pk, attempt=1)
    run_jobs()
    assert sample.DONE == ["once"]


def test_a_worker_that_lost_its_job_changes_nothing_any_more() -> None:
    @job("sample.slow_loser")
    def slow_loser() -> str:
        JobRun.objects.filter(name="sample.slow_loser").update(attempts=2, worker="another")
        return "too late"

    run = jobs.enqueue("sample.slow_loser")
    run_jobs(expect_errors=True)
    run.refresh_from_db()
    assert (run.state, run.worker, run.message) == (RunState.RUNNING, "another", "")


def test_pauses_double_up_to_a_day() -> None:
    fail = get_job("sample.fail")
    pauses = [fail.pause_after(attempt) for attempt in (1, 2, 3, 30)]
    assert pauses == [timedelta(minutes=n) for n in (1, 2, 4)] + [timedelta(days=1)]


def test_old_jobs_are_forgotten_and_dead_ones_kept_longer(
    clock_at_noon: time_machine.Traveller,
) -> None:
    done = jobs.enqueue("sample.note", text="old")
    dead = jobs.enqueue("sample.note", text="dead")
    run_jobs()
    JobRun.objects.filter(pk=dead.pk).update(state=RunState.DEAD)
    clock_at_noon.shift(timedelta(days=31))
    fresh = jobs.enqueue("sample.note", text="fresh")
    assert services.prune() == 1
    assert set(JobRun.objects.all()) == {dead, fresh}
    assert list(DBTaskResult.objects.values_list("pk", flat=True).filter(pk=done.task_id)) == []
    clock_at_noon.shift(timedelta(days=180))
    jobs.enqueue("jobs.prune")
    assert run_jobs()[-1].message == "1 deleted"
    assert not JobRun.objects.filter(pk=dead.pk).exists()

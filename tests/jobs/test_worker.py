"""Workers are killed, and every job is still done or laid aside."""

import os
import signal
import subprocess
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection, transaction
from django_tasks_db.models import DBTaskResult

import jobs
from core import clock
from jobs.backend import TaskResultStatus
from jobs.enums import RunState
from jobs.models import JobRun, Schedule
from jobs.querysets import SILENCE
from jobs.reaper import FOREIGN_ATTEMPTS, FOREIGN_LIMIT, reap
from jobs.runner import _claim
from jobs.supervisor import Supervisor, Worker
from jobs.testing import run_jobs
from tests.jobs.conftest import wait_until
from tests.processes import database_url

Start = Callable[..., subprocess.Popen[bytes]]
LATER = SILENCE + timedelta(seconds=1)


def state_of(run: JobRun) -> str:
    """Return the state that another process left."""
    run.refresh_from_db()
    return str(run.state)


def test_a_worker_killed_in_mid_job_is_found_and_the_job_finishes(
    start: Start, tmp_path: Path
) -> None:
    run = jobs.enqueue("sample.hang_once", folder=str(tmp_path))
    worker = start("db_worker", "--no-reload", "--no-startup-delay", "--worker-id", "w1")
    wait_until((tmp_path / "started").exists)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    assert state_of(run) == RunState.RUNNING
    assert DBTaskResult.objects.running().count() == 1

    assert not reap(now=clock.now()), "It is given back before it was silent for long."
    assert reap(now=clock.now() + LATER).jobs == 1
    assert state_of(run) == RunState.WAITING
    assert "worker stopped" in run.error
    run_jobs()
    assert (state_of(run), run.attempts) == (RunState.DONE, 2)
    reap(now=clock.now() + LATER)
    assert not DBTaskResult.objects.running().exists()


def test_the_supervisor_replaces_killed_workers_and_lays_poison_aside(
    start: Start, tmp_path: Path
) -> None:
    poison = jobs.enqueue("sample.poison")
    hangs = jobs.enqueue("sample.hang_once", folder=str(tmp_path))
    other = jobs.enqueue("sample.touch", path=str(tmp_path / "other"))
    supervisor = start("run_worker", "--interval", "0.1", "--grace", "5")

    wait_until((tmp_path / "started").exists)
    os.kill(int((tmp_path / "started").read_text()), signal.SIGKILL)
    wait_until((tmp_path / "finished").exists)
    wait_until((tmp_path / "other").exists)
    wait_until(lambda: state_of(other) == RunState.DONE)
    wait_until(lambda: state_of(poison) == RunState.DEAD)
    assert (state_of(hangs), hangs.attempts) == (RunState.DONE, 2)
    assert poison.attempts == 1

    supervisor.terminate()
    assert supervisor.wait(20) == 0


def test_a_stop_lets_the_worker_give_its_job_to_the_next(start: Start, tmp_path: Path) -> None:
    run = jobs.enqueue("sample.hang_once", folder=str(tmp_path))
    supervisor = start("run_worker", "--interval", "0.1", "--grace", "0.5")
    wait_until((tmp_path / "started").exists)
    supervisor.send_signal(signal.SIGINT)
    assert supervisor.wait(20) == 0
    assert state_of(run) == RunState.WAITING
    run_jobs()
    assert state_of(run) == RunState.DONE


@pytest.mark.django_db
def test_a_job_that_shows_life_is_left_alone() -> None:
    run = jobs.enqueue("sample.note", text="x")
    now = clock.now()
    JobRun.objects.filter(pk=run.pk).update(
        state=RunState.RUNNING, attempts=1, worker="w", seen_at=now, started_at=now - LATER
    )
    DBTaskResult.objects.update(
        status=TaskResultStatus.RUNNING, started_at=now - LATER, worker_ids=["w"]
    )
    assert not reap(now=now)
    assert not reap(worker="another", now=now)
    assert reap(worker="w", now=now).jobs == 1


@pytest.mark.django_db
def test_a_job_that_kills_every_worker_is_laid_aside() -> None:
    run = jobs.enqueue("sample.poison")
    JobRun.objects.filter(pk=run.pk).update(state=RunState.RUNNING, attempts=1, worker="w")
    reap(worker="w")
    assert state_of(run) == RunState.DEAD
    assert run.finished_at is not None


@pytest.mark.django_db
def test_a_worker_killed_before_its_job_began_leaves_no_trace() -> None:
    run = jobs.enqueue("sample.note", text="x")
    DBTaskResult.objects.update(
        status=TaskResultStatus.RUNNING, started_at=clock.now(), worker_ids=["w"]
    )
    assert reap(worker="w").tasks == 1
    run_jobs()
    assert (state_of(run), run.attempts) == (RunState.DONE, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["deleted", "failed"])
def test_a_waiting_job_whose_task_row_is_lost_gets_a_new_one(how: str) -> None:
    run = jobs.enqueue("sample.note", text="x")
    if how == "deleted":
        DBTaskResult.objects.all().delete()
    else:
        DBTaskResult.objects.update(status=TaskResultStatus.FAILED)
    assert reap(now=clock.now()).lost == 0
    assert reap(now=clock.now() + LATER).lost == 1
    assert reap(now=clock.now() + LATER).lost == 0
    run_jobs()
    assert state_of(run) == RunState.DONE


@pytest.mark.django_db
def test_tasks_of_wagtail_run_again_but_not_for_ever() -> None:
    jobs.enqueue("sample.note", text="x")
    started = clock.now()
    DBTaskResult.objects.update(
        task_path="wagtail.tasks.update_reference_index_task", status=TaskResultStatus.RUNNING,
        started_at=started, worker_ids=["w"],
    )  # fmt: skip
    assert not reap(now=started + LATER).tasks
    assert reap(now=started + FOREIGN_LIMIT + LATER).tasks == 1
    assert DBTaskResult.objects.get().status == TaskResultStatus.READY
    DBTaskResult.objects.update(
        status=TaskResultStatus.RUNNING, started_at=started, worker_ids=["w"] * FOREIGN_ATTEMPTS
    )
    reap(worker="w")
    assert DBTaskResult.objects.get().status == TaskResultStatus.FAILED


@pytest.mark.django_db
def test_the_tick_command_reaps_too(capsys: pytest.CaptureFixture[str]) -> None:
    run = jobs.enqueue("sample.note", text="x")
    JobRun.objects.filter(pk=run.pk).update(
        state=RunState.RUNNING, attempts=1, seen_at=clock.now() - LATER
    )
    Schedule.objects.all().delete()
    call_command("tick")
    assert capsys.readouterr().out == "Given back: 1.\n"


@pytest.mark.django_db(transaction=True)
def test_a_job_starts_only_when_the_change_that_asked_for_it_is_committed(
    start: Start, tmp_path: Path
) -> None:
    jobs.enqueue("sample.touch", path=str(tmp_path / "first"))
    start("db_worker", "--no-reload", "--no-startup-delay", "--interval", "0.1")
    wait_until((tmp_path / "first").exists)
    with transaction.atomic():
        jobs.enqueue("sample.touch", path=str(tmp_path / "second"))
        assert not (tmp_path / "second").exists()
    wait_until((tmp_path / "second").exists)


@pytest.mark.django_db(transaction=True)
def test_a_job_that_waited_already_sees_what_the_second_request_changed() -> None:
    run = jobs.enqueue("sample.note", text="x", key="k")
    claimed: list[JobRun | None] = []

    def claim() -> None:
        claimed.append(_claim(run=run.pk, attempt=1, worker="w"))
        connection.close()

    worker = threading.Thread(target=claim)
    with transaction.atomic():
        assert jobs.enqueue("sample.note", text="x", key="k") == run
        worker.start()
        worker.join(0.5)
        assert claimed == [], "It started before the change was committed."
    worker.join()
    assert claimed == [run]


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_hangs_is_killed_when_its_job_is_over_its_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "tests.jobs.worker_settings")
    monkeypatch.setenv("DATABASE_URL", database_url())
    run = jobs.enqueue("sample.overtime")
    worker = Worker(interval=0.1)

    def given_up() -> bool:
        worker.look_after()
        return state_of(run) == RunState.DEAD

    worker.look_after()
    try:
        wait_until(lambda: state_of(run) == RunState.RUNNING)
        worker.kill_if_over_time()
        started = run.started_at or clock.now()
        wait_until(lambda: clock.now() - started > timedelta(seconds=1))
        worker.look_after()
        assert state_of(run) == RunState.RUNNING
        worker.kill_if_over_time()
        wait_until(given_up)
    finally:
        worker.stop(deadline=0)
    assert "worker stopped" in run.error


def run_supervisor(monkeypatch: pytest.MonkeyPatch, *, seconds: float) -> list[str]:
    """Run a supervisor in this process for a moment; return what it did."""
    done: list[str] = []
    monkeypatch.setattr("jobs.supervisor.signal.signal", lambda *_args: None)
    monkeypatch.setattr("jobs.supervisor._LOOK_SECONDS", 0.05)
    monkeypatch.setattr(Worker, "look_after", lambda _worker: done.append("look"))
    monkeypatch.setattr("jobs.supervisor.tick", lambda: done.append("tick"))
    monkeypatch.setattr("jobs.supervisor.reap", lambda: done.append("reap"))
    supervisor = Supervisor()
    threading.Timer(seconds, supervisor.stop).start()
    supervisor.run()
    return done


def test_a_supervisor_waits_while_kompas_is_read_only(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.READ_ONLY = True
    assert run_supervisor(monkeypatch, seconds=0.4) == []


@pytest.mark.django_db
def test_a_supervisor_goes_on_when_the_database_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr("jobs.supervisor.connections", SimpleNamespace(close_all=lambda: None))
    done = run_supervisor(monkeypatch, seconds=0.3)
    assert done[:3] == ["look", "tick", "reap"]
    assert (done.count("tick"), done.count("look") > 2) == (1, True)
    monkeypatch.setattr("jobs.supervisor.HOUSEKEEPING_SECONDS", 0.1)
    supervisor = Supervisor()
    threading.Timer(0.4, supervisor.stop).start()
    monkeypatch.setattr("jobs.supervisor.tick", away)
    done.clear()
    supervisor.run()
    assert done.count("reap") > 1

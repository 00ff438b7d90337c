"""Schedules are rows that follow the code and fire once, whoever ticks."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection

from core import clock
from jobs import ScheduleSpec, daily, every, services
from jobs.models import Firing, JobRun, Schedule
from jobs.testing import run_jobs
from tests.jobs.sample import tasks as sample

YESTERDAY = datetime(2026, 5, 31, tzinfo=UTC)


def declare(monkeypatch: pytest.MonkeyPatch, *specs: ScheduleSpec) -> None:
    """Let the apps declare these schedules."""
    monkeypatch.setattr(services, "declared_schedules", lambda: iter(specs))
    services.sync_schedules()


def note_schedule(name: str = "sample.note", **changes: Any) -> Schedule:
    """Return a schedule that has existed since yesterday."""
    values = {"rule": daily("03:10"), "arguments": {"text": name}, "created_at": YESTERDAY}
    Schedule.objects.all().delete()
    return Schedule.objects.create(name=name, job="sample.note", **values | changes)


@pytest.mark.django_db
def test_schedules_follow_the_code_and_an_operator_may_switch_them_off(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = ScheduleSpec(job="jobs.prune", when=daily("04:20"))
    declare(monkeypatch, first, ScheduleSpec(job="jobs.prune", when=every(minutes=5), name="often"))
    assert set(Schedule.objects.values_list("name", "rule")) == {
        ("jobs.prune", "daily 04:20"), ("often", "every 5"),
    }  # fmt: skip
    Schedule.objects.filter(name="jobs.prune").update(enabled=False)
    declare(monkeypatch, ScheduleSpec(job="jobs.prune", when=daily("05:00")))
    assert list(Schedule.objects.values_list("name", "rule", "enabled")) == [
        ("jobs.prune", "daily 05:00", False)
    ]


@pytest.mark.django_db
def test_migrating_brings_the_declared_schedules() -> None:
    from jobs.receivers import after_migrate

    Schedule.objects.all().delete()
    after_migrate()
    assert Schedule.objects.filter(name="jobs.prune", rule="daily 04:20").exists()


@pytest.mark.django_db
def test_a_tick_fires_what_is_due_once(clock_at_noon: time_machine.Traveller) -> None:
    note_schedule()
    (asked,) = services.tick()
    assert services.tick() == []
    firing = Firing.objects.get()
    assert firing.run == asked
    assert firing.due_at == datetime(2026, 6, 1, 1, 10, tzinfo=UTC)
    run_jobs()
    assert sample.DONE == ["sample.note"]
    clock_at_noon.shift(timedelta(days=1))
    assert len(services.tick()) == 1


@pytest.mark.django_db
def test_a_schedule_of_an_app_that_is_gone_keeps_no_other_waiting(
    clock_at_noon: time_machine.Traveller,
) -> None:
    kept = note_schedule()
    Schedule.objects.create(
        name="a.gone", job="gone.job", rule=kept.rule, arguments={}, created_at=YESTERDAY
    )
    (asked,) = services.tick()
    assert asked.name == "sample.note"


@pytest.mark.django_db
def test_missed_nights_are_caught_up_once(clock_at_noon: time_machine.Traveller) -> None:
    note_schedule()
    clock_at_noon.shift(timedelta(days=9))
    assert len(services.tick()) == 1
    assert services.tick() == []


@pytest.mark.django_db
def test_a_new_or_disabled_schedule_does_not_fire_for_the_past(
    clock_at_noon: time_machine.Traveller,
) -> None:
    note_schedule(created_at=clock.now())
    assert services.tick() == []
    note_schedule(enabled=False)
    assert services.tick() == []


@pytest.mark.django_db
def test_a_job_that_still_waits_is_not_asked_for_again(
    clock_at_noon: time_machine.Traveller,
) -> None:
    note_schedule(rule=every(minutes=5))
    services.tick()
    clock_at_noon.shift(timedelta(minutes=5))
    services.tick()
    assert (Firing.objects.count(), JobRun.objects.count()) == (2, 1)


@pytest.mark.django_db
def test_the_command_says_what_it_asked_for(
    clock_at_noon: time_machine.Traveller, capsys: pytest.CaptureFixture[str]
) -> None:
    note_schedule()
    call_command("tick")
    assert capsys.readouterr().out == "sample.note: asked for.\n"


@pytest.mark.django_db(transaction=True)
def test_ticks_at_the_same_moment_fire_once() -> None:
    note_schedule()
    together = threading.Barrier(6)
    errors: list[Exception] = []

    def tick() -> None:
        try:
            together.wait()
            services.tick()
        except Exception as error:  # noqa: BLE001 - a thread has nobody to tell
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=tick) for _number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert (Firing.objects.count(), JobRun.objects.count()) == (1, 1)

"""Asking for a job, running what is due, and cleaning up."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import IntegrityError, connection, transaction
from django_tasks_db.models import DBTaskResult

from core import clock
from core.statements import Given, Statement
from jobs.enums import RunState
from jobs.models import Firing, JobRun, Schedule
from jobs.registry import declared_schedules, get_job, job_names, last_due
from jobs.runner import put

logger = structlog.get_logger(__name__)

KEEP_DONE = timedelta(days=30)
KEEP_DEAD = timedelta(days=180)


_NAME = Given("name", JobRun._meta.get_field("name"))
_WAITING = Statement(
    lambda: JobRun.objects.waiting().filter(name=_NAME, key=_NAME).values_list("pk")[:1]
)


class NotDead(Exception):
    """Only a job that was given up can be tried again."""


@transaction.atomic
def enqueue(
    *, name: str, arguments: Mapping[str, Any], key: str = "", run_after: datetime | None = None
) -> JobRun:
    """Ask for a job; see `jobs.enqueue`."""
    job = get_job(name)
    job.accepts(arguments)
    run = JobRun(
        name=name,
        # Through JSON once, so that a date is refused here and not in a worker at night.
        arguments=json.loads(json.dumps(dict(arguments))),
        key=key,
        max_attempts=job.max_attempts,
        run_after=run_after or clock.now(),
    )
    if key:
        waiting = _save_unless_waiting(run)
        if waiting is not None:
            return waiting
    else:
        run.save()
    put(run)
    return run


def wake(name: str) -> None:
    """Ask for a job that finds its own work, unless it waits already; see `jobs.wake`.

    After a commit no lock is needed to look: a job that still waits starts after this moment, and
    so sees what was committed.
    """
    if connection.in_atomic_block or not _WAITING.rows(name=name):
        enqueue(name=name, arguments={}, key=name)


def _save_unless_waiting(run: JobRun) -> JobRun | None:
    """Save the job, or return the one that already waits under its key.

    That one stays locked until our transaction ends: it may not start before it can see what we
    changed.
    """
    same = JobRun.objects.select_for_update().waiting().filter(name=run.name, key=run.key)
    while True:
        waiting: JobRun | None = same.first()
        if waiting is not None:
            return waiting
        try:
            with transaction.atomic():
                run.save()
        except IntegrityError:
            continue
        return None


@transaction.atomic
def retry(*, run: JobRun) -> JobRun:
    """Give a job that was given up all its attempts again; return the one that will now run."""
    locked: JobRun = JobRun.objects.select_for_update().get(pk=run.pk)
    if locked.state != RunState.DEAD:
        raise NotDead
    locked.state, locked.attempts, locked.finished_at = RunState.WAITING, 0, None
    locked.run_after = clock.now()
    if locked.key:
        waiting = _save_unless_waiting(locked)
        if waiting is not None:
            JobRun.objects.filter(pk=locked.pk).update(state=RunState.REPLACED)
            return waiting
    else:
        locked.save()
    put(locked)
    return locked


def tick(*, now: datetime | None = None) -> list[JobRun]:
    """Ask for every scheduled job that is due; a missed night is caught up once, not often.

    A schedule of an app that is not installed here waits, and does not keep the others waiting.
    """
    now = now or clock.now()
    asked = []
    known = Schedule.objects.filter(enabled=True, job__in=job_names())
    for schedule in known.order_by("name"):
        due_at = last_due(schedule.rule, now)
        if due_at > schedule.created_at:
            run = _fire(schedule, due_at)
            if run is not None:
                asked.append(run)
    return asked


def _fire(schedule: Schedule, due_at: datetime) -> JobRun | None:
    """Ask for the job of this due moment, unless a tick did so before."""
    if schedule.firings.filter(due_at=due_at).exists():
        return None
    try:
        with transaction.atomic():
            firing = Firing.objects.create(schedule=schedule, due_at=due_at)
            firing.run = enqueue(
                name=schedule.job, arguments=schedule.arguments, key=f"schedule:{schedule.name}"
            )
            firing.save(update_fields=["run"])
    except IntegrityError:
        return None
    return firing.run


@transaction.atomic
def sync_schedules() -> None:
    """Make the rows equal to what the apps declare; what an operator switched off stays off."""
    names = []
    for spec in declared_schedules():
        names.append(spec.key)
        Schedule.objects.update_or_create(
            name=spec.key,
            defaults={"job": spec.job, "rule": spec.when, "arguments": dict(spec.arguments)},
        )
    Schedule.objects.exclude(name__in=names).delete()


def prune(*, now: datetime | None = None) -> int:
    """Delete what nobody will look up any more; return how many jobs that were."""
    now = now or clock.now()
    old = JobRun.objects.finished_before(now - KEEP_DONE).exclude(state=RunState.DEAD)
    forgotten = JobRun.objects.dead().finished_before(now - KEEP_DEAD)
    pruned = old.delete()[1].get("jobs.JobRun", 0) + forgotten.delete()[1].get("jobs.JobRun", 0)
    Firing.objects.filter(due_at__lt=now - KEEP_DONE).delete()
    DBTaskResult.objects.finished().filter(finished_at__lt=now - KEEP_DONE).delete()
    return pruned

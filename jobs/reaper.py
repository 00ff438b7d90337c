"""Finding what a worker left behind when it was killed, and giving it to another.

The backend leaves a task of a killed worker RUNNING for ever, and a job whose task row got lost
would wait for ever. Both are found here: at once by the supervisor whose worker died, and once a
minute by every supervisor for workers that died together with theirs.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeAlias

import structlog
from django.db import transaction
from django.db.models import Q, QuerySet
from django_tasks_db.models import DBTaskResult

from core import clock
from jobs.backend import TaskResultStatus
from jobs.enums import RunState
from jobs.models import JobRun
from jobs.querysets import SILENCE
from jobs.runner import give_back, perform, put

logger = structlog.get_logger(__name__)

TaskRow: TypeAlias = "DBTaskResult[..., Any]"

# Tasks that are not ours (Wagtail's) show no sign of life; they take seconds.
FOREIGN_LIMIT = timedelta(hours=1)
FOREIGN_ATTEMPTS = 3
_GONE = "The worker stopped while this was running."


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaped:
    """How much was found."""

    jobs: int
    tasks: int
    lost: int

    def __bool__(self) -> bool:
        return bool(self.jobs or self.tasks or self.lost)


def reap(*, worker: str = "", now: datetime | None = None) -> Reaped:
    """Give back what `worker` left, or, without a name, what has been silent for too long."""
    now = now or clock.now()
    reaped = Reaped(
        jobs=_reap_jobs(worker, now),
        tasks=_reap_tasks(worker, now),
        lost=0 if worker else _find_lost(now),
    )
    if reaped:
        logger.warning(
            "left behind by a worker", jobs=reaped.jobs, tasks=reaped.tasks, lost=reaped.lost
        )
    return reaped


def _reap_jobs(worker: str, now: datetime) -> int:
    """Let jobs whose worker is gone wait for their next attempt, or lay them aside."""
    gone = (
        JobRun.objects.running().filter(worker=worker)
        if worker
        else (JobRun.objects.silent_since(now))
    )
    count = 0
    for pk in gone.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            # Once more under the lock: it may have shown life or ended meanwhile.
            run = gone.select_for_update(skip_locked=True).filter(pk=pk).first()
            if run is not None:
                give_back(run, error=_GONE, again=timedelta(0))
                count += 1
    return count


def _reap_tasks(worker: str, now: datetime) -> int:
    """Close task rows of ours that nobody runs; let those of Wagtail run again."""
    running = DBTaskResult.objects.running()
    ours = Q(task_path=perform.module_path)
    overdue = running.filter(
        (ours & Q(started_at__lt=now - SILENCE)) | (~ours & Q(started_at__lt=now - FOREIGN_LIMIT))
    )
    count = 0
    for row in (running if worker else overdue).order_by("started_at"):
        if worker and worker not in row.worker_ids[-1:]:
            continue
        if row.task_path == perform.module_path:
            count += _close_own(row)
        else:
            count += _reset_foreign(row)
    return count


def _close_own(row: TaskRow) -> int:
    """End a row whose job is not at work in it; a job that had not started gets a new row."""
    with transaction.atomic():
        run = JobRun.objects.select_for_update().filter(task_id=str(row.pk)).first()
        if run is not None and run.state == RunState.RUNNING:
            return 0
        ended = _still_running(row).update(
            status=TaskResultStatus.FAILED, finished_at=clock.now(), traceback=_GONE
        )
        if ended and run is not None and run.state == RunState.WAITING:
            put(run)
        return int(ended)


def _reset_foreign(row: TaskRow) -> int:
    if len(row.worker_ids) >= FOREIGN_ATTEMPTS:
        changes = {
            "status": TaskResultStatus.FAILED,
            "finished_at": clock.now(),
            "traceback": _GONE,
        }
    else:
        changes = {"status": TaskResultStatus.READY, "started_at": None}
    return int(_still_running(row).update(**changes))


def _still_running(row: TaskRow) -> "QuerySet[TaskRow]":
    return DBTaskResult.objects.running().filter(pk=row.pk, started_at=row.started_at)


def _find_lost(now: datetime) -> int:
    """Hand waiting jobs to the backend again when their task row is gone or has ended."""
    overdue = JobRun.objects.waiting().filter(run_after__lt=now - SILENCE)
    alive = {
        str(pk)
        for pk in DBTaskResult.objects.filter(
            pk__in=[task_id for task_id in overdue.values_list("task_id", flat=True) if task_id],
            status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING],
        ).values_list("pk", flat=True)
    }
    count = 0
    for run in overdue.exclude(task_id__in=alive).order_by("pk"):
        with transaction.atomic():
            locked = (
                JobRun.objects.select_for_update(skip_locked=True)
                .filter(pk=run.pk, state=RunState.WAITING, task_id=run.task_id)
                .first()
            )
            if locked is not None:
                put(locked)
                count += 1
    return count

"""Running one job: claim, call, and what happens when it fails or its worker disappears."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from traceback import format_exception
from typing import Any

import structlog
from django.db import DatabaseError, IntegrityError, connection, transaction

from core import clock
from jobs.backend import TaskContext, task
from jobs.enums import RunState
from jobs.models import JobRun
from jobs.progress import RunProgress
from jobs.registry import Job, UnknownJob, get_job

logger = structlog.get_logger(__name__)

_SIGN_OF_LIFE = 15.0
_LONGEST_ERROR = 4000


@task(takes_context=True)
def perform(context: TaskContext, run: int, attempt: int) -> None:
    """Do one attempt of a job. This is the only task of ours that the backend knows."""
    claimed = _claim(run=run, attempt=attempt, worker=context.task_result.worker_ids[-1])
    if claimed is None:
        return
    with structlog.contextvars.bound_contextvars(job=claimed.name, run=claimed.pk, attempt=attempt):
        _call(claimed)


def put(run: JobRun, *, after: timedelta | None = None) -> None:
    """Hand the next attempt of a waiting job to the backend, in the transaction at hand."""
    if after is not None:
        run.run_after = clock.now() + after
    later = run.run_after if run.run_after > clock.now() else None
    result = perform.using(run_after=later).enqueue(run=run.pk, attempt=run.attempts + 1)
    run.task_id = str(result.id)
    run.save(update_fields=["run_after", "task_id"])


def _claim(*, run: int, attempt: int, worker: str) -> JobRun | None:
    """Mark the job as running, unless this attempt was done or given away before."""
    with transaction.atomic():
        found: JobRun | None = JobRun.objects.select_for_update().filter(pk=run).first()
        if found is None or found.state != RunState.WAITING or found.attempts + 1 != attempt:
            logger.info("attempt is out of date", run=run, attempt=attempt)
            return None
        found.state = RunState.RUNNING
        found.attempts = attempt
        found.worker = worker
        found.started_at = found.seen_at = clock.now()
        found.done, found.total, found.message = 0, None, ""
        found.save()
        return found


def _call(run: JobRun) -> None:
    try:
        job = get_job(run.name)
    except UnknownJob:
        # An older release, or an app that was taken out: more attempts change nothing.
        _fail(run, "No installed app has a job of this name.", again=None)
        return
    progress = RunProgress(run)
    own = {"progress": progress} if job.wants_progress else {}
    try:
        with _signs_of_life(run, job):
            result = job.function(**run.arguments, **own)
        progress.flush()
    except Exception as error:
        logger.warning("job failed", exc_info=True)
        text = "".join(format_exception(error))[-_LONGEST_ERROR:]
        _fail(run, text, again=job.pause_after(run.attempts))
    else:
        _succeed(run, result)


def _succeed(run: JobRun, result: Any) -> None:
    changes: dict[str, Any] = {"state": RunState.DONE, "finished_at": clock.now(), "error": ""}
    if isinstance(result, str):
        changes["message"] = result
    if _still_ours(run).update(**changes):
        logger.info("job done")
    else:
        logger.warning("job was given to another worker before it was done")


def _still_ours(run: JobRun) -> Any:
    """Return the row while it is at our attempt; a worker that was given up changes nothing."""
    return JobRun.objects.running().filter(pk=run.pk, attempts=run.attempts)


def _fail(run: JobRun, error: str, *, again: timedelta | None) -> None:
    """Record a failed attempt; plan the next one after `again`, or give up."""
    with transaction.atomic():
        current = _still_ours(run).select_for_update().first()
        if current is None:
            logger.warning("job was given to another worker before it failed")
            return
        give_back(current, error=error, again=again)


def give_back(run: JobRun, *, error: str, again: timedelta | None) -> None:
    """Let a locked, running job wait for its next attempt, or lay it aside for a person."""
    run.error = error
    if again is None or run.attempts >= run.max_attempts:
        _finish(run, RunState.DEAD)
        logger.error("job is dead", run=run.pk, job=run.name, attempts=run.attempts)
        return
    run.state = RunState.WAITING
    try:
        with transaction.atomic():
            run.save(update_fields=["state", "error"])
    except IntegrityError:
        # Meanwhile somebody asked for the same again: that one does the work.
        _finish(run, RunState.REPLACED)
        return
    put(run, after=again)


def _finish(run: JobRun, state: RunState) -> None:
    run.state = state
    run.finished_at = clock.now()
    run.save(update_fields=["state", "error", "finished_at"])


@contextmanager
def _signs_of_life(run: JobRun, job: Job) -> Iterator[None]:
    """Show every quarter minute that the job is alive, until it is done or over its time."""
    stop = threading.Event()
    beats = int(job.time_limit.total_seconds() // _SIGN_OF_LIFE)
    thread = threading.Thread(target=_beat, args=(run, stop, beats), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _beat(run: JobRun, stop: threading.Event, beats: int) -> None:
    """Write the time until told to stop; a job that hangs falls silent after its time limit."""
    try:
        for _number in range(beats):
            if stop.wait(_SIGN_OF_LIFE):
                return
            _show_life(run, clock.now())
    finally:
        connection.close()


def _show_life(run: JobRun, now: datetime) -> None:
    try:
        _still_ours(run).update(seen_at=now)
    except DatabaseError as error:
        logger.warning("no sign of life could be written", error=str(error))

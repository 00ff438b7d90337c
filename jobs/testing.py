"""For tests: run what was enqueued, on the database backend, as a worker would."""

from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from jobs.enums import RunState
from jobs.models import JobRun


class JobFailed(AssertionError):
    """A job raised while a test ran the jobs; the text is its traceback."""


def run_jobs(*, expect_errors: bool = False) -> list[JobRun]:
    """Run every job that is ready, also those that they ask for; return them in order.

    Raises `JobFailed` when one fails, unless `expect_errors`. A later attempt waits for its time:
    move the clock (time-machine) and call this again.
    """
    open_before = set(
        JobRun.objects.exclude(
            state__in=[RunState.DONE, RunState.DEAD, RunState.REPLACED]
        ).values_list("pk", flat=True)
    )
    newest_before = JobRun.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    worker = _worker()
    # Not `worker.run()`: that closes the connection, and with it the transaction of the test.
    while (row := DBTaskResult.objects.ready().first()) is not None:
        row.claim(worker.worker_id)
        worker.run_task(row)
    touched = JobRun.objects.filter(attempts__gt=0).order_by("pk")
    runs = [run for run in touched if run.pk > newest_before or run.pk in open_before]
    failed = [run for run in runs if run.error and run.state != RunState.DONE]
    if failed and not expect_errors:
        raise JobFailed("\n".join(f"{run.name}: {run.error}" for run in failed))
    return runs


def _worker() -> Worker:
    return Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="test",
        excluded_queue_names=[],
    )

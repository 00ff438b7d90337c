"""Work that happens outside a request: retry, schedule, reaper and progress over the Tasks API.

    # <app>/tasks.py, found by its name
    from jobs import JobProgress, ScheduleSpec, daily, job

    @job("compliance.plan", max_attempts=5, time_limit=timedelta(minutes=20))
    def plan(progress: JobProgress, requirement: str = "") -> str: ...

    SCHEDULES = (ScheduleSpec(job="compliance.plan", when=daily("03:10")),)

    # anywhere, by name and inside the transaction of the change that asks for it
    import jobs
    jobs.enqueue("compliance.plan", requirement="e-learning", key="e-learning")

A job runs at least once and perhaps twice: every job must be idempotent, in chunks of seconds.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from jobs.progress import JobProgress
from jobs.registry import ScheduleSpec, UnknownJob, daily, every, job

if TYPE_CHECKING:
    from jobs.models import JobRun

__all__ = [
    "JobProgress",
    "ScheduleSpec",
    "UnknownJob",
    "daily",
    "enqueue",
    "every",
    "job",
    "wake",
]


def enqueue(
    name: str, *, key: str = "", run_after: datetime | None = None, **arguments: Any
) -> "JobRun":
    """Ask for a job by name, with JSON arguments; it starts once this transaction is committed.

    A job that still waits under the same name and `key` is returned instead of a second one.
    """
    # Models cannot be imported while Django still reads INSTALLED_APPS.
    from jobs import services  # noqa: PLC0415

    return services.enqueue(name=name, arguments=arguments, key=key, run_after=run_after)


def wake(name: str) -> None:
    """Ask after a commit for a job that finds its own work, unless it waits already."""
    from jobs import services  # noqa: PLC0415

    services.wake(name)

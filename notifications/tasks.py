"""The jobs of notifications: sending what is due, and forgetting what is old."""

from jobs import JobProgress, ScheduleSpec, daily, every, job
from notifications.services.delivery import deliver
from notifications.services.keeping import prune
from notifications.services.outbox import DELIVER

PRUNE = "notifications.prune"


@job(DELIVER, max_attempts=3)
def deliver_due(progress: JobProgress) -> str:
    """Send every message whose time has come."""
    result = deliver(report=lambda done: progress.report(done=done))
    return str(result)


@job(PRUNE)
def prune_old() -> str:
    """Delete messages after their time."""
    return f"{prune()} deleted"


SCHEDULES = (
    ScheduleSpec(job=DELIVER, when=every(minutes=10)),
    ScheduleSpec(job=PRUNE, when=daily("04:35")),
)

"""The one job of this app: forgetting old ones."""

from jobs import services
from jobs.registry import ScheduleSpec, daily, job


@job("jobs.prune")
def prune() -> str:
    """Delete jobs and task rows that nobody will look up any more."""
    return f"{services.prune()} deleted"


SCHEDULES = (ScheduleSpec(job="jobs.prune", when=daily("04:20")),)

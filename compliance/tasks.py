"""Jobs of compliance: the plan of obligations, every night and when somebody asks for it."""

from datetime import timedelta

from compliance.models import Requirement
from compliance.planning import plan
from jobs import JobProgress, ScheduleSpec, daily, job

PLAN = "compliance.plan"


@job(PLAN, time_limit=timedelta(minutes=60))
def plan_obligations(progress: JobProgress, requirement: str = "") -> str:
    """Bring all obligations, or those of the requirement with this key, in line with the facts."""
    chosen = Requirement.objects.get(key=requirement) if requirement else None
    result = plan(
        requirement=chosen, report=lambda done, total: progress.report(done=done, total=total)
    )
    return str(result)


SCHEDULES = (ScheduleSpec(job=PLAN, when=daily("03:10")),)

"""Jobs of compliance: the plan of obligations and the counters, by night and when asked for."""

from datetime import timedelta

from compliance.exports.services import JOB as EXPORT
from compliance.exports.services import build_export, delete_expired
from compliance.exports.subscriptions import request_due_reports
from compliance.models import Export, Requirement, SnapshotCheck, SnapshotRequest
from compliance.planning import plan
from compliance.reminders.escalation import plan_escalations
from compliance.reminders.managers import plan_manager_weeks
from compliance.reminders.planning import plan_reminders
from compliance.services.daily import days_to_count, forget_old_days, rebuild_day
from compliance.services.reminders import forget_reminders
from compliance.snapshots.asking import CHECK, TAKE
from compliance.snapshots.doing import do_check, do_request
from compliance.snapshots.schedule import take_due_snapshots
from compliance.webhooks import outbox
from core import clock
from jobs import JobProgress, ScheduleSpec, daily, every, job

PLAN = "compliance.plan"
COUNT = "compliance.count"
REMIND = "compliance.remind"


@job(PLAN, time_limit=timedelta(minutes=60))
def plan_obligations(progress: JobProgress, requirement: str = "") -> str:
    """Bring all obligations, or those of the requirement with this key, in line with the facts."""
    chosen = Requirement.objects.get(key=requirement) if requirement else None
    result = plan(
        requirement=chosen, report=lambda done, total: progress.report(done=done, total=total)
    )
    return str(result)


@job(COUNT, time_limit=timedelta(minutes=60))
def count_days(progress: JobProgress, *, only_today: bool = False) -> None:
    """Make the counters anew of today, or of all days that pages read."""
    today = clock.today()
    days = [today] if only_today else days_to_count(today)
    for done, as_of in enumerate(days, start=1):
        rebuild_day(as_of=as_of)
        progress.report(done=done, total=len(days))
    forget_old_days(today)


@job(REMIND, time_limit=timedelta(minutes=60))
def remind(progress: JobProgress) -> str:
    """Put in the outbox who must be reminded today, and what managers get to see this week."""
    planned = plan_reminders(report=lambda done, total: progress.report(done=done, total=total))
    weeks, escalations = plan_manager_weeks(), plan_escalations()
    forget_reminders()
    return f"{planned}, {weeks} of managers, {escalations} above a team"


@job(EXPORT, time_limit=timedelta(minutes=60))
def export_file(progress: JobProgress, export: str) -> str:
    """Make a file that somebody asked for; what was made or refused before stays as it is."""
    found = Export.objects.select_related("requested_by").get(uuid=export)
    if found.finished_at is None and found.refused_at is None:
        rows = build_export(found, lambda done: progress.report(done=done))
        return "refused" if rows is None else f"{rows} rows"
    return "done before"


@job("compliance.forget_exports")
def forget_exports() -> str:
    """Delete the files whose time is over."""
    return f"{delete_expired()} deleted"


@job("compliance.snapshots", time_limit=timedelta(minutes=60))
def take_snapshots() -> str:
    """Freeze the figures of the days in the table that ended."""
    return f"{len(take_due_snapshots())} taken"


@job(TAKE, time_limit=timedelta(minutes=60))
def take_snapshot(request: str) -> str:
    """Freeze the day that somebody asked for."""
    rows = SnapshotRequest.objects.select_related("corrects", "requested_by")
    return do_request(rows.get(uuid=request))


@job(CHECK, time_limit=timedelta(minutes=60))
def check_snapshot(progress: JobProgress, check: str) -> str:
    """Compute a snapshot again and keep what differs, and why."""
    found = SnapshotCheck.objects.select_related("snapshot").get(uuid=check)
    return do_check(found, lambda done, total: progress.report(done=done, total=total))


@job("compliance.reports")
def ask_for_reports() -> str:
    """Ask for the reports by schedule of the month or quarter that ended."""
    return f"{request_due_reports()} asked for"


@job("compliance.events")
def tell_other_systems() -> str:
    """Put events of completions ready, and deliver those that are due."""
    ready = outbox.put_ready()
    delivered, failed = outbox.deliver()
    return f"{ready} new, {delivered} delivered, {failed} not"


SCHEDULES = (
    ScheduleSpec(job="compliance.events", when=every(minutes=5)),
    ScheduleSpec(job=PLAN, when=daily("03:10")),
    ScheduleSpec(job=COUNT, when=daily("03:40")),
    ScheduleSpec(job=REMIND, when=daily("05:15")),
    ScheduleSpec(
        job=COUNT,
        name="compliance.count_today",
        when=every(minutes=60),
        arguments={"only_today": True},
    ),
    # After midnight on Bonaire, five hours behind.
    ScheduleSpec(job="compliance.snapshots", when=daily("06:40")),
    ScheduleSpec(job="compliance.reports", when=daily("07:10")),
    ScheduleSpec(job="compliance.forget_exports", when=daily("04:40")),
)

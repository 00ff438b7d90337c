"""Jobs of the learning engine: sealing the ledger, and holding it against its seals."""

from datetime import timedelta

from core import clock
from jobs import JobProgress, ScheduleSpec, daily, every, job
from lms.completions.checking import check_ledger, mail_head
from lms.completions.heads import check_last_head, publish_heads
from lms.completions.sealing import SealedMeanwhile, seal_ledger

SEAL, CHECK, MAIL = "lms.seal_ledger", "lms.check_ledger", "lms.mail_ledger_head"
SUNDAY = 6


@job(SEAL)
def seal(progress: JobProgress) -> str:
    """Seal what has settled, and write the heads outside the database."""
    check_last_head()
    try:
        seals = seal_ledger(report=lambda done: progress.report(done=done))
    except SealedMeanwhile:
        return "sealed by another process"
    finally:
        publish_heads()
    return f"{sum(seal.rows for seal in seals)} completions in {len(seals)} batches"


@job(CHECK, max_attempts=2, time_limit=timedelta(hours=2))
def check() -> str:
    """Hold the whole ledger against its seals and against the file."""
    found = check_ledger()
    return f"{found.rows} completions in {found.batches} batches: {found.problems} problems"


@job("lms.check_ledger_weekly")
def check_weekly() -> str:
    """Do so on Sundays; there is no schedule of a week."""
    return check() if clock.today().weekday() == SUNDAY else "not today"


@job(MAIL)
def mail() -> str:
    """Mail the head of the chain to whoever keeps it."""
    return mail_head()


SCHEDULES = (
    ScheduleSpec(job=SEAL, when=every(minutes=15)),
    ScheduleSpec(job="lms.check_ledger_weekly", when=daily("04:40")),
    ScheduleSpec(job=MAIL, when=daily("06:10")),
)

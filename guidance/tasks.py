"""Jobs of help: the nightly check of the directory."""

from guidance.guide_letters import send_guide_reviews
from guidance.services.checking import check_directory
from jobs import ScheduleSpec, daily, job


@job("guidance.check_directory")
def check() -> str:
    """Find units without confidential adviser, and contacts that became old."""
    found = check_directory()
    return f"{found.gaps} of {found.units} units without confidential adviser"


@job("guidance.guide_review")
def guide_review() -> str:
    """Tell editors which outcomes of the guide should be read again."""
    return f"{send_guide_reviews()} messages"


SCHEDULES = (
    ScheduleSpec(job="guidance.check_directory", when=daily("04:40")),
    ScheduleSpec(job="guidance.guide_review", when=daily("05:10")),
)

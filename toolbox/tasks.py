"""Jobs of the toolboxes: looking at the links of the register."""

from datetime import timedelta

from django.conf import settings

import jobs
from jobs import ScheduleSpec, daily, every, job
from toolbox.review_letters import remind_of_reviews
from toolbox.services.favourites import forget_erased
from toolbox.services.links import BATCH, check_links
from toolbox.services.proof import team_session_activity
from toolbox.services.reminding import remind_managers
from toolbox.services.requests import forget_requests
from toolbox.services.sessions import mend_proof
from toolbox.services.suggestions import forget_suggestions


@job("toolbox.check_links", max_attempts=2, time_limit=timedelta(minutes=20))
def check_the_links() -> str:
    """Look at a few links of the register, and go on later while there are more."""
    if not settings.LINK_CHECK:
        return "switched off"
    looked = check_links()
    if looked == BATCH:
        jobs.enqueue("toolbox.check_links", key="more")
    return f"{looked} looked at"


@job("toolbox.team_sessions", time_limit=timedelta(minutes=20))
def look_after_team_sessions() -> str:
    """Remind managers, write proof that went missing, and forget what is kept no longer."""
    reminded, mended = remind_managers(), mend_proof()
    forgotten = forget_requests() + forget_suggestions()
    return f"{reminded} reminded, {mended} mended, {forgotten} forgotten"


@job("toolbox.team_session_start")
def offer_team_session() -> str:
    """Say where a team session starts, also on a site whose duties were just loaded."""
    return team_session_activity().start_path


@job("toolbox.reviews")
def remind_editors() -> str:
    """Tell who looks after texts that they should be read again; forget what erased people kept."""
    return f"{remind_of_reviews()} letters, {forget_erased()} favourites forgotten"


SCHEDULES = (
    ScheduleSpec(job="toolbox.reviews", when=daily("06:40")),
    ScheduleSpec(job="toolbox.team_sessions", when=daily("05:25")),
    ScheduleSpec(job="toolbox.team_session_start", when=every(minutes=60)),
    ScheduleSpec(job="toolbox.check_links", when=daily("04:20")),
)

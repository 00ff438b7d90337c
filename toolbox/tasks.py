"""Jobs of the toolboxes: links, texts to review, and what team sessions ask for every night."""

from datetime import timedelta

from django.conf import settings

import jobs
from jobs import ScheduleSpec, daily, every, job
from toolbox.review_letters import remind_of_reviews
from toolbox.services.favourites import forget_erased
from toolbox.services.forgetting import forget_agreements
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
    """Remind managers, and forget what is kept no longer."""
    reminded, forgotten = remind_managers(), forget_requests() + forget_suggestions()
    texts = forget_agreements()
    return f"{reminded} reminded, {forgotten} forgotten, texts of {texts} sessions removed"


@job("toolbox.team_session_proof", time_limit=timedelta(minutes=20))
def mend_team_sessions() -> str:
    """Write our fact of sessions of which that of a workshop was taken back."""
    return f"{mend_proof()} mended"


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
    ScheduleSpec(job="toolbox.team_session_proof", when=every(minutes=30)),
    ScheduleSpec(job="toolbox.team_session_start", when=every(minutes=60)),
    ScheduleSpec(job="toolbox.check_links", when=daily("04:20")),
)

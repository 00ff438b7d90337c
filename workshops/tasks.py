"""Jobs of workshops: what ends by itself, who is reminded, who gets proof, what is asked later."""

from datetime import timedelta

from jobs import JobProgress, ScheduleSpec, daily, every, job
from workshops import booking, planning
from workshops.attendance.settling import settle_ended
from workshops.evaluation.services import gather_leftovers
from workshops.evaluation.turns import open_later_turns


@job("workshops.offers")
def end_offers() -> str:
    """End the offers that were not answered in time, and offer the places to the next in line."""
    return f"{booking.expire_offers()} ended"


@job("workshops.requests")
def end_requests() -> str:
    """Decline the requests that nobody decided about before the workshop."""
    return f"{booking.lapse_requests()} lapsed"


@job("workshops.waiting")
def end_waiting() -> str:
    """Tell who still waits when it is over that no place came free."""
    return f"{booking.end_waiting()} found no place"


@job("workshops.forget", time_limit=timedelta(minutes=60))
def forget(progress: JobProgress) -> str:
    """Delete the bookings of workshops of long ago; proof in the ledger stays."""
    return str(booking.forget_bookings(lambda done: progress.report(done=done)))


@job("workshops.kept_places")
def release_kept_places() -> str:
    """Let the places that were kept until now be for everybody."""
    return f"{booking.release_due_places()} released"


@job("workshops.remind")
def remind() -> str:
    """Put in the outbox who must be reminded in the coming day, and of what too few come to."""
    reminded, warned = planning.plan_reminders(), planning.warn_below_minimum()
    return f"{reminded} reminders, {warned} warnings"


@job("workshops.settle")
def settle() -> str:
    """Give proof to who was there, also when nobody closed the list."""
    return f"{settle_ended()} settled"


@job("workshops.evaluate")
def evaluate() -> str:
    """Ask what stayed of a workshop, and add up the answers of small groups."""
    return f"{open_later_turns()} asked, {gather_leftovers()} batches"


SCHEDULES = (
    ScheduleSpec(job="workshops.offers", when=every(minutes=5)),
    ScheduleSpec(job="workshops.requests", when=every(minutes=15)),
    ScheduleSpec(job="workshops.waiting", when=every(minutes=30)),
    ScheduleSpec(job="workshops.kept_places", when=every(minutes=5)),
    ScheduleSpec(job="workshops.remind", when=every(minutes=60)),
    ScheduleSpec(job="workshops.settle", when=every(minutes=30)),
    ScheduleSpec(job="workshops.evaluate", when=daily("06:30")),
    ScheduleSpec(job="workshops.forget", when=daily("04:50")),
)

"""Jobs of the search: what changed elsewhere can be found soon."""

from jobs import ScheduleSpec, every, job
from search.services.updating import update_search


@job("search.update")
def update() -> str:
    """Ask all apps what can be found."""
    return str(update_search())


SCHEDULES = (ScheduleSpec(job="search.update", when=every(minutes=10)),)

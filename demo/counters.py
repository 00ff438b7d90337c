"""The counters that pages with figures read, and a target to hold the figures against."""

from datetime import date

from compliance.models import Requirement
from compliance.services.daily import days_to_count, rebuild_day
from compliance.services.targets import set_target
from demo.rijk import RIJK
from organisations.models import Unit

SOURCE = "voorbeeld van de demonstratie"


def count(*, today: date, requirement: str) -> None:
    """Set a target for the whole Rijk, and count the days that pages read."""
    set_target(
        unit=Unit.objects.get(code=RIJK),
        requirement=Requirement.objects.get(key=requirement),
        percentage=95,
        source=SOURCE,
        valid_from=date(2024, 1, 1),
    )
    for day in days_to_count(today):
        rebuild_day(as_of=day)

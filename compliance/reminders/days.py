"""On which day somebody is reminded. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from compliance.models import ReminderRule, Requirement
from compliance.models.reminders import default_days

CATCH_UP = 6
"""So many days later a reminder still goes: after a weekend, a holiday or a worker that was off."""
SPACING = timedelta(days=3)
"""Nobody gets two messages closer together; what falls in between waits, within `CATCH_UP`."""
FURTHEST = 365


def reached(days: Iterable[int], due_on: date, today: date) -> int | None:
    """Return the day of the rule that was reached last, when that is not too long ago."""
    since = (today - due_on).days
    found = max((day for day in days if day <= since), default=None)
    return found if found is not None and since - found <= CATCH_UP else None


def due_dates(days: Iterable[int], today: date) -> set[date]:
    """Return the due dates for which somebody may be reminded today."""
    return {today - timedelta(days=day + late) for day in days for late in range(CATCH_UP + 1)}


def days_by_requirement() -> Mapping[int, tuple[int, ...]]:
    """Return the days of each duty of persons; those without a rule of their own have ours."""
    rows = Requirement.objects.exclude(subject="team").values_list("pk", "reminder_rule__days")
    return {pk: tuple(default_days() if days is None else days) for pk, days in rows}


def escalations() -> list[ReminderRule]:
    """Return the rules by which the manager above a team hears of it."""
    rules = ReminderRule.objects.filter(escalate_after__isnull=False)
    return list(rules.select_related("requirement").order_by("pk"))

"""Makes the cycles of a requirement, each a named calendar period."""

from datetime import date, timedelta

from compliance.enums import CycleKind
from compliance.models import Cycle, Requirement, RequirementVersion
from compliance.rules import ONCE_LABEL, newcomer_due, year_label, year_window
from core import clock


def ensure_cycles(requirement: Requirement, *, until: date) -> list[Cycle]:
    """Return the cycles from the first rule up to `until`, in order, and make those missing.

    A cycle that did not open yet follows a rule that changed; one that opened stays what it is.
    """
    versions = list(requirement.versions.order_by("valid_from"))
    if not versions:
        return []
    if versions[0].cycle_kind == CycleKind.ONCE:
        _once(requirement, versions[0])
    else:
        _years(requirement, versions, until)
    return list(requirement.cycles.order_by("opens_on"))


def version_on(versions: list[RequirementVersion], day: date) -> RequirementVersion:
    """Return the rule on `day`; before the first it is the first, after the last the last."""
    return next((v for v in versions if v.valid_until is None or day < v.valid_until), versions[-1])


def _once(requirement: Requirement, version: RequirementVersion) -> None:
    due_on = version.sitting_due_on or newcomer_due(version.valid_from, version.newcomer_days)
    Cycle.objects.get_or_create(
        requirement=requirement,
        label=ONCE_LABEL,
        defaults={"opens_on": version.valid_from, "due_on": due_on, "closes_on": None},
    )


def _years(requirement: Requirement, versions: list[RequirementVersion], until: date) -> None:
    last = versions[-1].valid_until
    last_year = min(until, last - timedelta(days=1) if last else until).year
    existing = {cycle.label: cycle for cycle in requirement.cycles.all()}
    for year in range(versions[0].valid_from.year, last_year + 1):
        version = version_on(versions, max(date(year, 1, 1), versions[0].valid_from))
        opens_on, due_on, closes_on = year_window(
            year, due_month=version.due_month, due_day=version.due_day
        )
        cycle = existing.get(year_label(year))
        if cycle is None:
            Cycle.objects.create(
                requirement=requirement,
                label=year_label(year),
                opens_on=opens_on,
                due_on=due_on,
                closes_on=closes_on,
            )
        elif cycle.due_on != due_on and clock.today() < cycle.opens_on:
            Cycle.objects.filter(pk=cycle.pk).update(due_on=due_on)

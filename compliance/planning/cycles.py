"""Makes the cycles of a requirement, each a named calendar period."""

from datetime import date, timedelta

from django.db.models import Q

from compliance.enums import CycleKind
from compliance.models import AcceptedActivity, Cycle, Requirement, RequirementVersion
from compliance.rules.dates import (
    FIRST_OF_ALL,
    ONCE_LABEL,
    edition_label,
    newcomer_due,
    year_label,
    year_of,
    year_window,
)
from core import clock
from lms.api import ActivityVersion, ChangeClass


def ensure_cycles(requirement: Requirement, *, until: date) -> list[Cycle]:
    """Return the cycles from the first rule up to `until`, in order, and make those missing.

    A cycle that did not open yet follows a rule that changed; one that opened stays what it is.
    """
    versions = list(requirement.versions.order_by("valid_from"))
    if not versions:
        return []
    make = {CycleKind.ONCE: _once, CycleKind.EDITION: _editions}
    make.get(CycleKind(versions[0].cycle_kind), _years)(requirement, versions, until)
    return list(requirement.cycles.order_by("opens_on", "edition", "pk"))


def version_on(versions: list[RequirementVersion], day: date) -> RequirementVersion:
    """Return the rule on `day`; before the first it is the first, after the last the last."""
    return next((v for v in versions if v.valid_until is None or day < v.valid_until), versions[-1])


def _once(requirement: Requirement, versions: list[RequirementVersion], _until: date) -> None:
    version = versions[0]
    due_on = version.sitting_due_on or newcomer_due(version.valid_from, version.newcomer_days)
    Cycle.objects.get_or_create(
        requirement=requirement,
        label=ONCE_LABEL,
        defaults={"opens_on": version.valid_from, "due_on": due_on, "closes_on": None},
    )


def _years(requirement: Requirement, versions: list[RequirementVersion], until: date) -> None:
    start_month, first = versions[0].start_month, versions[0].valid_from
    last_year = year_of(_last_day(versions, until), start_month=start_month)
    existing = {cycle.label: cycle for cycle in requirement.cycles.all()}
    for year in range(year_of(first, start_month=start_month), last_year + 1):
        version = version_on(versions, max(date(year, start_month, 1), first))
        opens_on, due_on, closes_on = year_window(
            year,
            due_month=version.due_month,
            due_day=version.due_day,
            start_month=start_month,
        )
        label = year_label(year, start_month=start_month)
        cycle = existing.get(label)
        if cycle is None:
            Cycle.objects.create(
                requirement=requirement,
                label=label,
                opens_on=opens_on,
                due_on=due_on,
                closes_on=closes_on,
            )
        elif cycle.due_on != due_on and clock.today() < cycle.opens_on:
            Cycle.objects.filter(pk=cycle.pk).update(due_on=due_on)


def _editions(requirement: Requirement, versions: list[RequirementVersion], until: date) -> None:
    """Make a cycle for each edition; of those from before the first rule only the latest.

    An edition is the first version of the accepted activity and each later one that asks people to
    do it again. It is published, so known, before it is a cycle: change pulls, it is not pushed.
    """
    first, last_day = versions[0].valid_from, _last_day(versions, until)
    known = set(requirement.cycles.values_list("edition_id", flat=True))
    days = [(edition, clock.business_date(edition.published_at)) for edition in _of(requirement)]
    before = [edition.pk for edition, day in days if day <= first]
    for edition, opens_on in days:
        if edition.pk in {*known, *before[:-1]} or opens_on > last_day:
            continue
        asked_from = max(opens_on, first)
        version = version_on(versions, asked_from)
        Cycle.objects.create(
            requirement=requirement,
            label=_free_label(requirement, edition_label(opens_on)),
            opens_on=opens_on,
            due_on=asked_from + timedelta(days=version.due_days),
            closes_on=None,
            edition=edition,
        )


def _of(requirement: Requirement) -> list[ActivityVersion]:
    accepted = AcceptedActivity.objects.filter(
        version__requirement=requirement, instead_of__isnull=True
    )
    again = Q(number=FIRST_OF_ALL) | Q(change_class=ChangeClass.NORMATIVE)
    rows = ActivityVersion.objects.filter(again, activity__in=accepted.values("activity"))
    return list(rows.order_by("published_at", "pk"))


def _free_label(requirement: Requirement, label: str) -> str:
    """Return the label, with a number when there was an edition on that day before."""
    number = requirement.cycles.filter(label__startswith=label).count()
    return f"{label} ({number + 1})" if number else label


def _last_day(versions: list[RequirementVersion], until: date) -> date:
    last = versions[-1].valid_until
    return min(until, last - timedelta(days=1) if last else until)

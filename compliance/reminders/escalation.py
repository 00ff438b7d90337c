"""Telling the manager above a team how many are late: a number, never a name."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import override

from compliance.figures.daily import figures_on
from compliance.models import Cycle, ReminderRule
from compliance.privacy.hiding import Reader
from compliance.reminders.days import CATCH_UP
from compliance.reminders.rules import escalations
from core import clock
from core.dates import format_date
from notifications.models import Notice
from notifications.services import NewNotice, queue_notices
from organisations.enums import MandateKind
from organisations.models import Mandate, UnitVersion
from organisations.reports import unit_names

KIND = "compliance.escalation"


def plan_escalations() -> int:
    """Put a message in the outbox of the managers above a team, once per cycle; return how many.

    Only for requirements whose rule says so, when the agreed days have passed.
    """
    return sum(_plan(rule, cycle) for rule in escalations() for cycle in _cycles(rule))


def _cycles(rule: ReminderRule) -> Sequence[Cycle]:
    last = clock.today() - timedelta(days=rule.escalate_after or 0)
    dates = (last - timedelta(days=CATCH_UP), last)
    return list(Cycle.objects.filter(requirement=rule.requirement, due_on__range=dates))


@transaction.atomic
def _plan(rule: ReminderRule, cycle: Cycle) -> int:
    today = clock.today()
    late = late_by_unit(requirement_id=rule.requirement_id, on=today)
    mandates = Mandate.objects.current().active_on(today).filter(kind=MandateKind.MANAGER)
    held = mandates.filter(unit__in=late).select_related("holder").order_by("pk")
    return queue_notices(
        [
            NewNotice(
                kind=KIND,
                key=f"{KIND}:{cycle.pk}:{row.unit_id}:{row.holder.uuid}",
                person=row.holder,
                context={"cycle": cycle.pk, "unit": row.unit_id},
            )
            for row in held
        ]
    )


def late_by_unit(*, requirement_id: int, on: date) -> dict[int, int]:
    """Return how many are late per unit that has units below it, where that may be shown.

    These are the figures of the page of the organisation, with the same small groups hidden.
    """
    versions = UnitVersion.objects.current().active_on(on).filter(parent__isnull=False)
    children: dict[int, list[int]] = {}
    for parent, unit in versions.values_list("parent_id", "unit_id"):
        children.setdefault(parent, []).append(unit)
    if not children:
        return {}
    found = figures_on(
        as_of=on, chain=list(children), children=children, requirement_ids=[requirement_id]
    )[on]
    late = {}
    for unit in children:
        counts = found.figure(unit, requirement_id).counts
        number = counts.overdue + counts.in_grace
        if number and found.shows(Reader(chain=(unit,), lists_people=True), requirement_id):
            late[unit] = number
    return late


def refresh_escalations(notices: Sequence[Notice]) -> dict[int, Mapping[str, Any] | None]:
    """Return what to fill in; None when nobody is late any more, or the mandate has ended."""
    today = clock.today()
    cycles = Cycle.objects.select_related("requirement").in_bulk(
        {row.context["cycle"] for row in notices}
    )
    late = {
        requirement: late_by_unit(requirement_id=requirement, on=today)
        for requirement in {cycle.requirement_id for cycle in cycles.values()}
    }
    units = {row.context["unit"] for row in notices}
    names = unit_names(units, today)
    codes = _codes(units)
    held = set(
        Mandate.objects.current()
        .active_on(today)
        .filter(kind=MandateKind.MANAGER, unit__in=units)
        .values_list("holder_id", "unit_id")
    )
    contexts: dict[int, Mapping[str, Any] | None] = {}
    for row in notices:
        cycle, unit = cycles[row.context["cycle"]], row.context["unit"]
        number = late[cycle.requirement_id].get(unit, 0)
        is_held = (row.person_id, unit) in held and unit in names
        contexts[row.pk] = (
            _context(row, cycle, names[unit].name, codes[unit], number)
            if number and is_held
            else None
        )
    return contexts


def _codes(units: set[int]) -> dict[int, str]:
    rows = UnitVersion.objects.filter(unit__in=units).values_list("unit_id", "unit__code")
    return dict(rows)


def _context(notice: Notice, cycle: Cycle, unit: str, code: str, number: int) -> Mapping[str, Any]:
    with override(notice.person.language):
        return {
            "naam": notice.person.name,
            "onderdeel": cycle.requirement.title,
            "datum": format_date(cycle.due_on),
            "organisatieonderdeel": unit,
            "aantal": str(number),
            "knop": reverse("organisatie-onderdeel", args=[code]),
        }

"""The week of a manager: how many of the own people are late, and who. Compulsory things only."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from compliance.figures.counts import PersonRow
from compliance.figures.people import person_rows
from compliance.reminders.open_duties import OpenDuty, open_duties
from compliance.reports.badges import SOON
from core import clock
from notifications.models import Notice
from notifications.moments import is_working_day
from notifications.services import NewNotice, queue_notices
from organisations.enums import MandateKind
from organisations.models import Mandate, Person
from organisations.reports import unit_names

KIND = "compliance.manager_week"
BATCH = 500
_MANAGERS = (MandateKind.MANAGER, MandateKind.ACTING_MANAGER)


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamWeek:
    """A team: who is late, by name, and how many have at most two weeks left."""

    name: str
    late: tuple[str, ...]
    soon: int


def plan_manager_weeks() -> int:
    """Put the message of this week in the outbox of every manager with something to see.

    On the first working day of the week, or a later one when nothing ran then.
    """
    today = clock.today()
    if not is_working_day(today):
        return 0
    year, week, _weekday = today.isocalendar()
    holders = _managers(today)
    messages = 0
    for start in range(0, len(holders), BATCH):
        messages += _plan_batch(holders[start : start + BATCH], today, f"{year}-W{week:02}")
    return messages


def _managers(today: date) -> list[int]:
    rows = Mandate.objects.current().active_on(today).filter(kind__in=_MANAGERS)
    return sorted(set(rows.values_list("holder_id", flat=True)))


@transaction.atomic
def _plan_batch(holders: Sequence[int], today: date, week: str) -> int:
    people = Person.objects.in_bulk(holders)
    keys = {pk: f"{KIND}:{person.uuid}:{week}" for pk, person in people.items()}
    there = Notice.objects.filter(key__in=keys.values()).values_list("key", flat=True)
    known = set(there)
    left = [pk for pk in people if keys[pk] not in known]
    weeks = weeks_of(left, today=today)
    return queue_notices(
        [NewNotice(kind=KIND, key=keys[pk], person=people[pk]) for pk in left if weeks.get(pk)]
    )


def refresh_manager_weeks(notices: Sequence[Notice]) -> dict[int, Mapping[str, Any] | None]:
    """Return what to fill in; None when nobody is late or nearly so, or the mandate has ended."""
    weeks = weeks_of([row.person_id for row in notices], today=clock.today())
    return {row.pk: _context(row.person, weeks.get(row.person_id, [])) for row in notices}


def weeks_of(holders: Collection[int], *, today: date) -> dict[int, list[TeamWeek]]:
    """Return per manager the teams with somebody who is late or nearly so."""
    mandates = Mandate.objects.current().active_on(today)
    held = list(
        mandates.filter(kind__in=_MANAGERS, holder__in=holders)
        .order_by("holder", "unit")
        .values_list("holder_id", "unit_id")
        .distinct()
    )
    teams = _teams({unit for _holder, unit in held}, today)
    found: dict[int, list[TeamWeek]] = {}
    for holder, unit in held:
        if unit in teams:
            found.setdefault(holder, []).append(teams[unit])
    return found


def _teams(units: Collection[int], today: date) -> dict[int, TeamWeek]:
    rows = person_rows(unit_ids=units, as_of=today)
    duties = open_duties(person_ids=[row.person_id for row in rows], as_of=today)
    names = unit_names(units, today)
    by_unit: dict[int, list[PersonRow]] = {}
    for row in rows:
        for unit in row.unit_ids:
            by_unit.setdefault(unit, []).append(row)
    return {
        unit: team
        for unit, people in by_unit.items()
        if unit in names and (team := _team(names[unit].name, people, duties, today))
    }


def _team(
    name: str, people: Iterable[PersonRow], duties: Mapping[int, list[OpenDuty]], today: date
) -> TeamWeek | None:
    late, soon = [], 0
    for person in people:
        owed = duties.get(person.person_id, [])
        if any(duty.is_late for duty in owed):
            late.append(person.name)
        elif owed and owed[0].due_on - today <= SOON:
            soon += 1
    return TeamWeek(name=name, late=tuple(late), soon=soon) if late or soon else None


def _context(person: Person, weeks: Sequence[TeamWeek]) -> Mapping[str, Any] | None:
    if not weeks:
        return None
    with override(person.language):
        return {
            "naam": person.name,
            "teams": [f"{week.name}: {_numbers(week)}." for week in weeks],
            "teams_met_namen": [f"{week.name}: {_numbers(week)}.{_names(week)}" for week in weeks],
            "knop": reverse("mijn-team"),
        }


def _numbers(week: TeamWeek) -> str:
    late, soon = len(week.late), week.soon
    parts = [
        ngettext("%(n)d person late", "%(n)d persons late", late) % {"n": late},
        ngettext(
            "%(n)d person with at most 14 days left",
            "%(n)d persons with at most 14 days left",
            soon,
        )
        % {"n": soon},
    ]
    return ", ".join(part for part, number in zip(parts, (late, soon), strict=True) if number)


def _names(week: TeamWeek) -> str:
    return " " + _("Late: %(names)s.") % {"names": ", ".join(week.late)} if week.late else ""

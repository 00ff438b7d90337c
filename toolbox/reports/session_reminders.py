"""Whom there is something to remind of about team sessions, and who manages which team."""

from collections.abc import Collection, Iterable
from datetime import date

from compliance.enums import Status
from compliance.models import Obligation, Requirement
from compliance.status.sql import status_rows
from organisations.models import Absence, Mandate, PersonMerge
from toolbox.access.teams import ACTIVITY_KEY, MANAGERS
from toolbox.enums import SessionState
from toolbox.models import TeamSession

_TO_DO = frozenset({Status.OPEN, Status.OVERDUE, Status.IN_GRACE})


def managers_of(units: Iterable[int], today: date) -> dict[int, set[int]]:
    """Return who manages each of these units today and is not away, as whom they count."""
    held = Mandate.objects.current().active_on(today).filter(kind__in=MANAGERS, unit__in=units)
    rows = list(
        held.filter(holder__erased_at__isnull=True).values_list("unit_id", "holder_id").distinct()
    )
    people = {person for _unit, person in rows}
    merges = PersonMerge.objects.current().filter(person__in=people)
    roots = dict(merges.values_list("person_id", "into_id"))
    known = people | set(roots.values())
    absences = Absence.objects.current().active_on(today).filter(person__in=known)
    away = set(absences.values_list("person_id", flat=True))
    found: dict[int, set[int]] = {}
    for unit, person in rows:
        if person not in away and roots.get(person, person) not in away:
            found.setdefault(unit, set()).add(roots.get(person, person))
    return found


def teams_to_plan(today: date, units: Collection[int] | None = None) -> dict[int, date]:
    """Return the teams that still owe a session and have none planned, with the last day.

    Of these units, or of all teams.
    """
    requirements = _requirements()
    if not requirements:
        return {}
    owed = Obligation.objects.filter(
        unit__isnull=False, cycle__requirement__in=requirements, due_on__gte=today
    )
    if units is not None:
        owed = owed.filter(unit__in=units)
    owing = set(owed.values_list("unit_id", flat=True))
    rows = status_rows(as_of=today, requirement_ids=requirements, unit_ids=owing)
    planned = set(
        TeamSession.objects.filter(state=SessionState.PLANNED).values_list("unit_id", flat=True)
    )
    return {
        row.unit_id: row.due_on
        for row in rows
        if row.unit_id is not None
        and row.status in _TO_DO
        and row.opens_on <= today <= row.due_on
        and row.unit_id not in planned
    }


def _requirements() -> list[int]:
    rows = Requirement.objects.filter(versions__accepted__activity__key=ACTIVITY_KEY)
    return sorted(set(rows.values_list("pk", flat=True)))

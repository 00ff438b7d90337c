"""Why a figure of a day is another now: how many people, by what was heard of later.

Only people about whom something was recorded after the snapshot are looked at: the others cannot
have changed. Of each of them place and status are computed as known then and now; who differs is
counted under the first reason that applies, in the order of `DifferenceReason`.
"""

# The statements are put together from names of our own tables and from numbers only.
# ruff: noqa: S608

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from compliance.enums import DifferenceReason as Reason
from compliance.models import Obligation, ObligationEvent, Snapshot
from compliance.snapshots.rebuilding import Rebuilt
from compliance.status.query import StatusQuery
from compliance.status.sql import fetch, persons_scope
from lms.api import Completion
from organisations.models import Appointment, PersonMerge
from organisations.querysets import active_q

_BATCH = 5000

Stands = frozenset[tuple[Any, ...]]
"""All that a figure rests on of one person: unit, requirement, status and newcomer."""
UnitReason = tuple[int, Reason]
_NOWHERE: Stands = frozenset()


def explained(snapshot: Snapshot, rebuilt: Rebuilt, known_at: datetime) -> Counter[UnitReason]:
    """Return how many people stand elsewhere now, per unit with all below it and per reason.

    Somebody counts in every unit in which, then or now, something of them differs.
    """
    day, then = snapshot.reference_date, snapshot.known_at
    heard = heard_of_later(day, then)
    found: Counter[UnitReason] = Counter()
    people = sorted(heard)
    for start in range(0, len(people), _BATCH):
        batch = people[start : start + _BATCH]
        before, after = _standing(batch, day, then), _standing(batch, day, known_at)
        for person in batch:
            changed = before.get(person, _NOWHERE) ^ after.get(person, _NOWHERE)
            places = {stand[0] for stand in changed}
            found.update((unit, heard[person]) for unit in _above(places, rebuilt))
    return found


def _above(places: Collection[int], rebuilt: Rebuilt) -> set[int]:
    """Return these units and what stood above them, as it was frozen and as it is known now."""
    found: set[int] = set()
    for units in (rebuilt.frozen.units, rebuilt.found.units):
        for place in places:
            if place in units:
                found.update(int(part) for part in units[place].path.strip("/").split("/"))
    return found


def heard_of_later(day: date, then: datetime) -> dict[int, Reason]:
    """Return the people about whom something that matters on a day was recorded after a moment."""
    later = Q(recorded_at__gt=then)
    changed = later | Q(superseded_at__gt=then)
    merges = PersonMerge.objects.filter(changed)
    done = Completion.objects.filter(later, person__isnull=False, occurred_on__lte=day)
    events = ObligationEvent.objects.filter(later, effective_on__lte=day)
    sources: list[tuple[Reason, Iterable[int | None]]] = [
        (Reason.MERGE, merges.values_list("person_id", flat=True)),
        (Reason.MERGE, merges.values_list("into_id", flat=True)),
        (Reason.PLACE, _persons(Appointment.objects.filter(changed & active_q(day)))),
        (Reason.VOID, _persons(done.filter(voids__isnull=False))),
        (Reason.COMPLETION, _persons(done.filter(voids__isnull=True))),
        (Reason.DECISION, events.values_list("obligation__person_id", flat=True)),
        (Reason.OBLIGATION, _persons(Obligation.objects.filter(later, opens_on__lte=day))),
    ]
    found: dict[int, Reason] = {}
    for reason, persons in sources:
        for person in persons:
            if person is not None:
                found.setdefault(person, reason)
    return found | _roots(found)


def _persons(rows: Any) -> Iterable[int | None]:
    values: Iterable[int | None] = rows.values_list("person_id", flat=True)
    return values


def _roots(found: Mapping[int, Reason]) -> dict[int, Reason]:
    """Return whom merged records count as: what is heard of a record moves the person."""
    merges = PersonMerge.objects.filter(person__in=found).values_list("person_id", "into_id")
    return {into: found[person] for person, into in merges if into not in found}


def _standing(persons: list[int], day: date, known_at: datetime | None) -> dict[int, Stands]:
    query = StatusQuery(
        as_of=day,
        known_at=known_at,
        only_current=True,
        scope=persons_scope(persons),
    )
    where = f"{query.active('a')} AND {query.known('a')}"
    sql = f"""WITH {query.merges()}, {query.ctes()},
place AS (
  SELECT DISTINCT COALESCE(m.into_id, a.person_id) AS person_id, a.unit_id
  FROM {_APPOINTMENT} a LEFT JOIN merged m ON m.person_id = a.person_id
  WHERE {where} AND COALESCE(m.into_id, a.person_id) IN ({query.scope})
)
SELECT place.person_id, place.unit_id, r.requirement_id, r.status, r.is_newcomer
FROM place LEFT JOIN result r ON r.person_id = place.person_id"""
    found: dict[int, set[tuple[Any, ...]]] = {}
    for person, *stand in fetch(sql, query.params):
        found.setdefault(person, set()).add(tuple(stand))
    return {person: frozenset(stand) for person, stand in found.items()}


_APPOINTMENT = Appointment._meta.db_table

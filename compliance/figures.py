"""Figures for the screens: how many in a unit are done, and who in a team.

Everything is computed from the facts in one statement, whatever the number of rows.
"""

# The statements are put together from names of our own tables and from numbers only.
# ruff: noqa: S608

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db.models import Count

from compliance.counts import Counts, PersonRow, PersonStatus, count_field
from compliance.duties import Duty, DutyActivity, own_duties
from compliance.enums import Status
from compliance.status_query import StatusQuery, integers
from compliance.status_sql import RESULT, fetch, known_grace_days, read_row
from organisations.models import Appointment, Person, UnitAncestry, UnitVersion

LARGE = 1000
"""From this number of units on, a unit counts as a large part of all."""

__all__ = [
    "Counts",
    "Duty",
    "DutyActivity",
    "PersonRow",
    "PersonStatus",
    "own_duties",
    "person_rows",
    "unit_counts",
]


def unit_counts(
    *,
    unit_ids: Collection[int],
    requirement_ids: Collection[int] | None = None,
    as_of: date,
    known_at: datetime | None = None,
    cycle_label: str | None = None,
) -> dict[tuple[int, int], Counts]:
    """Count the persons of each unit and everything below it, per unit id and requirement id.

    Who has an appointment there on `as_of` counts once, whatever their number of appointments.
    Counted is the obligation that opened by `as_of`, of a cycle that did not close before it, and
    of several the one due last; or that of the named cycle, when it opened.
    A pair that nobody has a duty in is not in the answer; use `.get(pair, Counts())`.
    """
    query = _query(as_of, known_at, requirement_ids, cycle_label)
    if _is_large(unit_ids):
        query = replace(query, scope=None)
    sql = f"""WITH RECURSIVE {query.merges()},
{_tree(query, unit_ids)},
{_place(query)},
{query.ctes()}
SELECT place.unit_id, r.requirement_id, r.status, r.is_newcomer, COUNT(*)
FROM result r JOIN place ON place.person_id = r.person_id
GROUP BY place.unit_id, r.requirement_id, r.status, r.is_newcomer"""
    found: dict[tuple[int, int], Counts] = {}
    for unit_id, requirement_id, status, is_newcomer, number in fetch(sql, query.params):
        pair = (unit_id, requirement_id)
        name = count_field(Status(status), is_newcomer=bool(is_newcomer))
        found[pair] = found.get(pair, Counts()) + Counts(**{name: number})
    return found


def person_rows(
    *,
    unit_id: int,
    as_of: date,
    known_at: datetime | None = None,
    requirement_ids: Collection[int] | None = None,
    cycle_label: str | None = None,
) -> list[PersonRow]:
    """Return the persons with an appointment in exactly this unit, sorted by name."""
    query = _query(as_of, known_at, requirement_ids, cycle_label)
    sql = f"""WITH {query.merges()},
place AS (
  SELECT DISTINCT COALESCE(m.into_id, a.person_id) AS person_id, a.kind
  FROM {_APPOINTMENT} a LEFT JOIN merged m ON m.person_id = a.person_id
  WHERE a.unit_id = {int(unit_id)} AND {query.active("a")} AND {query.known("a")}
),
{query.ctes()}
SELECT place.kind, p.uuid, p.name, p.sort_name, p.id, {RESULT}
FROM place JOIN {_PERSON} p ON p.id = place.person_id
LEFT JOIN result r ON r.person_id = place.person_id
ORDER BY p.sort_name, p.id, place.kind, r.requirement_id"""
    rows = fetch(sql, query.params)
    return [_person_row(list(same)) for _id, same in groupby(rows, key=itemgetter(4))]


def _query(
    as_of: date,
    known_at: datetime | None,
    requirement_ids: Collection[int] | None,
    cycle_label: str | None,
) -> StatusQuery:
    return StatusQuery(
        as_of=as_of,
        known_at=known_at,
        grace_days=known_grace_days(),
        requirement_ids=requirement_ids,
        cycle_label=cycle_label,
        only_current=True,
        scope="SELECT person_id FROM place",
    )


def _is_large(unit_ids: Collection[int]) -> bool:
    """Tell whether it is cheaper to read everybody than to look persons up one by one."""
    below = UnitAncestry.objects.filter(ancestor__in=unit_ids).values("ancestor")
    return below.annotate(number=Count("pk")).filter(number__gt=LARGE).exists()


def _tree(query: StatusQuery, unit_ids: Collection[int]) -> str:
    """Return the CTE `tree`: each asked unit with everything below it on the day.

    The closure table knows what is known now; an earlier knowledge reads the versions themselves.
    """
    asked = integers(unit_ids)
    if query.known_at is None:
        return f"""tree AS (
  SELECT t.ancestor_id AS unit_id, t.descendant_id FROM {_ANCESTRY} t
  WHERE t.ancestor_id IN ({asked}) AND {query.active("t")}
)"""
    holds = f"{query.active('v')} AND {query.known('v')}"
    return f"""tree(unit_id, descendant_id) AS (
  SELECT v.unit_id, v.unit_id FROM {_VERSION} v WHERE v.unit_id IN ({asked}) AND {holds}
  UNION
  SELECT tree.unit_id, v.unit_id
  FROM tree JOIN {_VERSION} v ON v.parent_id = tree.descendant_id AND {holds}
)"""


def _place(query: StatusQuery) -> str:
    """Return the CTE `place`: each person once per asked unit."""
    return f"""place AS (
  SELECT DISTINCT tree.unit_id, COALESCE(m.into_id, a.person_id) AS person_id
  FROM tree JOIN {_APPOINTMENT} a ON a.unit_id = tree.descendant_id
  LEFT JOIN merged m ON m.person_id = a.person_id
  WHERE {query.active("a")} AND {query.known("a")}
)"""


def _person_row(rows: Sequence[tuple[Any, ...]]) -> PersonRow:
    """Return one person from a row per kind of appointment and requirement."""
    _kind, uuid, name, sort_name, person_id = rows[0][:5]
    found = {row[5]: read_row(row[5:]) for row in rows if row[5] is not None}
    return PersonRow(
        person_id=person_id,
        uuid=str(UUID(str(uuid))),
        name=name,
        sort_name=sort_name,
        kinds=tuple(dict.fromkeys(row[0] for row in rows)),
        statuses={
            row.requirement_id: PersonStatus(
                requirement_id=row.requirement_id,
                cycle_label=row.cycle_label,
                status=row.status,
                due_on=row.due_on,
                done_on=row.done_on,
                is_newcomer=row.is_newcomer,
            )
            for row in found.values()
        },
    )


_ANCESTRY = UnitAncestry._meta.db_table
_VERSION = UnitVersion._meta.db_table
_APPOINTMENT = Appointment._meta.db_table
_PERSON = Person._meta.db_table

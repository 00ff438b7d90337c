"""Persons with where they stand, for the screens that list persons: of units, or by their ids.

Everything is computed from the facts in one statement, whatever the number of rows.
"""

# The statements are put together from names of our own tables and from numbers only.
# ruff: noqa: S608

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db import connection

from compliance.figures.counts import PersonRow, PersonStatus
from compliance.status.query import StatusQuery, integers
from compliance.status.sql import (
    RESULT,
    StatusRow,
    fetch,
    persons_scope,
    read_row,
)
from core.statements import fetch_prepared
from organisations.models import Appointment, Person, Unit

FEW_UNITS = 25
"""Up to this number of teams planning the statement takes longer than finding their people."""


def person_rows(
    *,
    unit_ids: Collection[int],
    as_of: date,
    known_at: datetime | None = None,
    requirement_ids: Collection[int] | None = None,
    cycle_label: str | None = None,
) -> list[PersonRow]:
    """Return the persons with an appointment in exactly these units, each once, by name."""
    query = StatusQuery(
        as_of=as_of,
        known_at=known_at,
        requirement_ids=requirement_ids,
        cycle_label=cycle_label,
        only_current=True,
        scope="SELECT person_id FROM place",
    )
    sql = f"""WITH {query.merges()},
place AS (
  SELECT DISTINCT COALESCE(m.into_id, a.person_id) AS person_id, a.kind, a.unit_id
  FROM {_APPOINTMENT} a LEFT JOIN merged m ON m.person_id = a.person_id
  WHERE {_in_units("a.unit_id", unit_ids)} AND {query.active("a")} AND {query.known("a")}
),
{query.ctes()}
SELECT place.kind, place.unit_id, p.uuid, p.name, p.sort_name, p.id, {RESULT}
FROM place JOIN {_PERSON} p ON p.id = place.person_id
LEFT JOIN result r ON r.person_id = place.person_id
ORDER BY p.sort_name, p.id, place.kind, r.requirement_id"""
    ask = fetch_prepared if len(unit_ids) <= FEW_UNITS else fetch
    rows = ask(sql, query.params | _units(unit_ids))
    return [_person_row(list(same)) for _id, same in groupby(rows, key=itemgetter(5))]


def _units(unit_ids: Collection[int]) -> dict[str, list[int]]:
    """Return the value of the place for units, of which SQLite has none and takes no list."""
    return {"units": sorted(unit_ids)} if connection.vendor == "postgresql" else {}


def _in_units(column: str, unit_ids: Collection[int]) -> str:
    """Return the condition "in these units", of which the text is always the same if it can be."""
    if connection.vendor == "postgresql":
        return f"{column} = ANY(%(units)s::bigint[])"
    return f"{column} IN ({integers(unit_ids)})"


def statuses_of(
    *,
    person_ids: Collection[int],
    as_of: date,
    known_at: datetime | None = None,
    requirement_ids: Collection[int] | None = None,
) -> dict[int, dict[int, PersonStatus]]:
    """Return where persons stand now, per person id and requirement id."""
    query = StatusQuery(
        as_of=as_of,
        known_at=known_at,
        requirement_ids=requirement_ids,
        only_current=True,
        scope=persons_scope(person_ids),
    )
    sql = f"WITH {query.merges()}, {query.ctes()} SELECT {RESULT} FROM result r"
    found: dict[int, dict[int, PersonStatus]] = {}
    for row in map(read_row, fetch(sql, query.params)):
        if row.person_id is not None:
            found.setdefault(row.person_id, {})[row.requirement_id] = _status(row)
    return found


def team_statuses(
    *, unit_ids: Collection[int], as_of: date, known_at: datetime | None = None
) -> dict[int, dict[int, PersonStatus]]:
    """Return where teams stand with the duties of the team itself, per unit and requirement id."""
    query = StatusQuery(
        as_of=as_of,
        known_at=known_at,
        only_current=True,
        teams=True,
        scope=f"SELECT id FROM {_UNIT} WHERE id IN ({integers(unit_ids)})",
    )
    sql = f"WITH {query.merges()}, {query.ctes()} SELECT {RESULT} FROM result r"
    found: dict[int, dict[int, PersonStatus]] = {}
    for row in map(read_row, fetch(sql, query.params)):
        if row.unit_id is not None:
            found.setdefault(row.unit_id, {})[row.requirement_id] = _status(row)
    return found


def _person_row(rows: Sequence[tuple[Any, ...]]) -> PersonRow:
    """Return one person from a row per kind of appointment, unit and requirement."""
    _kind, _unit, uuid, name, sort_name, person_id = rows[0][:6]
    found = {row[6]: read_row(row[6:]) for row in rows if row[6] is not None}
    return PersonRow(
        person_id=person_id,
        uuid=str(UUID(str(uuid))),
        name=name,
        sort_name=sort_name,
        kinds=tuple(dict.fromkeys(row[0] for row in rows)),
        unit_ids=frozenset(row[1] for row in rows),
        statuses=_by_requirement(found),
    )


def _by_requirement(rows: Mapping[int, StatusRow]) -> dict[int, PersonStatus]:
    return {row.requirement_id: _status(row) for row in rows.values()}


def _status(row: StatusRow) -> PersonStatus:
    return PersonStatus(
        requirement_id=row.requirement_id,
        cycle_label=row.cycle_label,
        status=row.status,
        due_on=row.due_on,
        done_on=row.done_on,
        is_newcomer=row.is_newcomer,
    )


_APPOINTMENT = Appointment._meta.db_table
_PERSON = Person._meta.db_table
_UNIT = Unit._meta.db_table

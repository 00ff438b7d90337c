"""The status of many obligations at once, in one statement; see `compliance.status.query`."""

# The statements are put together from names of our own tables and from numbers only.
# ruff: noqa: S608

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import connection

from compliance.enums import Status
from compliance.status.query import StatusQuery, integers
from organisations.models import Person, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusRow:
    """The status of one obligation: of a person, or of a team (`unit_id`)."""

    obligation_id: int
    person_id: int | None
    unit_id: int | None
    requirement_id: int
    cycle_id: int
    cycle_label: str
    version_id: int
    status: Status
    opens_on: date
    counts_from: date | None
    due_on: date
    closes_on: date | None
    done_on: date | None
    is_newcomer: bool


def status_rows(
    *,
    as_of: date,
    known_at: datetime | None = None,
    requirement_ids: Collection[int] | None = None,
    cycle_label: str | None = None,
    person_ids: Collection[int] | None = None,
    unit_ids: Collection[int] | None = None,
) -> list[StatusRow]:
    """Return the status of every obligation of these requirements, by id.

    Of these persons (`person_ids`) and teams (`unit_ids`); without either of everybody.
    """
    query = StatusQuery(
        as_of=as_of,
        known_at=known_at,
        requirement_ids=requirement_ids,
        cycle_label=cycle_label,
    )
    queries = []
    if person_ids is not None or unit_ids is None:
        queries.append(replace(query, scope=_scope(Person, person_ids)))
    if unit_ids is not None or person_ids is None:
        queries.append(replace(query, teams=True, scope=_scope(Unit, unit_ids)))
    rows = [row for one in queries for row in _rows(one)]
    return sorted(rows, key=lambda row: row.obligation_id)


def _rows(query: StatusQuery) -> list[StatusRow]:
    sql = f"WITH {query.merges()}, {query.ctes()} SELECT {RESULT} FROM result r"
    return [read_row(row) for row in fetch(sql, query.params)]


def persons_scope(person_ids: Iterable[int]) -> str:
    """Return a scope of these persons."""
    return f"SELECT id FROM {Person._meta.db_table} WHERE id IN ({integers(person_ids)})"


def _scope(model: type[Person | Unit], ids: Collection[int] | None) -> str | None:
    if ids is None:
        return None
    return f"SELECT id FROM {model._meta.db_table} WHERE id IN ({integers(ids)})"


def fetch(sql: str, params: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Return the rows of a statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


RESULT = (
    "r.id, r.person_id, r.unit_id, r.requirement_id, r.cycle_id, r.label, r.version_id, r.status,"
    " r.opens_on, r.counts_from, r.due_on, r.closes_on, r.done_on, r.is_newcomer"
)
"""The columns that `read_row` reads."""


def read_row(row: tuple[Any, ...]) -> StatusRow:
    """Return the columns of `RESULT` as a fact."""
    opens_on, counts_from, due_on, closes_on, done_on = map(as_date, row[8:13])
    if opens_on is None or due_on is None:
        raise ValueError(row)
    return StatusRow(
        obligation_id=row[0],
        person_id=row[1],
        unit_id=row[2],
        requirement_id=row[3],
        cycle_id=row[4],
        cycle_label=row[5],
        version_id=row[6],
        status=Status(row[7]),
        opens_on=opens_on,
        counts_from=counts_from,
        due_on=due_on,
        closes_on=closes_on,
        done_on=done_on,
        is_newcomer=bool(row[13]),
    )


def as_date(value: date | str | None) -> date | None:
    """Return a date as the engine gave it; SQLite keeps dates as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value

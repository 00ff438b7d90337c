"""The status of many obligations at once, in one statement; see `compliance.status_query`."""

# The statements are put together from names of our own tables and from numbers only.
# ruff: noqa: S608

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from compliance.enums import Status
from compliance.models import RequirementVersion
from compliance.status_query import StatusQuery, integers
from organisations.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusRow:
    """The status of one obligation; `unit_id` only for a duty of a team."""

    obligation_id: int
    person_id: int
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
) -> list[StatusRow]:
    """Return the status of every obligation of these requirements and persons (None: all)."""
    scope = None if person_ids is None else persons_scope(person_ids)
    query = StatusQuery(
        as_of=as_of,
        known_at=known_at,
        grace_days=known_grace_days(),
        requirement_ids=requirement_ids,
        cycle_label=cycle_label,
        scope=scope,
    )
    sql = f"WITH {query.merges()}, {query.ctes()} SELECT {RESULT} FROM result r ORDER BY r.id"
    return [read_row(row) for row in fetch(sql, query.params)]


def known_grace_days() -> tuple[int, ...]:
    """Return the days of grace that occur in the rules."""
    found = RequirementVersion.objects.order_by().values_list("grace_days", flat=True).distinct()
    return tuple(found)


def persons_scope(person_ids: Iterable[int]) -> str:
    """Return a scope of these persons."""
    return f"SELECT id FROM {Person._meta.db_table} WHERE id IN ({integers(person_ids)})"


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

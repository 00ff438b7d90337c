"""Everybody below a unit with where they stand, in one statement, for files of any size.

Asking for a few thousand people at a time would plan, and often read, the same tables again for
each of them; and a file that took a minute would tell of as many moments.
"""

# The statement is put together from names of our own tables and from our own conditions only.
# ruff: noqa: S608

from collections.abc import Collection, Iterator
from contextlib import nullcontext
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import connection

from compliance.figures.directory import Directory
from compliance.status.everybody import asking_everybody
from compliance.status.query import StatusQuery
from organisations.models import Appointment, Person, UnitAncestry, UnitVersion
from organisations.querysets import active_q

FETCHED = 2000
"""How many rows are in memory at a time."""
Work = tuple[str, int]
"""A kind of appointment and the unit."""
Placed = tuple[str, tuple[Work, ...], str]
"""A name, where and as what somebody works here, and where they stand, as `standings_in` reads."""
Standing = tuple[int, str, str, bool]
"""Requirement, status, last day and "is a newcomer"."""


def everybody(directory: Directory, *, requirement_ids: Collection[int]) -> Iterator[Placed]:
    """Yield everybody in a directory by name, without holding them all."""
    query = StatusQuery(
        as_of=directory.as_of,
        requirement_ids=requirement_ids,
        only_current=True,
        scope=None if directory.is_large() else "SELECT person_id FROM place",
    )
    for _person, rows in groupby(_rows(_statement(directory, query), directory, query), _WHO):
        works = [(name, (kind, unit), where) for _id, name, kind, unit, where in rows]
        name, _work, where = works[0]
        yield name, tuple(work for _name, work, _where in works), where or ""


def unit_names(directory: Directory) -> dict[int, str]:
    """Return the names on the day of the units in which everybody works."""
    day = directory.as_of
    below = active_q(day, "unit__ancestor_rows__")
    versions = UnitVersion.objects.current().active_on(day)
    versions = versions.filter(below, unit__ancestor_rows__ancestor=directory.unit_id)
    return dict(versions.values_list("unit_id", "name"))


def standings_in(text: str) -> tuple[Standing, ...]:
    """Return where somebody stands, from the last part of what `everybody` yields."""
    return tuple(
        (int(requirement), status, due_on, newcomer == "1")
        for requirement, status, due_on, newcomer in (
            one.split(" ") for one in text.split(",") if one
        )
    )


_WHO = itemgetter(0)


def _rows(sql: str, directory: Directory, query: StatusQuery) -> Iterator[tuple[Any, ...]]:
    with connection.chunked_cursor() as cursor:
        with asking_everybody() if query.is_about_everybody else nullcontext():
            cursor.execute(sql, query.params | directory.params())
        while rows := cursor.fetchmany(FETCHED):
            yield from rows


def _statement(directory: Directory, query: StatusQuery) -> str:
    join = {"postgresql": "string_agg"}.get(connection.vendor, "group_concat")
    return f"""WITH {query.merges()},
place AS (
  SELECT COALESCE(m.into_id, a.person_id) AS person_id, a.kind, a.unit_id, a.id
  FROM {_ANCESTRY} t JOIN {_APPOINTMENT} a ON a.unit_id = t.descendant_id
  LEFT JOIN merged m ON m.person_id = a.person_id
  WHERE t.ancestor_id = {int(directory.unit_id)} AND {query.active("t")}
    AND {query.active("a")} AND {query.known("a")}
),
{query.ctes()},
standing AS (
  SELECT r.person_id, {join}(r.requirement_id || ' ' || r.status || ' ' || r.due_on || ' '
    || r.is_newcomer, ',') AS stands
  FROM result r GROUP BY r.person_id
)
SELECT p.id, p.name, place.kind, place.unit_id, s.stands
FROM place JOIN {_PERSON} p ON p.id = place.person_id
LEFT JOIN standing s ON s.person_id = p.id
WHERE {directory.listed()}{_of_kind(directory)}
ORDER BY p.sort_name, p.id, place.id"""


def _of_kind(directory: Directory) -> str:
    """Return the condition that somebody works here as what was asked for, maybe among others."""
    if not directory.kind:
        return ""
    return " AND p.id IN (SELECT person_id FROM place WHERE kind = %(kind)s)"


_ANCESTRY = UnitAncestry._meta.db_table
_APPOINTMENT = Appointment._meta.db_table
_PERSON = Person._meta.db_table

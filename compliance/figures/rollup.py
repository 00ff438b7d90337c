"""The statement that counts persons per unit and everything below it, for SQLite and PostgreSQL.

Who has one place is counted per unit first, and these few numbers are added up over the tree: that
is what makes it fast. Only the few who have several places are looked up in each unit above them,
so that they count once there.
"""

# The statements are put together from names of our own tables and from numbers only.
# ruff: noqa: S608

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db.models import Count

from compliance.models import Cycle
from compliance.status import everybody
from compliance.status.query import StatusQuery, integers
from compliance.status.words import FENCE, found_in, in_order
from organisations.models import Appointment, UnitAncestry, UnitVersion

LARGE = 1000
"""From this number of units on, a unit counts as a large part of all."""

COLUMNS = ("unit_id", "requirement_id", "cycle_id", "status", "is_newcomer", "n", "alone", "direct")
"""What `rollup` selects: `n` persons, of whom `alone` with one place and `direct` in the unit."""


def rollup(
    *,
    as_of: date,
    unit_ids: Collection[int] | None = None,
    known_at: datetime | None = None,
    requirement_ids: Collection[int] | None = None,
    cycle_label: str | None = None,
) -> tuple[str, dict[str, Any]]:
    """Return the statement and its parameters; without `unit_ids` it counts all units."""
    query = StatusQuery(
        as_of=as_of,
        known_at=known_at,
        requirement_ids=requirement_ids,
        cycle_label=cycle_label,
        only_current=True,
    )
    inside = ""
    if unit_ids is not None and not _is_large(unit_ids):
        query = replace(query, scope="SELECT person_id FROM inside")
        inside = f"{_inside(query)},\n"
    sql = f"""WITH RECURSIVE {query.merges()},
{tree(query, unit_ids)},
{inside}{_home(query)},
{query.ctes()},
{_counted(query)},
{_folded(query)}
SELECT f.unit_id, c.requirement_id, f.cycle_id, f.status, f.is_newcomer, f.n, f.alone, f.direct
FROM (
  SELECT unit_id, {_WHERE}, SUM(n) AS n, SUM(alone) AS alone, SUM(direct) AS direct
  FROM folded GROUP BY unit_id, {_WHERE}
) f JOIN {_CYCLE} c ON c.id = f.cycle_id"""
    return sql, query.params


def _is_large(unit_ids: Collection[int]) -> bool:
    """Tell whether it is cheaper to read everybody than to look persons up one by one."""
    below = UnitAncestry.objects.filter(ancestor__in=unit_ids).values("ancestor")
    return below.annotate(number=Count("pk")).filter(number__gt=LARGE).exists()


def tree(query: StatusQuery, unit_ids: Collection[int] | None) -> str:
    """Return the CTE `tree`: each asked unit with everything below it on the day.

    The closure table knows what is known now; an earlier knowledge reads the versions themselves.
    """
    if query.known_at is None:
        asked = "" if unit_ids is None else f"t.ancestor_id IN ({integers(unit_ids)}) AND "
        keep = "AS NOT MATERIALIZED" if unit_ids is None else "AS"
        return f"""tree {keep} (
  SELECT t.ancestor_id AS unit_id, t.descendant_id FROM {_ANCESTRY} t
  WHERE {asked}{query.active("t")}
)"""
    asked = "" if unit_ids is None else f"v.unit_id IN ({integers(unit_ids)}) AND "
    holds = f"{query.active('v')} AND {query.known('v')}"
    return f"""tree(unit_id, descendant_id) AS (
  SELECT v.unit_id, v.unit_id FROM {_VERSION} v WHERE {asked}{holds}
  UNION
  SELECT tree.unit_id, v.unit_id
  FROM tree JOIN {_VERSION} v ON v.parent_id = tree.descendant_id AND {holds}
)"""


def _inside(query: StatusQuery) -> str:
    """Return the CTE `inside`: the persons with a place in the asked units."""
    return f"""inside AS (
  SELECT DISTINCT COALESCE(m.into_id, a.person_id) AS person_id
  FROM {_APPOINTMENT} a LEFT JOIN merged m ON m.person_id = a.person_id
  WHERE a.unit_id IN (SELECT descendant_id FROM tree) AND {query.active("a")} AND {query.known("a")}
)"""


def _home(query: StatusQuery) -> str:
    """Return `place`, each place of each person, and `home`: the first of them and the last."""
    where = f"{query.active('a')} AND {query.known('a')}"
    if query.scope is not None:
        where += f""" AND a.person_id IN (
        {query.scope}
        UNION SELECT m.person_id FROM merged m JOIN inside i ON i.person_id = m.into_id)"""
    ordered = "place"
    place = f"""
  SELECT COALESCE(m.into_id, a.person_id) AS person_id, a.unit_id
  FROM {_APPOINTMENT} a LEFT JOIN merged m ON m.person_id = a.person_id
  WHERE {where}"""
    if query.is_about_everybody:
        place, ordered = everybody.places(_APPOINTMENT, where), in_order("place")
    return f"""place AS ({place}
),
home AS (
  SELECT p.person_id, MIN(p.unit_id) AS unit_id, MAX(p.unit_id) AS last_id
  FROM {ordered} p GROUP BY p.person_id
)"""


def _counted(query: StatusQuery) -> str:
    """Return `counted`: how many of each unit; of who has several places it keeps the person."""
    fence = FENCE if query.is_about_everybody else ""
    return f"""counted AS (
  SELECT unit_id, person_id, {_WHERE}, CAST(COUNT(*) AS integer) AS n
  FROM (
    SELECT CASE WHEN h.unit_id = h.last_id THEN h.unit_id END AS unit_id,
      CASE WHEN h.unit_id <> h.last_id THEN h.person_id END AS person_id,
      r.cycle_id, r.status, CASE WHEN r.status = 'open' THEN r.is_newcomer ELSE 0 END AS is_newcomer
    FROM result r JOIN home h ON h.person_id = r.person_id {fence}
  ) s GROUP BY unit_id, person_id, {_WHERE}
)"""


def _folded(query: StatusQuery) -> str:
    """Return `folded`: the numbers of each unit, told to each unit above it as well."""
    only, fence = "", ""
    if query.is_about_everybody:
        several = "SELECT c.person_id FROM counted c WHERE c.unit_id IS NULL"
        only, fence = f"AND {found_in('p.person_id', several)}", FENCE
    return f"""folded AS (
  SELECT t.unit_id, {_WHERE}, c.n, c.n AS alone,
    CASE WHEN t.descendant_id = t.unit_id THEN c.n ELSE 0 END AS direct
  FROM counted c JOIN tree t ON t.descendant_id = c.unit_id
  UNION ALL
  SELECT t.unit_id, {_WHERE}, 1 AS n, 0 AS alone,
    MAX(CASE WHEN t.descendant_id = t.unit_id THEN 1 ELSE 0 END) AS direct
  FROM (
    SELECT c.person_id, {_WHERE}, p.unit_id
    FROM counted c JOIN place p ON p.person_id = c.person_id
    WHERE c.unit_id IS NULL {only} {fence}
  ) c JOIN tree t ON t.descendant_id = c.unit_id
  GROUP BY t.unit_id, c.person_id, {_WHERE}
)"""


_WHERE = "cycle_id, status, is_newcomer"
_CYCLE = Cycle._meta.db_table
_ANCESTRY = UnitAncestry._meta.db_table
_VERSION = UnitVersion._meta.db_table
_APPOINTMENT = Appointment._meta.db_table

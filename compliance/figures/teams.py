"""Figures of duties of teams: how many teams in a unit have met it. Teams are counted, not people.

Only that a team met its duty is known here, and when; never what it agreed or who was there.
"""

# The statement is put together from names of our own tables and from numbers only.
# ruff: noqa: S608

from collections.abc import Collection
from datetime import date, datetime

from compliance.enums import Status
from compliance.figures.counts import Counts, count_field
from compliance.figures.rollup import tree
from compliance.status.query import StatusQuery
from compliance.status.sql import fetch


def team_duty_counts(
    *,
    unit_ids: Collection[int],
    as_of: date,
    known_at: datetime | None = None,
    requirement_ids: Collection[int] | None = None,
    cycle_label: str | None = None,
) -> dict[tuple[int, int], Counts]:
    """Count the teams of each unit, itself and everything below it, per unit and requirement id.

    A new team whose term still runs is in `newcomer_in_term`. Counted is the obligation that opened
    by `as_of`, as for persons. A pair without teams that have the duty is not in the answer.
    """
    query = StatusQuery(
        as_of=as_of,
        known_at=known_at,
        requirement_ids=requirement_ids,
        cycle_label=cycle_label,
        only_current=True,
        teams=True,
        scope="SELECT descendant_id FROM tree",
    )
    sql = f"""WITH RECURSIVE {query.merges()},
{tree(query, unit_ids)},
{query.ctes()}
SELECT tree.unit_id, r.requirement_id, r.status, r.is_newcomer, COUNT(*)
FROM result r JOIN tree ON tree.descendant_id = r.unit_id
GROUP BY tree.unit_id, r.requirement_id, r.status, r.is_newcomer"""
    found: dict[tuple[int, int], Counts] = {}
    for unit_id, requirement_id, status, is_newcomer, number in fetch(sql, query.params):
        name = count_field(Status(status), is_newcomer=bool(is_newcomer))
        pair = (unit_id, requirement_id)
        found[pair] = found.get(pair, Counts()) + Counts(**{name: number})
    return found

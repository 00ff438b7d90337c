"""What everybody completed, on PostgreSQL: the part of `compliance.status.everybody` about that."""

# The statements are put together from names of our own tables and from our own conditions only.
# ruff: noqa: S608

from collections.abc import Collection
from typing import TYPE_CHECKING

from compliance.status.everybody import Accepted, Everybody
from compliance.status.words import found_in, in_order, integers, mostly, one_of
from lms.api import Completion

if TYPE_CHECKING:
    from compliance.status.query import StatusQuery


def completed(query: "StatusQuery", known: Everybody, dates: str, edition: str) -> str:
    """Return the SELECT of the completions that count, also for obligations that are passed.

    `dates` and `edition` are the conditions on the days and on the edition. Old completions are
    only read for the obligations that look back further than `since`: mostly none. Those of merged
    records have a part of their own; of the other two PostgreSQL knows of how many people they are.
    """
    since = f"DATE '{known.since}'"
    old = f"any_duty d WHERE d.counts_from IS NULL OR d.counts_from < {since}"
    absorbing = f"any_duty d WHERE {found_in('d.person_id', 'SELECT m.into_id FROM merged m')}"
    facts, item = _facts(query, known), _item(known, edition)
    parts = [
        f"""
  SELECT d.id, d.person_id AS subject_id, d.cycle_id, d.version_id, f.activity_id,
    {item} AS item_id, f.occurred_on
  FROM {in_order(duties)} d
  JOIN {in_order(done)} f ON f.person_id = d.person_id
  WHERE {mostly(f"{dates} AND {item} IS NOT NULL")}"""
        for duties, done in (
            ("any_duty", f"({facts} AND f.occurred_on >= {since}) f"),
            (old, f"({facts} AND f.occurred_on < {since} AND EXISTS (SELECT 1 FROM {old})) f"),
            (absorbing, f"({_merged(facts)}) f"),
        )
    ]
    return " UNION ALL".join(parts)


def _facts(query: "StatusQuery", known: Everybody) -> str:
    """Return the SELECT of completions that stand; it ends in its conditions."""
    activities = {one.activity for accepted in known.accepted.values() for one in accepted}
    taken_back = f"SELECT v.voids_id FROM {_COMPLETION} v WHERE v.voids_id IS NOT NULL"
    return f"""
    SELECT f.person_id, f.activity_id, f.version_id, f.assurance, f.occurred_on
    FROM {_COMPLETION} f
    WHERE f.activity_id IN ({integers(activities)})
      AND f.voids_id IS NULL AND f.occurred_on <= %(as_of)s{query.recorded("f")}
      AND {mostly(f"NOT {found_in('f.id', taken_back + query.recorded('v'))}")}"""


def _merged(facts: str) -> str:
    """Return the SELECT of completions of merged records, under the person as whom they count."""
    few = one_of("f.person_id", "SELECT m.person_id FROM merged m")
    return f"""
    SELECT m.into_id AS person_id, f.activity_id, f.version_id, f.assurance, f.occurred_on
    FROM ({facts} AND {few}) f JOIN merged m ON m.person_id = f.person_id"""


def _item(known: Everybody, edition: str) -> str:
    """Return as which item a completion counts for an obligation; NULL when it does not."""
    versions: dict[tuple[Accepted, ...], list[int]] = {}
    for version, accepted in known.accepted.items():
        versions.setdefault(accepted, []).append(version)
    whens = " ".join(
        f"WHEN d.version_id IN ({integers(of)}) THEN {_counts_as(accepted, edition)}"
        for accepted, of in versions.items()
    )
    return f"CAST(CASE {whens} END AS bigint)" if whens else "CAST(NULL AS bigint)"


def _counts_as(accepted: Collection[Accepted], edition: str) -> str:
    whens = " ".join(
        f"WHEN f.activity_id = {int(one.activity)} AND f.assurance >= {int(one.minimum_assurance)}"
        f"{'' if one.is_equivalent else f' AND ({edition})'} THEN {int(one.item)}"
        for one in accepted
    )
    return f"CASE {whens} END"


def done(known: Everybody) -> str:
    """Return `done`: the day on which enough was completed; of one item that is its first day."""
    completed = in_order("completed", "subject_id, id")
    one = f"SELECT c.subject_id, c.id, MIN(c.occurred_on) AS done_on FROM {completed} c"
    if not known.several:
        return f"done AS ({one} GROUP BY c.subject_id, c.id)"
    several = f"IN ({integers(known.several)})"
    return f"""done AS (
  {one} WHERE c.version_id NOT {several} GROUP BY c.subject_id, c.id
  UNION ALL
  SELECT f.subject_id, f.id, f.done_on
  FROM (
    SELECT subject_id, id, version_id, MIN(occurred_on) AS done_on,
      ROW_NUMBER() OVER (PARTITION BY subject_id, id ORDER BY MIN(occurred_on)) AS place
    FROM completed WHERE version_id {several} GROUP BY subject_id, id, version_id, item_id
  ) f JOIN rule ON rule.id = f.version_id AND rule.needed = f.place
)"""


_COMPLETION = Completion._meta.db_table

"""The parts of the status statement about completions: which count, and when it was enough."""

# The statements are put together from names of our own tables and from our own conditions only.
# ruff: noqa: S608

from collections.abc import Mapping
from typing import TYPE_CHECKING

from compliance.models import AcceptedActivity, RequirementVersion
from compliance.status import everybody_done
from compliance.status.words import integers
from lms.api import Completion

if TYPE_CHECKING:
    from compliance.status.everybody import Everybody
    from compliance.status.query import StatusQuery


def rule() -> str:
    """Return `rule`: what each version asks; an activity and its equivalents are one item."""
    return f"""rule AS (
  SELECT v.id, v.grace_days, v.not_same_as_last,
    COALESCE(v.needed, COUNT(DISTINCT COALESCE(a.instead_of_id, a.activity_id))) AS needed
  FROM {_VERSION} v LEFT JOIN {_ACCEPTED} a ON a.version_id = v.id
  GROUP BY v.id, v.grace_days, v.not_same_as_last, v.needed
)"""


def completed(query: "StatusQuery", known: "Everybody | None" = None) -> str:
    """Return `completed`: the completions that count, in the window and sure enough.

    With a memory what counted in the cycle before is left out: see `_barred`.
    """
    subject = query.subject
    columns = f"""d.id, d.{subject} AS subject_id, d.cycle_id, d.version_id, f.activity_id,
    COALESCE(a.instead_of_id, a.activity_id) AS item_id, f.occurred_on"""
    if known is not None:
        found = everybody_done.completed(query, known, _DATES, _EDITION)
        return _remembering(query, f"AS ({found}\n)")
    conditions = _conditions(query)
    duty = "any_duty" if query.memory.before else "duty"
    absorbed = f"""
  UNION ALL
  SELECT {columns}
  FROM merged m
  JOIN {duty} d ON d.person_id = m.into_id
  JOIN {_ACCEPTED} a ON a.version_id = d.version_id
  JOIN {_COMPLETION} f ON f.person_id = m.person_id AND f.activity_id = a.activity_id
  WHERE {conditions}"""
    found = f"""AS (
  SELECT {columns}
  FROM {duty} d
  JOIN {_ACCEPTED} a ON a.version_id = d.version_id
  JOIN {_COMPLETION} f ON f.{subject} = d.{subject} AND f.activity_id = a.activity_id
  WHERE {conditions}{"" if query.teams else absorbed}
)"""
    return _remembering(query, found)


def _remembering(query: "StatusQuery", found: str) -> str:
    steps = query.memory.steps()
    if not steps:
        return f"completed {found}"
    return f"any_completed {found},\n{_barred(steps)}"


_DATES = """(d.counts_from IS NULL OR f.occurred_on >= d.counts_from)
    AND (d.closes_on IS NULL OR f.occurred_on <= d.closes_on)"""
_EDITION = "d.edition_id IS NULL OR f.version_id IS NULL OR f.version_id >= d.edition_id"


def _conditions(query: "StatusQuery") -> str:
    return f"""f.assurance >= a.minimum_assurance AND {_DATES}
    AND ({_EDITION} OR a.instead_of_id IS NOT NULL)
    AND f.voids_id IS NULL AND f.occurred_on <= %(as_of)s{query.recorded("f")}
    AND NOT EXISTS (SELECT 1 FROM {_COMPLETION} v WHERE v.voids_id = f.id{query.recorded("v")})"""


def _barred(steps: list[Mapping[int, int]]) -> str:
    """Return `completed` without what counted in the cycle before, worked out cycle by cycle.

    `counted_n` has the items that counted in the n-th cycle, each with the cycle after it, in which
    it is barred. It must know what was barred in the n-th itself, hence one CTE for each.
    """
    parts = []
    for number, step in enumerate(steps, start=1):
        earlier = f"counted_{number - 1}" if number > 1 else None
        after = " ".join(f"WHEN {int(one)} THEN {int(later)}" for one, later in step.items())
        parts.append(f"""counted_{number} AS (
  SELECT c.subject_id, CASE c.cycle_id {after} END AS cycle_id, c.item_id
  FROM (
    SELECT c.subject_id, c.cycle_id, c.item_id, rule.needed, ROW_NUMBER() OVER (
      PARTITION BY c.id ORDER BY MIN(c.occurred_on), c.item_id) AS place
    FROM any_completed c JOIN rule ON rule.id = c.version_id {_unless(earlier)}
      AND c.cycle_id IN ({integers(step)})
    GROUP BY c.id, c.subject_id, c.cycle_id, c.item_id, rule.needed
  ) c WHERE c.place <= c.needed
)""")
    every = " UNION ALL ".join(
        f"SELECT subject_id, cycle_id, item_id FROM counted_{number}"
        for number in range(1, len(steps) + 1)
    )
    parts.append(f"barred AS ({every})")
    parts.append(f"""completed AS (
  SELECT c.* FROM any_completed c JOIN rule ON rule.id = c.version_id {_unless("barred")}
)""")
    return ",\n".join(parts)


def _unless(barred: str | None) -> str:
    """Return the condition that a completion is not of an item that counted the time before."""
    if barred is None:
        return "WHERE 1 = 1"
    return f"""
    LEFT JOIN {barred} b
      ON b.subject_id = c.subject_id AND b.cycle_id = c.cycle_id AND b.item_id = c.item_id
    WHERE (b.item_id IS NULL OR NOT rule.not_same_as_last)"""


def done() -> str:
    """Return `done`: the day on which enough items had been completed.

    Kept: PostgreSQL would work it out anew for every obligation when it expects only a few.
    """
    return """first_done AS (
  SELECT id, version_id, item_id, MIN(occurred_on) AS done_on
  FROM completed GROUP BY id, version_id, item_id
),
done AS MATERIALIZED (
  SELECT f.id, f.done_on
  FROM (
    SELECT id, version_id, done_on,
      ROW_NUMBER() OVER (PARTITION BY id ORDER BY done_on) AS place
    FROM first_done
  ) f JOIN rule ON rule.id = f.version_id AND rule.needed = f.place
)"""


_VERSION = RequirementVersion._meta.db_table
_ACCEPTED = AcceptedActivity._meta.db_table
_COMPLETION = Completion._meta.db_table

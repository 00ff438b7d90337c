"""What a specialist would write for one duty and one cycle: each team first, then the tree.

It counts places, not persons: who works in two teams counts twice in the unit above both. So it is
a floor for the work, not the right answer.
"""

from datetime import date

from compliance.models import Cycle, Obligation, ObligationEvent
from lms.api import Activity, Completion
from organisations.models import Appointment, PersonMerge, UnitAncestry

ROLL_UP = f"""
WITH merged AS (
  SELECT person_id, into_id FROM {PersonMerge._meta.db_table} WHERE superseded_at IS NULL
),
home AS (
  SELECT COALESCE(m.into_id, a.person_id) AS person_id, a.unit_id
  FROM {Appointment._meta.db_table} a LEFT JOIN merged m ON m.person_id = a.person_id
  WHERE a.superseded_at IS NULL AND a.valid_from <= %(day)s
    AND (a.valid_until IS NULL OR a.valid_until > %(day)s)
),
done AS (
  SELECT COALESCE(m.into_id, c.person_id) AS person_id, MIN(c.occurred_on) AS done_on
  FROM {Completion._meta.db_table} c LEFT JOIN merged m ON m.person_id = c.person_id
  WHERE c.activity_id = %(activity)s AND c.voids_id IS NULL
    AND c.occurred_on BETWEEN %(opens_on)s AND %(day)s
    AND NOT EXISTS (SELECT 1 FROM {Completion._meta.db_table} v WHERE v.voids_id = c.id)
  GROUP BY 1
),
stopped AS (
  SELECT e.obligation_id, MIN(e.kind) AS kind
  FROM {ObligationEvent._meta.db_table} e
  WHERE e.voids_id IS NULL AND e.kind IN ('withdrawn', 'paused', 'exempted')
    AND e.effective_on <= %(day)s AND (e.until_on IS NULL OR e.until_on > %(day)s)
    AND NOT EXISTS (SELECT 1 FROM {ObligationEvent._meta.db_table} v WHERE v.voids_id = e.id)
  GROUP BY 1
),
team AS (
  SELECT h.unit_id,
    CASE WHEN s.kind = 'withdrawn' THEN 'not_applicable'
         WHEN d.done_on <= o.due_on THEN 'done_on_time'
         WHEN d.done_on IS NOT NULL THEN 'done_late'
         WHEN s.kind IS NOT NULL THEN s.kind
         WHEN o.due_on < %(day)s THEN 'overdue' ELSE 'open' END AS status,
    o.is_newcomer, COUNT(*) AS n
  FROM {Obligation._meta.db_table} o
  JOIN home h ON h.person_id = o.person_id
  LEFT JOIN done d ON d.person_id = o.person_id
  LEFT JOIN stopped s ON s.obligation_id = o.id
  WHERE o.cycle_id = %(cycle)s AND o.opens_on <= %(day)s
  GROUP BY 1, 2, 3
)
SELECT t.ancestor_id, team.status, team.is_newcomer, SUM(team.n)
FROM team JOIN {UnitAncestry._meta.db_table} t ON t.descendant_id = team.unit_id
WHERE t.valid_from <= %(day)s AND (t.valid_until IS NULL OR t.valid_until > %(day)s)
GROUP BY 1, 2, 3
"""  # noqa: S608 - names of our own tables

NEW_CYCLE = f"""
INSERT INTO {Obligation._meta.db_table}
  (person_id, cycle_id, version_id, opens_on, counts_from, due_on, closes_on, is_newcomer,
   basis_id, recorded_at)
SELECT person_id, %(into)s, version_id, opens_on, counts_from, due_on, closes_on, is_newcomer,
  basis_id, recorded_at
FROM {Obligation._meta.db_table} WHERE cycle_id = %(like)s
"""  # noqa: S608


def roll_up_params(cycle: Cycle, activity: Activity, day: date) -> dict[str, object]:
    """Return the parameters of `ROLL_UP`."""
    return {
        "day": day,
        "cycle": cycle.pk,
        "opens_on": cycle.opens_on,
        "activity": activity.pk,
    }

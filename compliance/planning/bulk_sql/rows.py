"""The rows that planning adds, and the persons that it leaves to the other way."""

# ruff: noqa: S608 - names of our own tables

from collections.abc import Iterable, Iterator

from compliance.models import Obligation, ObligationEvent
from compliance.planning.bulk_sql.dialect import Statement, is_postgresql, moment
from compliance.planning.bulk_sql.tables import STATED

LAST_ID = 2**63 - 1
_OBLIGATION = Obligation._meta.db_table
_EVENT = ObligationEvent._meta.db_table
_NEW = "plan_wanted w WHERE NOT stands"


def first_persons(rows: int | None) -> str:
    """Return the first person of every so many of whom something is missing; None: of all."""
    if rows is None:
        every = f"SELECT person_id FROM {_NEW} UNION ALL SELECT person_id FROM plan_event"
        return f"SELECT MIN(person_id) FROM ({every}) one HAVING COUNT(*) > 0"
    every = f"SELECT person_id FROM {_NEW} UNION SELECT person_id FROM plan_event"
    number = "ROW_NUMBER() OVER (ORDER BY person_id) - 1 AS number"
    return (
        f"SELECT person_id FROM (SELECT person_id, {number} FROM ({every}) one) numbered"
        f" WHERE number % {rows} = 0 ORDER BY person_id"
    )


def new_cycles() -> str:
    """Return the cycles in which an obligation is missing."""
    return f"SELECT DISTINCT cycle_id FROM {_NEW}"


def left_persons() -> str:
    """Return who has days in the audience, or an obligation, and is not simple."""
    return (
        "SELECT person_id FROM plan_spell WHERE NOT is_one"
        " OR person_id IN (SELECT person_id FROM plan_complex)"
        # Who has no such days any more has no term, so that any obligation is odd.
        " UNION SELECT person_id FROM plan_odd"
    )


def add_obligations(cycles: Iterable[int]) -> str:
    """Add what is missing, on the appointment of the first day or soonest after it.

    In the order of cycles, as when each was planned in its own year: figures read a cycle, and find
    it in one place. Unless another run was first: the lock is held, so that looking is enough, and
    it is cheaper than a conflict. `cycles` are those in which anything is missing.
    """
    mine = "FROM plan_piece p WHERE p.person_id = w.person_id"
    then = f"SELECT MIN(p.appointment_id) {mine} AND p.starts <= w.opens_on AND p.ends > w.opens_on"
    later = f"{mine} AND p.starts > w.opens_on ORDER BY p.starts, p.appointment_id LIMIT 1"
    basis = f"COALESCE(w.basis_id, ({then}), (SELECT p.appointment_id {later}))"
    return f"""INSERT INTO {_OBLIGATION}
  (person_id, cycle_id, {STATED}, closes_on, basis_id, recorded_at)
SELECT person_id, cycle_id, {STATED}, closes_on, {basis}, {moment()}
FROM {_NEW} AND person_id >= %s AND person_id <= %s AND NOT EXISTS (
  SELECT 1 FROM {_OBLIGATION} o WHERE o.person_id = w.person_id AND o.cycle_id = w.cycle_id
    AND o.cycle_id IN ({", ".join(map(str, cycles))}))
ORDER BY cycle_id, person_id"""


def add_events(kind: str) -> str:
    """Add the events of a kind that are missing, unless another run was first."""
    # The plus keeps SQLite from its index of voids: nearly all events are none.
    return f"""INSERT INTO {_EVENT}
  (obligation_id, kind, effective_on, until_on, reason_code, {STATED}, recorded_at)
SELECT o.id, e.kind, e.effective_on, e.until_on, e.reason_code, e.version_id, e.opens_on,
  e.counts_from, e.due_on, e.is_newcomer, {moment()}
FROM plan_event e JOIN {_OBLIGATION} o
  ON o.person_id = e.person_id AND o.cycle_id = e.cycle_id
WHERE e.kind = '{kind}' AND e.person_id >= %s AND e.person_id <= %s AND NOT EXISTS (
  SELECT 1 FROM {_EVENT} n LEFT JOIN {_EVENT} v ON v.voids_id = n.id
  WHERE n.obligation_id = o.id AND n.kind = e.kind AND n.effective_on = e.effective_on
    AND n.actor_id IS NULL AND +n.voids_id IS NULL AND v.id IS NULL)
ORDER BY o.id, e.effective_on"""


def count_rows(*, obligations: bool, events: bool) -> Iterator[Statement]:
    """Let PostgreSQL know now, and not when it finds the time, that these have become many."""
    if is_postgresql():
        for table, is_larger in ((_OBLIGATION, obligations), (_EVENT, events)):
            if is_larger:
                yield Statement(f"ANALYZE {table}")

"""What should stand, beside what stands: the terms of one cycle, and events.

What should stand is computed where it is compared, and only kept where something must be done.
"""

# ruff: noqa: S608 - names of our own tables

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from compliance.enums import EventKind, ReasonCode
from compliance.models import Obligation, ObligationEvent, Requirement
from compliance.planning.bulk_sql.dialect import (
    Statement,
    day,
    days_between,
    differs,
    end,
    forever,
    greatest,
    least,
    plus,
    select,
)
from compliance.planning.bulk_sql.tables import NAMES, ready
from compliance.planning.standing import made_by_planning
from compliance.planning.terms import Timetable, Window
from compliance.rules.periods import FOREVER

_OBLIGATION = Obligation._meta.db_table
_NOTHING_STATED = ", ".join("NULL" for _name in NAMES)


@dataclass(frozen=True, slots=True)
class BulkCycle:
    """A cycle of a timetable, and the day on which its obligations close."""

    timetable: Timetable
    window: Window
    closes_on: date | None


def wanted(cycle: BulkCycle, horizon: date) -> Iterator[Statement]:
    """Keep what should stand and does not, up to `horizon`; and what stands and needs events."""
    stated = ", ".join(f"t.{name}" for name in NAMES)
    away = f"SELECT person_id FROM plan_absence WHERE {_is_near(cycle)}"
    yield Statement(f"""INSERT INTO plan_wanted
SELECT t.person_id, {cycle.window.cycle_id}, {stated}, {day(cycle.closes_on)}, t.term_ends,
  t.basis_id, o.id IS NOT NULL
FROM ({_terms(cycle)}) t
LEFT JOIN {_OBLIGATION} o ON o.person_id = t.person_id AND o.cycle_id = {cycle.window.cycle_id}
WHERE CASE WHEN o.id IS NULL THEN t.opens_on <= {day(horizon)}
  ELSE t.term_ends IS NOT NULL OR t.person_id IN ({away}) END""")


def odd(cycle: BulkCycle) -> Iterator[Statement]:
    """Find of whom something stands that should not, or otherwise than it should."""
    other = " OR ".join(differs(f"o.{name}", f"t.{name}") for name in NAMES)
    yield Statement(f"""INSERT INTO plan_odd
SELECT o.person_id FROM {_OBLIGATION} o
LEFT JOIN ({_terms(cycle)}) t ON t.person_id = o.person_id
WHERE o.cycle_id = {cycle.window.cycle_id} AND o.person_id IS NOT NULL
  AND (t.person_id IS NULL OR {other})""")


def _terms(cycle: BulkCycle) -> str:
    """Return what should stand in a cycle; as `Timetable.terms` does for one stay."""
    timetable, window = cycle.timetable, cycle.window
    opens_on, last_day = day(window.opens_on), day(window.last_day)
    first_day = day(timetable.first_day)
    first_due = plus("entry", _by_rule("entry", timetable, "newcomer_days"))
    starts = day(max(window.opens_on, timetable.first_day))
    counts_from = f"CASE WHEN is_newcomer AND entry < {opens_on} THEN entry ELSE {opens_on} END"
    if window.counts_earlier:
        counts_from = "CAST(NULL AS date)"
    return f"""
SELECT person_id, {_by_rule("starts", timetable, "version_id")} AS version_id,
  starts AS opens_on, {counts_from} AS counts_from,
  CASE WHEN is_newcomer THEN first_due ELSE {day(window.due_on)} END AS due_on, is_newcomer,
  CASE WHEN ends <= {day(window.end)} AND ends < {forever()} THEN ends END AS term_ends, basis_id
FROM (
  SELECT person_id, entry, ends, basis_id, first_due, is_newcomer,
    CASE WHEN is_newcomer THEN entry ELSE {starts} END AS starts
  FROM (
    SELECT person_id, entry, ends, basis_id, first_due, decisive,
      entry >= {first_day} AND {opens_on} <= decisive AS is_newcomer
    FROM (
      SELECT person_id, entry, ends, basis_id, {first_due} AS first_due,
        {"entry" if window.is_edition else first_due} AS decisive
      FROM plan_spell WHERE is_one) due
    WHERE NOT (entry >= {first_day} AND decisive > {last_day})) newcomer) term
WHERE starts < ends AND starts <= {last_day}"""


def _by_rule(on: str, timetable: Timetable, name: str) -> str:
    """Return the expression for an attribute of the rule on a day; as `Timetable.rule_on` does."""
    *earlier, last = (f"{getattr(rule, name)}" for rule in timetable.rules)
    ends = [day(rule.end) for rule in timetable.rules]
    cases = "".join(
        f" WHEN {on} < {until} THEN {value}" for until, value in zip(ends, earlier, strict=False)
    )
    return f"CASE{cases} ELSE {last} END" if cases else last


def _is_near(cycle: BulkCycle) -> str:
    """Return the condition that an absence may fall in the term of anybody in the cycle.

    It ended after the first day on which a newcomer may come in, and it began before the last due
    date. Which it does, `events` decides.
    """
    reach = timedelta(days=max(rule.newcomer_days for rule in cycle.timetable.rules))
    latest = max(cycle.closes_on or FOREVER, cycle.window.due_on)
    return f"back > {day(cycle.window.opens_on - reach)} AND away <= {day(latest)}"


def events(requirement: Requirement) -> Iterator[Statement]:
    """Say which events should stand, as `desired` does for one term; and read which stand."""
    yield from ready("plan_wanted", "person_id")
    yield Statement(
        f"INSERT INTO plan_event SELECT person_id, cycle_id, '{EventKind.WITHDRAWN}', term_ends,"
        f" NULL, '{ReasonCode.LEFT}', {_NOTHING_STATED} FROM plan_wanted"
        " WHERE term_ends IS NOT NULL"
    )
    yield from _pauses()
    rows = ObligationEvent.objects.filter(
        made_by_planning(),
        obligation__cycle__requirement=requirement,
        obligation__person__isnull=False,
    )
    key = ("obligation__person_id", "obligation__cycle_id")
    names = (*key, "kind", "effective_on", "until_on", "reason_code", *NAMES)
    text, params = select(rows.order_by().values_list(*names))
    yield Statement(f"INSERT INTO plan_now {text}", params)
    yield from ready("plan_now", "person_id, cycle_id")


def _pauses() -> Iterator[Statement]:
    # The due date never moves past the end of the cycle, so a later absence does nothing.
    latest = greatest(f"{end('w.closes_on')}, w.due_on")
    starts = greatest("a.away, w.opens_on")
    stated = ", ".join(f"w.{name}" for name in NAMES)
    yield Statement(f"""INSERT INTO plan_pause
SELECT w.person_id, w.cycle_id, {stated}, w.closes_on, a.away, {starts}, a.back
FROM plan_absence a JOIN plan_wanted w ON w.person_id = a.person_id
WHERE a.away <= {latest} AND {starts} < {least(f"a.back, {end('w.term_ends')}")}""")
    # A second absence in one term meets a date that the first one moved already.
    yield Statement(
        "INSERT INTO plan_complex SELECT person_id FROM plan_pause"
        " GROUP BY person_id, cycle_id HAVING COUNT(*) > 1"
    )
    yield Statement("DELETE FROM plan_pause WHERE away > due_on")
    yield Statement(
        f"INSERT INTO plan_event SELECT person_id, cycle_id, '{EventKind.PAUSED}', starts,"
        f" CASE WHEN back > {end('closes_on')} THEN NULL ELSE NULLIF(back, {forever()}) END,"
        f" '{ReasonCode.LONG_ABSENCE}', {_NOTHING_STATED} FROM plan_pause"
    )
    last = greatest(f"{end('closes_on')}, due_on")
    moved = least(f"{plus('due_on', days_between('starts', 'back'))}, {last}")
    yield Statement(
        f"INSERT INTO plan_event SELECT person_id, cycle_id, '{EventKind.DUE_CHANGED}', starts,"
        f" NULL, '{ReasonCode.LONG_ABSENCE}', version_id, opens_on, counts_from, {moved},"
        f" is_newcomer FROM plan_pause WHERE back < {forever()} AND {moved} <> due_on"
    )


def not_simple() -> Iterator[Statement]:
    """Forget of whom something stands that is untrue, and whoever else is not simple."""
    yield Statement("INSERT INTO plan_complex SELECT DISTINCT person_id FROM plan_odd")
    yield Statement("""INSERT INTO plan_complex SELECT person_id FROM (
  SELECT * FROM plan_now EXCEPT SELECT * FROM plan_event) untrue""")
    yield from ready("plan_complex", "person_id")
    for name in ("plan_wanted", "plan_event"):
        yield Statement(
            f"DELETE FROM {name} WHERE person_id IN (SELECT person_id FROM plan_complex)"
        )


def missing() -> Iterator[Statement]:
    """Forget the events that stand: what is there is true by now, so kind and day are enough."""
    same = " AND ".join(
        f"n.{name} = plan_event.{name}"
        for name in ("person_id", "cycle_id", "kind", "effective_on")
    )
    yield Statement(f"DELETE FROM plan_event WHERE EXISTS (SELECT 1 FROM plan_now n WHERE {same})")
    yield from ready("plan_event", "kind, person_id")

"""The statements of `compliance.planning.bulk`, for SQLite and for PostgreSQL.

They are put together from names of our own tables, from numbers and from dates of our own. Dates
without end are `FOREVER` while periods are compared. The tables `plan_*` live in the connection:

plan_piece     days in the audience, per appointment
plan_spell     the stay of who has only one
plan_complex   who is not simple
plan_wanted    the obligation that should stand, per person and cycle
plan_standing  the obligation that stands
plan_absence   long absences
plan_pause     the obligations that an absence falls in
plan_event     the events that should stand
plan_now       the events of planning that stand
plan_missing   persons of whom something is missing, and simple
"""

# ruff: noqa: S608

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from compliance.enums import EventKind, ReasonCode
from compliance.models import Obligation, ObligationEvent, Requirement
from compliance.planning.standing import made_by_planning
from compliance.planning.terms import Timetable, Window
from compliance.rules.audiences import AudienceRule, appointments_in
from compliance.rules.dates import LONG_ABSENCE_DAYS, SPELL_GAP_DAYS
from compliance.rules.periods import FOREVER, Period
from organisations.models import Absence, PersonMerge, UnitAncestry

LAST_ID = 2**63 - 1
_OBLIGATION = Obligation._meta.db_table
_EVENT = ObligationEvent._meta.db_table
_NAMES = ("version_id", "opens_on", "counts_from", "due_on", "is_newcomer")
_STATED = ", ".join(_NAMES)
_STATED_COLUMNS = (
    "version_id bigint, opens_on date, counts_from date, due_on date, is_newcomer boolean"
)
_EVENT_COLUMNS = (
    "person_id bigint, cycle_id bigint, kind varchar(12), effective_on date, until_on date,"
    f" reason_code varchar(20), {_STATED_COLUMNS}"
)
_TABLES = {
    "plan_piece": "person_id bigint, appointment_id bigint, starts date, ends date",
    "plan_spell": "person_id bigint PRIMARY KEY, entry date, ends date",
    "plan_complex": "person_id bigint",
    "plan_wanted": (
        f"person_id bigint, cycle_id bigint, {_STATED_COLUMNS}, closes_on date, term_ends date"
    ),
    "plan_standing": (
        f"obligation_id bigint, person_id bigint, cycle_id bigint, {_STATED_COLUMNS}"
    ),
    "plan_absence": "person_id bigint, away date, back date, is_close boolean",
    "plan_pause": (
        f"person_id bigint, cycle_id bigint, {_STATED_COLUMNS}, closes_on date, away date,"
        " starts date, back date"
    ),
    "plan_event": _EVENT_COLUMNS,
    "plan_now": _EVENT_COLUMNS,
    "plan_missing": "person_id bigint PRIMARY KEY",
}


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement with its parameters."""

    text: str
    params: tuple[Any, ...] | None = None


@dataclass(frozen=True, slots=True)
class BulkCycle:
    """A cycle, and the day on which its obligations close."""

    window: Window
    closes_on: date | None


def drop_tables() -> Iterator[Statement]:
    """Forget what an earlier run found."""
    for name in _TABLES:
        yield Statement(f"DROP TABLE IF EXISTS {name}")


def make_tables() -> Iterator[Statement]:
    """Make the tables, empty."""
    for name, columns in _TABLES.items():
        yield Statement(f"CREATE TEMPORARY TABLE {name} ({columns})")


def pieces(rule: AudienceRule, window: Period) -> Iterator[Statement]:
    """Find on which days who is in an audience; contracts are taken one by one."""
    text, params = _sql(appointments_in(rule))
    starts, ends = f"a.valid_from, {_day(window[0])}", f"{_end('a.valid_until')}, {_day(window[1])}"
    place, conditions = "", ["TRUE"]
    if rule.units:
        ancestry = UnitAncestry.objects.filter(ancestor__code__in=rule.units)
        inner, more = _sql(ancestry)
        place = f" JOIN ({inner}) t ON t.descendant_id = a.unit_id"
        starts, ends = f"{starts}, t.valid_from", f"{ends}, {_end('t.valid_until')}"
        params = (*params, *more)
    if rule.min_contract_days and rule.min_contract_kinds:
        conditions.append(f"(a.kind NOT IN ({_kinds(rule)}) OR {_is_long_contract(rule)})")
    starts, ends = _greatest(starts), _least(ends)
    conditions.append(f"{starts} < {ends}")
    yield Statement(
        f"INSERT INTO plan_piece SELECT a.person_id, a.id, {starts}, {ends}"
        f" FROM ({text}) a{place} WHERE {' AND '.join(conditions)}",
        params,
    )


def chained_contracts(rule: AudienceRule) -> Iterator[Statement]:
    """Set apart whose contracts are only long enough, or not, taken together."""
    if not rule.min_contract_days or not rule.min_contract_kinds:
        return
    text, params = _sql(appointments_in(rule))
    yield Statement(
        f"INSERT INTO plan_complex SELECT a.person_id FROM ({text}) a"
        f" WHERE a.kind IN ({_kinds(rule)}) GROUP BY a.person_id"
        f" HAVING COUNT(*) > 1 AND MIN(CASE WHEN {_is_long_contract(rule)} THEN 1 ELSE 0 END) = 0",
        params,
    )


def spells() -> Iterator[Statement]:
    """Find who was here in one stay; a short gap does not end it."""
    yield from _ready("plan_piece", "person_id, starts")
    yield Statement(f"""INSERT INTO plan_spell
SELECT person_id, MIN(starts), MAX(ends) FROM (
  SELECT person_id, starts, ends, CASE WHEN {_plus("starts", -SPELL_GAP_DAYS)} > MAX(ends) OVER (
    PARTITION BY person_id ORDER BY starts, ends, appointment_id
    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) THEN 1 ELSE 0 END AS is_new
  FROM plan_piece) marked
GROUP BY person_id HAVING MAX(is_new) = 0""")
    merges = PersonMerge.objects.current().order_by()
    for name in ("person_id", "into_id"):
        text, params = _sql(merges.values(name))
        yield Statement(f"INSERT INTO plan_complex {text}", params)


def wanted(cycle: BulkCycle, timetable: Timetable) -> Iterator[Statement]:
    """Say what should stand in a cycle; as `Timetable.terms` does for one stay."""
    window = cycle.window
    opens_on, last_day = _day(window.opens_on), _day(window.last_day)
    first_day = _day(timetable.first_day)
    first_due = _plus("entry", _by_rule("entry", timetable, "newcomer_days"))
    starts = _day(max(window.opens_on, timetable.first_day))
    counts_from = f"CASE WHEN is_newcomer AND entry < {opens_on} THEN entry ELSE {opens_on} END"
    if window.counts_earlier:
        counts_from = "NULL"
    yield Statement(f"""INSERT INTO plan_wanted
SELECT person_id, {window.cycle_id}, {_by_rule("starts", timetable, "version_id")}, starts,
  {counts_from}, CASE WHEN is_newcomer THEN first_due ELSE {_day(window.due_on)} END, is_newcomer,
  {_day(cycle.closes_on)},
  CASE WHEN ends <= {_day(window.end)} AND ends < {_forever()} THEN ends END
FROM (
  SELECT person_id, entry, ends, first_due, is_newcomer,
    CASE WHEN is_newcomer THEN entry ELSE {starts} END AS starts
  FROM (
    SELECT person_id, entry, ends, first_due, decisive,
      entry >= {first_day} AND {opens_on} <= decisive AS is_newcomer
    FROM (
      SELECT person_id, entry, ends, {first_due} AS first_due,
        {"entry" if window.is_edition else first_due} AS decisive
      FROM plan_spell) due
    WHERE NOT (entry >= {first_day} AND decisive > {last_day})) newcomer) term
WHERE starts < ends AND starts <= {last_day}""")


def standing(requirement: Requirement) -> Iterator[Statement]:
    """Read what stands: obligations, and the events that planning made."""
    yield from _ready("plan_wanted", "person_id, cycle_id")
    rows = Obligation.objects.filter(cycle__requirement=requirement, person__isnull=False)
    text, params = _sql(rows.order_by().values_list("pk", "person_id", "cycle_id", *_NAMES))
    yield Statement(f"INSERT INTO plan_standing {text}", params)
    yield from _ready("plan_standing", "person_id, cycle_id")
    events = ObligationEvent.objects.filter(
        made_by_planning(),
        obligation__cycle__requirement=requirement,
        obligation__person__isnull=False,
    ).values_list(
        "obligation__person_id",
        "obligation__cycle_id",
        "kind",
        "effective_on",
        "until_on",
        "reason_code",
        *_NAMES,
    )
    text, params = _sql(events.order_by())
    yield Statement(f"INSERT INTO plan_now {text}", params)
    yield from _ready("plan_now", "person_id, cycle_id")


def absences() -> Iterator[Statement]:
    """Read the absences that are long; two that touch are one, and for the other way."""
    text, params = _sql(Absence.objects.current())
    ends = _end("a.valid_until")
    yield Statement(
        f"""INSERT INTO plan_absence
SELECT a.person_id, a.valid_from, {ends}, COALESCE(MAX({ends}) OVER (
    PARTITION BY a.person_id ORDER BY a.valid_from, a.id
    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) >= a.valid_from, FALSE)
FROM ({text}) a""",
        params,
    )
    yield Statement("INSERT INTO plan_complex SELECT person_id FROM plan_absence WHERE is_close")
    yield Statement(
        f"DELETE FROM plan_absence WHERE {_days_between('away', 'back')} < {LONG_ABSENCE_DAYS}"
    )
    yield from _ready("plan_absence", "person_id")


def events() -> Iterator[Statement]:
    """Say which events should stand; as `desired` does for one term."""
    nothing = "NULL, NULL, NULL, NULL, NULL"
    yield Statement(
        f"INSERT INTO plan_event SELECT person_id, cycle_id, '{EventKind.WITHDRAWN}', term_ends,"
        f" NULL, '{ReasonCode.LEFT}', {nothing} FROM plan_wanted WHERE term_ends IS NOT NULL"
    )
    # The due date never moves past the end of the cycle, so a later absence does nothing.
    latest = _greatest(f"{_end('w.closes_on')}, w.due_on")
    starts = _greatest("a.away, w.opens_on")
    yield Statement(f"""INSERT INTO plan_pause
SELECT w.person_id, w.cycle_id, {", ".join(f"w.{name}" for name in _NAMES)}, w.closes_on, a.away,
  {starts}, a.back
FROM plan_absence a JOIN plan_wanted w ON w.person_id = a.person_id
WHERE a.away <= {latest} AND {starts} < {_least(f"a.back, {_end('w.term_ends')}")}""")
    # A second absence in one term meets a date that the first one moved already.
    yield Statement(
        "INSERT INTO plan_complex SELECT person_id FROM plan_pause"
        " GROUP BY person_id, cycle_id HAVING COUNT(*) > 1"
    )
    yield Statement("DELETE FROM plan_pause WHERE away > due_on")
    yield Statement(
        f"INSERT INTO plan_event SELECT person_id, cycle_id, '{EventKind.PAUSED}', starts,"
        f" CASE WHEN back > {_end('closes_on')} THEN NULL ELSE NULLIF(back, {_forever()}) END,"
        f" '{ReasonCode.LONG_ABSENCE}', {nothing} FROM plan_pause"
    )
    last = _greatest(f"{_end('closes_on')}, due_on")
    moved = _least(f"{_plus('due_on', _days_between('starts', 'back'))}, {last}")
    yield Statement(
        f"INSERT INTO plan_event SELECT person_id, cycle_id, '{EventKind.DUE_CHANGED}', starts,"
        f" NULL, '{ReasonCode.LONG_ABSENCE}', version_id, opens_on, counts_from, {moved},"
        f" is_newcomer FROM plan_pause WHERE back < {_forever()} AND {moved} <> due_on"
    )


def not_simple() -> Iterator[Statement]:
    """Set apart of whom something stands that should not, or otherwise than it should."""
    yield Statement(f"""INSERT INTO plan_complex SELECT person_id FROM (
  SELECT person_id, cycle_id, {_STATED} FROM plan_standing
  EXCEPT SELECT person_id, cycle_id, {_STATED} FROM plan_wanted) other""")
    yield Statement("""INSERT INTO plan_complex SELECT person_id FROM (
  SELECT * FROM plan_now EXCEPT SELECT * FROM plan_event) untrue""")
    yield from _ready("plan_complex", "person_id")
    yield Statement(
        "DELETE FROM plan_spell WHERE person_id IN (SELECT person_id FROM plan_complex)"
    )
    for name in ("plan_wanted", "plan_event"):
        yield Statement(
            f"DELETE FROM {name} WHERE NOT EXISTS"
            f" (SELECT 1 FROM plan_spell s WHERE s.person_id = {name}.person_id)"
        )


def missing(horizon: date) -> Iterator[Statement]:
    """Keep only what is to be added: obligations that open up to `horizon`, and events."""
    yield Statement(
        f"DELETE FROM plan_wanted WHERE opens_on > {_day(horizon)} OR EXISTS"
        " (SELECT 1 FROM plan_standing o WHERE o.person_id = plan_wanted.person_id"
        " AND o.cycle_id = plan_wanted.cycle_id)"
    )
    same = " AND ".join(f"n.{name} = plan_event.{name}" for name in ("person_id", "cycle_id"))
    # What stands is true by now, so that kind and day are enough to know an event by.
    yield Statement(
        f"DELETE FROM plan_event WHERE EXISTS (SELECT 1 FROM plan_now n WHERE {same}"
        " AND n.kind = plan_event.kind AND n.effective_on = plan_event.effective_on)"
    )
    for name in ("plan_wanted", "plan_event"):
        yield Statement(
            f"INSERT INTO plan_missing SELECT DISTINCT person_id FROM {name} WHERE TRUE"
            " ON CONFLICT DO NOTHING"
        )
    yield from _ready("plan_event", "kind, person_id")


def first_persons(rows: int | None) -> str:
    """Return the first person of every so many of whom something is missing; None: of all."""
    every = f"number % {rows} = 1" if rows and rows > 1 else "number = 1"
    return (
        "SELECT person_id FROM (SELECT person_id, ROW_NUMBER() OVER (ORDER BY person_id) AS number"
        f" FROM plan_missing) numbered WHERE {every} ORDER BY person_id"
    )


def left_persons() -> str:
    """Return who has days in the audience, or an obligation, and is not simple."""
    simple = "(SELECT 1 FROM plan_spell s WHERE s.person_id = one.person_id)"
    return (
        "SELECT person_id FROM plan_piece one WHERE NOT EXISTS " + simple + " UNION"
        " SELECT person_id FROM plan_standing one WHERE NOT EXISTS " + simple
    )


def add_obligations() -> str:
    """Add what is missing, on the appointment of the first day or soonest after it."""
    mine = "FROM plan_piece p WHERE p.person_id = w.person_id"
    then = f"SELECT MIN(p.appointment_id) {mine} AND p.starts <= w.opens_on AND p.ends > w.opens_on"
    later = f"{mine} AND p.starts > w.opens_on ORDER BY p.starts, p.appointment_id LIMIT 1"
    basis = f"COALESCE(({then}), (SELECT p.appointment_id {later}))"
    return f"""INSERT INTO {_OBLIGATION}
  (person_id, cycle_id, {_STATED}, closes_on, basis_id, recorded_at)
SELECT person_id, cycle_id, {_STATED}, closes_on, {basis}, {_moment()}
FROM plan_wanted w WHERE person_id >= %s AND person_id <= %s
ORDER BY person_id, opens_on ON CONFLICT DO NOTHING"""


def add_events(kind: str) -> str:
    """Add the events of a kind that are missing, unless another run was first."""
    return f"""INSERT INTO {_EVENT}
  (obligation_id, kind, effective_on, until_on, reason_code, {_STATED}, recorded_at)
SELECT o.id, e.kind, e.effective_on, e.until_on, e.reason_code, e.version_id, e.opens_on,
  e.counts_from, e.due_on, e.is_newcomer, {_moment()}
FROM plan_event e JOIN {_OBLIGATION} o
  ON o.person_id = e.person_id AND o.cycle_id = e.cycle_id
WHERE e.kind = '{kind}' AND e.person_id >= %s AND e.person_id <= %s AND NOT EXISTS (
  SELECT 1 FROM {_EVENT} n LEFT JOIN {_EVENT} v ON v.voids_id = n.id
  WHERE n.obligation_id = o.id AND n.kind = e.kind AND n.effective_on = e.effective_on
    AND n.actor_id IS NULL AND n.voids_id IS NULL AND v.id IS NULL)
ORDER BY o.id, e.effective_on"""


def count_rows() -> Iterator[Statement]:
    """Let PostgreSQL know now, and not when it finds the time, how large the tables have become."""
    if connection.vendor == "postgresql":
        for table in (_OBLIGATION, _EVENT):
            yield Statement(f"ANALYZE {table}")


def _ready(table: str, columns: str) -> Iterator[Statement]:
    """Index a table that was filled, and tell PostgreSQL how large it is."""
    yield Statement(f"CREATE INDEX {table}_by ON {table} ({columns})")
    if connection.vendor == "postgresql":
        yield Statement(f"ANALYZE {table}")


def _sql(rows: QuerySet[Any, Any]) -> tuple[str, tuple[Any, ...]]:
    text, params = rows.query.sql_with_params()
    return text, tuple(params)


def _kinds(rule: AudienceRule) -> str:
    return ", ".join(f"'{kind}'" for kind in rule.min_contract_kinds)


def _is_long_contract(rule: AudienceRule) -> str:
    length = _days_between("a.valid_from", _end("a.valid_until"))
    return f"{length} > {rule.min_contract_days}"


def _by_rule(day: str, timetable: Timetable, name: str) -> str:
    """Return the expression for an attribute of the rule on a day; as `Timetable.rule_on` does."""
    *earlier, last = (f"{getattr(rule, name)}" for rule in timetable.rules)
    ends = [_day(rule.end) for rule in timetable.rules]
    cases = "".join(
        f" WHEN {day} < {end} THEN {value}" for end, value in zip(ends, earlier, strict=False)
    )
    return f"CASE{cases} ELSE {last} END" if cases else last


def _day(day: date | None) -> str:
    if day is None:
        return "NULL"
    return f"DATE '{day}'" if connection.vendor == "postgresql" else f"'{day}'"


def _forever() -> str:
    return _day(FOREVER)


def _end(column: str) -> str:
    return f"COALESCE({column}, {_forever()})"


def _plus(day: str, days: int | str) -> str:
    if connection.vendor == "postgresql":
        return f"({day} + ({days}))"
    return f"date({day}, ({days}) || ' days')"


def _days_between(start: str, end: str) -> str:
    if connection.vendor == "postgresql":
        return f"({end} - {start})"
    return f"CAST(julianday({end}) - julianday({start}) AS INTEGER)"


def _greatest(values: str) -> str:
    return f"GREATEST({values})" if connection.vendor == "postgresql" else f"MAX({values})"


def _least(values: str) -> str:
    return f"LEAST({values})" if connection.vendor == "postgresql" else f"MIN({values})"


def _moment() -> str:
    return "CAST(%s AS timestamptz)" if connection.vendor == "postgresql" else "%s"

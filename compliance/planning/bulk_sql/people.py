"""Who was in the audience when, and was away for long; as `compliance.planning.presence` says."""

# ruff: noqa: S608 - names of our own tables

from collections.abc import Iterator

from compliance.planning.bulk_sql.dialect import (
    Statement,
    day,
    days_between,
    end,
    greatest,
    least,
    plus,
    select,
)
from compliance.planning.bulk_sql.tables import index, ready
from compliance.rules.audiences import AudienceRule, appointments_in
from compliance.rules.dates import LONG_ABSENCE_DAYS, SPELL_GAP_DAYS
from compliance.rules.periods import Period
from organisations.models import Absence, PersonMerge, UnitAncestry

_EARLIER = "ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING"


def pieces(rule: AudienceRule, window: Period) -> Iterator[Statement]:
    """Find on which days who is in an audience; contracts are taken one by one."""
    text, params = select(appointments_in(rule))
    starts, ends = f"a.valid_from, {day(window[0])}", f"{end('a.valid_until')}, {day(window[1])}"
    place, conditions = "", ["TRUE"]
    if rule.units:
        ancestry = UnitAncestry.objects.filter(ancestor__code__in=rule.units)
        inner, more = select(ancestry)
        place = f" JOIN ({inner}) t ON t.descendant_id = a.unit_id"
        starts, ends = f"{starts}, t.valid_from", f"{ends}, {end('t.valid_until')}"
        params = (*params, *more)
    if rule.min_contract_days and rule.min_contract_kinds:
        conditions.append(f"(a.kind NOT IN ({_kinds(rule)}) OR {_is_long_contract(rule)})")
    starts, ends = greatest(starts), least(ends)
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
    text, params = select(appointments_in(rule))
    yield Statement(
        f"INSERT INTO plan_complex SELECT a.person_id FROM ({text}) a"
        f" WHERE a.kind IN ({_kinds(rule)}) GROUP BY a.person_id"
        f" HAVING COUNT(*) > 1 AND MIN(CASE WHEN {_is_long_contract(rule)} THEN 1 ELSE 0 END) = 0",
        params,
    )


def merged() -> Iterator[Statement]:
    """Set apart who has several records."""
    merges = PersonMerge.objects.current().order_by()
    for name in ("person_id", "into_id"):
        text, params = select(merges.values(name))
        yield Statement(f"INSERT INTO plan_complex {text}", params)


def spells() -> Iterator[Statement]:
    """Find who was here in one stay; a short gap does not end it."""
    yield index("plan_piece", "person_id, starts")
    yield Statement(f"""INSERT INTO plan_spell
SELECT person_id, MIN(starts), MAX(ends),
  CASE WHEN MIN(appointment_id) = MAX(appointment_id) THEN MIN(appointment_id) END,
  MAX(is_new) = 0
FROM (
  SELECT person_id, appointment_id, starts, ends,
    CASE WHEN {plus("starts", -SPELL_GAP_DAYS)} > MAX(ends) OVER (
      PARTITION BY person_id ORDER BY starts, ends, appointment_id {_EARLIER}
    ) THEN 1 ELSE 0 END AS is_new
  FROM plan_piece) marked
GROUP BY person_id""")
    yield from ready("plan_spell", "person_id")


def absences() -> Iterator[Statement]:
    """Read the absences that are long; two that touch are one, and for the other way."""
    text, params = select(Absence.objects.current())
    ends = end("a.valid_until")
    yield Statement(
        f"""INSERT INTO plan_absence
SELECT a.person_id, a.valid_from, {ends}, COALESCE(MAX({ends}) OVER (
    PARTITION BY a.person_id ORDER BY a.valid_from, a.id {_EARLIER}) >= a.valid_from, FALSE)
FROM ({text}) a""",
        params,
    )
    yield Statement("INSERT INTO plan_complex SELECT person_id FROM plan_absence WHERE is_close")
    yield Statement(
        f"DELETE FROM plan_absence WHERE {days_between('away', 'back')} < {LONG_ABSENCE_DAYS}"
    )
    yield from ready("plan_absence", "person_id")


def _kinds(rule: AudienceRule) -> str:
    return ", ".join(f"'{kind}'" for kind in rule.min_contract_kinds)


def _is_long_contract(rule: AudienceRule) -> str:
    length = days_between("a.valid_from", end("a.valid_until"))
    return f"{length} > {rule.min_contract_days}"

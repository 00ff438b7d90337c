"""Whom a rule covers on a day, before it is published: numbers only, a few statements for all.

The conditions are those of planning (`compliance.planning.presence` and `.teams`) on one day.
"""

# The statements are put together from what the ORM compiled, with its parameters, and numbers.
# ruff: noqa: S608, S611

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, FilteredRelation, Q, Value
from django.db.models.expressions import RawSQL
from django.db.models.fields import BooleanField
from django.db.models.functions import Coalesce

from compliance.enums import Subject
from compliance.models import Requirement
from compliance.rules.audiences import AudienceRule, appointments_in, read_audience, teams_in
from compliance.rules.dates import SPELL_GAP_DAYS
from compliance.rules.periods import FOREVER
from compliance.status.query import integers
from organisations.models import Appointment, RoleAssignment, UnitAncestry
from organisations.querysets import PlacedQuerySet, active_q


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    """Whom a rule covers on a day, and how many would get or lose the duty by it.

    Of a duty of teams `persons` is 0, and `gained` and `lost` are teams.
    """

    day: date
    of_teams: bool
    persons: int
    teams: int
    gained: int
    lost: int

    @property
    def is_empty(self) -> bool:
        """Whether it covers nobody."""
        return self.teams == 0


def impacts_of(
    rule: AudienceRule, *, subject: str, requirement: Requirement | None, days: Iterable[date]
) -> list[Impact]:
    """Return whom a rule covers on each day, against the version that is the rule on that day."""
    impact = team_impact if subject == Subject.TEAM else person_impact
    return [impact(rule, on=day, instead_of=_audience_on(requirement, day)) for day in days]


def person_impact(
    rule: AudienceRule, *, on: date, instead_of: AudienceRule | None = None
) -> Impact:
    """Return how many people `rule` covers on a day; without `instead_of` nobody was before."""
    covered = covered_by(rule, on=on)
    teams = covered.values("unit").distinct().count()
    before = covered.none() if instead_of is None else covered_by(instead_of, on=on)
    persons, gained, lost = _compare(covered.values("root"), before.values("root"))
    return Impact(day=on, of_teams=False, persons=persons, teams=teams, gained=gained, lost=lost)


def team_impact(rule: AudienceRule, *, on: date, instead_of: AudienceRule | None = None) -> Impact:
    """Return how many teams `rule` covers on a day."""
    covered = teams_covered_by(rule, on=on)
    before = covered.none() if instead_of is None else teams_covered_by(instead_of, on=on)
    teams, gained, lost = _compare(covered, before)
    return Impact(day=on, of_teams=True, persons=0, teams=teams, gained=gained, lost=lost)


def _compare(now: Any, before: Any) -> tuple[int, int, int]:
    """Count what is in the first, only in the first, and only in the second, in one pass."""
    # Named first, and not nested: the parser of SQLite keeps a hundred things in mind.
    sides: dict[str, str] = {}
    params: list[Any] = []
    for name, rows in (("asked", now), ("held", before)):
        try:
            sides[name], values = rows.query.sql_with_params()
        except EmptyResultSet:
            continue
        params.extend(values)
    if not sides:
        return 0, 0, 0
    named = ", ".join(f"{name} AS ({text})" for name, text in sides.items())
    numbers = {"asked": 1, "held": 2}
    both = " UNION ALL ".join(f"SELECT root, {numbers[name]} AS side FROM {name}" for name in sides)
    sql = f"""WITH {named} SELECT COALESCE(SUM(CASE WHEN low = 1 THEN 1 ELSE 0 END), 0),
  COALESCE(SUM(CASE WHEN high = 1 THEN 1 ELSE 0 END), 0),
  COALESCE(SUM(CASE WHEN low = 2 THEN 1 ELSE 0 END), 0)
FROM (SELECT MIN(side) AS low, MAX(side) AS high FROM ({both}) both_sides GROUP BY root) counted"""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        total, gained, lost = cursor.fetchone()
    return int(total), int(gained), int(lost)


def _audience_on(requirement: Requirement | None, day: date) -> AudienceRule | None:
    if requirement is None:
        return None
    versions: Any = requirement.versions
    version = versions.filter(active_q(day)).first()
    return read_audience(version.audience) if version else None


def teams_covered_by(rule: AudienceRule, *, on: date) -> Any:
    """Return the ids of the teams in the audience on a day: those in which somebody works."""
    staffed = Appointment.objects.current().active_on(on).order_by().values("unit")
    rows = teams_in(rule).active_on(on).filter(unit__in=staffed).order_by()
    return _placed(rule, rows, on).annotate(root=F("unit")).values("root")


def covered_by(rule: AudienceRule, *, on: date) -> Any:
    """Return the appointments that put somebody in the audience on a day, with their `root`."""
    anywhere = rule.model_copy(update={"units": ()})
    rows = _placed(rule, _rooted(appointments_in(anywhere).active_on(on).order_by()), on)
    if rule.roles:
        rows = rows.filter(root__in=_holders(rule.roles, on))
    if rule.exclude.roles:
        rows = rows.exclude(root__in=_holders(rule.exclude.roles, on))
    if rule.min_contract_days and rule.min_contract_kinds:
        rows = rows.exclude(pk__in=_too_short(rule))
    if rule.started_from is not None or rule.started_before is not None:
        rows = rows.filter(root__in=_began_as_asked(rule, on))
    return rows


def _rooted(rows: Any) -> Any:
    """Add as whom the person of each row counts."""
    current = Q(person__merges__superseded_at__isnull=True)
    rows = rows.annotate(merge=FilteredRelation("person__merges", condition=current))
    return rows.annotate(root=Coalesce(F("merge__into"), F("person")))


def _placed(rule: AudienceRule, rows: Any, on: date) -> Any:
    """Keep what stands in the units of a rule on a day.

    The units are looked up first: PostgreSQL guesses far too low how many stand below a high one.
    """
    column = f"{rows.model._meta.db_table}.unit_id"
    if rule.units:
        rows = rows.filter(_is(f"{column} IN ({integers(_below(rule.units, on))})"))
    if rule.exclude.units and (outside := _below(rule.exclude.units, on)):
        rows = rows.filter(_is(f"{column} NOT IN ({integers(outside)})"))
    return rows


def _is(condition: str) -> RawSQL:
    """Return a condition on numbers of our own, which are too many for parameters."""
    return RawSQL(condition, (), output_field=BooleanField())


def _below(codes: tuple[str, ...], on: date) -> list[int]:
    rows = UnitAncestry.objects.filter(active_q(on), ancestor__code__in=codes).order_by()
    return sorted(set(rows.values_list("descendant_id", flat=True)))


def _holders(roles: tuple[str, ...], on: date) -> Any:
    held = RoleAssignment.objects.current().active_on(on).filter(role__in=roles).order_by()
    return _rooted(held).values("root")


def _too_short(rule: AudienceRule) -> RawSQL:
    """Select the appointments that stay out because the whole chain of contracts is short."""
    contracts = appointments_in(rule).filter(kind__in=rule.min_contract_kinds)
    text, params = _stays(contracts, bridge_days=0)
    longest = _plus("begins", rule.min_contract_days)
    return RawSQL(f"SELECT pk FROM ({text}) s WHERE ends <= {longest}", params)


def _began_as_asked(rule: AudienceRule, on: date) -> RawSQL:
    """Select who began here on a day that the rule asks for, of those who came by a day."""
    came = Appointment.objects.current().filter(valid_from__lte=on)
    text, params = _stays(came, bridge_days=SPELL_GAP_DAYS)
    adapt = connection.ops.adapt_datefield_value
    days = (adapt(rule.started_from or date.min), adapt(rule.started_before or date.max))
    return RawSQL(
        f"SELECT root FROM ({text}) s GROUP BY root HAVING MAX(begins) >= %s AND MAX(begins) < %s",
        (*params, *days),
    )


def _stays(rows: PlacedQuerySet, *, bridge_days: int) -> tuple[str, tuple[Any, ...]]:
    """Return each appointment with the first day and the end of the unbroken stay that it is in.

    As `compliance.rules.periods.union` joins periods; no end is `FOREVER`.
    """
    rows = _rooted(rows.order_by()).annotate(ended=Coalesce(F("valid_until"), Value(FOREVER)))
    columns = ("pk", "root", "valid_from", "ended")
    text, params = rows.values_list(*columns).query.sql_with_params()
    by_root = "PARTITION BY root ORDER BY valid_from, ended, pk"
    reached = f"MAX(ended) OVER ({by_root} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)"
    is_new = f"CASE WHEN {_plus('valid_from', -bridge_days)} > {reached} THEN 1 ELSE 0 END"
    sql = f"""SELECT pk, root, MIN(valid_from) OVER ({_STAY}) AS begins,
  MAX(ended) OVER ({_STAY}) AS ends
FROM (SELECT m.*, SUM(is_new) OVER ({by_root}) AS stay
  FROM (SELECT r.*, {is_new} AS is_new FROM ({text}) r) m) n"""
    return sql, tuple(params)


def _plus(day: str, days: int) -> str:
    if connection.vendor == "postgresql":
        return f"({day} + ({days}))"
    return f"date({day}, '{days} days')"


_STAY = "PARTITION BY root, stay"

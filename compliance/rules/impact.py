"""Whom a rule covers on a day, before it is published: numbers only, a few statements for all.

The conditions are those of planning (`compliance.planning.presence` and `.teams`) on one day.
"""

# The statements are put together from what the ORM compiled, with its parameters, and numbers.
# ruff: noqa: S608, S611

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, FilteredRelation, Q
from django.db.models.expressions import RawSQL
from django.db.models.fields import BooleanField
from django.db.models.functions import Coalesce

from compliance.enums import Subject
from compliance.models import Requirement
from compliance.rules.audiences import AudienceRule, appointments_in, read_audience, teams_in
from compliance.rules.dates import SPELL_GAP_DAYS
from compliance.rules.periods import Period, period, union
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
    parts, params = [], []
    for rows, number in ((now, 1), (before, 2)):
        try:
            text, values = rows.query.sql_with_params()
        except EmptyResultSet:
            continue
        parts.append(f"SELECT s.*, {number} AS side FROM ({text}) s")
        params.extend(values)
    if not parts:
        return 0, 0, 0
    sql = f"""SELECT COALESCE(SUM(CASE WHEN low = 1 THEN 1 ELSE 0 END), 0),
  COALESCE(SUM(CASE WHEN high = 1 THEN 1 ELSE 0 END), 0),
  COALESCE(SUM(CASE WHEN low = 2 THEN 1 ELSE 0 END), 0)
FROM (SELECT MIN(side) AS low, MAX(side) AS high
  FROM ({" UNION ALL ".join(parts)}) both_sides GROUP BY root) counted"""
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
    if out := _too_short(rule, rows) | _started_otherwise(rule, rows, on):
        rows = rows.filter(_is(f"{Appointment._meta.db_table}.id NOT IN ({integers(sorted(out))})"))
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


def _too_short(rule: AudienceRule, rows: PlacedQuerySet) -> set[int]:
    """Return the appointments that stay out because the whole chain of contracts is short."""
    if not rule.min_contract_days:
        return set()
    minimum = timedelta(days=rule.min_contract_days)
    hired = rows.filter(kind__in=rule.min_contract_kinds, valid_until__isnull=False)
    doubtful = [
        (root, pk, start)
        for root, pk, start, until in hired.values_list("root", "pk", "valid_from", "valid_until")
        if until - start <= minimum
    ]
    if not doubtful:
        return set()
    chains = _chains(rule, {root for root, _pk, _start in doubtful})
    return {pk for root, pk, start in doubtful if _length(chains[root], start) <= minimum}


def _chains(rule: AudienceRule, roots: set[int]) -> dict[int, list[Period]]:
    """Return the unbroken chains of contracts of these people."""
    contracts = _rooted(appointments_in(rule).filter(kind__in=rule.min_contract_kinds).order_by())
    found: dict[int, list[Period]] = defaultdict(list)
    for root, start, until in contracts.values_list("root", "valid_from", "valid_until"):
        if root in roots:
            found[root].append(period(start, until))
    return {root: union(periods) for root, periods in found.items()}


def _length(chains: list[Period], start: date) -> timedelta:
    chain = next(chain for chain in chains if chain[0] <= start < chain[1])
    return chain[1] - chain[0]


def _started_otherwise(rule: AudienceRule, rows: PlacedQuerySet, on: date) -> set[int]:
    """Return the appointments of people who began here on another day than the rule asks."""
    if rule.started_from is None and rule.started_before is None:
        return set()
    first, before = rule.started_from or date.min, rule.started_before or date.max
    stays: dict[int, list[Period]] = defaultdict(list)
    everything = _rooted(Appointment.objects.current().filter(valid_from__lte=on).order_by())
    for root, start, until in everything.values_list("root", "valid_from", "valid_until"):
        stays[root].append(period(start, until))
    began = {
        root: max(stay[0] for stay in union(periods, bridge_days=SPELL_GAP_DAYS))
        for root, periods in stays.items()
    }
    covered = rows.values_list("pk", "root")
    return {pk for pk, root in covered if not first <= began[root] < before}

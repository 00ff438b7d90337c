"""On which days somebody is in the audience of a requirement, and through which appointment."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from compliance.planning.people import People
from compliance.rules.audiences import AudienceRule, appointments_in
from compliance.rules.dates import SPELL_GAP_DAYS
from compliance.rules.periods import ALWAYS, FOREVER, Period, intersect, period, subtract, union
from organisations.models import Absence, Appointment, RoleAssignment, UnitAncestry

UnitPeriods = Mapping[int, Sequence[Period]]
"""Days per id: of a unit, or of a person."""
RolePeriods = Mapping[int, Sequence[tuple[str, Period]]]


@dataclass(frozen=True, slots=True)
class Piece:
    """Days in the audience through one appointment; a team is there by itself."""

    start: date
    end: date
    appointment_id: int | None


@dataclass(frozen=True, slots=True)
class _Row:
    appointment_id: int
    unit_id: int
    kind: str
    days: Period


class Audience:
    """The rule of one version in the days on which that version is the rule."""

    def __init__(self, rule: AudienceRule, window: Period) -> None:
        self.rule = rule
        self.window = window
        self.inside = unit_periods(rule.units)
        self.outside = unit_periods(rule.exclude.units)

    def pieces(self, people: People) -> dict[int, list[Piece]]:
        """Return for each person who is ever in this audience the days, per appointment."""
        roles = self._role_periods(people)
        begun = self._beginnings(people)
        found = {
            person: [
                Piece(start, end, row.appointment_id)
                for row in self._long_enough(rows)
                if self._began_in_time(row, begun.get(person, ()))
                for start, end in self._days(row, roles.get(person, ()))
            ]
            for person, rows in self._rows(people).items()
        }
        return {person: pieces for person, pieces in found.items() if pieces}

    def _rows(self, people: People) -> dict[int, list[_Row]]:
        rows: dict[int, list[_Row]] = defaultdict(list)
        fields = ("person_id", "pk", "unit_id", "kind", "valid_from", "valid_until")
        found = appointments_in(self.rule).filter(people.condition).values_list(*fields)
        for person_id, pk, unit_id, kind, start, until in found.order_by("pk"):
            root = people.root(person_id)
            if root is not None:
                rows[root].append(_Row(pk, unit_id, kind, period(start, until)))
        return rows

    def _long_enough(self, rows: Iterable[_Row]) -> Iterator[_Row]:
        """Yield the rows but for those of contracts that are too short, taken as a chain."""
        rows = list(rows)
        short = self.rule.min_contract_kinds if self.rule.min_contract_days else ()
        chains = union(row.days for row in rows if row.kind in short)
        minimum = self.rule.min_contract_days
        for row in rows:
            chain = next((c for c in chains if c[0] <= row.days[0] < c[1]), row.days)
            if row.kind not in short or (chain[1] - chain[0]).days > minimum:
                yield row

    def _beginnings(self, people: People) -> UnitPeriods:
        """Return the unbroken stays of each person, for a rule that asks when somebody began."""
        if self.rule.started_from is None and self.rule.started_before is None:
            return {}
        stays: dict[int, list[Period]] = defaultdict(list)
        rows = Appointment.objects.current().filter(people.condition).order_by()
        for person_id, start, until in rows.values_list("person_id", "valid_from", "valid_until"):
            root = people.root(person_id)
            if root is not None:
                stays[root].append(period(start, until))
        return {person: union(days, bridge_days=SPELL_GAP_DAYS) for person, days in stays.items()}

    def _began_in_time(self, row: _Row, stays: Sequence[Period]) -> bool:
        first, before = self.rule.started_from or ALWAYS[0], self.rule.started_before or FOREVER
        began = next((s for s, end in stays if s <= row.days[0] < end), row.days[0])
        return first <= began < before

    def _days(self, row: _Row, roles: Sequence[tuple[str, Period]]) -> list[Period]:
        days = intersect([row.days], [self.window])
        if self.rule.units:
            days = intersect(days, self.inside.get(row.unit_id, ()))
        if self.rule.roles:
            days = intersect(days, _held(roles, self.rule.roles))
        days = subtract(days, self.outside.get(row.unit_id, ()))
        return subtract(days, _held(roles, self.rule.exclude.roles))

    def _role_periods(self, people: People) -> RolePeriods:
        names = {*self.rule.roles, *self.rule.exclude.roles}
        periods: dict[int, list[tuple[str, Period]]] = defaultdict(list)
        if names:
            held = RoleAssignment.objects.current().filter(people.condition, role__in=names)
            for person_id, role, start, until in held.values_list(
                "person_id", "role", "valid_from", "valid_until"
            ):
                root = people.root(person_id)
                if root is not None:
                    periods[root].append((role, period(start, until)))
        return periods


def presence(audiences: Iterable[Audience], people: People) -> dict[int, list[Piece]]:
    """Return for each person the days in the audience of a requirement, over all its versions."""
    found: dict[int, list[Piece]] = defaultdict(list)
    for audience in audiences:
        for person, pieces in audience.pieces(people).items():
            found[person].extend(pieces)
    return found


def absences(people: People) -> dict[int, list[Period]]:
    """Return for each person the days of absence, joined where they touch."""
    found: dict[int, list[Period]] = defaultdict(list)
    rows = Absence.objects.current().filter(people.condition)
    for person_id, start, until in rows.values_list("person_id", "valid_from", "valid_until"):
        root = people.root(person_id)
        if root is not None:
            found[root].append(period(start, until))
    return {person: union(periods) for person, periods in found.items()}


def windows(starts: Sequence[tuple[date, date | None]]) -> list[Period]:
    """Return on which days each version decides who is in the audience.

    The first version also looks back: who already worked here when the duty began did not start on
    that day.
    """
    periods = [period(start, until) for start, until in starts]
    return [(ALWAYS[0], periods[0][1]), *periods[1:]] if periods else []


def _held(roles: Sequence[tuple[str, Period]], names: Sequence[str]) -> list[Period]:
    return union(days for role, days in roles if role in names)


def unit_periods(codes: Sequence[str]) -> UnitPeriods:
    """Return for each unit the days on which it stood in or below one of these units."""
    if not codes:
        return {}
    periods: dict[int, list[Period]] = defaultdict(list)
    rows = UnitAncestry.objects.filter(ancestor__code__in=codes)
    for unit_id, start, until in rows.values_list("descendant_id", "valid_from", "valid_until"):
        periods[unit_id].append(period(start, until))
    return {unit_id: union(days) for unit_id, days in periods.items()}

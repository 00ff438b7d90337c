"""What every figure should be, worked out in Python, one person and one unit at a time.

Only bare rows are read, with all that was ever recorded; which of them were known and held is
decided here. The status of an obligation is that of the pure function.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F

from compliance.enums import Status
from compliance.figures.counts import Counts, count_field
from compliance.models import Obligation
from compliance.status.decision import ObligationFacts, StatusResult, status
from compliance.status.facts import facts_of
from organisations.models import Appointment, PersonMerge, UnitVersion

Places = Mapping[int, frozenset[int]]
CounterKey = tuple[int, int, int, str, bool]
"""Unit, requirement, cycle, status and "a newcomer in term"."""
TeamCounts = dict[tuple[int, int], Counts]
"""Per unit and requirement."""
Numbers = tuple[int, int, int]
"""Persons, of whom with one place, of whom in the unit itself."""
_RECORDED = ("recorded_at", "superseded_at")
_DATED = ("valid_from", "valid_until", *_RECORDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """An obligation, with what it is about."""

    id: int
    person: int | None
    unit: int | None
    requirement: int
    cycle: int
    closes_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Everything that figures rest on, read once."""

    duties: Mapping[int, Duty]
    facts: Mapping[int, ObligationFacts]
    appointments: list[dict[str, Any]]
    versions: list[dict[str, Any]]
    merges: list[dict[str, Any]]

    def statuses(self, as_of: date, known_at: datetime | None) -> dict[int, StatusResult]:
        """Return the status of every obligation that was known."""
        found = {pk: status(one, as_of, known_at) for pk, one in self.facts.items()}
        return {pk: result for pk, result in found.items() if result is not None}

    def counters(self, as_of: date, known_at: datetime | None) -> dict[CounterKey, Numbers]:
        """Return how many persons stand where, in each unit with everything below it."""
        above = self._above(as_of, known_at)
        places = self._places(as_of, known_at)
        found: dict[CounterKey, Counter[str]] = defaultdict(Counter)
        for duty, result in self._current(as_of, known_at):
            mine = places.get(duty.person or 0, frozenset())
            newcomer = result.status == Status.OPEN and result.is_newcomer
            for unit in {unit for place in mine for unit in above.get(place, ())}:
                key = (unit, duty.requirement, duty.cycle, result.status.value, newcomer)
                found[key]["n"] += 1
                found[key]["alone"] += len(mine) == 1
                found[key]["direct"] += unit in mine
        return {key: (one["n"], one["alone"], one["direct"]) for key, one in found.items()}

    def team_counts(self, as_of: date, known_at: datetime | None) -> TeamCounts:
        """Return how many teams stand where, in each unit with everything below it."""
        above = self._above(as_of, known_at)
        found: dict[tuple[int, int], Counts] = {}
        for duty, result in self._current(as_of, known_at):
            one = Counts(**{count_field(result.status, is_newcomer=result.is_newcomer): 1})
            for unit in above.get(duty.unit or 0, ()):
                key = (unit, duty.requirement)
                found[key] = found.get(key, Counts()) + one
        return found

    def _current(
        self, as_of: date, known_at: datetime | None
    ) -> Iterable[tuple[Duty, StatusResult]]:
        """Return of each subject and duty what opened, did not close and is due last."""
        last: dict[tuple[Any, ...], tuple[date, int]] = {}
        statuses = self.statuses(as_of, known_at)
        for pk, result in statuses.items():
            duty = self.duties[pk]
            is_closed = duty.closes_on is not None and duty.closes_on < as_of
            if result.opens_on <= as_of and not is_closed:
                key = (duty.person, duty.unit, duty.requirement)
                last[key] = max(last.get(key, (date.min, 0)), (result.due_on, pk))
        return [(self.duties[pk], statuses[pk]) for _due_on, pk in last.values()]

    def _places(self, as_of: date, known_at: datetime | None) -> Places:
        """Return the units in which each person works, as whom a record counts."""
        roots = {row["person_id"]: row["into_id"] for row in _known(self.merges, known_at)}
        places: dict[int, set[int]] = defaultdict(set)
        for row in _active(_known(self.appointments, known_at), as_of):
            places[roots.get(row["person_id"], row["person_id"])].add(row["unit_id"])
        return {person: frozenset(units) for person, units in places.items()}

    def _above(self, as_of: date, known_at: datetime | None) -> dict[int, list[int]]:
        """Return of each unit the way up, itself first; a unit that is not there has none."""
        rows = _active(_known(self.versions, known_at), as_of)
        parents = {row["unit_id"]: row["parent_id"] for row in rows}
        above: dict[int, list[int]] = {}
        for unit in parents:
            way, at = [], unit
            while at in parents and at not in way:
                way.append(at)
                at = parents[at]
            above[unit] = way
        return above


def read_figures() -> Figures:
    """Read all rows."""
    duties = {
        row["id"]: Duty(**row)
        for row in Obligation.objects.values("id", "person", "unit", "cycle", "closes_on").annotate(
            requirement=F("cycle__requirement")
        )
    }
    return Figures(
        duties=duties,
        facts=facts_of(list(duties)),
        appointments=list(Appointment.objects.values("person_id", "unit_id", *_DATED)),
        versions=list(UnitVersion.objects.values("unit_id", "parent_id", *_DATED)),
        merges=list(PersonMerge.objects.values("person_id", "into_id", *_RECORDED)),
    )


def _known(rows: Iterable[dict[str, Any]], known_at: datetime | None) -> list[dict[str, Any]]:
    if known_at is None:
        return [row for row in rows if row["superseded_at"] is None]
    return [
        row
        for row in rows
        if row["recorded_at"] <= known_at
        and (row["superseded_at"] is None or row["superseded_at"] > known_at)
    ]


def _active(rows: Iterable[dict[str, Any]], day: date) -> list[dict[str, Any]]:
    return [
        row
        for row in rows
        if row["valid_from"] <= day and (row["valid_until"] is None or day < row["valid_until"])
    ]

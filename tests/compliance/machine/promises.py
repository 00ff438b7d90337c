"""What must be true of an organisation after whatever happened to it."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from unittest.mock import patch

from django.db import transaction

from compliance.figures.rollup import rollup
from compliance.figures.teams import team_duty_counts
from compliance.models import DailyCount, Obligation, ObligationEvent
from compliance.planning import PlanResult, bulk, plan
from compliance.services.daily import rebuild_day
from compliance.snapshots.counting import DEFINITIONS
from compliance.snapshots.hashing import rule_hash
from compliance.snapshots.rebuilding import recompute_as_known_then
from compliance.status.decision import StatusResult
from compliance.status.sql import fetch, status_rows
from core import clock
from core.invariants import broken_invariants
from tests.compliance.machine.figures import CounterKey, Figures, Numbers
from tests.compliance.machine.organisation import Organisation

SETTLED = timedelta(minutes=6)
"""So long after a step all of it is known; the next one has not begun."""
AT_ONCE, ONE_BY_ONE = 0, 10**9
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """On which days, as known when, everything is looked at after a step."""

    days: tuple[date, ...]
    moments: tuple[datetime | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What was said about a day at a moment; it must be said again of that moment."""

    as_of: date
    known_at: datetime
    statuses: dict[int, StatusResult]
    counters: dict[CounterKey, Numbers]


def statuses_agree(figures: Figures, look: Look) -> None:
    """The status in SQL is the status in Python, of every obligation."""
    for as_of in look.days:
        for known_at in look.moments:
            assert sql_statuses(as_of, known_at) == figures.statuses(as_of, known_at)


def rollups_agree(figures: Figures, look: Look) -> None:
    """The counts of all units are those of Python, of persons and of teams."""
    units = {row["unit_id"] for row in figures.versions}
    for as_of in look.days:
        for known_at in look.moments:
            assert sql_counters(as_of, known_at) == figures.counters(as_of, known_at)
            teams = team_duty_counts(unit_ids=units, as_of=as_of, known_at=known_at)
            assert teams == figures.team_counts(as_of, known_at)


def parts_agree(figures: Figures, as_of: date, known_at: datetime | None, *, unit: int) -> None:
    """A unit that is asked for by itself has its part of it, counted in either way."""
    every = figures.counters(as_of, known_at)
    mine = {key: numbers for key, numbers in every.items() if key[0] == unit}
    assert sql_counters(as_of, known_at, unit_ids=[unit]) == mine
    with patch("compliance.figures.rollup.LARGE", 0):
        assert sql_counters(as_of, known_at, unit_ids=[unit]) == mine


def counters_agree(figures: Figures, as_of: date) -> None:
    """The counters of a day, made anew, are those of Python at the moment up to which they know."""
    known_at = rebuild_day(as_of=as_of).known_at
    rows = DailyCount.objects.filter(as_of=as_of).values_list(
        *("unit", "cycle__requirement", "cycle", "status", "is_newcomer", "n", "alone", "direct")
    )
    assert _by_key(rows) == figures.counters(as_of, known_at)


def snapshots_stand(world: Organisation) -> None:
    """Each snapshot, computed again as known then, is the same row by row, with the same hash."""
    for snapshot in world.snapshots:
        again = recompute_as_known_then(snapshot)
        assert again.is_equal, again
        found = rule_hash(
            again.found,
            reference_date=snapshot.reference_date,
            known_at=snapshot.known_at,
            definitions=DEFINITIONS,
        )
        assert found == snapshot.rule_hash


def planning_is_settled() -> None:
    """Both ways of planning add the same rows, and after either neither adds anything."""
    with undone():
        with planned(AT_ONCE):
            result = plan()
        at_once = planned_rows()
        with planned(ONE_BY_ONE):
            assert plan() == PlanResult()
    if result == PlanResult():
        # Neither added anything to what was there.
        return
    with undone():
        with planned(ONE_BY_ONE):
            plan()
        assert planned_rows() == at_once
        with planned(AT_ONCE):
            assert plan() == PlanResult()


def is_said_again(said: Said) -> None:
    """Nothing that was heard of later changes what was known at a moment."""
    assert sql_statuses(said.as_of, said.known_at) == said.statuses
    assert sql_counters(said.as_of, said.known_at) == said.counters


def invariants_hold() -> None:
    """`check_invariants` finds nothing."""
    mine = ("compliance.", "organisations.")
    assert [wrong for wrong in broken_invariants() if wrong[0].startswith(mine)] == []


def say(as_of: date, known_at: datetime) -> Said:
    """Say how everybody stands, as known now."""
    return Said(
        as_of=as_of,
        known_at=known_at,
        statuses=sql_statuses(as_of, None),
        counters=sql_counters(as_of, None),
    )


def days_that_matter(figures: Figures) -> list[date]:
    """Return the days on which a status or a place may change, with those before and after."""
    days: set[date | None] = set()
    for row in (*figures.appointments, *figures.versions):
        days |= {row["valid_from"], row["valid_until"]}
    for one in figures.facts.values():
        days |= {one.stated.opens_on, one.stated.due_on, one.closes_on}
        days |= {one.stated.due_on + rule.grace_days * _DAY for rule in one.rules.values()}
        for event in one.events:
            days |= {event.effective_on, event.until_on, event.due_on}
            days |= {event.stated.opens_on, event.stated.due_on} if event.stated else set()
    found = {near for day in days if day for near in (day - _DAY, day, day + _DAY)}
    return sorted(found)


def sql_statuses(as_of: date, known_at: datetime | None) -> dict[int, StatusResult]:
    """Return the status of every obligation, as the database says."""
    return {
        row.obligation_id: StatusResult(
            status=row.status,
            opens_on=row.opens_on,
            due_on=row.due_on,
            done_on=row.done_on,
            is_newcomer=row.is_newcomer,
        )
        for row in status_rows(as_of=as_of, known_at=known_at)
    }


def sql_counters(
    as_of: date, known_at: datetime | None, **options: Any
) -> dict[CounterKey, Numbers]:
    """Return the counts of units, as the database says."""
    sql, params = rollup(as_of=as_of, known_at=known_at, **options)
    return _by_key(fetch(sql, params))


def _by_key(rows: Any) -> dict[CounterKey, Numbers]:
    return {
        (unit, requirement, cycle, status, bool(newcomer)): (int(n), int(alone), int(direct))
        for unit, requirement, cycle, status, newcomer, n, alone, direct in rows
    }


def planned(fewest: int) -> Any:
    """Let the database plan from so many appointments on."""
    return patch.object(bulk, "FEWEST_APPOINTMENTS", fewest)


_STATED = ("version__number", "opens_on", "counts_from", "due_on", "is_newcomer")
_BASIS = ("basis__person_id", "basis__unit_id", "basis__kind", "basis__valid_from")
_CYCLE = ("cycle__requirement_id", "cycle__label", "person_id", "unit_id")


def planned_rows() -> tuple[Counter[Any], Counter[Any]]:
    """Return everything that planning wrote, without ids and moments."""
    made = Obligation.objects.values_list(*_CYCLE, "closes_on", *_BASIS, *_STATED)
    events = ObligationEvent.objects.values_list(
        *(f"obligation__{name}" for name in _CYCLE),
        "kind",
        "effective_on",
        "until_on",
        "reason_code",
        "actor_id",
        "voids__kind",
        "voids__effective_on",
        *_STATED,
    )
    return Counter(made.order_by()), Counter(events.order_by())


@contextmanager
def undone() -> Iterator[None]:
    """Forget afterwards what happened."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def settled(world: Organisation) -> Any:
    """Let it be the moment at which all of the last step is known."""
    return clock.at(world.moment + SETTLED)

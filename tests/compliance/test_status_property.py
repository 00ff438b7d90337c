"""On any history the status in SQL is the status in Python, and what was known stays known."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import example, given
from hypothesis import strategies as st

from compliance.enums import CycleKind, Status, Subject
from compliance.models import AcceptedActivity, Obligation, ObligationEvent
from compliance.planning import PlanResult, plan
from compliance.status.decision import StatusResult, status
from compliance.status.facts import facts_of
from compliance.status.sql import status_rows
from core import clock
from core.invariants import broken_invariants
from lms.api import Assurance
from tests.compliance.histories import A_FEW_HISTORIES, HISTORIES, Step, World
from tests.compliance.story import moment, once, yearly
from tests.factories.lms import ActivityFactory, ActivityVersionFactory
from tests.factories.organisations import AppointmentFactory, PersonFactory, UnitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("long_ago")]
DAY = timedelta(days=1)


@pytest.fixture
def world() -> World:
    teams = [UnitFactory(), UnitFactory()]
    persons = [PersonFactory() for _ in range(3)]
    activities = [ActivityFactory() for _ in range(3)]
    with clock.at(moment("2024-01-01")):
        AppointmentFactory(person=persons[0], unit=teams[0])
        AppointmentFactory(person=persons[1], unit=teams[1], valid_from=date(2026, 11, 20))
    pool = {"needed": 1, "not_same_as_last": True}
    with clock.at(moment("2024-01-01")):
        ActivityVersionFactory(activity=activities[2])
    requirements = [
        yearly(activities=activities[:1], grace_days=14),
        once(activities=activities, needed=2, audience={"min_contract_days": 30}),
        yearly(activities=activities[:2], start_month=9, due_month=7, **pool),
        yearly(activities=activities[:2], requirement__subject=Subject.TEAM, **pool),
        yearly(activities=activities[2:], cycle_kind=CycleKind.EDITION, due_days=30),
    ]
    AcceptedActivity.objects.create(
        version=requirements[2].versions.get(),
        activity=activities[2],
        instead_of=activities[1],
        minimum_assurance=Assurance.BROWSER,
    )
    return World(persons, teams, activities, requirements)


@contextmanager
def told(world: World, steps: list[Step]) -> Iterator[World]:
    """Let a history happen, and undo it afterwards."""
    with transaction.atomic():
        fresh = World(world.persons, world.teams, world.activities, world.requirements)
        for step in [Step("plan", 0, 0, 0, 0), *steps, Step("plan", 1, 0, 0, 0)]:
            fresh.take(step)
        yield fresh
        transaction.set_rollback(True)


def in_sql(as_of: date, known_at: datetime | None) -> dict[int, StatusResult]:
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


def in_python(as_of: date, known_at: datetime | None) -> dict[int, StatusResult]:
    facts = facts_of(Obligation.objects.values_list("pk", flat=True))
    found = {pk: status(one, as_of, known_at) for pk, one in facts.items()}
    return {pk: result for pk, result in found.items() if result is not None}


def days_that_matter() -> list[date]:
    """The days on which a status may change, with those before and after."""
    days = set(Obligation.objects.values_list("opens_on", flat=True))
    days |= set(Obligation.objects.values_list("due_on", flat=True))
    days |= {day + timedelta(days=14) for day in set(days)}
    days |= set(ObligationEvent.objects.values_list("effective_on", flat=True))
    days |= set(ObligationEvent.objects.values_list("until_on", flat=True)) - {None}
    return sorted({near for day in days for near in (day - DAY, day, day + DAY)})


@A_FEW_HISTORIES
@given(steps=HISTORIES, picks=st.lists(st.integers(0, 10_000), min_size=6, max_size=6))
@example(
    steps=[Step("complete", 0, 1, 1, 1), Step("merge", 9, 0, 0, 0)], picks=[0, 5, 9, 12, 40, 7]
)
def test_the_status_in_sql_is_the_status_in_python(world, steps, picks):
    with told(world, steps) as after:
        days = days_that_matter()
        moments = [None, *after.moments]
        for pick in picks:
            as_of, known_at = days[pick % len(days)], moments[pick % len(moments)]
            assert in_sql(as_of, known_at) == in_python(as_of, known_at)


@A_FEW_HISTORIES
@given(steps=HISTORIES, shifts=st.lists(st.integers(-200, 400), min_size=2, max_size=2))
def test_what_was_computed_then_is_computed_again_as_known_then(world, steps, shifts):
    with transaction.atomic():
        fresh = World(world.persons, world.teams, world.activities, world.requirements)
        then = []
        for step in [*steps, Step("plan", 1, 0, 0, 0)]:
            fresh.take(step)
            for shift in shifts:
                as_of = fresh.today + timedelta(days=shift)
                then.append((as_of, fresh.moment, in_sql(as_of, None)))
        for as_of, known_at, result in then:
            assert in_sql(as_of, known_at) == result
        transaction.set_rollback(True)


@A_FEW_HISTORIES
@given(steps=HISTORIES)
def test_planning_again_adds_nothing_and_all_invariants_hold(world, steps):
    with told(world, steps) as after:
        with clock.at(after.moment + DAY / 24):
            assert plan() == PlanResult()
        mine = ("compliance.", "organisations.")
        assert [wrong for wrong in broken_invariants() if wrong[0].startswith(mine)] == []


def applying(day: date) -> dict[tuple[int | str | None, ...], tuple[str, date, bool]]:
    """What applies on a day; what opens later may have been made or not."""
    return {
        (row.person_id, row.unit_id, row.requirement_id, row.cycle_label): (
            row.status,
            row.due_on,
            row.is_newcomer,
        )
        for row in status_rows(as_of=day)
        if row.status not in {Status.NOT_APPLICABLE, Status.NOT_YET_OPEN}
    }


@A_FEW_HISTORIES
@given(steps=HISTORIES)
def test_what_should_stand_does_not_depend_on_when_we_heard_of_it(world, steps):
    """Planning all along gives the same statuses as planning once, when all is known."""
    by_hand = {"decide", "defer", "void_event", "publish"}
    steps = [step for step in steps if step.action not in by_hand]
    later = [replace(step, action="nothing") if step.action == "plan" else step for step in steps]
    with told(world, steps) as after:
        along = applying(after.today)
    with told(world, later):
        assert applying(after.today) == along

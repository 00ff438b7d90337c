"""Planning in a few statements makes the rows that planning person by person makes."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import example, given
from hypothesis import strategies as st

from compliance.enums import CycleKind, EventKind
from compliance.models import Obligation
from compliance.planning import PlanResult, bulk, plan
from compliance.planning.bulk_sql import rows
from core import clock
from organisations.enums import AppointmentKind, RoleKind
from organisations.models import Appointment
from organisations.services.absences import record_absence
from organisations.services.appointments import end_appointment, transfer_person
from organisations.services.persons import merge_persons
from tests.compliance.histories import A_FEW_HISTORIES, HISTORIES, STEPS, Step, World
from tests.compliance.machine.promises import planned_rows, undone
from tests.compliance.story import day, moment, once, person_from, plan_on, yearly
from tests.factories.lms import ActivityFactory, ActivityVersionFactory
from tests.factories.organisations import (
    AppointmentFactory,
    PersonFactory,
    RoleAssignmentFactory,
    UnitFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("long_ago")]
SLOWLY = 10**9


@pytest.fixture(autouse=True)
def _always(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "FEWEST_APPOINTMENTS", 0)


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> list[bulk.Settled | None]:
    """What each run of planning left to be done person by person."""
    found: list[bulk.Settled | None] = []
    real = bulk.settle

    def watch(**given: Any) -> bulk.Settled | None:
        found.append(real(**given))
        return found[-1]

    monkeypatch.setattr("compliance.planning.run.settle", watch)
    return found


@pytest.fixture
def world() -> World:
    teams = [UnitFactory(), UnitFactory()]
    persons = [PersonFactory() for _ in range(3)]
    activities = [ActivityFactory() for _ in range(3)]
    with clock.at(moment("2024-01-01")):
        AppointmentFactory(person=persons[0], unit=teams[0])
        AppointmentFactory(person=persons[1], unit=teams[1], valid_from=day("2026-11-20"))
    with clock.at(moment("2024-01-01")):
        ActivityVersionFactory(activity=activities[2])
    requirements = [
        yearly(activities=activities[:1], grace_days=14),
        once(activities=activities, needed=2, audience={"min_contract_days": 30}),
        yearly(activities=activities[:1], start_month=9, audience={"units": [teams[0].code]}),
        yearly(activities=activities[2:], cycle_kind=CycleKind.EDITION, due_days=30),
    ]
    return World(persons, teams, activities, requirements)


def _after(
    world: World, steps: list[Step], fewest: int, monkeypatch: pytest.MonkeyPatch, *, runs: int = 1
) -> Any:
    """Return all rows after a history, and what each of the `runs` per day has added."""
    monkeypatch.setattr(bulk, "FEWEST_APPOINTMENTS", fewest)
    with undone():
        fresh = World(world.persons, world.teams, world.activities, world.requirements)
        results = []
        for step in [Step("plan", 0, 0, 0, 0), *steps]:
            fresh.take(step)
        for days in (1, 200):
            fresh.moment += timedelta(days=days)
            with clock.at(fresh.moment):
                results += [plan() for _ in range(runs)]
        return planned_rows(), results


# Obligations are numbered in another order, so nothing here decides about one by hand.
BY_HAND = {"decide", "defer", "void_event"}
BY_FACTS = HISTORIES.map(lambda steps: [step for step in steps if step.action not in BY_HAND])
OFTEN_SIMPLE = st.lists(
    STEPS.filter(lambda s: s.action in {"appoint", "change_appointment", "be_away", "plan"}),
    max_size=6,
)


@A_FEW_HISTORIES
@given(steps=st.one_of(OFTEN_SIMPLE, BY_FACTS))
@example(steps=[Step("be_away", 30, 0, 8, -20), Step("plan", 1, 0, 0, 0)])
@example(steps=[Step("change_appointment", 30, 0, 4, 30), Step("plan", 1, 0, 0, 0)])
def test_at_once_gives_the_rows_that_one_by_one_gives(world, steps, monkeypatch):
    at_once, results = _after(world, steps, 0, monkeypatch, runs=2)
    assert at_once == _after(world, steps, SLOWLY, monkeypatch)[0]
    assert results[1] == results[3] == PlanResult()


def test_whoever_stays_is_planned_without_being_read(settled):
    yearly()
    for _ in range(3):
        person_from("2019-01-01")
    assert plan_on("2024-06-01").created == 3
    assert plan_on("2025-06-01").created == 3
    assert [run and run.left for run in settled] == [frozenset(), frozenset()]


@pytest.mark.parametrize(
    ("until", "kinds"),
    [(None, {}), ("2024-09-01", {EventKind.WITHDRAWN: 1})],
)
def test_a_newcomer_and_a_leaver_are_simple(settled, until, kinds):
    yearly()
    person_from("2024-03-01", until)
    plan_on("2024-06-01")
    row = Obligation.objects.get()
    assert (row.opens_on, row.due_on) == (day("2024-03-01"), day("2024-05-30"))
    assert Counter(row.events.values_list("kind", flat=True)) == kinds
    assert [run and run.left for run in settled] == [frozenset()]


def test_who_leaves_or_moves_later_stays_simple(settled):
    yearly()
    stays, leaves = person_from("2020-01-01"), person_from("2020-01-01")
    plan_on("2024-03-01")
    with clock.at(moment("2024-04-01")):
        end_appointment(appointment=leaves.appointments.get(), on=day("2024-05-01"))
        transfer_person(
            appointment=stays.appointments.get(), unit=UnitFactory(), on=day("2024-05-01")
        )
    assert plan_on("2024-06-01") == PlanResult(withdrawn=1)
    assert plan_on("2024-06-01") == PlanResult()
    assert [run and run.left for run in settled] == [frozenset()] * 3


def test_one_long_absence_is_simple_and_two_are_not(settled):
    yearly(due_month=6, due_day=30)
    once_away, twice_away = person_from("2019-01-01"), person_from("2019-01-01")
    with clock.at(moment("2024-01-02")):
        record_absence(
            person=once_away, valid_from=day("2024-03-01"), valid_until=day("2024-05-01")
        )
        for start, until in (("2024-02-01", "2024-03-15"), ("2024-04-01", "2024-05-15")):
            record_absence(person=twice_away, valid_from=day(start), valid_until=day(until))
    assert plan_on("2024-06-01") == PlanResult(created=2, paused=3, due_changed=3)
    assert plan_on("2024-06-01") == PlanResult()
    assert [run and run.left for run in settled] == [{twice_away.pk}, {twice_away.pk}]


def test_whoever_came_back_is_merged_or_was_hired_in_short_turns_is_read(settled):
    yearly(audience={"min_contract_days": 30})
    back, merged, into, chained = (PersonFactory() for _ in range(4))
    with clock.at(moment("2024-01-01")):
        for person in (back, merged, into):
            AppointmentFactory(
                person=person, valid_from=day("2019-01-01"), valid_until=day("2024-02-01")
            )
        AppointmentFactory(person=back, valid_from=day("2024-06-01"))
        for start, until in (("2024-03-01", "2024-03-21"), ("2024-03-21", "2024-05-01")):
            AppointmentFactory(
                person=chained,
                kind=AppointmentKind.EXTERNAL_HIRE,
                valid_from=day(start),
                valid_until=day(until),
            )
        merge_persons(person=merged, into=into)
    plan_on("2024-06-15")
    assert [run and run.left for run in settled] == [{back.pk, merged.pk, into.pk, chained.pk}]


def test_whoever_turns_out_never_to_have_been_here_is_read(settled):
    yearly()
    person = person_from("2019-01-01")
    plan_on("2024-06-01")
    Appointment.objects.filter(person=person).update(superseded_at=moment("2024-06-02"))
    assert plan_on("2024-06-03") == PlanResult(withdrawn=1)
    assert settled[-1] is not None
    assert settled[-1].left == {person.pk}


def test_what_another_run_added_meanwhile_is_not_added_again(monkeypatch):
    yearly()
    person_from("2019-01-01", "2024-04-01")
    real, planned = rows.first_persons, PlanResult(created=1, withdrawn=1)

    def after_another_run(size: int | None) -> str:
        monkeypatch.setattr(bulk, "FEWEST_APPOINTMENTS", SLOWLY)
        assert plan_on("2024-06-01") == planned
        return real(size)

    monkeypatch.setattr(rows, "first_persons", after_another_run)
    assert plan_on("2024-06-01") == PlanResult()


def test_an_audience_of_roles_is_left_to_the_other_way(settled):
    yearly(audience={"roles": [RoleKind.TRAINER]})
    RoleAssignmentFactory(person=person_from("2019-01-01"), role=RoleKind.TRAINER)
    assert plan_on("2024-06-01").created == 1
    assert settled == [None]


def test_on_sqlite_no_transaction_is_long(monkeypatch):
    monkeypatch.setattr(bulk, "ROWS_PER_TRANSACTION", 2)
    yearly()
    people = [person_from("2019-01-01") for _ in range(5)]
    with CaptureQueriesContext(connection) as queries:
        assert plan_on("2024-06-01").created == 5
    locks = sum("compliance_requirement" in q["sql"] and "INSERT" not in q["sql"] for q in queries)
    assert locks
    inserts = [q for q in queries if q["sql"].startswith("INSERT INTO compliance_obligation\n")]
    assert len(inserts) == (3 if connection.vendor == "sqlite" else 1)
    assert [person.obligations.count() for person in people] == [1] * 5
    assert plan_on("2024-06-01") == PlanResult()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no such limit.")
def test_the_memory_that_statements_get_is_put_back():
    yearly()
    person_from("2019-01-01")
    before = _work_mem()
    with CaptureQueriesContext(connection) as queries:
        assert plan_on("2024-06-01").created == 1
    assert any(q["sql"] == "SET work_mem = '64MB'" for q in queries)
    assert _work_mem() == before


def _work_mem() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW work_mem")
        return str(cursor.fetchone()[0])


def test_with_few_people_nothing_is_prepared(monkeypatch, settled):
    monkeypatch.setattr(bulk, "FEWEST_APPOINTMENTS", 2)
    yearly()
    person_from("2019-01-01")
    plan_on("2024-06-01")
    person_from("2019-01-01")
    plan_on("2024-06-01")
    assert settled[0] is None
    assert settled[1] is not None

"""Who gets which duty, by when: obligations follow from the facts."""

from datetime import timedelta
from itertools import pairwise

import pytest

from compliance.enums import EventKind, ReasonCode, Status
from compliance.models import Cycle, Obligation, ObligationEvent
from compliance.planning import PlanResult
from compliance.planning.people import chunks_of
from core import clock
from organisations.enums import AppointmentKind
from organisations.services import appointments as appointing
from organisations.services.persons import merge_persons, undo_merge
from tests.compliance.story import (
    day,
    moment,
    obligations,
    once,
    person_from,
    plan_on,
    rows_of,
    status_of,
    yearly,
)
from tests.factories.lms import CompletionFactory
from tests.factories.organisations import AppointmentFactory, PersonFactory, UnitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("long_ago")]


def test_who_already_worked_here_is_due_at_the_end_of_every_year():
    yearly()
    person = person_from("2019-05-01")
    plan_on("2025-06-01")
    made = obligations(person)
    assert sorted(made) == ["2024", "2025"]
    assert made["2025"].opens_on == made["2025"].counts_from == day("2025-01-01")
    assert made["2025"].due_on == made["2025"].closes_on == day("2025-12-31")
    assert not made["2025"].is_newcomer


def test_the_next_year_is_made_two_months_ahead_and_is_not_open_before_it_starts():
    yearly()
    person = person_from("2019-05-01")
    plan_on("2025-11-01")
    assert "2026" not in obligations(person)
    plan_on("2025-11-02")
    assert status_of(person, "2026", "2025-12-31") == Status.NOT_YET_OPEN
    assert status_of(person, "2026", "2026-01-01") == Status.OPEN


def test_a_newcomer_has_ninety_days_in_the_year_in_which_they_end():
    yearly()
    person = person_from("2026-03-10")
    plan_on("2026-03-10")
    made = obligations(person)
    assert list(made) == ["2026"]
    assert made["2026"].is_newcomer
    assert made["2026"].opens_on == day("2026-03-10")
    assert made["2026"].counts_from == day("2026-01-01")
    assert made["2026"].due_on == day("2026-06-08")


def test_a_newcomer_late_in_the_year_starts_with_the_next_year_and_may_do_it_at_once():
    yearly()
    person = person_from("2026-11-01")
    plan_on("2026-11-01")
    made = obligations(person)
    assert list(made) == ["2027"]
    assert made["2027"].opens_on == made["2027"].counts_from == day("2026-11-01")
    assert made["2027"].due_on == day("2027-01-30")
    plan_on("2028-01-01")
    assert obligations(person)["2028"].due_on == day("2028-12-31")
    assert not obligations(person)["2028"].is_newcomer


@pytest.mark.parametrize(
    ("start", "cycle", "due"),
    [
        ("2026-10-02", "2026", "2026-12-31"),
        ("2026-10-03", "2027", "2027-01-01"),
        ("2027-10-03", "2028", "2028-01-01"),
        ("2027-12-02", "2028", "2028-03-01"),
    ],
)
def test_the_day_on_which_the_term_ends_decides_the_year(start, cycle, due):
    yearly()
    person = person_from(start)
    plan_on(start)
    assert {label: row.due_on for label, row in obligations(person).items()} == {cycle: day(due)}


def test_a_duty_of_once_gives_who_was_here_the_date_of_the_rule_and_newcomers_their_term():
    once()
    sitting, newcomer = person_from("2023-12-31"), person_from("2024-01-01")
    plan_on("2024-01-05")
    old, new = obligations(sitting)["eenmalig"], obligations(newcomer)["eenmalig"]
    assert (old.due_on, old.is_newcomer) == (day("2024-12-31"), False)
    assert (new.due_on, new.is_newcomer) == (day("2024-03-31"), True)
    assert old.counts_from is None
    assert old.closes_on is None
    plan_on("2026-01-05")
    assert Obligation.objects.count() == 2


def test_the_same_run_twice_adds_nothing():
    yearly()
    once()
    person_from("2019-05-01")
    person_from("2025-03-01", "2025-08-01")
    first = plan_on("2026-06-01")
    assert first.created == 6
    assert first.withdrawn == 2
    assert plan_on("2026-06-01") == PlanResult()
    assert plan_on("2026-06-02") == PlanResult()


def test_a_transfer_and_a_gap_of_a_month_are_no_new_start_but_a_longer_gap_is():
    yearly()
    moved, away, gone = PersonFactory(), PersonFactory(), PersonFactory()
    for person, second in (
        (moved, "2026-03-01"),
        (away, "2026-04-01"),
        (gone, "2026-04-02"),
    ):
        AppointmentFactory(person=person, valid_until=day("2026-03-01"))
        AppointmentFactory(person=person, valid_from=day(second))
    plan_on("2026-05-01")
    due = {person: rows_of(person, "2026-05-01")["2026"].due_on for person in (moved, away, gone)}
    assert due == {
        moved: day("2026-12-31"),
        away: day("2026-12-31"),
        gone: day("2026-07-01"),
    }
    assert status_of(gone, "2026", "2026-03-20") == Status.NOT_APPLICABLE
    assert status_of(away, "2026", "2026-03-20") == Status.OPEN


def test_who_leaves_has_no_duty_from_the_next_day_on():
    yearly()
    person = person_from("2019-05-01", "2026-04-01")
    result = plan_on("2026-02-01")
    assert result.withdrawn == 1
    assert status_of(person, "2026", "2026-03-31") == Status.OPEN
    assert status_of(person, "2026", "2026-04-01") == Status.NOT_APPLICABLE
    assert "2027" not in obligations(person)


def test_who_leaves_before_the_year_is_over_has_no_duty_on_its_last_day():
    yearly()
    before, after = person_from("2020-01-01", "2026-12-31"), person_from("2020-01-01", "2027-01-01")
    plan_on("2026-12-01")
    assert status_of(before, "2026", "2026-12-30") == Status.OPEN
    assert status_of(before, "2026", "2026-12-31") == Status.NOT_APPLICABLE
    assert status_of(after, "2026", "2027-01-01") == Status.OVERDUE


def test_a_departure_that_is_taken_back_leaves_no_trace_but_in_what_was_known():
    yearly()
    appointment = AppointmentFactory(valid_until=day("2026-04-01"))
    person = appointment.person
    plan_on("2026-02-01")
    with clock.at(moment("2026-03-15")):
        appointing.correct_appointment(appointment=appointment, valid_until=None)
    result = plan_on("2026-03-16")
    assert result == PlanResult(voided=1)
    assert status_of(person, "2026", "2026-05-01") == Status.OPEN
    assert status_of(person, "2026", "2026-05-01", known_at="2026-03-01") == Status.NOT_APPLICABLE


def test_who_comes_back_in_the_same_year_gets_the_duty_back_with_a_new_term():
    yearly()
    person = person_from("2019-05-01", "2026-03-01")
    plan_on("2026-03-02")
    AppointmentFactory(person=person, valid_from=day("2026-08-01"))
    result = plan_on("2026-08-01")
    assert (result.reopened, result.due_changed, result.created) == (1, 1, 0)
    row = rows_of(person, "2026-08-01")["2026"]
    assert (row.status, row.due_on, row.is_newcomer) == (Status.OPEN, day("2026-10-30"), True)
    before = rows_of(person, "2026-02-01")["2026"]
    assert (before.due_on, before.is_newcomer) == (day("2026-12-31"), False)


def test_what_was_done_before_leaving_still_counts_after_coming_back():
    requirement = yearly()
    activity = requirement.versions.get().accepted.get().activity
    person = person_from("2019-05-01", "2026-03-01")
    CompletionFactory(person=person, activity=activity, occurred_at=moment("2026-02-10"))
    AppointmentFactory(person=person, valid_from=day("2026-08-01"))
    plan_on("2026-08-01")
    assert status_of(person, "2026", "2026-08-01") == Status.DONE_ON_TIME


def test_who_comes_back_late_in_the_year_has_the_next_year_from_that_day():
    yearly()
    person = person_from("2019-05-01", "2026-03-01")
    AppointmentFactory(person=person, valid_from=day("2026-11-15"))
    plan_on("2026-11-15")
    assert status_of(person, "2026", "2026-11-20") == Status.NOT_APPLICABLE
    row = rows_of(person, "2026-11-20")["2027"]
    assert (row.status, row.due_on) == (Status.OPEN, day("2027-02-13"))


def test_a_corrected_start_moves_the_due_date_and_the_year():
    yearly()
    appointment = AppointmentFactory(valid_from=day("2026-11-01"))
    person = appointment.person
    plan_on("2026-11-01")
    with clock.at(moment("2026-11-10")):
        appointing.correct_appointment(appointment=appointment, valid_from=day("2026-09-01"))
    result = plan_on("2026-11-11")
    assert (result.created, result.due_changed) == (1, 1)
    rows = rows_of(person, "2026-11-11")
    assert (rows["2026"].due_on, rows["2026"].is_newcomer) == (day("2026-11-30"), True)
    assert (rows["2027"].due_on, rows["2027"].is_newcomer) == (day("2027-12-31"), False)
    assert rows["2027"].counts_from == day("2027-01-01")
    assert rows["2027"].status == Status.NOT_YET_OPEN
    event = ObligationEvent.objects.get(kind=EventKind.DUE_CHANGED)
    assert event.reason_code == ReasonCode.START_CORRECTED
    then = rows_of(person, "2026-11-11", known_at="2026-11-05")
    assert list(then) == ["2027"]
    assert then["2027"].due_on == day("2027-01-30")


def test_an_appointment_that_never_was_takes_the_duty_away_altogether():
    yearly()
    appointment = AppointmentFactory(valid_from=day("2026-02-01"))
    plan_on("2026-02-01")
    with clock.at(moment("2026-02-05")):
        appointing.retract_appointment(appointment=appointment)
    assert plan_on("2026-02-06").withdrawn == 1
    assert status_of(appointment.person, "2026", "2026-02-01") == Status.NOT_APPLICABLE
    assert plan_on("2026-02-06") == PlanResult()


def test_external_hires_have_the_duty_when_their_contract_is_longer_than_thirty_days():
    rule = {"min_contract_days": 30}
    yearly(audience=rule)
    hired = {"kind": AppointmentKind.EXTERNAL_HIRE}
    short = person_from("2026-02-01", "2026-03-03", **hired)
    long = person_from("2026-02-01", "2026-03-04", **hired)
    endless = person_from("2026-02-01", **hired)
    staff = person_from("2026-02-01", "2026-02-11")
    plan_on("2026-02-01")
    assert obligations(short) == {}
    assert all(list(obligations(person)) == ["2026"] for person in (long, endless, staff))


def test_a_chain_of_short_contracts_is_one_contract():
    yearly(audience={"min_contract_days": 30})
    person = PersonFactory()
    for start, until in (("2026-02-01", "2026-02-20"), ("2026-02-20", "2026-03-15")):
        AppointmentFactory(
            person=person,
            kind=AppointmentKind.EXTERNAL_HIRE,
            valid_from=day(start),
            valid_until=day(until),
        )
    plan_on("2026-02-20")
    assert obligations(person)["2026"].opens_on == day("2026-02-01")


def test_a_contract_that_becomes_long_gives_the_duty_from_its_start():
    yearly(audience={"min_contract_days": 30})
    appointment = AppointmentFactory(
        kind=AppointmentKind.EXTERNAL_HIRE,
        valid_from=day("2026-02-01"),
        valid_until=day("2026-02-21"),
    )
    assert plan_on("2026-02-02") == PlanResult()
    with clock.at(moment("2026-02-18")):
        appointing.correct_appointment(appointment=appointment, valid_until=day("2026-07-01"))
    plan_on("2026-02-18")
    assert obligations(appointment.person)["2026"].due_on == day("2026-05-02")


def test_one_obligation_for_who_has_two_appointments():
    yearly()
    person = person_from("2020-01-01")
    AppointmentFactory(person=person, valid_from=day("2026-05-01"))
    plan_on("2026-05-01")
    assert not rows_of(person, "2026-05-01")["2026"].is_newcomer
    assert person.obligations.filter(cycle__label="2026").count() == 1


def test_a_record_that_was_merged_has_no_duty_and_its_appointments_count_for_the_other():
    yearly()
    person_from("2019-01-01")
    old, new = person_from("2019-01-01"), person_from("2026-02-01")
    plan_on("2026-02-01")
    assert obligations(new)["2026"].is_newcomer
    with clock.at(moment("2026-02-10")):
        merge = merge_persons(person=old, into=new)
    assert plan_on("2026-02-11") == PlanResult(created=2, due_changed=1)
    assert status_of(old, "2026", "2026-02-01") == Status.NOT_APPLICABLE
    assert status_of(old, "2026", "2026-02-01", known_at="2026-02-09") == Status.OPEN
    row = rows_of(new, "2026-02-11")["2026"]
    assert (row.due_on, row.is_newcomer) == (day("2026-12-31"), False)
    assert set(obligations(new)) == {"2024", "2025", "2026"}
    with clock.at(moment("2026-02-20")):
        undo_merge(merge=merge)
    plan_on("2026-02-21")
    assert status_of(old, "2026", "2026-02-21") == Status.OPEN
    assert status_of(new, "2025", "2026-02-21") == Status.NOT_APPLICABLE
    assert rows_of(new, "2026-02-21")["2026"].due_on == day("2026-05-02")


def test_persons_are_planned_in_chunks_and_nobody_falls_between(monkeypatch):
    monkeypatch.setattr("compliance.planning.run.PERSONS_PER_CHUNK", 2)
    yearly()
    people = [person_from("2025-06-01") for _ in range(5)]
    with clock.at(moment("2025-06-01")):
        merge_persons(person=people[0], into=people[4])
    plan_on("2025-06-01")
    assert [person.obligations.count() for person in people] == [0, 1, 1, 1, 1]
    assert plan_on("2025-06-01") == PlanResult()


def test_chunks_hold_every_person_once():
    chunks = list(chunks_of([1, 4, 5, 9, 12], {2: 12, 7: 5}, 2))
    assert [chunk.ids for chunk in chunks] == [{1, 4}, {5, 9}, {12}]
    assert [chunk.absorbed for chunk in chunks] == [frozenset(), {7}, {2}]


def test_a_due_day_that_a_month_does_not_have_is_the_last_of_that_month():
    requirement = yearly(due_month=2, due_day=29)
    person_from("2019-01-01")
    plan_on("2024-12-01")
    due = dict(Cycle.objects.filter(requirement=requirement).values_list("label", "due_on"))
    assert due == {"2024": day("2024-02-29"), "2025": day("2025-02-28")}


def test_cycles_of_one_requirement_follow_each_other_without_overlap():
    yearly()
    person_from("2019-01-01")
    plan_on("2027-12-01")
    cycles = list(Cycle.objects.order_by("opens_on"))
    assert len(cycles) == 5
    for earlier, later in pairwise(cycles):
        assert earlier.closes_on + timedelta(days=1) == later.opens_on


def test_only_who_is_in_the_unit_has_the_duty_and_from_the_day_they_are():
    unit = UnitFactory()
    team, elsewhere = UnitFactory(parent=unit), UnitFactory()
    yearly(audience={"units": [unit.code]})
    inside, outside = (
        person_from("2020-01-01", unit=team),
        person_from("2020-01-01", unit=elsewhere),
    )
    mover = person_from("2020-01-01", "2026-03-01", unit=elsewhere)
    AppointmentFactory(person=mover, unit=team, valid_from=day("2026-03-01"))
    plan_on("2026-03-01")
    assert obligations(outside) == {}
    assert not obligations(inside)["2026"].is_newcomer
    assert obligations(mover)["2026"].due_on == day("2026-05-30")

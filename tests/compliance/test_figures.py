"""How many in a unit are done, who in a team, and what is my own duty."""

import pytest

from compliance.enums import ReasonCode, Status
from compliance.figures.units import Counts, own_duties, person_rows, unit_counts
from compliance.services import exempt, withdraw
from core import clock
from organisations.enums import AppointmentKind
from organisations.models import UnitVersion
from organisations.services.absences import record_absence
from organisations.services.appointments import correct_appointment, transfer_person
from organisations.services.persons import merge_persons
from organisations.services.units import change_unit
from tests.compliance.story import (
    activity_of,
    day,
    moment,
    obligations,
    once,
    person_from,
    plan_on,
    yearly,
)
from tests.factories.lms import ActivityFactory, CompletionFactory
from tests.factories.organisations import AppointmentFactory, PersonFactory, UnitFactory
from tests.lms.counting import count_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("long_ago")]


def complete(person, requirement, on: str):
    CompletionFactory(person=person, activity=activity_of(requirement), occurred_at=moment(on))


def count(unit, requirement, as_of: str, known_at: str | None = None, **options) -> Counts:
    counts = unit_counts(
        unit_ids=[unit.pk], as_of=day(as_of), known_at=known_at and moment(known_at), **options
    )
    return counts.get((unit.pk, requirement.pk), Counts())


def test_everybody_is_counted_in_exactly_one_place():
    requirement = yearly(grace_days=14)
    team, elsewhere, officer = UnitFactory(), UnitFactory(), PersonFactory()
    people = {
        name: person_from(start, unit=team)
        for name, start in {
            "on time": "2020-01-01",
            "late": "2025-10-15",
            "open": "2020-01-01",
            "grace": "2025-11-25",
            "overdue": "2025-11-01",
            "exempt": "2020-01-01",
            "paused": "2020-01-01",
            "newcomer": "2026-02-01",
            "withdrawn": "2020-01-01",
        }.items()
    }
    person_from("2020-01-01", unit=elsewhere)
    person_from("2020-01-01", "2026-01-01", unit=team)
    record_absence(person=people["paused"], valid_from=day("2026-01-15"))
    plan_on("2026-03-01")
    complete(people["on time"], requirement, "2026-02-01")
    complete(people["late"], requirement, "2026-02-20")
    given = {"by": officer, "effective_on": day("2026-01-01")}
    exempt(
        obligation=obligations(people["exempt"])["2026"],
        reason_code=ReasonCode.LEAVE,
        until_on=day("2026-07-01"),
        **given,
    )
    withdraw(
        obligation=obligations(people["withdrawn"])["2026"],
        reason_code=ReasonCode.CORRECTION,
        **given,
    )
    counts = count(team, requirement, "2026-03-01")
    assert counts == Counts(
        done_on_time=1,
        done_late=1,
        open=1,
        in_grace=1,
        overdue=1,
        exempt=1,
        paused=1,
        newcomer_in_term=1,
        not_applicable=1,
    )
    assert (counts.done, counts.rated, counts.persons, counts.rate) == (2, 5, 8, 0.4)


def test_a_rate_over_nobody_is_none():
    assert Counts(newcomer_in_term=3, exempt=2).rate is None
    assert Counts(overdue=2).rate == 0.0


def test_a_newcomer_leaves_the_term_by_finishing_or_by_being_late():
    requirement = yearly()
    team = UnitFactory()
    early, late = person_from("2026-02-01", unit=team), person_from("2026-02-01", unit=team)
    plan_on("2026-02-01")
    complete(early, requirement, "2026-02-10")
    assert count(team, requirement, "2026-05-02") == Counts(done_on_time=1, newcomer_in_term=1)
    assert count(team, requirement, "2026-05-03") == Counts(done_on_time=1, overdue=1)
    assert late.obligations.get().is_newcomer


def test_who_has_two_appointments_counts_once_in_every_unit_above():
    requirement = yearly()
    ministry = UnitFactory()
    one, two = UnitFactory(parent=ministry), UnitFactory(parent=ministry)
    person = person_from("2020-01-01", unit=one)
    AppointmentFactory(person=person, unit=two)
    plan_on("2026-01-01")
    counts = unit_counts(unit_ids=[ministry.pk, one.pk, two.pk], as_of=day("2026-01-01"))
    assert counts == {(unit.pk, requirement.pk): Counts(open=1) for unit in (ministry, one, two)}


def test_a_transfer_takes_the_person_along_but_not_in_the_past():
    requirement = yearly()
    old, new = UnitFactory(), UnitFactory()
    appointment = AppointmentFactory(unit=old)
    plan_on("2026-01-01")
    with clock.at(moment("2026-05-01")):
        transfer_person(appointment=appointment, unit=new, on=day("2026-06-01"))
    plan_on("2026-06-01")
    assert count(old, requirement, "2026-05-31") == count(new, requirement, "2026-06-01")
    assert count(old, requirement, "2026-06-01") == Counts()
    assert count(old, requirement, "2026-06-01", known_at="2026-04-01") == Counts(open=1)


def test_an_appointment_that_was_corrected_no_longer_counts_where_it_never_was():
    requirement = yearly()
    wrong, right = UnitFactory(), UnitFactory()
    appointment = AppointmentFactory(unit=wrong)
    plan_on("2026-01-01")
    with clock.at(moment("2026-05-01")):
        correct_appointment(appointment=appointment, unit=right)
    plan_on("2026-05-02")
    for unit, now, then in ((wrong, 0, 1), (right, 1, 0)):
        assert count(unit, requirement, "2026-05-02") == Counts(open=now)
        known_then = {"known_at": moment("2026-04-01")}
        assert count(unit, requirement, "2026-05-02", "2026-04-01") == Counts(open=then)
        for number, known in ((now, {}), (then, known_then)):
            rows = person_rows(unit_ids=[unit.pk], as_of=day("2026-05-02"), **known)
            assert [row.person_id for row in rows] == [appointment.person_id] * number


def test_a_ministry_that_merges_keeps_its_figures_of_before():
    requirement = yearly()
    ended, goes_on = UnitFactory(), UnitFactory()
    team = UnitFactory(parent=ended)
    person_from("2020-01-01", unit=team)
    plan_on("2026-01-01")
    with clock.at(moment("2026-02-10")):
        change_unit(unit=team, parent=goes_on, on=day("2026-02-23"))
    for unit, before, after in ((ended, 1, 0), (goes_on, 0, 1)):
        assert count(unit, requirement, "2026-02-22") == Counts(open=before)
        assert count(unit, requirement, "2026-02-23") == Counts(open=after)
        known_then = count(unit, requirement, "2026-02-23", known_at="2026-02-01")
        assert known_then == Counts(open=before)
        assert count(unit, requirement, "2026-02-23", known_at="2026-02-11") == Counts(open=after)


def test_the_closure_table_and_the_versions_give_the_same_tree():
    requirement = yearly()
    top = UnitFactory()
    units = [top]
    for _ in range(3):
        units.append(UnitFactory(parent=units[-1]))
        person_from("2020-01-01", unit=units[-1])
    plan_on("2026-01-01")
    UnitVersion.objects.filter(unit=units[2]).update(valid_until=day("2027-01-01"))
    ids = [unit.pk for unit in units]
    now = unit_counts(unit_ids=ids, as_of=day("2026-01-01"))
    then = unit_counts(unit_ids=ids, as_of=day("2026-01-01"), known_at=moment("2026-01-02"))
    assert now == then
    assert [now[pk, requirement.pk].persons for pk in ids] == [3, 3, 2, 1]


def test_a_merged_record_counts_as_the_other():
    requirement = yearly()
    team = UnitFactory()
    old, new = person_from("2020-01-01", unit=team), person_from("2020-01-01", unit=team)
    complete(old, requirement, "2026-01-10")
    plan_on("2026-01-01")
    with clock.at(moment("2026-02-01")):
        merge_persons(person=old, into=new)
    plan_on("2026-02-02")
    assert count(team, requirement, "2026-02-02") == Counts(done_on_time=1)
    then = count(team, requirement, "2026-02-02", known_at="2026-01-31")
    assert then == Counts(done_on_time=1, open=1)
    [row] = person_rows(unit_ids=[team.pk], as_of=day("2026-02-02"))
    assert row.person_id == new.pk
    assert row.statuses[requirement.pk].is_done
    assert [duty.status for duty in own_duties(old, day("2026-02-02")) if duty.is_done] == [
        Status.DONE_ON_TIME
    ]


def test_the_duty_of_next_year_comes_in_place_of_this_years_when_it_opens():
    requirement = yearly()
    team = UnitFactory()
    person = person_from("2020-01-01", unit=team)
    plan_on("2026-12-01")
    complete(person, requirement, "2026-03-01")
    assert count(team, requirement, "2026-12-31") == Counts(done_on_time=1)
    assert count(team, requirement, "2027-01-01") == Counts(open=1)
    assert count(team, requirement, "2027-01-01", cycle_label="2026") == Counts(done_on_time=1)
    assert count(team, requirement, "2026-12-31", cycle_label="2027") == Counts()


def test_a_year_that_closed_is_no_longer_counted_unless_it_is_asked_for():
    requirement = yearly()
    team = UnitFactory()
    person_from("2020-01-01", unit=team)
    plan_on("2026-01-01")
    assert count(team, requirement, "2026-12-31") == Counts(open=1)
    assert count(team, requirement, "2027-01-01") == Counts()
    assert count(team, requirement, "2027-01-01", cycle_label="2026") == Counts(overdue=1)


def test_yesterday_it_was_open():
    requirement = yearly()
    team = UnitFactory()
    person = person_from("2020-01-01", unit=team)
    plan_on("2026-01-01")
    complete(person, requirement, "2026-03-10")
    assert count(team, requirement, "2026-03-09") == Counts(open=1)
    assert count(team, requirement, "2026-03-10") == Counts(done_on_time=1)


def test_only_the_asked_requirements_are_counted():
    wanted, other = yearly(), once()
    team = UnitFactory()
    person_from("2020-01-01", unit=team)
    plan_on("2026-01-01")
    asked = {"unit_ids": [team.pk], "as_of": day("2026-01-01")}
    assert set(unit_counts(**asked)) == {(team.pk, wanted.pk), (team.pk, other.pk)}
    assert set(unit_counts(requirement_ids=[wanted.pk], **asked)) == {(team.pk, wanted.pk)}
    assert unit_counts(requirement_ids=[], **asked) == {}
    assert unit_counts(unit_ids=[], as_of=day("2026-01-01")) == {}


def test_a_team_lists_its_people_by_name_with_their_statuses_and_nobody_else():
    duty, course = yearly(), once()
    team = UnitFactory()
    below = UnitFactory(parent=team)
    zeynep = PersonFactory(name="Zeynep Aydin", sort_name="Aydin, Zeynep")
    anna = PersonFactory(name="Anna de Wit", sort_name="Wit, Anna de")
    AppointmentFactory(person=anna, unit=team)
    AppointmentFactory(person=zeynep, unit=team, valid_from=day("2026-02-01"))
    AppointmentFactory(
        person=anna, unit=team, kind=AppointmentKind.SECONDMENT, valid_from=day("2025-01-01")
    )
    person_from("2020-01-01", unit=below)
    person_from("2020-01-01", "2026-02-01", unit=team)
    without_duty = AppointmentFactory(unit=team, valid_from=day("2026-03-01")).person
    plan_on("2026-02-01", horizon_days=0)
    complete(anna, duty, "2026-01-20")
    rows = person_rows(unit_ids=[team.pk], as_of=day("2026-03-01"))
    assert [row.person_id for row in rows] == [zeynep.pk, without_duty.pk, anna.pk]
    assert rows[0].uuid == str(zeynep.uuid)
    assert rows[0].statuses[duty.pk].is_newcomer_in_term
    assert rows[1].statuses == {}
    assert rows[2].kinds == (AppointmentKind.CIVIL_SERVANT, AppointmentKind.SECONDMENT)
    status = rows[2].statuses[duty.pk]
    assert (status.status, status.done_on) == (Status.DONE_ON_TIME, day("2026-01-20"))
    assert (status.cycle_label, status.due_on) == ("2026", day("2026-12-31"))
    assert rows[2].statuses[course.pk].status == Status.OVERDUE


def test_ones_own_duties_say_what_by_when_and_with_which_activity():
    activities = [ActivityFactory(start_path="/cursus/a/", minutes=20), ActivityFactory()]
    requirement = yearly(activities=activities, needed=1, requirement__title="E-learning")
    person = person_from("2020-01-01")
    plan_on("2026-12-01")
    CompletionFactory(person=person, activity=activities[1], occurred_at=moment("2026-05-01"))
    CompletionFactory(person=person, activity=activities[1], occurred_at=moment("2025-05-01"))
    duties = own_duties(person, day("2026-12-01"))
    assert [duty.cycle_label for duty in duties] == ["2024", "2025", "2026", "2027"]
    this_year, next_year = duties[2:]
    assert (this_year.title, this_year.requirement_id) == ("E-learning", requirement.pk)
    assert this_year.is_done
    assert this_year.needed == 1
    first, second = this_year.activities
    assert (first.key, first.start_path, first.minutes, first.done_on) == (
        activities[0].key,
        "/cursus/a/",
        20,
        None,
    )
    assert second.done_on == this_year.done_on == day("2026-05-01")
    assert next_year.status == Status.NOT_YET_OPEN
    assert not next_year.is_to_do
    assert duties[0].status == Status.OVERDUE
    assert duties[0].is_closed
    assert not duties[0].is_to_do
    assert own_duties(PersonFactory(), day("2026-12-01")) == []


def test_what_does_not_apply_is_no_duty():
    yearly()
    person = person_from("2020-01-01", "2026-02-01")
    plan_on("2026-01-01")
    assert [duty.cycle_label for duty in own_duties(person, day("2026-02-01"))] == ["2024", "2025"]


def test_a_correction_changes_the_figure_of_now_and_not_that_of_then():
    requirement = yearly()
    team = UnitFactory()
    appointment = AppointmentFactory(unit=team, valid_from=day("2026-11-01"))
    plan_on("2026-11-01")
    with clock.at(moment("2026-12-05")):
        correct_appointment(appointment=appointment, valid_from=day("2026-09-01"))
    plan_on("2026-12-06")
    assert count(team, requirement, "2026-12-01") == Counts(overdue=1)
    then = count(team, requirement, "2026-12-01", known_at="2026-12-04")
    assert then == Counts(newcomer_in_term=1)


def test_a_large_unit_is_counted_in_another_way_with_the_same_outcome(monkeypatch):
    yearly(), once()
    ministry, elsewhere = UnitFactory(), UnitFactory()
    team = UnitFactory(parent=ministry)
    for unit, start in ((team, "2020-01-01"), (team, "2026-02-01"), (elsewhere, "2020-01-01")):
        person_from(start, unit=unit)
    plan_on("2026-02-01")
    asked = {"unit_ids": [ministry.pk, team.pk], "as_of": day("2026-02-01")}
    small = unit_counts(**asked)
    monkeypatch.setattr("compliance.figures.rollup.LARGE", 0)
    assert unit_counts(**asked) == small
    assert sum(counts.persons for counts in small.values()) == 8


@pytest.mark.parametrize("number", [1, 30])
def test_the_number_of_queries_does_not_grow(number):
    requirements = [yearly(), once()]
    ministry = UnitFactory()
    teams = [UnitFactory(parent=ministry) for _ in range(1 if number == 1 else 5)]
    people = [person_from("2020-01-01", unit=teams[i % len(teams)]) for i in range(number)]
    plan_on("2026-01-01")
    for person in people:
        complete(person, requirements[0], "2026-01-10")
    as_of, then = day("2026-02-01"), moment("2026-02-01")
    with count_queries() as queries:
        counts = unit_counts(unit_ids=[ministry.pk, *(t.pk for t in teams)], as_of=as_of)
    assert len(queries) == 3
    assert counts[ministry.pk, requirements[0].pk] == Counts(done_on_time=number)
    with count_queries() as queries:
        unit_counts(unit_ids=[ministry.pk], as_of=as_of, known_at=then)
    assert len(queries) == 3
    with count_queries() as queries:
        rows = person_rows(unit_ids=[teams[0].pk], as_of=as_of)
    assert len(rows) == number / len(teams)
    assert len(queries) == 2
    with count_queries() as queries:
        assert len(own_duties(people[0], as_of)) == 4
    assert len(queries) == 2

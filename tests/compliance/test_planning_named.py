"""The cases by which an organisation judges whether figures can be trusted, each by name."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from compliance.enums import Status, Subject
from compliance.figures.counts import Counts
from compliance.models import ObligationEvent
from compliance.planning import PlanResult
from compliance.snapshots.stored import newest_snapshot
from compliance.snapshots.trees import frozen_tops
from core import clock
from lms.api import Assurance, record_completion
from organisations.access import listable_units, units_visible_to
from organisations.enums import MandateKind, RoleKind, UnitKind
from organisations.services.units import change_unit, end_unit
from tests.compliance.story import (
    activity_of,
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
from tests.compliance.three_ways import figure, known
from tests.factories.organisations import (
    AppointmentFactory,
    MandateFactory,
    RoleAssignmentFactory,
    UnitFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("long_ago")]
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
KRALENDIJK = ZoneInfo("America/Kralendijk")


def ministry(**fields):
    return UnitFactory(kind=UnitKind.MINISTRY, **fields)


def finish(person, requirement, at: datetime):
    with clock.at(at):
        return record_completion(
            activity=activity_of(requirement),
            person=person,
            occurred_at=at,
            source="test",
            source_key=f"{person.pk}:{requirement.pk}:{at.isoformat()}",
            assurance=Assurance.SERVER_GRADED,
        )


def test_the_merger_of_february_2026():
    requirement = yearly()
    government = UnitFactory(kind=UnitKind.CENTRAL_GOVERNMENT)
    vro, bzk = ministry(parent=government), ministry(parent=government)
    housing = UnitFactory(kind=UnitKind.DIRECTORATE, parent=vro)
    mover, sitting = person_from("2020-01-01", unit=housing), person_from("2020-01-01", unit=bzk)
    plan_on("2026-01-02")
    finish(mover, requirement, moment("2026-01-20"))
    done, to_do, both = Counts(done_on_time=1), Counts(open=1), Counts(done_on_time=1, open=1)
    assert figure(vro, requirement, "2026-02-14", at="2026-02-15") == done
    with clock.at(moment("2026-02-16")):
        change_unit(unit=housing, on=day("2026-02-23"), parent=bzk)
        end_unit(unit=vro, on=day("2026-02-23"))
    assert plan_on("2026-02-23") == PlanResult()
    for on, expected in (
        ("2026-02-14", (done, to_do, both)),
        ("2026-02-22", (done, to_do, both)),
        ("2026-02-23", (Counts(), both, both)),
    ):
        units = (vro, bzk, government)
        found = tuple(figure(unit, requirement, on, at="2026-02-24") for unit in units)
        assert found == expected
    assert known(bzk, requirement, "2026-02-23", known_at="2026-02-10") == to_do
    assert status_of(mover, "2026", "2026-02-23") == Status.DONE_ON_TIME
    assert status_of(sitting, "2026", "2026-02-23") == Status.OPEN
    assert not ObligationEvent.objects.exists()


def test_a_person_with_two_appointments_in_one_ministry_counts_once():
    requirement = yearly()
    whole = ministry()
    teams = [UnitFactory(parent=whole), UnitFactory(parent=whole)]
    person = person_from("2020-01-01", unit=teams[0])
    AppointmentFactory(person=person, unit=teams[1])
    person_from("2020-01-01", unit=teams[1])
    plan_on("2026-01-02")
    finish(person, requirement, moment("2026-05-01"))
    assert person.obligations.filter(cycle__label="2026").count() == 1
    assert status_of(person, "2026", "2026-06-01") == Status.DONE_ON_TIME
    done, both = Counts(done_on_time=1), Counts(done_on_time=1, open=1)
    for unit, expected in ((teams[0], done), (teams[1], both), (whole, both)):
        assert figure(unit, requirement, "2026-06-01", at="2026-06-02") == expected


def test_a_person_in_two_ministries_counts_once_in_each_and_once_in_all():
    requirement = yearly()
    government = UnitFactory(kind=UnitKind.CENTRAL_GOVERNMENT)
    first, second = ministry(parent=government), ministry(parent=government)
    person = person_from("2020-01-01", unit=first)
    AppointmentFactory(person=person, unit=second, valid_until=day("2026-07-01"))
    plan_on("2026-01-02")
    one, none = Counts(open=1), Counts()
    for on, expected in (("2026-06-30", (one, one, one)), ("2026-07-01", (one, none, one))):
        units = (first, second, government)
        found = tuple(figure(unit, requirement, on, at="2026-07-02") for unit in units)
        assert found == expected
        assert status_of(person, "2026", on) == Status.OPEN
    assert not ObligationEvent.objects.exists()


def test_a_person_who_is_hired_again_keeps_what_is_done_once_and_gets_the_year_anew():
    every_year, just_once = yearly(), once()
    team = UnitFactory()
    person = person_from("2020-01-01", "2025-06-01", unit=team)
    for requirement in (every_year, just_once):
        finish(person, requirement, moment("2024-05-01"))
    plan_on("2025-06-01")
    assert figure(team, just_once, "2025-05-31", at="2025-12-02") == Counts(done_on_time=1)
    assert figure(team, just_once, "2025-12-01", at="2025-12-02") == Counts()
    person_from("2026-03-01", person=person, unit=team)
    plan_on("2026-03-01")
    assert status_of(person, "eenmalig", "2025-12-01") == Status.NOT_APPLICABLE
    assert status_of(person, "eenmalig", "2026-03-01") == Status.DONE_ON_TIME
    row = rows_of(person, "2026-03-01")["2026"]
    assert (row.status, row.due_on, row.is_newcomer) == (Status.OPEN, day("2026-05-30"), True)
    for requirement, expected in (
        (just_once, Counts(done_on_time=1)),
        (every_year, Counts(newcomer_in_term=1)),
    ):
        assert figure(team, requirement, "2026-03-01", at="2026-03-02") == expected
        assert figure(team, requirement, "2025-12-01", at="2026-03-02") == Counts()
    assert plan_on("2026-03-01") == PlanResult()


def test_a_deputy_whose_mandate_ends_today_sees_nobody_from_today_on_and_had_no_duty_by_it():
    duty = yearly(audience={"roles": [RoleKind.MANAGER]}, requirement__subject=Subject.ROLE_HOLDER)
    team = UnitFactory()
    deputy = MandateFactory(
        kind=MandateKind.ACTING_MANAGER, unit=team, valid_until=day("2026-06-01")
    ).holder
    manager = person_from("2020-01-01", unit=team)
    AppointmentFactory(person=deputy, unit=team)
    RoleAssignmentFactory(person=manager, unit=team, role=RoleKind.MANAGER)
    plan_on("2026-05-31")
    assert obligations(deputy) == {}
    assert status_of(manager, "2026", "2026-05-31") == Status.OPEN
    assert figure(team, duty, "2026-05-31", at="2026-06-01") == Counts(open=1)
    snapshot = newest_snapshot(day("2026-05-31"))
    for on, seen in (("2026-05-31", [team]), ("2026-06-01", [])):
        with clock.at(moment(on)):
            user = type(deputy.user).objects.get(pk=deputy.user.pk)
            assert list(listable_units(user)) == seen
            assert list(units_visible_to(user, on=day(on))) == seen
            assert [unit.pk for unit in frozen_tops(user, snapshot=snapshot)] == [
                unit.pk for unit in seen
            ]


def test_a_completion_at_half_past_eleven_on_new_years_eve_on_bonaire_is_of_that_year():
    requirement = yearly()
    team = UnitFactory()
    person = person_from("2020-01-01", unit=team, person__time_zone="America/Kralendijk")
    other = person_from("2020-01-01", unit=team)
    plan_on("2026-12-01")
    at = datetime(2026, 12, 31, 23, 30, tzinfo=KRALENDIJK)
    assert clock.business_date(at) == day("2027-01-01")
    # The snapshot of half past midnight in The Hague, when it is still evening on Bonaire.
    early = figure(team, requirement, "2026-12-31", at="2026-12-31T23:30")
    for one in (person, other):
        finish(one, requirement, at)
    assert early == Counts(open=2)
    assert rows_of(person, "2026-12-31")["2026"].status == Status.DONE_ON_TIME
    assert rows_of(other, "2027-01-01")["2026"].status == Status.OVERDUE
    assert rows_of(other, "2027-01-01")["2027"].status == Status.DONE_ON_TIME
    assert rows_of(person, "2026-12-31", known_at="2026-12-31T23:30")["2026"].done_on is None
    corrected = figure(team, requirement, "2026-12-31", at="2027-01-01T06:40")
    assert corrected == Counts(done_on_time=1, open=1)


def test_the_29th_of_february():
    requirement = yearly(due_month=2, due_day=29)
    team = UnitFactory()
    newcomer = person_from("2027-12-01", unit=team)
    sitting = person_from("2020-01-01", unit=team)
    plan_on("2028-01-02")
    assert obligations(newcomer)["2028"].due_on == day("2028-02-29")
    assert obligations(sitting)["2028"].due_on == day("2028-02-29")
    assert obligations(sitting)["2027"].due_on == day("2027-02-28")
    assert status_of(sitting, "2028", "2028-02-29") == Status.OPEN
    assert status_of(sitting, "2028", "2028-03-01") == Status.OVERDUE
    finish(newcomer, requirement, datetime(2028, 2, 29, 23, 59, tzinfo=AMSTERDAM))
    assert status_of(newcomer, "2028", "2028-03-01") == Status.DONE_ON_TIME
    for on, expected in (
        ("2028-02-28", Counts(open=1, newcomer_in_term=1)),
        ("2028-02-29", Counts(done_on_time=1, open=1)),
        ("2028-03-01", Counts(done_on_time=1, overdue=1)),
    ):
        assert figure(team, requirement, on, at="2028-03-02") == expected


@pytest.mark.parametrize(("month", "date", "hours"), [(3, 28, 2), (10, 31, 1)])
def test_both_days_on_which_the_clock_changes(month, date, hours):
    """The last minute of the day is in time, whatever the day is long."""
    requirement = yearly(due_month=month, due_day=date)
    team = UnitFactory()
    in_time, too_late = (person_from("2020-01-01", unit=team) for _ in range(2))
    plan_on("2027-01-02")
    last = datetime(2027, month, date, 23, 59, tzinfo=AMSTERDAM)
    assert last.astimezone(UTC).hour == 23 - hours
    finish(in_time, requirement, last)
    finish(too_late, requirement, datetime(2027, month, date, 24 - hours, 1, tzinfo=UTC))
    as_of = f"2027-{month + 1:02}-15"
    assert status_of(in_time, "2027", as_of) == Status.DONE_ON_TIME
    assert status_of(too_late, "2027", as_of) == Status.DONE_LATE
    for on, expected in (
        (f"2027-{month:02}-{date}", Counts(done_on_time=1, open=1)),
        (as_of, Counts(done_on_time=1, done_late=1)),
    ):
        assert figure(team, requirement, on, at=f"2027-{month + 1:02}-16") == expected


def test_the_first_day_of_a_rule_on_who_began_when_is_in_and_the_last_is_not():
    yearly(audience={"started_from": "2026-02-01", "started_before": "2026-03-01"})
    days = ("2026-01-31", "2026-02-01", "2026-02-28", "2026-03-01")
    people = [person_from(start) for start in days]
    plan_on("2026-03-02")
    assert [bool(obligations(person)) for person in people] == [False, True, True, False]


def test_a_transfer_is_no_new_beginning():
    yearly(audience={"started_from": "2026-01-01"})
    person = person_from("2020-01-01", "2026-02-01")
    person_from("2026-02-20", person=person)
    plan_on("2026-03-01")
    assert obligations(person) == {}

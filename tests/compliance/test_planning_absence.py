"""A long absence stops the clock of an obligation that is open in that time."""

import pytest

from compliance.enums import EventKind, ReasonCode, Status
from compliance.models import ObligationEvent
from compliance.planning import PlanResult
from core import clock
from organisations.services.absences import end_absence, record_absence
from tests.compliance.story import (
    day,
    moment,
    once,
    person_from,
    plan_on,
    rows_of,
    status_of,
    yearly,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("long_ago")]


def away(person, start: str, until: str | None = None):
    return record_absence(
        person=person, valid_from=day(start), valid_until=day(until) if until else None
    )


def test_the_term_of_a_newcomer_moves_by_the_days_of_the_absence():
    yearly()
    person = person_from("2026-03-01")
    away(person, "2026-04-01", "2026-07-01")
    result = plan_on("2026-07-01")
    assert (result.paused, result.due_changed) == (1, 1)
    assert status_of(person, "2026", "2026-03-31") == Status.OPEN
    assert status_of(person, "2026", "2026-06-30") == Status.PAUSED
    row = rows_of(person, "2026-07-01")["2026"]
    assert (row.status, row.due_on) == (Status.OPEN, day("2026-08-29"))


def test_a_due_date_never_moves_past_the_year():
    yearly()
    sitting, newcomer = person_from("2020-01-01"), person_from("2026-08-15")
    for person in (sitting, newcomer):
        away(person, "2026-09-01", "2026-12-01")
    assert plan_on("2026-12-02").due_changed == 1
    for person in (sitting, newcomer):
        row = rows_of(person, "2026-12-02")["2026"]
        assert (row.status, row.due_on) == (Status.OPEN, day("2026-12-31"))


def test_who_is_away_when_the_year_closes_stays_paused_in_it_and_has_the_next_year_after():
    yearly()
    person = person_from("2020-01-01")
    away(person, "2026-09-01", "2027-03-01")
    plan_on("2027-03-01")
    assert status_of(person, "2026", "2026-12-31") == Status.PAUSED
    assert status_of(person, "2026", "2027-06-01") == Status.PAUSED
    assert status_of(person, "2027", "2027-02-28") == Status.PAUSED
    assert status_of(person, "2027", "2027-03-01") == Status.OPEN


def test_who_is_back_on_the_last_day_of_the_year_has_that_day():
    yearly()
    person = person_from("2020-01-01")
    away(person, "2026-09-01", "2026-12-31")
    plan_on("2026-12-31")
    assert status_of(person, "2026", "2026-12-30") == Status.PAUSED
    assert status_of(person, "2026", "2026-12-31") == Status.OPEN


def test_an_absence_after_leaving_is_none_of_our_business():
    yearly()
    person = person_from("2020-01-01", "2026-04-01")
    away(person, "2026-04-01", "2026-07-01")
    assert plan_on("2026-04-01").paused == 0


def test_an_absence_without_an_end_pauses_until_its_end_is_known():
    once()
    person = person_from("2026-03-01")
    absence = away(person, "2026-04-01")
    assert plan_on("2026-04-01").due_changed == 0
    assert status_of(person, "eenmalig", "2026-12-01") == Status.PAUSED
    with clock.at(moment("2026-09-01")):
        end_absence(absence=absence, on=day("2026-09-01"))
    result = plan_on("2026-09-02")
    assert (result.paused, result.due_changed, result.voided) == (1, 1, 1)
    row = rows_of(person, "2026-09-02")["eenmalig"]
    assert (row.status, row.due_on) == (Status.OPEN, day("2026-10-30"))
    assert status_of(person, "eenmalig", "2026-12-01", known_at="2026-08-01") == Status.PAUSED
    assert plan_on("2026-09-02") == PlanResult()


@pytest.mark.parametrize(("until", "paused"), [("2026-04-30", 0), ("2026-05-01", 1)])
def test_only_an_absence_of_thirty_days_or_more_counts(until, paused):
    yearly()
    away(person_from("2026-03-15"), "2026-04-01", until)
    assert plan_on("2026-05-01").paused == paused


def test_an_absence_before_the_opening_counts_from_the_opening():
    requirement = once()
    person = person_from("2026-03-01")
    away(person, "2026-02-01", "2026-03-11")
    plan_on("2026-03-01")
    assert requirement.cycles.get().obligations.get().due_on == day("2026-05-30")
    assert rows_of(person, "2026-03-11")["eenmalig"].due_on == day("2026-06-09")


def test_an_absence_after_the_due_date_changes_nothing():
    yearly()
    person = person_from("2026-03-01")
    away(person, "2026-05-31", "2026-09-01")
    assert plan_on("2026-09-01").paused == 0
    assert status_of(person, "2026", "2026-07-01") == Status.OVERDUE


def test_an_absence_from_the_due_date_itself_still_counts():
    once()
    person = person_from("2026-03-01")
    away(person, "2026-05-30", "2026-06-30")
    plan_on("2026-06-30")
    assert rows_of(person, "2026-06-30")["eenmalig"].due_on == day("2026-06-30")


def test_a_second_absence_counts_within_the_term_that_the_first_moved():
    once()
    person = person_from("2026-03-01")
    away(person, "2026-04-01", "2026-07-01")
    away(person, "2026-08-01", "2026-09-01")
    plan_on("2026-09-01")
    assert rows_of(person, "2026-08-01")["eenmalig"].status == Status.PAUSED
    assert rows_of(person, "2026-09-01")["eenmalig"].due_on == day("2026-09-29")


def test_two_absences_that_touch_are_one():
    once()
    person = person_from("2026-03-01")
    away(person, "2026-04-01", "2026-04-20")
    away(person, "2026-04-20", "2026-05-11")
    plan_on("2026-05-11")
    assert ObligationEvent.objects.filter(kind=EventKind.PAUSED).count() == 1
    assert rows_of(person, "2026-05-11")["eenmalig"].due_on == day("2026-07-09")


def test_an_absence_stores_no_reason_beyond_that_it_is_long():
    once()
    person = person_from("2026-03-01")
    away(person, "2026-04-01", "2026-07-01")
    plan_on("2026-07-01")
    assert set(ObligationEvent.objects.values_list("reason_code", flat=True)) == {
        ReasonCode.LONG_ABSENCE
    }


def test_who_leaves_while_away_has_no_duty_any_more():
    yearly()
    person = person_from("2026-03-01", "2026-05-01")
    away(person, "2026-04-01", "2026-07-01")
    plan_on("2026-05-01")
    assert status_of(person, "2026", "2026-04-30") == Status.PAUSED
    assert status_of(person, "2026", "2026-05-01") == Status.NOT_APPLICABLE

"""What persons decide about obligations, and what is refused with a sentence."""

import pytest

from compliance import errors
from compliance.enums import CycleKind, ReasonCode, Status, Subject
from compliance.models import ObligationEvent, RequirementVersion
from compliance.planning import PlanResult
from compliance.services import (
    Accept,
    Terms,
    defer,
    exempt,
    publish_version,
    reopen,
    void_event,
    withdraw,
)
from compliance.status.decision import decide
from compliance.status.facts import facts_of
from core import clock
from organisations.services.absences import record_absence
from organisations.services.appointments import end_appointment
from organisations.services.persons import merge_persons, undo_merge
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
from tests.factories.compliance import RequirementFactory
from tests.factories.lms import ActivityFactory, CompletionFactory
from tests.factories.organisations import PersonFactory, UnitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("long_ago")]


def defer_on(on: str, obligation, due_on: str, reason_code=ReasonCode.NO_PLACE):
    with clock.at(moment(on)):
        return defer(
            obligation=obligation, by=PersonFactory(), reason_code=reason_code, due_on=day(due_on)
        )


# Deferral.


def test_a_deferral_gives_until_a_later_date_from_that_day_on():
    yearly()
    person, other = person_from("2026-03-01"), person_from("2026-03-01")
    plan_on("2026-03-01")
    event = defer_on("2026-06-15", obligations(person)["2026"], "2026-08-01")
    assert status_of(person, "2026", "2026-06-14") == Status.OVERDUE
    row = rows_of(person, "2026-06-15")["2026"]
    assert (row.status, row.due_on) == (Status.OPEN, day("2026-08-01"))
    assert status_of(person, "2026", "2026-08-02") == Status.OVERDUE
    assert status_of(person, "2026", "2026-06-15", known_at="2026-06-14") == Status.OVERDUE
    assert status_of(other, "2026", "2026-06-15") == Status.OVERDUE
    assert plan_on("2026-06-16") == PlanResult()
    with clock.at(moment("2026-06-20")):
        void_event(event=event, by=PersonFactory())
    assert status_of(person, "2026", "2026-06-20") == Status.OVERDUE


def test_a_deferral_leaves_alone_what_planning_states_later():
    once()
    person = person_from("2026-03-01")
    plan_on("2026-03-01")
    obligation = obligations(person)["eenmalig"]
    defer_on("2026-04-01", obligation, "2026-06-15")
    record_absence(person=person, valid_from=day("2026-05-01"), valid_until=day("2026-07-01"))
    plan_on("2026-07-01")
    assert rows_of(person, "2026-07-01")["eenmalig"].due_on == day("2026-07-30")
    decision = decide(facts_of([obligation.pk])[obligation.pk], day("2026-07-01"))
    assert decision.deferred_by is None
    assert decision.restated_by.reason_code == ReasonCode.LONG_ABSENCE


def test_of_two_deferrals_the_last_holds():
    yearly()
    person = person_from("2026-03-01")
    plan_on("2026-03-01")
    obligation = obligations(person)["2026"]
    defer_on("2026-04-01", obligation, "2026-08-01")
    defer_on("2026-07-01", obligation, "2026-09-01")
    assert rows_of(person, "2026-06-30")["2026"].due_on == day("2026-08-01")
    assert rows_of(person, "2026-07-01")["2026"].due_on == day("2026-09-01")


@pytest.mark.parametrize(
    ("due_on", "reason", "error"),
    [
        ("2026-05-30", ReasonCode.NO_PLACE, errors.NotLater),
        ("2026-03-15", ReasonCode.NO_PLACE, errors.NotLater),
        ("2027-01-01", ReasonCode.NO_PLACE, errors.AfterTheCycle),
        ("2026-08-01", ReasonCode.LEFT, errors.NotAReason),
    ],
)
def test_a_deferral_that_cannot_be_is_refused(due_on, reason, error):
    yearly()
    person = person_from("2026-03-01")
    plan_on("2026-03-01")
    with pytest.raises(error):
        defer_on("2026-04-01", obligations(person)["2026"], due_on, reason)
    assert not ObligationEvent.objects.exists()


def test_what_is_overdue_is_deferred_to_a_day_after_today():
    yearly()
    person = person_from("2026-03-01")
    plan_on("2026-03-01")
    with pytest.raises(errors.NotLater):
        defer_on("2026-07-01", obligations(person)["2026"], "2026-07-01")


def test_what_is_done_or_does_not_apply_is_not_deferred():
    requirement = yearly()
    done, gone = person_from("2020-01-01"), person_from("2020-01-01", "2026-02-01")
    plan_on("2026-01-02")
    CompletionFactory(
        person=done, activity=activity_of(requirement), occurred_at=moment("2026-01-10")
    )
    for person in (done, gone):
        with pytest.raises(errors.NothingToDefer):
            defer_on("2026-03-01", obligations(person)["2026"], "2027-06-01")


# Exemption.


def test_an_exemption_without_an_end_is_refused():
    yearly()
    person = person_from("2020-01-01")
    plan_on("2026-01-01")
    with pytest.raises(errors.ExemptionWithoutEnd) as caught:
        exempt(
            obligation=obligations(person)["2026"],
            by=PersonFactory(),
            reason_code=ReasonCode.LEAVE,
            effective_on=day("2026-02-01"),
        )
    assert str(caught.value)
    assert not ObligationEvent.objects.exists()


def test_leaving_takes_nothing_away_of_what_was():
    yearly()
    person = person_from("2020-01-01", "2026-04-01")
    plan_on("2026-01-01")
    before = set(person.obligations.values_list("pk", flat=True))
    plan_on("2026-05-01")
    assert before <= set(person.obligations.values_list("pk", flat=True))
    assert status_of(person, "2026", "2026-03-31") == Status.OPEN


def test_who_comes_back_has_the_duty_again_and_the_same_run_twice_changes_nothing():
    yearly()
    person = person_from("2020-01-01", "2026-03-01")
    plan_on("2026-03-01")
    person_from("2026-08-01", person=person)
    assert plan_on("2026-08-01").reopened == 1
    assert status_of(person, "2026", "2026-07-31") == Status.NOT_APPLICABLE
    assert rows_of(person, "2026-08-01")["2026"].due_on == day("2026-10-30")
    assert plan_on("2026-08-01") == PlanResult()


def test_what_is_heard_late_changes_the_figure_of_now_and_not_that_of_then():
    yearly()
    person = person_from("2020-01-01")
    plan_on("2026-01-02")
    with clock.at(moment("2026-09-01")):
        end_appointment(appointment=person.appointments.get(), on=day("2026-02-01"))
    plan_on("2026-09-01")
    assert status_of(person, "2026", "2026-06-01") == Status.NOT_APPLICABLE
    assert status_of(person, "2026", "2026-06-01", known_at="2026-06-01") == Status.OPEN


# What was decided about a record that turned out to be somebody else's.


@pytest.mark.parametrize(
    ("decision", "status"),
    [
        (
            lambda given: exempt(reason_code=ReasonCode.LEAVE, until_on=day("2026-12-01"), **given),
            Status.EXEMPT,
        ),
        (lambda given: withdraw(reason_code=ReasonCode.CORRECTION, **given), Status.NOT_APPLICABLE),
    ],
)
def test_a_decision_about_a_merged_record_holds_for_the_person(decision, status):
    yearly()
    record, person = person_from("2020-01-01"), person_from("2020-01-01")
    plan_on("2026-01-02")
    given = {
        "obligation": obligations(record)["2026"],
        "by": PersonFactory(),
        "effective_on": day("2026-02-01"),
    }
    with clock.at(moment("2026-02-01")):
        event = decision(given)
    assert status_of(person, "2026", "2026-03-01") == Status.OPEN
    with clock.at(moment("2026-03-01")):
        merge = merge_persons(person=record, into=person)
    plan_on("2026-03-01")
    assert status_of(person, "2026", "2026-03-02") == status
    assert status_of(person, "2026", "2026-03-02", known_at="2026-02-20") == Status.OPEN
    with clock.at(moment("2026-04-01")):
        void_event(event=event, by=PersonFactory())
    assert status_of(person, "2026", "2026-04-02") == Status.OPEN
    assert status_of(person, "2026", "2026-04-02", known_at="2026-03-15") == status
    with clock.at(moment("2026-05-01")):
        undo_merge(merge=merge)
    assert status_of(person, "2026", "2026-05-02") == Status.OPEN


def test_a_deferral_of_a_merged_record_holds_for_the_person():
    yearly()
    record, person = person_from("2026-03-01"), person_from("2026-03-01")
    plan_on("2026-03-01")
    defer_on("2026-04-01", obligations(record)["2026"], "2026-10-01")
    with clock.at(moment("2026-04-02")):
        merge_persons(person=record, into=person)
    assert rows_of(person, "2026-04-03")["2026"].due_on == day("2026-10-01")


def test_what_planning_derived_for_a_merged_record_does_not_hold_for_the_person():
    yearly()
    record, person = person_from("2020-01-01", "2026-02-01"), person_from("2020-01-01")
    plan_on("2026-03-01")
    assert status_of(record, "2026", "2026-03-01") == Status.NOT_APPLICABLE
    with clock.at(moment("2026-03-01")):
        merge_persons(person=record, into=person)
    assert status_of(person, "2026", "2026-03-02") == Status.OPEN


def test_a_person_is_reopened_after_the_withdrawal_of_a_merged_record():
    yearly()
    record, person = person_from("2020-01-01"), person_from("2020-01-01")
    plan_on("2026-01-02")
    given = {"by": PersonFactory(), "reason_code": ReasonCode.CORRECTION}
    withdraw(obligation=obligations(record)["2026"], effective_on=day("2026-02-01"), **given)
    merge_persons(person=record, into=person)
    reopen(obligation=obligations(person)["2026"], effective_on=day("2026-03-01"), **given)
    assert status_of(person, "2026", "2026-02-28") == Status.NOT_APPLICABLE
    assert status_of(person, "2026", "2026-03-01") == Status.OPEN


# Rules that cannot be.


def publish(**fields):
    given = {
        "valid_from": day("2026-01-01"),
        "cycle_kind": CycleKind.CALENDAR_YEAR,
        "accept": [Accept(activity=ActivityFactory())],
    }
    subject = fields.pop("subject", Subject.PERSON)
    requirement = fields.pop("requirement", None) or RequirementFactory(subject=subject)
    return publish_version(requirement=requirement, terms=Terms(**{**given, **fields}))


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"accept": []}, errors.NothingAccepted),
        ({"needed": 0}, errors.NothingAccepted),
        ({"needed": 2}, errors.TooManyNeeded),
        ({"needed": 1, "not_same_as_last": True}, errors.TooManyNeeded),
        (
            {"audience": {"kinds": ["intern"], "exclude": {"kinds": ["intern"]}}},
            errors.ContradictoryRule,
        ),
        ({"audience": {"kinds": ["intern"]}}, errors.EmptyAudience),
        ({"audience": {"roles": ["trainer"]}}, errors.EmptyAudience),
        (
            {"audience": {"started_from": "2026-02-01", "started_before": "2026-02-01"}},
            errors.EmptyAudience,
        ),
        ({"subject": Subject.ROLE_HOLDER}, errors.NotForThisSubject),
        ({"subject": Subject.TEAM, "audience": {"kinds": ["intern"]}}, errors.NotForThisSubject),
        ({"subject": Subject.TEAM, "audience": {"team_kinds": []}}, errors.NotForThisSubject),
        ({"cycle_kind": CycleKind.ONCE, "start_month": 9}, errors.NotForThisCycle),
        ({"sitting_due_on": day("2026-06-01")}, errors.NotForThisCycle),
        (
            {"cycle_kind": CycleKind.ONCE, "sitting_due_on": day("2025-12-31")},
            errors.DueBeforeOpen,
        ),
        ({"due": (2, 30)}, errors.NotADay),
        ({"due": (13, 1)}, errors.NotADay),
        ({"start_month": 0}, errors.NotADay),
        ({"valid_until": day("2026-01-01")}, errors.NotADay),
    ],
)
def test_a_rule_that_cannot_be_is_refused_in_a_sentence_and_nothing_is_written(fields, error):
    person_from("2020-01-01")
    with pytest.raises(error) as caught:
        publish(**fields)
    assert str(caught.value).endswith((".", "?"))
    assert not RequirementVersion.objects.exists()


def test_an_edition_follows_one_activity_and_an_equivalent_stands_in_for_something():
    person_from("2020-01-01")
    one, two = ActivityFactory(), ActivityFactory()
    with pytest.raises(errors.NotForThisCycle):
        publish(cycle_kind=CycleKind.EDITION, accept=[Accept(activity=one), Accept(activity=two)])
    with pytest.raises(errors.NothingToReplace):
        publish(accept=[Accept(activity=one, instead_of=two)])
    with pytest.raises(errors.NothingToReplace):
        publish(
            accept=[
                Accept(activity=one, instead_of=two),
                Accept(activity=two, instead_of=one),
            ]
        )
    assert not RequirementVersion.objects.exists()
    version = publish(accept=[Accept(activity=one), Accept(activity=two, instead_of=one)])
    assert version.accepted.get(activity=two).instead_of == one


def test_an_audience_without_anybody_left_is_empty():
    unit = UnitFactory()
    person_from("2020-01-01", unit=unit)
    with pytest.raises(errors.EmptyAudience):
        publish(audience={"exclude": {"units": [unit.code]}})
    person_from("2020-01-01")
    assert publish(audience={"exclude": {"units": [unit.code]}}).pk


def test_another_first_month_would_make_cycles_overlap():
    requirement = yearly()
    person_from("2020-01-01")
    with clock.at(moment("2026-06-01")), pytest.raises(errors.CyclesOverlap):
        publish(requirement=requirement, valid_from=day("2026-09-01"), start_month=9)
    assert requirement.versions.get().valid_until is None


def test_a_rule_that_had_ended_keeps_its_end():
    requirement = yearly(valid_until=day("2026-03-01"))
    person_from("2020-01-01")
    with clock.at(moment("2026-06-01")):
        publish(requirement=requirement, valid_from=day("2026-09-01"))
    assert requirement.versions.earliest("number").valid_until == day("2026-03-01")

"""Rules change by versions: nothing that was asked of people before changes with them."""

from datetime import date

import pytest

from compliance.enums import CycleKind, EventKind, ReasonCode, Status, Subject
from compliance.errors import (
    AlreadyVoided,
    CycleKindChanged,
    EndBeforeStart,
    FollowsFromFacts,
    NotAfterPrevious,
    NotAReason,
    NothingAccepted,
    StartsInThePast,
    TooManyNeeded,
)
from compliance.models import Obligation, ObligationEvent, Requirement
from compliance.planning import PlanResult
from compliance.rules.audiences import InvalidAudience, check_units, read_audience
from compliance.seeds import seed_requirements
from compliance.services import (
    Accept,
    Terms,
    exempt,
    publish_version,
    reopen,
    void_event,
    withdraw,
)
from core import clock
from jobs.testing import run_jobs
from lms.api import Activity
from organisations.enums import AppointmentKind, RoleKind
from organisations.services.persons import merge_persons
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
from tests.factories.lms import ActivityFactory, ActivityVersionFactory, CompletionFactory
from tests.factories.organisations import (
    AppointmentFactory,
    PersonFactory,
    RoleAssignmentFactory,
    UnitFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("long_ago")]


def publish(requirement, start: str, *, at: str, **fields):
    fields.setdefault("cycle_kind", CycleKind.CALENDAR_YEAR)
    if "accept" not in fields:
        fields["accept"] = [Accept(activity=activity_of(requirement))]
    with clock.at(moment(at)):
        terms = Terms(valid_from=day(start), **fields)
        return publish_version(requirement=requirement, terms=terms)


def test_an_obligation_that_opened_keeps_its_rule_and_the_next_year_has_the_new_one():
    requirement = yearly()
    other = ActivityFactory()
    person = person_from("2020-01-01")
    plan_on("2026-06-01")
    publish(requirement, "2026-07-01", at="2026-06-15", accept=[Accept(activity=other)])
    assert plan_on("2026-07-01") == PlanResult()
    CompletionFactory(person=person, activity=other, occurred_at=moment("2026-08-01"))
    assert status_of(person, "2026", "2026-08-02") == Status.OPEN
    plan_on("2026-12-01")
    assert obligations(person)["2027"].version.number == 2


def test_what_was_made_ahead_follows_a_rule_that_is_published_before_it_opens():
    requirement = yearly()
    other = ActivityFactory()
    person = person_from("2020-01-01")
    plan_on("2026-12-01")
    assert obligations(person)["2027"].version.number == 1
    publish(requirement, "2027-01-01", at="2026-12-10", accept=[Accept(activity=other)])
    result = plan_on("2026-12-11")
    assert result == PlanResult(due_changed=1)
    event = ObligationEvent.objects.get()
    assert (event.reason_code, event.version.number) == (ReasonCode.RULE_CHANGED, 2)
    CompletionFactory(person=person, activity=other, occurred_at=moment("2027-02-01"))
    assert status_of(person, "2027", "2027-02-02") == Status.DONE_ON_TIME
    assert plan_on("2027-02-02") == PlanResult()


def test_a_new_due_day_moves_the_years_that_did_not_open_yet():
    requirement = yearly()
    person = person_from("2020-01-01")
    plan_on("2026-12-01")
    publish(requirement, "2027-01-01", at="2026-12-10", due=(6, 30))
    plan_on("2026-12-11")
    assert rows_of(person, "2026-12-11")["2026"].due_on == day("2026-12-31")
    assert rows_of(person, "2026-12-11")["2027"].due_on == day("2027-06-30")
    assert obligations(person)["2027"].closes_on == day("2027-12-31")


def test_who_falls_outside_a_new_rule_has_no_duty_from_its_first_day():
    requirement = yearly()
    intern = person_from("2020-01-01", kind=AppointmentKind.INTERN)
    person_from("2020-01-01")
    plan_on("2026-06-01")
    publish(requirement, "2026-07-01", at="2026-06-15", audience={"exclude": {"kinds": ["intern"]}})
    assert plan_on("2026-06-16").withdrawn == 1
    assert status_of(intern, "2026", "2026-06-30") == Status.OPEN
    assert status_of(intern, "2026", "2026-07-01") == Status.NOT_APPLICABLE


def test_who_falls_inside_a_wider_rule_gets_the_term_of_a_newcomer_from_its_first_day():
    requirement = yearly(audience={"kinds": ["civil_servant"]})
    intern = person_from("2020-01-01", kind=AppointmentKind.INTERN)
    publish(requirement, "2026-07-01", at="2026-06-15")
    plan_on("2026-07-01")
    assert obligations(intern)["2026"].due_on == day("2026-09-29")
    assert list(obligations(intern)) == ["2026"]


def test_a_newcomer_has_the_days_of_the_rule_on_the_first_day():
    requirement = yearly()
    publish(requirement, "2026-07-01", at="2026-06-15", newcomer_days=30)
    before, after = person_from("2026-06-30"), person_from("2026-07-01")
    plan_on("2026-07-01")
    assert obligations(before)["2026"].due_on == day("2026-09-28")
    assert obligations(after)["2026"].due_on == day("2026-07-31")


def test_two_of_three_activities_are_done_on_the_day_of_the_second():
    requirement = RequirementFactory()
    activities = [ActivityFactory() for _ in range(3)]
    publish(
        requirement,
        "2024-01-01",
        at="2024-01-01",
        accept=[Accept(activity=activity) for activity in activities],
        needed=2,
    )
    person = person_from("2020-01-01")
    plan_on("2026-01-01")
    for activity, on in zip(activities, ("2026-02-01", "2026-01-10", "2026-03-01"), strict=True):
        CompletionFactory(person=person, activity=activity, occurred_at=moment(on))
    CompletionFactory(person=person, activity=activities[1], occurred_at=moment("2026-01-20"))
    assert rows_of(person, "2026-01-31")["2026"].done_on is None
    assert rows_of(person, "2026-03-02")["2026"].done_on == day("2026-02-01")


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"valid_from": day("2026-05-31")}, StartsInThePast),
        ({"valid_from": day("2023-12-31")}, StartsInThePast),
        ({"cycle_kind": CycleKind.ONCE}, CycleKindChanged),
        ({"accept": []}, NothingAccepted),
        ({"needed": 2}, TooManyNeeded),
    ],
)
def test_a_version_that_cannot_be_is_refused_and_the_previous_one_stays(fields, error):
    requirement = yearly()
    complete = {
        "valid_from": day("2026-06-01"),
        "accept": [Accept(activity=activity_of(requirement))],
        "cycle_kind": CycleKind.CALENDAR_YEAR,
        **fields,
    }
    with clock.at(moment("2026-06-01")), pytest.raises(error):
        publish_version(requirement=requirement, terms=Terms(**complete))
    assert requirement.versions.get().valid_until is None


def test_a_second_version_on_the_day_of_the_first_is_refused():
    requirement = yearly(valid_from=day("2026-06-01"))
    with pytest.raises(NotAfterPrevious):
        publish(requirement, "2026-06-01", at="2026-06-01")


def test_role_holders_have_the_duty_for_as_long_as_they_hold_the_role():
    requirement = yearly(audience={"roles": [RoleKind.INFORMAL_LEADER]})
    requirement.subject = Subject.ROLE_HOLDER
    requirement.save()
    holder, other = person_from("2020-01-01"), person_from("2020-01-01")
    RoleAssignmentFactory(
        person=holder,
        role=RoleKind.INFORMAL_LEADER,
        valid_from=day("2026-03-01"),
        valid_until=day("2026-10-01"),
    )
    RoleAssignmentFactory(person=other, role=RoleKind.TRAINER)
    plan_on("2026-03-01")
    assert obligations(other) == {}
    assert obligations(holder)["2026"].due_on == day("2026-05-30")
    assert status_of(holder, "2026", "2026-10-01") == Status.NOT_APPLICABLE


def test_a_role_under_another_record_of_the_same_person_counts():
    yearly(audience={"roles": [RoleKind.TRAINER]})
    works, trains, other = person_from("2020-01-01"), PersonFactory(), PersonFactory()
    RoleAssignmentFactory(person=trains, role=RoleKind.TRAINER)
    with clock.at(moment("2026-01-01")):
        merge_persons(person=trains, into=other)
        merge_persons(person=works, into=other)
    plan_on("2026-01-01")
    assert "2026" in obligations(other)
    assert obligations(works) == obligations(trains) == {}


def test_lists_in_a_rule_must_all_be_met_and_an_exclusion_takes_out():
    unit = UnitFactory()
    team, office = UnitFactory(parent=unit), UnitFactory(parent=unit)
    yearly(
        audience={
            "units": [unit.code],
            "function_groups": ["S11", "S12"],
            "exclude": {"units": [office.code], "roles": [RoleKind.TRAINER]},
        }
    )
    right = {"unit": team, "function_group": "S11"}
    inside = person_from("2020-01-01", **right)
    trainer = person_from("2020-01-01", **right)
    RoleAssignmentFactory(person=trainer, role=RoleKind.TRAINER)
    wrong_group = person_from("2020-01-01", unit=team, function_group="S9")
    excluded = person_from("2020-01-01", unit=office, function_group="S12")
    plan_on("2026-01-01")
    assert [bool(obligations(p)) for p in (inside, trainer, wrong_group, excluded)] == [
        True,
        False,
        False,
        False,
    ]


def test_a_unit_that_moves_takes_its_people_into_the_duty_from_that_day():
    unit, old, new = UnitFactory(), UnitFactory(), UnitFactory()
    team = UnitFactory(parent=old, valid_until=day("2026-02-23"))
    from organisations.models import UnitVersion
    from organisations.services.ancestry import rebuild_ancestry

    UnitVersion.objects.create(
        unit=team, name="Team", kind="team", parent=new, valid_from=day("2026-02-23")
    )
    rebuild_ancestry()
    yearly(audience={"units": [new.code]})
    mover, other = person_from("2020-01-01", unit=team), person_from("2020-01-01", unit=unit)
    plan_on("2026-03-01")
    assert obligations(other) == {}
    assert {label: row.opens_on for label, row in obligations(mover).items()} == {
        "2026": day("2026-02-23")
    }


@pytest.mark.parametrize(
    ("data", "part"),
    [
        ({"kind": ["intern"]}, "kind"),
        ({"kinds": ["stagiair"]}, "stagiair"),
        ({"kinds": "intern"}, "kinds"),
        ({"units": [""]}, "units"),
        ({"min_contract_days": -1}, "min_contract_days"),
        ({"min_contract_days": "many"}, "min_contract_days"),
        ({"exclude": {"roles": ["boss"]}}, "boss"),
        (["everyone"], ""),
    ],
)
def test_a_wrong_audience_is_told_in_a_sentence_that_names_the_part(data, part):
    with pytest.raises(InvalidAudience) as caught:
        read_audience(data)
    assert len(caught.value.sentences) == 1
    assert part in caught.value.sentences[0]
    assert caught.value.sentences[0].endswith((".", "?"))


def test_a_unit_that_does_not_exist_is_named():
    unit = UnitFactory()
    check_units(read_audience({"units": [unit.code]}))
    with pytest.raises(InvalidAudience, match="nowhere"):
        check_units(read_audience({"units": [unit.code], "exclude": {"units": ["nowhere"]}}))


def test_an_exemption_holds_in_its_days_and_can_be_taken_back():
    yearly()
    person, officer = person_from("2020-01-01"), PersonFactory()
    plan_on("2026-01-01")
    with clock.at(moment("2026-05-01")):
        event = exempt(
            obligation=obligations(person)["2026"],
            by=officer,
            reason_code=ReasonCode.LEAVE,
            effective_on=day("2026-05-01"),
            until_on=day("2026-06-01"),
        )
    assert status_of(person, "2026", "2026-04-30") == Status.OPEN
    assert status_of(person, "2026", "2026-05-31") == Status.EXEMPT
    assert status_of(person, "2026", "2026-06-01") == Status.OPEN
    with clock.at(moment("2026-05-20")):
        void = void_event(event=event, by=officer)
    assert status_of(person, "2026", "2026-05-15") == Status.OPEN
    assert status_of(person, "2026", "2026-05-15", known_at="2026-05-10") == Status.EXEMPT
    for again in (event, void):
        with pytest.raises(AlreadyVoided):
            void_event(event=again, by=officer)
    assert ObligationEvent.objects.count() == 2
    assert plan_on("2026-06-01") == PlanResult()


def test_a_person_withdraws_and_reopens_and_planning_leaves_that_alone():
    yearly()
    person, officer = person_from("2020-01-01"), PersonFactory()
    plan_on("2026-01-01")
    obligation = obligations(person)["2026"]
    withdraw(
        obligation=obligation,
        by=officer,
        reason_code=ReasonCode.CORRECTION,
        effective_on=day("2026-02-01"),
    )
    assert plan_on("2026-02-02") == PlanResult()
    assert status_of(person, "2026", "2026-02-01") == Status.NOT_APPLICABLE
    reopen(
        obligation=obligation,
        by=officer,
        reason_code=ReasonCode.CORRECTION,
        effective_on=day("2026-03-01"),
    )
    assert status_of(person, "2026", "2026-03-01") == Status.OPEN
    assert status_of(person, "2026", "2026-02-28") == Status.NOT_APPLICABLE


def test_what_planning_derived_is_not_taken_back_by_hand():
    yearly()
    person_from("2020-01-01", "2026-03-01")
    plan_on("2026-01-01")
    event = ObligationEvent.objects.get(kind=EventKind.WITHDRAWN)
    with pytest.raises(FollowsFromFacts):
        void_event(event=event, by=PersonFactory())


def test_reasons_and_dates_that_cannot_be_are_refused():
    yearly()
    person, officer = person_from("2020-01-01"), PersonFactory()
    plan_on("2026-01-01")
    given = {"obligation": obligations(person)["2026"], "by": officer}
    with pytest.raises(NotAReason):
        exempt(
            reason_code=ReasonCode.JOINED,
            effective_on=day("2026-05-01"),
            until_on=day("2026-06-01"),
            **given,
        )
    with pytest.raises(EndBeforeStart):
        exempt(
            reason_code=ReasonCode.LEAVE,
            effective_on=day("2026-05-01"),
            until_on=day("2026-05-01"),
            **given,
        )
    assert not ObligationEvent.objects.exists()


def test_the_seeded_duties_are_those_of_the_sources_and_stay_when_seeded_again():
    seed_requirements()
    sitting, newcomer = person_from("2020-01-01"), person_from("2026-03-01")
    hired = {"kind": AppointmentKind.EXTERNAL_HIRE}
    long, short = (
        person_from("2026-03-01", **hired),
        person_from("2026-03-01", "2026-03-20", **hired),
    )
    team = sitting.appointments.get().unit
    RoleAssignmentFactory(person=sitting, role=RoleKind.INFORMAL_LEADER)
    code = Activity.objects.get(key="gedragscode-integriteit-rijk")
    ActivityVersionFactory(activity=code, published_at=moment("2026-02-02"))
    plan_on("2026-03-01")
    assert due_dates(sitting) == {
        ("integriteit-en-sociale-veiligheid", "2024"): date(2024, 12, 31),
        ("integriteit-en-sociale-veiligheid", "2025"): date(2025, 12, 31),
        ("integriteit-en-sociale-veiligheid", "2026"): date(2026, 12, 31),
        ("goed-ambtenaarschap", "eenmalig"): date(2024, 12, 31),
        ("briefing-spilfunctionarissen", "2025"): date(2025, 12, 31),
        ("briefing-spilfunctionarissen", "2026"): date(2026, 12, 31),
        ("opfrissing-sleutelrollen", "2025"): date(2025, 12, 31),
        ("opfrissing-sleutelrollen", "2026"): date(2026, 12, 31),
        ("gedragscode-integriteit-rijk", "editie 2-2-2026"): date(2026, 5, 3),
    }
    assert due_dates(team) == {
        ("teamsessie-werkcultuur", "2025"): date(2025, 12, 31),
        ("teamsessie-werkcultuur", "2026"): date(2026, 12, 31),
    }
    for person in (newcomer, long):
        assert due_dates(person) == {
            ("integriteit-en-sociale-veiligheid", "2026"): date(2026, 5, 30),
            ("goed-ambtenaarschap", "eenmalig"): date(2026, 5, 30),
            ("briefing-spilfunctionarissen", "2026"): date(2026, 5, 30),
            ("gedragscode-integriteit-rijk", "editie 2-2-2026"): date(2026, 5, 30),
        }
    assert obligations(short) == {}
    seed_requirements()
    assert Requirement.objects.count() == 6
    assert set(Requirement.objects.values_list("versions__number", flat=True)) == {1}


def due_dates(subject):
    rows = subject.obligations.select_related("cycle__requirement")
    return {(row.cycle.requirement.key, row.cycle.label): row.due_on for row in rows}


def test_no_seeded_text_says_that_the_law_asks_it():
    seed_requirements()
    texts = [*Requirement.objects.values_list("title", flat=True)]
    texts += Activity.objects.values_list("title", flat=True)
    assert not [text for text in texts if "wettelijk" in text.casefold()]


def test_one_requirement_is_planned_alone():
    wanted = yearly()
    once()
    person_from("2020-01-01")
    plan_on("2026-01-01", requirement=wanted)
    assert set(Obligation.objects.values_list("cycle__requirement", flat=True)) == {wanted.pk}


def test_the_nightly_job_plans_and_says_what_it_did():
    import jobs

    yearly()
    AppointmentFactory()
    with clock.at(moment("2026-01-01")):
        jobs.enqueue("compliance.plan")
        [run] = run_jobs()
    assert run.done == run.total == 1
    assert Obligation.objects.exists()

"""What managers hear: the own people by name, those further away as a number."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core import mail

from compliance.reminders.escalation import plan_escalations
from compliance.reminders.managers import plan_manager_weeks, weeks_of
from core import clock
from notifications.models import Notice
from notifications.services.delivery import deliver
from organisations.enums import MandateKind
from organisations.models import Mandate
from tests.compliance.story import moment, once, plan_on, remind_on
from tests.factories.lms import CompletionFactory
from tests.factories.organisations import (
    AppointmentFactory,
    MandateFactory,
    PersonFactory,
    UnitFactory,
)
from tests.lms.counting import count_queries

pytestmark = pytest.mark.django_db
MONDAY = moment("2026-11-23T10:00")


@pytest.fixture(autouse=True)
def now() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def duty():
    """Due on the last day of 2024 for who works here; still open to do."""
    return once(requirement__title="Goed ambtenaarschap")


def team_of(number: int, **fields):
    unit = UnitFactory(**fields)
    people = [AppointmentFactory(unit=unit).person for _number in range(number)]
    return unit, people


def test_a_manager_gets_the_names_of_who_is_late_in_the_own_team_only(duty):
    directorate = UnitFactory(name="Directie")
    team, people = team_of(3, parent=directorate, name="Team Een")
    manager = MandateFactory(unit=team).holder
    director = MandateFactory(unit=directorate).holder
    CompletionFactory(person=people[0], activity__title="Vrijwillige cursus")
    plan_on("2026-01-02")
    assert plan_manager_weeks() == 1
    deliver()
    (letter,) = mail.outbox
    assert letter.to == [manager.email]
    assert "Team Een: 3 mensen te laat." in letter.body
    assert all(person.name in letter.body for person in people)
    assert "Vrijwillige" not in letter.body
    assert "te laat" not in letter.subject
    assert Notice.objects.get().body == "", "Names of others are not kept."
    assert not Notice.objects.filter(person=director).exists()


def test_it_comes_once_a_week_on_the_first_working_day(duty, now):
    team, _people = team_of(1)
    MandateFactory(unit=team)
    plan_on("2026-01-02")
    now.move_to(moment("2026-11-22T10:00"))
    assert plan_manager_weeks() == 0, "It is Sunday."
    found = []
    for _number in range(15):
        now.shift(timedelta(days=1))
        if plan_manager_weeks():
            found.append(clock.today().isoformat())
    assert found == ["2026-11-23", "2026-11-30", "2026-12-07"]


def test_nothing_to_see_is_no_message_and_an_ended_mandate_neither(duty):
    team, _people = team_of(1)
    mandate = MandateFactory(unit=team)
    quiet, _nobody = team_of(0)
    MandateFactory(unit=quiet)
    for kind in (MandateKind.SUPPORT, MandateKind.COMPLIANCE_OFFICER, MandateKind.WORKS_COUNCIL):
        MandateFactory(unit=team, kind=kind)
    plan_on("2026-01-02")
    assert plan_manager_weeks() == 1
    Mandate.objects.filter(pk=mandate.pk).update(valid_until=clock.today())
    deliver()
    assert not mail.outbox


def test_the_weeks_cost_the_same_for_one_and_for_thirty(duty):
    def cost(number: int) -> int:
        holders = []
        for _number in range(number):
            team, _people = team_of(1)
            holders.append(MandateFactory(unit=team).holder_id)
        plan_on("2026-01-02")
        with count_queries() as queries:
            assert len(weeks_of(holders, today=clock.today())) == number
        return len(queries)

    assert cost(1) == cost(30)


@pytest.fixture
def directorate(duty):
    """A directorate with two teams of six, everybody late."""
    unit = UnitFactory(name="Directie", code="directie")
    for _number in range(2):
        team_of(6, parent=unit)
    return unit


def test_escalation_is_off_unless_it_was_agreed_on(duty, directorate):
    MandateFactory(unit=directorate)
    plan_on("2026-01-02")
    assert plan_escalations() == 0


def test_the_manager_above_a_team_hears_a_number_once_and_no_name(duty, directorate, now):
    director = MandateFactory(unit=directorate, holder=PersonFactory()).holder
    team = directorate.child_versions.first().unit
    MandateFactory(unit=team)
    MandateFactory(unit=directorate, kind=MandateKind.AUDITOR)
    plan_on("2025-01-02")
    now.move_to(moment("2025-01-27T10:00"))
    remind_on(duty, [], escalate_after=28)
    assert plan_escalations() == 0
    now.move_to(moment("2025-01-28T10:00"))
    assert plan_escalations() == 1
    deliver()
    (letter,) = mail.outbox
    assert letter.to == [director.email]
    assert "In Directie zijn nu 12 mensen te laat" in letter.body
    assert "Jan Jansen" not in letter.body.replace(director.name, "")
    for _number in range(10):
        now.shift(timedelta(days=1))
        assert plan_escalations() == 0


def test_a_group_that_is_too_small_is_not_told_about(duty, now):
    unit = UnitFactory(name="Directie")
    team_of(4, parent=unit)
    MandateFactory(unit=unit)
    plan_on("2025-01-02")
    now.move_to(moment("2025-01-28T10:00"))
    remind_on(duty, [], escalate_after=28)
    assert plan_escalations() == 0

"""The page on which a manager has people reminded."""

import pytest
import time_machine
from django.test import Client

from compliance.models import Reminder
from notifications.models import Notice
from notifications.services.outbox import FEW
from organisations.enums import MandateKind
from tests.compliance.story import moment, once, plan_on, yearly
from tests.factories.organisations import (
    AppointmentFactory,
    MandateFactory,
    PersonFactory,
    UnitFactory,
)
from tests.lms.counting import count_queries

pytestmark = pytest.mark.django_db
URL = "/mijn-team/herinneren/"


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(moment("2026-11-12T10:00"), tick=False) as traveller:
        yield traveller


@pytest.fixture
def team():
    return UnitFactory(code="bezwaar")


@pytest.fixture
def manager(client: Client, team) -> Client:
    holder = PersonFactory(name="Pieter de Wit", with_user=True)
    client.force_login(MandateFactory(unit=team, holder=holder).holder.user)
    return client


@pytest.fixture
def late(team):
    once()
    people = [AppointmentFactory(unit=team).person for _number in range(3)]
    plan_on("2026-01-02")
    return people


def test_who_is_late_is_ticked_and_the_choice_can_be_changed(manager, late):
    page = manager.get(URL).content.decode()
    assert page.count(" checked") == 3
    assert manager.get(f"{URL}?wie=niemand").content.decode().count(" checked") == 0
    assert manager.get(f"{URL}?wie=allen").content.decode().count(" checked") == 3
    one = manager.get(f"{URL}?persoon={late[1].uuid}").content.decode()
    assert one.count(" checked") == 1


def test_a_second_time_within_seven_days_is_not_possible_and_says_when_it_is(manager, late, now):
    chosen = {"team": "bezwaar", "persoon": [str(late[0].uuid), str(late[1].uuid)]}
    page = manager.post(URL, chosen, follow=True).content.decode()
    assert "2 mensen krijgen een herinnering per mail" in page
    assert Notice.objects.count() == 2
    page = manager.get(URL).content.decode()
    assert page.count("Herinnerd op 12 november; opnieuw kan vanaf 19 november") == 2
    page = manager.post(URL, chosen, follow=True).content.decode()
    assert "2 mensen kregen minder dan zeven dagen geleden" in page
    assert Notice.objects.count() == 2
    now.move_to(moment("2026-11-19T06:00"))
    assert "opnieuw kan" not in manager.get(URL).content.decode()
    manager.post(URL, chosen)
    assert Notice.objects.count() == 4


def test_nobody_ticked_is_said_and_nothing_is_sent(manager, late):
    response = manager.post(URL, {"team": "bezwaar"})
    assert "Kies minstens één persoon" in response.content.decode()
    assert "<title>Fout:" in response.content.decode()
    assert not Reminder.objects.exists()


def test_people_of_others_cannot_be_reminded(manager, late):
    stranger = AppointmentFactory().person
    plan_on("2026-01-03")
    manager.post(URL, {"persoon": [str(stranger.uuid), "not-a-uuid"]})
    assert not Notice.objects.exists()
    UnitFactory(code="elders")
    assert manager.get(f"{URL}?team=elders").status_code == 404
    response = manager.post(URL, {"team": "elders", "persoon": [str(stranger.uuid)]})
    assert response.status_code == 404


@pytest.mark.parametrize(
    "kind", [MandateKind.COMPLIANCE_OFFICER, MandateKind.WORKS_COUNCIL, MandateKind.AUDITOR]
)
def test_who_lists_no_team_finds_nothing(client, team, late, kind):
    client.force_login(MandateFactory(unit=team, kind=kind).holder.user)
    assert client.get(URL).status_code == 404
    assert client.post(URL, {"persoon": [str(late[0].uuid)]}).status_code == 404
    assert not Notice.objects.exists()


def test_when_all_is_done_it_says_so(manager):
    yearly()
    assert "Niemand heeft een herinnering nodig" in manager.get(URL).content.decode()


def test_the_way_there_stands_on_mijn_team_today_and_not_for_another_day(manager, late):
    link = "/mijn-team/herinneren/?team="
    assert link in manager.get("/mijn-team/").content.decode()
    assert link not in manager.get("/mijn-team/?peildatum=2026-10-01").content.decode()


def test_the_page_costs_the_same_for_one_and_for_thirty(manager, team):
    once()

    def cost(number: int) -> int:
        AppointmentFactory.create_batch(number, unit=team)
        plan_on("2026-01-02")
        with count_queries() as queries:
            assert manager.get(URL).status_code == 200
        return len(queries)

    cost(1)
    assert cost(1) == cost(28)


def test_reminding_costs_the_same_for_one_and_for_thirty(manager, team, now):
    once()

    def cost(number: int) -> int:
        people = [row.person for row in AppointmentFactory.create_batch(number, unit=team)]
        plan_on("2026-01-02")
        with count_queries() as queries:
            manager.post(URL, {"persoon": [str(person.uuid) for person in people]})
        assert Reminder.objects.filter(obligation__person__in=people).count() == number
        return len(queries)

    cost(1)
    # A few messages are each a statement without a look beforehand; from then on it is the same.
    assert cost(1) <= cost(FEW + 1) == cost(22)

"""The forms of a manager: nothing is lost, and every mistake says what to do."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from compliance.access import all_requirements, unit_tree
from compliance.planning import plan
from compliance.reports.teams import team_duties
from compliance.seeds import seed_requirements
from core import clock
from lms.api import Completion
from tests.compliance.story import moment
from tests.toolbox.teams import SECRET, TEXTS, Teams, held, make_teams
from toolbox.enums import SessionState
from toolbox.models import TeamAgreement, TeamSession

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 10, 1, 10, tzinfo=UTC)
TODAY = date(2026, 10, 1)
TEAM = "/teamsessie/team/rood/"


@pytest.fixture(autouse=True)
def teams() -> Iterator[Teams]:
    with clock.at(moment("2020-01-02")):
        seed_requirements()
        found = make_teams()
    with clock.at(NOON):
        plan()
        yield found


@pytest.fixture
def manager(teams: Teams) -> Client:
    client = Client()
    client.force_login(teams.manager.user)
    return client


def filled(**fields: str) -> dict[str, str]:
    data = {"held_on": "2026-10-01", "facilitator_kind": "internal", "facilitator_name": ""}
    for number, text in enumerate(TEXTS, start=1):
        data |= {
            f"text-{number}": text,
            f"owner-{number}": "Het hele team",
            f"review-{number}": "2026-12-01",
        }
    return data | fields


def test_the_manager_plans_changes_cancels_and_undoes(teams: Teams, manager: Client) -> None:
    data = {"planned_on": "2026-11-12", "starts_at": "13:30", "facilitator_kind": "external"}
    page = manager.post(f"{TEAM}plannen/", data, follow=True).content.decode()
    assert "donderdag 12 november 2026, 13.30 uur" in page
    assert "Een onafhankelijke begeleider van buiten" in page
    data["planned_on"] = "2026-11-19"
    page = manager.post(f"{TEAM}plannen/", data, follow=True).content.decode()
    assert "donderdag 19 november 2026" in page
    session = TeamSession.objects.get()
    page = manager.post(f"/teamsessie/sessie/{session.uuid}/annuleren/", follow=True)
    assert "De sessie van 19 november 2026 is geannuleerd" in page.content.decode()
    manager.post(f"/teamsessie/sessie/{session.uuid}/terugzetten/")
    session.refresh_from_db()
    assert session.state == SessionState.PLANNED


def test_the_form_to_plan_says_to_take_an_independent_facilitator(manager: Client) -> None:
    page = manager.get(f"{TEAM}plannen/").content.decode()
    assert "Speelt er iets over jou?" in page
    assert "Neem dan een onafhankelijke begeleider" in page


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2026-09-30", "Deze dag is voorbij."),
        ("2062-11-12", "Kijk het jaartal na."),
        ("", "Kies een dag voor de sessie."),
    ],
)
def test_a_day_that_cannot_be_is_said_and_nothing_is_lost(
    manager: Client, day: str, sentence: str
) -> None:
    data = {"planned_on": day, "place": "Zaal 3", "facilitator_kind": "external"}
    answer = manager.post(f"{TEAM}plannen/", data)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert (sentence in page, "Zaal 3" in page) == (True, True)
    assert not TeamSession.objects.exists()


def test_recording_writes_the_agreements_and_a_second_press_changes_nothing(
    teams: Teams, manager: Client
) -> None:
    for _time in range(2):
        assert manager.post(f"{TEAM}vastleggen/", filled()).status_code == 302
    assert TeamSession.objects.get().held_on == TODAY
    assert TeamAgreement.objects.count() == 3
    assert Completion.objects.filter(source="teamsession").count() == 1
    assert SECRET in manager.get(TEAM).content.decode()


def test_a_planned_session_becomes_the_held_one(teams: Teams, manager: Client) -> None:
    data = {"planned_on": "2026-10-01", "facilitator_kind": "external"}
    manager.post(f"{TEAM}plannen/", data)
    manager.post(f"{TEAM}vastleggen/", filled())
    session = TeamSession.objects.get()
    assert (session.state, session.planned_on, session.held_on) == ("held", TODAY, TODAY)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"text-3": "", "owner-3": "", "review-3": ""}, "Het zijn er nu 2."),
        ({"owner-2": ""}, "Schrijf op wie erop let."),
        ({"review-1": ""}, "Kies een dag waarop jullie ernaar kijken."),
        ({"review-1": "2026-10-01"}, "Kies een dag na de sessie van 1 oktober 2026."),
        ({"text-4": "", "owner-4": "Noor"}, "Schrijf op wat jullie afspraken"),
        ({"held_on": "2026-10-02"}, "Deze dag moet nog komen."),
        ({"held_on": "2016-10-02"}, "Dit is meer dan twee jaar geleden."),
        ({"facilitator_kind": ""}, "Kies wie de sessie begeleidt."),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    manager: Client, fields: dict[str, str], sentence: str
) -> None:
    answer = manager.post(f"{TEAM}vastleggen/", filled(**fields))
    page = answer.content.decode()
    assert (answer.status_code, sentence in page, SECRET in page) == (422, True, True)
    assert not TeamSession.objects.exists()


def test_the_look_back_is_asked_for_each_agreement_of_last_time(
    teams: Teams, manager: Client
) -> None:
    held(teams, date(2025, 9, 15))
    answer = manager.post(f"{TEAM}vastleggen/", filled())
    assert answer.content.decode().count("Kies wat er van deze afspraak is geworden.") >= 3
    looked = {f"result-{number}": "kept" for number in (1, 2, 3)} | {"note-2": "Ging vanzelf"}
    manager.post(f"{TEAM}vastleggen/", filled(**looked))
    page = manager.get(TEAM).content.decode()
    assert (page.count("Gelukt"), "Ging vanzelf" in page) == (3, True)
    assert "De vorige keer" in page


def test_a_session_is_put_right(teams: Teams, manager: Client) -> None:
    session = held(teams, TODAY)
    path = f"/teamsessie/sessie/{session.uuid}/rechtzetten/"
    assert manager.post(path, {"why": "wrong_day"}).status_code == 422
    assert manager.post(path, {"why": "wrong_day", "held_on": "2026-12-01"}).status_code == 422
    manager.post(path, {"why": "wrong_day", "held_on": "2026-09-29"})
    assert TeamSession.objects.get().held_on == date(2026, 9, 29)
    manager.post(path, {"why": "not_held"})
    assert not TeamAgreement.objects.exists()
    assert not Completion.objects.standing().filter(unit=teams.team).exists()
    assert "Nog geen sessie in 2026" in manager.get(TEAM).content.decode()


def test_agreements_are_changed_in_a_form_that_shows_what_stands(
    teams: Teams, manager: Client
) -> None:
    session = held(teams, TODAY)
    path = f"/teamsessie/sessie/{session.uuid}/wijzigen/"
    assert SECRET in manager.get(path).content.decode()
    manager.post(path, filled(**{"text-1": "We luisteren eerst"}))
    page = manager.get(TEAM).content.decode()
    assert ("We luisteren eerst" in page, SECRET in page) == (True, False)


def test_who_works_in_no_team_reads_what_to_do(teams: Teams) -> None:
    client = Client()
    client.force_login(teams.officer.user)
    assert "Je werkt nu niet in een team" in client.get("/teamsessie/").content.decode()
    client.force_login(teams.member.user)
    assert client.get("/teamsessie/").headers["Location"] == TEAM


def test_mijn_team_links_to_the_session_with_where_it_stands(teams: Teams, manager: Client) -> None:
    assert "Teamsessie: nog niet gepland" in manager.get("/mijn-team/").content.decode()
    held(teams, TODAY)
    page = manager.get("/mijn-team/").content.decode()
    assert (TEAM in page, "Teamsessie: gehouden op 1 oktober 2026" in page) == (True, True)
    assert SECRET not in page


def test_the_figures_of_the_organisation_count_teams_and_not_people(teams: Teams) -> None:
    held(teams, TODAY)
    _people, of_teams = all_requirements()
    [duty] = team_duties(
        tree=unit_tree(teams.director.user, code="dir", on=TODAY),
        as_of=TODAY,
        requirements=of_teams,
        unit_url=lambda unit: unit.code,
    )
    assert (duty.title, duty.total.counts.done, duty.total.counts.open) == (
        "Teamsessie over werkcultuur",
        1,
        1,
    )
    client = Client()
    client.force_login(teams.director.user)
    page = client.get("/organisatie/dir/").content.decode()
    assert ("/teamsessie/overzicht/" in page, SECRET in page) == (True, False)

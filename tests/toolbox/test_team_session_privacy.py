"""What a team agreed is of the team: everybody else gets 404, and sees at most that it met."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from compliance.planning import plan
from compliance.seeds import seed_requirements
from core import clock
from notifications.models import Notice
from organisations.enums import MandateKind, RoleKind
from organisations.models import Appointment, Person
from organisations.services.dated import end
from tests.compliance.story import moment
from tests.factories.accounts import UserFactory
from tests.factories.organisations import (
    AppointmentFactory,
    MandateFactory,
    PersonFactory,
    RoleAssignmentFactory,
)
from tests.lms.counting import count_queries
from tests.toolbox.teams import SECRET, Teams, held, make_teams
from toolbox.access.requests import requests_seen_by
from toolbox.enums import RequestState
from toolbox.models import FacilitatorRequest
from toolbox.services.requests import (
    ask_for_facilitator,
    forget_requests,
    handle_request,
    withdraw_request,
)
from toolbox.session_errors import NobodyCoordinates, NotOfThisTeam

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 10, 1, 10, tzinfo=UTC)
TODAY = date(2026, 10, 1)
TEAM = "/teamsessie/team/rood/"
READERS = ("manager", "deputy", "support", "member", "colleague")
OTHERS = (
    "stranger",
    "other_manager",
    "director",
    "officer",
    "auditor",
    "works_council",
    "coordinator",
)


@pytest.fixture(autouse=True)
def teams() -> Iterator[Teams]:
    with clock.at(moment("2020-01-02")):
        seed_requirements()
        found = make_teams()
    with clock.at(NOON):
        plan()
        yield found


def opened(person: Person, path: str) -> tuple[int, str]:
    client = Client()
    client.force_login(person.user)
    answer = client.get(path)
    return answer.status_code, answer.content.decode()


def posted(person: Person, path: str, data: dict | None = None) -> int:
    client = Client()
    client.force_login(person.user)
    return client.post(path, data or {}).status_code


def test_the_team_and_who_runs_it_read_the_agreements(teams: Teams) -> None:
    held(teams, TODAY)
    for name in READERS:
        status, text = opened(getattr(teams, name), TEAM)
        assert (name, status, SECRET in text) == (name, 200, True)


def test_everybody_else_gets_404_and_no_word_of_it(teams: Teams) -> None:
    session = held(teams, TODAY)
    superuser = PersonFactory(user=UserFactory(admin=True))
    addresses = (
        TEAM,
        f"{TEAM}plannen/",
        f"{TEAM}vastleggen/",
        f"{TEAM}begeleider/",
        f"/teamsessie/sessie/{session.uuid}/wijzigen/",
        f"/teamsessie/sessie/{session.uuid}/rechtzetten/",
    )
    for person in (*(getattr(teams, name) for name in OTHERS), superuser):
        for address in addresses:
            status, text = opened(person, address)
            assert (address, status, SECRET in text) == (address, 404, False)
    assert Client().get(TEAM).status_code == 302


def test_a_member_reads_and_does_not_change(teams: Teams) -> None:
    session = held(teams, TODAY)
    for address in (
        f"{TEAM}plannen/",
        f"{TEAM}vastleggen/",
        f"/teamsessie/sessie/{session.uuid}/wijzigen/",
        f"/teamsessie/sessie/{session.uuid}/annuleren/",
        f"/teamsessie/sessie/{session.uuid}/terugzetten/",
    ):
        assert (address, posted(teams.member, address)) == (address, 404)
    _status, text = opened(teams.member, TEAM)
    assert "Afspraken wijzigen" not in text


def test_who_left_reads_no_longer_and_who_came_does(teams: Teams) -> None:
    held(teams, date(2026, 9, 1))
    old = Appointment.objects.get(person=teams.member)
    end(old, on=TODAY, same=("person", "unit", "kind"))
    new = AppointmentFactory(
        unit=teams.team, person=PersonFactory(with_user=True), valid_from=TODAY
    ).person
    assert opened(teams.member, TEAM)[0] == 404
    assert SECRET in opened(new, TEAM)[1]
    ended = MandateFactory(
        unit=teams.team, kind=MandateKind.MANAGER, valid_from=date(2021, 1, 1), valid_until=TODAY
    ).holder
    assert opened(ended, TEAM)[0] == 404


def test_higher_levels_see_the_day_and_who_counts_sees_how_many(teams: Teams) -> None:
    held(teams, TODAY)
    for person, code in ((teams.director, "dir"), (teams.officer, "min")):
        status, text = opened(person, f"/teamsessie/overzicht/{code}/")
        assert (status, SECRET in text, "Gehouden op 1 oktober 2026" in text) == (200, False, True)
        assert ("1 van 2 teams" in text, "Nog niet gehouden" in text) == (True, True)
    for person in (teams.auditor, teams.works_council):
        status, text = opened(person, "/teamsessie/overzicht/min/")
        assert (status, "1 van 2 teams" in text, "Team Rood" in text) == (200, True, False)
    assert opened(teams.member, "/teamsessie/overzicht/dir/")[0] == 404
    assert opened(teams.director, "/teamsessie/overzicht/min/")[0] == 404
    assert "0 van 2 teams" in opened(teams.director, "/teamsessie/overzicht/dir/?jaar=2025")[1]


def test_the_overview_costs_as_many_queries_for_30_teams_as_for_two(teams: Teams) -> None:
    client = Client()
    client.force_login(teams.director.user)
    held(teams, TODAY)
    client.get("/teamsessie/overzicht/dir/")
    with count_queries() as two:
        client.get("/teamsessie/overzicht/dir/")
    with clock.at(moment("2020-01-02")):
        from tests.factories.organisations import UnitFactory

        for number in range(28):
            unit = UnitFactory(code=f"extra-{number}", parent=teams.directorate)
            AppointmentFactory(unit=unit)
            MandateFactory(unit=unit, kind=MandateKind.MANAGER, holder=teams.manager)
    with count_queries() as thirty:
        answer = client.get("/teamsessie/overzicht/dir/")
    assert "1 van 30 teams" in answer.content.decode()
    assert len(thirty) == len(two)
    client.force_login(teams.manager.user)
    client.get("/teamsessie/")
    with count_queries() as list_of_teams:
        assert client.get("/teamsessie/").status_code == 200
    assert len(list_of_teams) <= 12, list_of_teams


def test_a_request_for_another_facilitator_is_for_the_nearest_coordinator_only(
    teams: Teams,
) -> None:
    first = ask_for_facilitator(unit=teams.team, by=teams.member)
    assert ask_for_facilitator(unit=teams.team, by=teams.member) == first
    assert list(requests_seen_by(teams.coordinator.user)) == [first]
    for name in (*READERS, *OTHERS[:-1], "far_coordinator"):
        assert (name, requests_seen_by(getattr(teams, name).user).count()) == (name, 0)
    assert opened(teams.manager, "/teamsessie/verzoeken/")[0] == 404
    assert teams.member.name not in opened(teams.far_coordinator, "/teamsessie/verzoeken/")[1]
    assert teams.member.name in opened(teams.coordinator, "/teamsessie/verzoeken/")[1]
    assert "vroeg op 1 oktober 2026" not in opened(teams.manager, TEAM)[1]
    assert "vroeg op 1 oktober 2026" in opened(teams.member, TEAM)[1]
    asked = Notice.objects.filter(kind="toolbox.facilitator_asked")
    assert [row.person for row in asked] == [teams.coordinator]


def test_a_manager_who_is_also_coordinator_does_not_see_it(teams: Teams) -> None:
    RoleAssignmentFactory(
        person=teams.manager, unit=teams.team, role=RoleKind.INTEGRITY_COORDINATOR
    )
    request = ask_for_facilitator(unit=teams.team, by=teams.member)
    assert not requests_seen_by(teams.manager.user).exists()
    assert list(requests_seen_by(teams.coordinator.user)) == [request]
    path = f"/teamsessie/verzoeken/{request.uuid}/afgehandeld/"
    assert (posted(teams.manager, path), posted(teams.coordinator, path)) == (404, 302)
    request.refresh_from_db()
    assert (request.state, request.handled_by) == (RequestState.HANDLED, teams.coordinator)


def test_without_a_coordinator_nothing_is_kept_and_only_the_team_asks(teams: Teams) -> None:
    with pytest.raises(NotOfThisTeam):
        ask_for_facilitator(unit=teams.team, by=teams.stranger)
    for person in (teams.coordinator, teams.far_coordinator):
        role = person.role_assignments.get()
        end(role, on=TODAY, same=("person", "role", "unit"))
    with pytest.raises(NobodyCoordinates):
        ask_for_facilitator(unit=teams.team, by=teams.member)
    assert not FacilitatorRequest.objects.exists()
    assert "Vraag een andere begeleider" not in opened(teams.member, TEAM)[1]


def test_a_request_can_be_taken_back_and_is_deleted_after_13_months(teams: Teams) -> None:
    mine = ask_for_facilitator(unit=teams.team, by=teams.member)
    withdraw_request(request=mine, by=teams.colleague)
    assert FacilitatorRequest.objects.count() == 1
    withdraw_request(request=mine, by=teams.member)
    assert FacilitatorRequest.objects.count() == 0
    again = ask_for_facilitator(unit=teams.team, by=teams.member)
    handle_request(request=again, by=teams.coordinator)
    with clock.at(moment("2027-10-31")):
        assert forget_requests() == 0
    with clock.at(moment("2027-11-02")):
        assert forget_requests() == 1

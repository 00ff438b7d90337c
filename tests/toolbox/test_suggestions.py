"""A manager recommends something voluntary, without a reason and without hearing of it again."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from compliance.models import Obligation
from compliance.planning import plan
from compliance.seeds import seed_requirements
from compliance.status.sql import status_rows
from core import clock
from lms.api import Activity, ActivityKind, Completion
from organisations.models import Appointment
from organisations.services.dated import end
from tests.compliance.story import moment
from tests.lms.counting import count_queries
from tests.toolbox.teams import Teams, make_teams
from toolbox.enums import SuggestionKind
from toolbox.models import Suggestion
from toolbox.reports.suggestions import Suggested, choices, suggestions_for
from toolbox.services.suggestions import NotInYourTeam, forget_suggestions, suggest

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 10, 1, 10, tzinfo=UTC)
TOOL = Suggested(kind=SuggestionKind.TOOL, title="Feedback geven", path="/gereedschap/feedback/")


@pytest.fixture(autouse=True)
def teams() -> Iterator[Teams]:
    with clock.at(moment("2020-01-02")):
        seed_requirements()
        found = make_teams()
    with clock.at(NOON):
        plan()
        yield found


def recommend(teams: Teams) -> Suggestion:
    return suggest(person=teams.member, unit=teams.team, what=TOOL, by=teams.manager)


def page_of(person, path: str = "/aanraden/") -> tuple[int, str]:
    client = Client()
    client.force_login(person.user)
    answer = client.get(path)
    return answer.status_code, answer.content.decode()


def test_there_is_no_field_for_a_reason_or_for_what_came_of_it() -> None:
    fields = {field.name for field in Suggestion._meta.get_fields()}
    assert fields == {
        "id",
        "uuid",
        "person",
        "unit",
        "made_by",
        "kind",
        "title",
        "path",
        "made_at",
        "hidden_at",
    }


def test_a_recommendation_changes_no_duty_and_no_figure(teams: Teams) -> None:
    before = (
        status_rows(as_of=clock.today()),
        Obligation.objects.count(),
        Completion.objects.count(),
    )
    recommend(teams)
    plan()
    assert before == (
        status_rows(as_of=clock.today()),
        Obligation.objects.count(),
        Completion.objects.count(),
    )


def test_only_a_manager_recommends_and_only_to_the_own_team(teams: Teams) -> None:
    for by in (teams.support, teams.director, teams.other_manager, teams.colleague, teams.officer):
        with pytest.raises(NotInYourTeam):
            suggest(person=teams.member, unit=teams.team, what=TOOL, by=by)
    with pytest.raises(NotInYourTeam):
        suggest(person=teams.stranger, unit=teams.team, what=TOOL, by=teams.manager)
    assert not Suggestion.objects.exists()
    first = recommend(teams)
    again = suggest(person=teams.member, unit=teams.team, what=TOOL, by=teams.deputy)
    assert (again, Suggestion.objects.count()) == (first, 1)


def test_the_person_sees_it_and_puts_it_away_and_the_manager_never_knows(teams: Teams) -> None:
    found = recommend(teams)
    with count_queries() as queries:
        [shown] = suggestions_for(teams.member)
    assert (shown.title, shown.by, len(queries)) == ("Feedback geven", teams.manager.name, 1)
    before = page_of(teams.manager)
    client = Client()
    client.force_login(teams.member.user)
    assert "Je leidinggevende raadt aan" in client.get("/mijn-leren/").content.decode()
    client.post(f"/aanraden/{found.uuid}/wegzetten/")
    assert suggestions_for(teams.member) == ()
    recommend(teams)
    assert suggestions_for(teams.member) == ()
    assert _without_token(page_of(teams.manager)[1]) == _without_token(before[1])
    client.post(f"/aanraden/{found.uuid}/wegzetten/", {"undo": "1"})
    assert len(suggestions_for(teams.member)) == 1


def _without_token(page: str) -> list[str]:
    return [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]


def test_others_find_nothing_to_see_or_to_press(teams: Teams) -> None:
    found = recommend(teams)
    for name in ("member", "stranger", "support", "officer", "auditor"):
        assert (name, page_of(getattr(teams, name))[0]) == (name, 404)
    for name in ("director", "other_manager"):
        status, text = page_of(getattr(teams, name))
        assert (name, status, "Feedback geven" in text) == (name, 200, False)
    client = Client()
    for person in (teams.manager, teams.colleague, teams.stranger):
        client.force_login(person.user)
        assert client.post(f"/aanraden/{found.uuid}/wegzetten/").status_code == 404
    client.force_login(teams.member.user)
    assert client.post(f"/aanraden/{found.uuid}/intrekken/").status_code == 404
    client.force_login(teams.manager.user)
    assert client.post(f"/aanraden/{found.uuid}/intrekken/").status_code == 302
    assert not Suggestion.objects.exists()


def test_who_left_the_team_is_not_on_the_page_of_its_manager(teams: Teams) -> None:
    recommend(teams)
    assert "Feedback geven" in page_of(teams.manager)[1]
    end(
        Appointment.objects.get(person=teams.member),
        on=clock.today(),
        same=("person", "unit", "kind"),
    )
    assert "Feedback geven" not in page_of(teams.manager)[1]


def test_what_is_compulsory_cannot_be_recommended(teams: Teams) -> None:
    Activity.objects.filter(key="goed-ambtenaarschap").update(start_path="/leren/goed/")
    assert "/leren/goed/" not in [one.path for one in choices()]
    Activity.objects.update_or_create(
        key="sample", defaults={"kind": ActivityKind.COURSE, "title": "Vrij", "start_path": "/v/"}
    )
    client = Client()
    client.force_login(teams.manager.user)
    answer = client.post(
        "/aanraden/", {"person": f"{teams.member.uuid}:{teams.team.pk}", "what": "/leren/goed/"}
    )
    assert (answer.status_code, Suggestion.objects.count()) == (422, 0)


def test_the_form_asks_for_a_person_and_for_something(teams: Teams, monkeypatch) -> None:
    monkeypatch.setattr("toolbox.views.suggestions.choices", lambda: [TOOL])
    client = Client()
    client.force_login(teams.manager.user)
    page = client.post("/aanraden/", {"person": "", "what": ""}).content.decode()
    assert "Kies iemand uit je team." in page
    assert "Kies iets uit de lijst." in page
    data = {"person": f"{teams.stranger.uuid}:{teams.team.pk}", "what": TOOL.path}
    assert client.post("/aanraden/", data).status_code == 422
    data = {"person": f"{teams.member.uuid}:{teams.team.pk}", "what": TOOL.path}
    page = client.post("/aanraden/", data, follow=True).content.decode()
    assert f"Aangeraden aan {teams.member.name}." in page
    assert Suggestion.objects.get().title == TOOL.title


def test_an_empty_list_says_when_there_will_be_something(teams: Teams, monkeypatch) -> None:
    monkeypatch.setattr("toolbox.views.suggestions.choices", list)
    assert "Er is nu niets vrijwilligs om aan te raden." in page_of(teams.manager)[1]


def test_an_address_elsewhere_is_refused_and_old_ones_are_deleted(teams: Teams) -> None:
    for path in ("https://elders.example/", "//elders.example/"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Suggestion.objects.create(
                person=teams.member,
                unit=teams.team,
                made_by=teams.manager,
                kind=SuggestionKind.TOOL,
                title="Elders",
                path=path,
            )
    recommend(teams)
    with clock.at(moment("2027-10-31")):
        assert forget_suggestions() == 0
    with clock.at(moment("2027-11-02")):
        assert forget_suggestions() == 1

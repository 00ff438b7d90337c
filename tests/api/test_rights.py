"""A key opens one part of the organisation, for some questions, for some time."""

import json
from datetime import timedelta

import pytest
import time_machine
from structlog.testing import capture_logs

from accounts.enums import ApiScope
from accounts.models import ApiToken
from accounts.tokens import PREFIX, TooLong, make_token, revoke_token
from core import clock
from tests.api.world import ALL, NOW, Caller, key_of
from tests.compliance.story import day
from tests.lms.counting import count_queries

PATHS = {
    "/onderdelen/team-a/cijfers": ApiScope.FIGURES,
    "/onderdelen/team-a/persoonsverplichtingen": ApiScope.OBLIGATIONS,
    "/onderdelen/team-a/afrondingen": ApiScope.COMPLETIONS,
}
EVERY = (*PATHS, "/onderdelen", "/onderdelen/team-a", "/verplichtingen")


def status(caller, path):
    response = caller.get(path)
    if response.status_code != 200:
        body = response.json()
        assert response.headers["Content-Type"] == "application/problem+json"
        assert set(body) == {"title", "status", "detail"}
        assert body["status"] == response.status_code
    return response.status_code


@pytest.mark.parametrize("path", EVERY)
def test_without_a_key_or_with_a_wrong_one_there_is_nothing(world, path):
    for key in (None, "", "wrong", PREFIX + "a" * 43, "é", "a b"):
        response = Caller(key).get(path)
        assert response.status_code == 401
        assert response.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("path", EVERY)
def test_a_key_that_ended_or_was_withdrawn_opens_nothing_from_then_on(world, path):
    caller = Caller(key_of(world.units["team-a"], *ALL, until="2026-11-22"))
    assert status(caller, path) == 200
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        assert status(caller, path) == 401
    revoke_token(token=ApiToken.objects.get(), by=None)
    assert status(caller, path) == 401


@pytest.mark.parametrize(("path", "scope"), PATHS.items())
def test_each_question_asks_for_its_own_scope(world, path, scope):
    for given in ApiScope:
        caller = Caller(key_of(world.units["team-a"], given))
        assert status(caller, path) == (200 if given is scope else 403)


@pytest.mark.parametrize(
    "path", [path.replace("team-a", "{}") for path in EVERY if "team-a" in path]
)
def test_another_part_of_the_organisation_answers_as_one_that_does_not_exist(system, path):
    caller = system("team-a")
    answers = {
        code: caller.get(path.replace("team-a", code))
        for code in ("team-b", "mini", "elders", "nergens")
    }
    assert {answer.status_code for answer in answers.values()} == {404}
    assert len({answer.content for answer in answers.values()}) == 1


def test_nobody_and_nothing_of_another_part_comes_along(system, world):
    caller = system("team-a")
    text = "".join(
        caller.get(path, {"paginaGrootte": "200"}).content.decode()
        for path in (*PATHS, "/onderdelen")
    )
    for code in ("team-b", "klein", "elders"):
        for person in world.people[code]:
            assert person.name not in text
            assert str(person.uuid) not in text
        assert f'"{code}"' not in text
    for person in world.people["team-a"]:
        assert str(person.uuid) in text


def test_a_code_that_begins_like_another_opens_nothing_more(world, system):
    from tests.factories.organisations import UnitFactory

    UnitFactory(code="team-a-1", name="Team A 1", parent=world.units["mini"])
    assert status(system("team-a"), "/onderdelen/team-a-1") == 404


def test_names_and_staff_numbers_need_a_scope_of_their_own(world, system):
    for path in list(PATHS)[1:]:
        bare = system("team-a", ApiScope.OBLIGATIONS, ApiScope.COMPLETIONS).get(path).content
        assert b"Naam" not in bare
        assert b"P-team-a" not in bare
        full = system("team-a").get(path).content
        assert b"Naam team-a 0" in full
        assert b"P-team-a-0" in full


def test_a_session_of_a_browser_means_nothing_here(world, client, admin_user):
    client.force_login(admin_user)
    assert client.get("/api/v1/onderdelen").status_code == 401


def test_finding_a_token_costs_one_query_and_one_write_a_day(world):
    caller = Caller(key_of(world.units["team-a"], *ALL))
    with count_queries() as first:
        caller.get("/verplichtingen")
    with count_queries() as second:
        caller.get("/verplichtingen")
    assert (len(first), len(second)) == (3, 2)
    assert ApiToken.objects.get().last_used_on == NOW.date()


def test_the_key_itself_is_nowhere_in_the_database(world):
    key = key_of(world.units["team-a"], *ALL)
    row = ApiToken.objects.values().get()
    assert key not in json.dumps(row, default=str)
    assert key.startswith(row["hint"])


@pytest.mark.parametrize("until", ["2026-11-21", "2027-11-24"])
def test_a_key_that_ended_already_or_lasts_over_a_year_is_not_made(world, until):
    with pytest.raises(TooLong):
        make_token(
            name="HR",
            purpose="x",
            scopes=ALL,
            reach=world.units["mini"].uuid,
            expires_on=day(until),
            by=None,
        )
    assert not ApiToken.objects.exists()


def test_too_many_questions_in_a_minute_wait_and_hinder_nobody_else(world, settings):
    settings.API_RATE_PER_MINUTE = 3
    eager = Caller(key_of(world.units["team-a"], *ALL))
    other = Caller(key_of(world.units["team-b"], *ALL))
    assert [status(eager, "/verplichtingen") for _number in range(4)] == [200, 200, 200, 429]
    assert eager.get("/verplichtingen").headers["Retry-After"] == "60"
    assert status(other, "/verplichtingen") == 200
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        assert status(eager, "/verplichtingen") == 200


def test_every_call_is_logged_with_ids_and_never_with_a_name_or_key(world):
    key = key_of(world.units["team-a"], *ALL)
    with capture_logs() as logs:
        Caller(key).get("/onderdelen/team-a/persoonsverplichtingen")
        Caller("wrong").get("/onderdelen/team-a/persoonsverplichtingen")
    calls = [line for line in logs if line["event"] == "api call"]
    assert [(line["token"], line["status"]) for line in calls] == [
        (ApiToken.objects.get().pk, 200),
        (None, 401),
    ]
    assert {"token", "method", "path", "status", "origin"} <= set(calls[0])
    assert key not in str(logs)
    assert "Naam" not in str(calls)
    assert clock.now() == NOW

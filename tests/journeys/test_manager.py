"""A manager sees who is done and when, and has no way to an answer or a score."""

import csv
import html
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import Page, expect

from lms.models import Answer
from tests.journeys.browser import screenshot, sign_in
from tests.journeys.learner import read_test
from tests.journeys.stage import DIRECTORATE, ELEARNING, OTHER_TEAM, TEAM, Cast, pass_elearning

WRONG, ASKED = 2, 10
TEST_PAGE = f"/leren/{ELEARNING}/de-weg-vinden/toets/"
SCORE = re.compile(rf"\b{ASKED - WRONG}\s*(van|of|out of|/|op)\s*(de\s+)?{ASKED}\b")
SECRET = re.compile(r"answer|antwoord|attempt|poging|score|cijfer|result|uitslag|pers(on|oon)")
AT_LEAST = 40
WHY = "/waarom/"
# The pages that name people: those that a manager gets, and those of a compliance officer.
# One asks who of the team keeps an eye on what it agreed, one for whom a suggestion is.
LISTS = {
    "/mijn-team/",
    "/mijn-team/export.csv",
    "/aanraden/",
    f"/teamsessie/team/{TEAM}/vastleggen/",
}
OF_PERSONS = {
    # One's own adviser, and an answer that is counted without a name.
    "hulp/vertrouwenspersoon/",
    "hulp/peilingen/<slug:key>/antwoord/",
    "waarom/<uuid:person>/<slug:key>/",
    "organisatie/<str:code>/personen/",
    "organisatie/<str:code>/personen/export.csv",
}
# One page with other filters: enough to see what it says.
VARIANTS = 8
# Tools that a course points at are not loaded here; the crawl of the whole site follows them.
NO_PAGES = ("/static/", "/media/", "/en/", "/gereedschap/vertrouwenspersonen-en-p-en-o/")


@pytest.fixture
def cast_with_somebody_done(cast: Cast) -> Cast:
    """Let the learner pass the e-learning today, with two of ten answers wrong."""
    pass_elearning(cast.learner, wrong=WRONG)
    assert Answer.objects.filter(is_correct=False).count() == WRONG
    return cast


def test_the_team_page_says_done_and_when_and_the_export_says_the_same(
    live_server: Any, cast_with_somebody_done: Cast, page: Page
) -> None:
    cast = cast_with_somebody_done
    sign_in(page, live_server, cast.manager.user)
    page.goto(f"{live_server.url}/mijn-leren/")
    page.get_by_role("link", name="Mijn team").click()
    people = page.locator("tbody tr:has(th.person)")
    names = people.locator("th").all_inner_texts()
    assert cast.learner.name in names
    assert cast.passer_by.name not in names
    screenshot(page, "reis-mijn-team")

    page.get_by_label("Verplicht onderdeel").select_option(ELEARNING)
    page.get_by_label("Status").select_option("done")
    page.get_by_role("button", name="Toon").click()
    expect(people).to_have_count(1)
    expect(people.locator("th")).to_have_text(cast.learner.name)
    expect(people.locator("td > .st")).to_have_text("Afgerond")
    with page.expect_download() as download:
        page.get_by_role("link", name="Exporteer").click()
    with download.value.path().open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    assert rows[0] == ["Naam", "Team", "Nog te doen", "Uiterlijk op", "Status", "Peildatum"]
    assert [row[0] for row in rows[1:]] == [cast.learner.name]
    assert [row[4] for row in rows[1:]] == ["Afgerond"]


def test_no_link_leads_a_manager_to_an_answer_or_a_score(cast_with_somebody_done: Cast) -> None:
    cast = cast_with_somebody_done
    asked = read_test(f"{ELEARNING}/de-weg-vinden")
    questions = [
        question.text
        for key in Answer.objects.values_list("question_key", flat=True)
        if (question := asked.question(key)) is not None
    ]
    assert len(questions) == ASKED
    pages = dict(_walk(_client(cast.manager), "/mijn-team/"))
    assert len(pages) >= AT_LEAST
    about_learner = {url for url, text in pages.items() if cast.learner.name in text}
    paths = {urlsplit(url).path for url in about_learner}
    assert {path for path in paths if not path.startswith(WHY)} == LISTS
    assert {path.split("/")[2] for path in paths if path.startswith(WHY)} == {
        str(cast.learner.uuid)
    }
    for url in about_learner:
        assert not [question for question in questions if question in pages[url]], url
    for url, text in pages.items():
        assert not SCORE.search(text), url
        # Only the addresses of "Waarom?" hold the key of a person, and a choice in a form.
        for known in (
            f'"{WHY}{cast.learner.uuid}/',
            f'"/en{WHY}{cast.learner.uuid}/',
            f'<option value="{cast.learner.uuid}:',
        ):
            text = text.replace(known, "")  # noqa: PLW2901
        assert str(cast.learner.uuid) not in text, url
        assert "data-answered" not in text, url
    # The same test for who did it: the walk would have seen a score if there were one.
    own = _text(_client(cast.learner).get(TEST_PAGE))
    assert SCORE.search(own)
    assert own.count("data-answered") == ASKED


def test_no_address_outside_the_admin_names_a_person_an_answer_or_a_score() -> None:
    routes = list(_routes(get_resolver().url_patterns))
    assert "leren/<path:path>/" in routes
    # The API asks for a token with a scope; its own tests say what each scope gives.
    pages = [route for route in routes if not route.startswith("api/")]
    assert {route for route in pages if SECRET.search(route)} == OF_PERSONS


def test_what_a_manager_may_not_see_is_not_there(cast_with_somebody_done: Cast) -> None:
    cast = cast_with_somebody_done
    manager = _client(cast.manager)
    for address in (
        f"/mijn-team/{cast.learner.uuid}/",
        f"/mijn-team/{cast.learner.pk}/",
        f"/mijn-leren/{cast.learner.uuid}/",
        f"/mijn-team/?team={OTHER_TEAM}",
        f"/mijn-team/export.csv?team={OTHER_TEAM}",
        f"/organisatie/{OTHER_TEAM}/",
        f"/organisatie/{OTHER_TEAM}/export.csv",
        f"/organisatie/{DIRECTORATE}/",
        "/organisatie/bestaat-niet/",
        "/beheer/login/?next=/beheer/",
    ):
        assert manager.get(address).status_code == 404, address
    assert manager.get(f"/organisatie/{TEAM}/").status_code == 200
    # Asking for the page of somebody else gives one's own.
    asked_for = manager.get("/mijn-leren/", {"persoon": cast.learner.uuid, "person": 1})
    assert cast.learner.name not in _text(asked_for)
    assert len(asked_for.context["overview"].todo) == 3
    assert "data-answered" not in _text(manager.get(TEST_PAGE, {"person": cast.learner.pk}))


def test_who_manages_nobody_has_no_page_of_managers(
    live_server: Any, cast: Cast, page: Page
) -> None:
    sign_in(page, live_server, cast.learner.user)
    page.goto(f"{live_server.url}/mijn-leren/")
    expect(page.get_by_role("link", name="Mijn team")).to_have_count(0)
    learner = _client(cast.learner)
    for address in ("/mijn-team/", "/mijn-team/export.csv", "/organisatie/"):
        assert learner.get(address).status_code == 404, address


def test_a_director_sees_counts_of_teams_and_no_names(
    live_server: Any, cast_with_somebody_done: Cast, page: Page
) -> None:
    cast = cast_with_somebody_done
    sign_in(page, live_server, cast.director.user)
    page.goto(f"{live_server.url}/organisatie/")
    expect(page.locator("h1")).to_have_text("Directie Dienstverlening")
    screenshot(page, "reis-organisatie")
    page.get_by_role("link", name="Team Vergunningen").first.click()
    expect(page.locator("h1")).to_have_text("Team Vergunningen")
    expect(page.locator(".tile").first).to_contain_text("1 van 7")
    expect(page.get_by_role("navigation", name="Kruimelpad")).to_contain_text(
        "Directie Dienstverlening"
    )
    director = _client(cast.director)
    pages = dict(_walk(director, "/organisatie/", below=("/organisatie/", "/mijn-team/")))
    assert any(urlsplit(url).path == f"/organisatie/{TEAM}/" for url in pages)
    for url, text in pages.items():
        assert cast.learner.name not in text, url
    assert director.get(f"/mijn-team/?team={TEAM}").status_code == 404


def _client(person: Any) -> Client:
    client = Client()
    client.force_login(person.user)
    return client


def _walk(client: Client, start: str, below: tuple[str, ...] = ("/",)) -> Iterator[tuple[str, str]]:
    """Follow the links of every page, in Dutch, and give what stands there."""
    seen, todo, variants = {start}, [start], Counter[str]()
    while todo:
        url = todo.pop()
        response = client.get(url, follow=True)
        assert response.status_code == 200, url
        text = _text(response)
        yield url, text
        for link in re.findall(r'\bhref="([^"]+)"', text):
            found = urljoin(url, html.unescape(link)).partition("#")[0]
            path = "" if urlsplit(found).netloc else urlsplit(found).path
            if found in seen or not path.startswith(below) or path.startswith(NO_PAGES):
                continue
            seen.add(found)
            variants[path] += 1
            if variants[path] <= VARIANTS:
                todo.append(found)


def _text(response: HttpResponseBase) -> str:
    parts = response if response.streaming else [response.content]
    return b"".join(parts).decode(errors="replace")


def _routes(patterns: list[Any], prefix: str = "") -> Iterator[str]:
    """Return the address of every view outside the admin, with the names of its arguments."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            if route != "beheer/":
                yield from _routes(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route

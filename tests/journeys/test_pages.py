"""Every kind of page for axe, also in the dark and in English, and at 320 pixels without scrolling.

Each test walks through the pages of one kind of visitor and tells at its end everything that it
found. That no page breaks the content security policy is watched by `page` itself.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from playwright.sync_api import Page, Route, expect

from organisations.models import Unit
from tests.factories.accounts import UserFactory
from tests.factories.organisations import MandateFactory
from tests.journeys.browser import (
    SMALLEST,
    WIDE,
    Findings,
    axe,
    no_horizontal_scroll,
    screenshot,
    sign_in,
)
from tests.journeys.conftest import OpenPage
from tests.journeys.learner import answer, press_step, read_test
from tests.journeys.stage import (
    COURSE,
    ELEARNING,
    OTHER_TEAM,
    TEAM,
    Cast,
    pass_elearning,
)

MODULE = f"/leren/{COURSE}/ambtelijk-vakmanschap/"
TEST = f"{MODULE}toets/"
WRONG_PAGES = (
    "400.html",
    "403.html",
    "403_csrf.html",
    "500.html",
    "503.html",
    "hulp_noodpagina.html",
)


@dataclass(kw_only=True)
class Visit:
    """A page that walks through the site and looks around wherever it stops."""

    page: Page
    origin: str
    name: str
    language: str = "nl"
    faults: list[str] = field(default_factory=list)

    def at(self, path: str, heading: str = "") -> None:
        """Go to an address, see that it is the right page, and look around."""
        self.page.goto(self.origin + path)
        if heading:
            expect(self.page.locator("h1")).to_have_text(heading)
        expect(self.page.locator("html")).to_have_attribute("lang", self.language)
        self.look(path.strip("/").replace("/", "-") or "home")

    def look(self, name: str) -> None:
        """Ask axe, on a wide and on the smallest window, and measure the smallest."""
        for size in (WIDE, SMALLEST):
            self.page.set_viewport_size(size)
            self._check(axe)
            screenshot(self.page, f"pagina-{self.name}-{name}-{size['width']}")
        self._check(no_horizontal_scroll)
        self.page.set_viewport_size(WIDE)

    def _check(self, check: Any) -> None:
        try:
            check(self.page)
        except AssertionError as fault:
            self.faults.append(str(fault))


@contextmanager
def visit(page: Page, live_server: Any, name: str, **options: Any) -> Iterator[Visit]:
    """Walk through pages, and fail at the end with all that was found."""
    walk = Visit(page=page, origin=live_server.url, name=name, **options)
    yield walk
    assert not walk.faults, "\n\n".join(dict.fromkeys(walk.faults))


def test_pages_for_everybody(live_server: Any, cast: Cast, page: Page, findings: Findings) -> None:
    findings.expect(404, "/bestaat-niet/")
    with visit(page, live_server, "iedereen") as walk:
        walk.at("/", "Leren over integriteit en goed ambtenaarschap")
        walk.at("/hulp/", "Hulp of melden")
        walk.at("/bronnen/", "Bronnen")
        walk.at("/privacy/", "Privacy")
        walk.at("/toegankelijkheid/", "Toegankelijkheid")
        walk.at("/account/login/", "Inloggen")
        page.get_by_label("E-mail").fill("niemand@example.test")
        page.locator("main form button[type=submit]").click()
        walk.look("login-fout")
        walk.at("/account/password/reset/", "Wachtwoord vergeten?")
        walk.at("/bestaat-niet/", "Deze pagina is er niet")


def test_pages_that_say_that_something_is_wrong(live_server: Any, page: Page) -> None:
    with visit(page, live_server, "fout") as walk:
        for template in WRONG_PAGES:
            with translation.override("nl"):
                body = render_to_string(
                    template, {"title": "Kompas kan er niet bij", "text": "Wacht even."}
                )
            page.route("**/gaat-mis/", partial(_fulfil, body=body))
            walk.at("/gaat-mis/")
            page.unroute("**/gaat-mis/")


def _fulfil(route: Route, *, body: str) -> None:
    route.fulfill(body=body, content_type="text/html; charset=utf-8")


def test_pages_of_a_learner(live_server: Any, cast: Cast, page: Page) -> None:
    sign_in(page, live_server, cast.newcomer.user)
    with visit(page, live_server, "lerende") as walk:
        walk.at("/mijn-leren/", "Mijn leren")
        walk.at("/leren/", "Aanbod")
        walk.at(f"/leren/{COURSE}/", "Goed ambtenaarschap")
        walk.at(MODULE, "Ambtelijk vakmanschap")
        walk.at(f"{MODULE}dilemmas/", "Dilemma’s")
        page.locator("[data-dilemma] input").first.check()
        walk.look("dilemma-gekozen")
        walk.at(f"/leren/{ELEARNING}/terugblik/", "Terugblik")
        walk.at("/account/password/change/", "Wachtwoord wijzigen")
        walk.at("/account/logout/", "Uitloggen")


def test_pages_of_a_test(live_server: Any, cast: Cast, page: Page) -> None:
    sign_in(page, live_server, cast.newcomer.user)
    test = read_test(f"{COURSE}/ambtelijk-vakmanschap")
    with visit(page, live_server, "toets") as walk:
        walk.at(TEST, "Terugblik en toets")
        answer(page, test, right=True)
        walk.look("goed")
        answer(page, test, right=False)
        walk.look("fout")
        for _question in test.questions[2:]:
            answer(page, test, right=False)
        walk.look("niet-gehaald")
        press_step(page, "retry")
        for _question in test.questions:
            answer(page, test, right=True)
        walk.look("gehaald")


def test_pages_of_who_is_done_or_has_nothing_to_do(
    live_server: Any, cast: Cast, page: Page
) -> None:
    pass_elearning(cast.learner, wrong=0)
    with visit(page, live_server, "klaar") as walk:
        sign_in(page, live_server, cast.learner.user)
        walk.at("/mijn-leren/", "Mijn leren")
        expect(page.locator(".finished li")).to_have_count(3)
        walk.at(f"/leren/{ELEARNING}/", "Integriteit en sociale veiligheid")
        expect(page.locator("#uitslag")).to_contain_text("Je hebt deze cursus afgerond")
        walk.at(f"/leren/{ELEARNING}/de-weg-vinden/toets/", "Toets")
        walk.at(f"/leren/{ELEARNING}/omstander/", "Omstander")
        sign_in(page, live_server, cast.passer_by.user)
        walk.at("/mijn-leren/", "Mijn leren")
        expect(page.locator(".task, .finished li")).to_have_count(0)
        # An account without a person behind it.
        sign_in(page, live_server, UserFactory())
        walk.at("/mijn-leren/", "Mijn leren")
        walk.at(TEST, "Terugblik en toets")


def test_pages_of_managers(live_server: Any, cast: Cast, page: Page) -> None:
    pass_elearning(cast.learner, wrong=0)
    MandateFactory(holder=cast.manager, unit=Unit.objects.get(code=OTHER_TEAM))
    with visit(page, live_server, "leiding") as walk:
        sign_in(page, live_server, cast.manager.user)
        walk.at(f"/mijn-team/?team={TEAM}", "Mijn team")
        for fold in page.locator("main details").all():
            fold.locator("summary").click()
        walk.look("mijn-team-opengeklapt")
        walk.at("/mijn-team/?status=done&q=bestaatniet", "Mijn team")
        walk.at("/mijn-team/?peildatum=31-31-2026", "Mijn team")
        walk.at("/organisatie/", "Organisatie")
        sign_in(page, live_server, cast.director.user)
        walk.at("/organisatie/dienstverlening/", "Directie Dienstverlening")
        for fold in page.locator("main details").all():
            fold.locator("summary").click()
        walk.look("organisatie-opengeklapt")
        walk.at(f"/organisatie/{TEAM}/", "Team Vergunningen")
        walk.at(f"/organisatie/{TEAM}/?peildatum=2019-01-01", "Team Vergunningen")


def test_pages_in_the_dark(live_server: Any, cast: Cast, open_page: OpenPage) -> None:
    page = open_page(color_scheme="dark")
    sign_in(page, live_server, cast.manager.user)
    test = read_test(f"{COURSE}/ambtelijk-vakmanschap")
    with visit(page, live_server, "donker") as walk:
        walk.at("/mijn-leren/", "Mijn leren")
        walk.at("/mijn-team/", "Mijn team")
        walk.at("/organisatie/vergunningen/", "Team Vergunningen")
        walk.at(f"{MODULE}dilemmas/", "Dilemma’s")
        page.goto(live_server.url + TEST)
        answer(page, test, right=True)
        answer(page, test, right=False)
        walk.look("toets")


@pytest.mark.parametrize("path", ["/mijn-leren/", f"/leren/{COURSE}/", "/mijn-team/"])
def test_the_language_switch_keeps_the_page(
    live_server: Any, cast: Cast, page: Page, path: str
) -> None:
    sign_in(page, live_server, cast.manager.user)
    page.goto(live_server.url + path)
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(f"{live_server.url}/en{path}")
    with visit(page, live_server, "engels", language="en") as walk:
        walk.at(f"/en{path}")
    page.get_by_role("link", name="Nederlands").click()
    expect(page).to_have_url(live_server.url + path)

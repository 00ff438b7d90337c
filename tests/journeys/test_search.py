"""Searching the whole site: mistyped, by kind, with a key, and only what one may see."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from core.searching import Gate
from organisations.models import Unit
from search.models import SearchSynonym
from search.services.updating import update_search
from tests.factories.organisations import UnitFactory
from tests.journeys.browser import (
    NARROW,
    SMALLEST,
    WIDE,
    axe,
    no_horizontal_scroll,
    screenshot,
    sign_in,
)
from tests.journeys.stage import DIRECTORATE
from tests.search import made_up
from tests.search.made_up import document

COURSES = ("lms.searchable.documents", "home.searchable.documents", made_up.NAME)


@pytest.fixture
def findable(cast: Any, settings: Any) -> Any:
    """Let courses and pages be found, a contact of one's own part, and one of another ministry."""
    settings.SEARCH_SOURCES = list(COURSES)
    own, other = Unit.objects.get(code=DIRECTORATE), UnitFactory(name="Ander ministerie")
    only = {"kind": "contact", "gate": Gate.UNITS, "path": "/hulp/"}
    made_up.GIVEN[:] = [
        document("own", title="Sanne Uil", unit_ids=frozenset({own.pk}), **only),
        document("other", title="Karel Buizerd", unit_ids=frozenset({other.pk}), **only),
    ]
    SearchSynonym.objects.create(words="pesten, gepest, omgangsvormen")
    assert not update_search().failed
    yield cast
    made_up.GIVEN.clear()


def test_a_mistyped_word_is_mended_found_and_narrowed_to_a_kind(
    live_server: Any, findable: Any, page: Page
) -> None:
    sign_in(page, live_server, findable.learner.user)
    page.goto(f"{live_server.url}/mijn-leren/")
    page.keyboard.press("/")
    expect(page.locator("#vind-q")).to_be_focused()
    page.keyboard.type("ambtelijk vakmanschp")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Zoeken")
    expect(page.get_by_text("Bedoelde je:")).to_be_visible()
    axe(page)
    screenshot(page, "zoeken-resultaten")
    page.get_by_role("link", name="ambtelijk vakmanschap", exact=True).click()
    expect(page.get_by_text("Bedoelde je:")).to_have_count(0)
    page.get_by_role("navigation", name="Soort resultaat").get_by_role(
        "link", name="Cursus"
    ).click()
    expect(page.locator('.chip[aria-current="true"]')).to_contain_text("Cursus")
    page.locator(".found a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ambtelijk vakmanschap")


def test_the_key_goes_to_the_box_but_not_while_typing_and_can_be_switched_off(
    live_server: Any, findable: Any, page: Page
) -> None:
    page.goto(f"{live_server.url}/zoeken/")
    page.keyboard.press("/")
    box = page.get_by_label("Wat zoek je?").last
    expect(box).to_be_focused()
    page.keyboard.type("en/of")
    expect(box).to_have_value("en/of")
    page.get_by_role("button", name="Zet deze toets uit").click()
    expect(page.get_by_text("De toets / staat uit op dit apparaat.")).to_be_visible()
    page.goto(f"{live_server.url}/account/login/")
    page.locator("h1").click()
    page.keyboard.press("/")
    expect(page.locator("details.find")).not_to_have_attribute("open", "")
    page.goto(f"{live_server.url}/zoeken/")
    page.get_by_role("button", name="Zet deze toets aan").click()
    page.goto(f"{live_server.url}/account/login/")
    page.locator("h1").click()
    page.keyboard.press("/")
    expect(page.locator("#vind-q")).to_be_focused()
    axe(page)
    page.keyboard.press("Escape")
    expect(page.locator("#vind-q")).to_be_hidden()
    expect(page.locator("details.find > summary")).to_be_focused()


def test_nothing_found_helps_on_and_leads_to_help(
    live_server: Any, findable: Any, page: Page
) -> None:
    page.goto(f"{live_server.url}/zoeken/?q=xyzzyplugh")
    expect(page.get_by_role("heading", name="Niets gevonden. Probeer dit:")).to_be_visible()
    expect(page.locator("#inhoud").get_by_role("link", name="Hulp of melden")).to_be_visible()
    axe(page)


def test_everybody_finds_only_what_is_theirs(live_server: Any, findable: Any, page: Page) -> None:
    page.goto(f"{live_server.url}/zoeken/?q=vakmanschap")
    expect(page.get_by_text("0 resultaten voor")).to_be_visible()
    page.goto(f"{live_server.url}/zoeken/?q=privacy")
    expect(page.locator(".found")).not_to_have_count(0)
    sign_in(page, live_server, findable.learner.user)
    page.goto(f"{live_server.url}/zoeken/?q=Sanne+Uil")
    expect(page.locator(".found h3")).to_have_text("Sanne Uil")
    page.goto(f"{live_server.url}/zoeken/?q=Karel+Buizerd")
    expect(page.get_by_text("0 resultaten voor")).to_be_visible()
    page.goto(f"{live_server.url}/zoeken/?q=Buizrd")
    expect(page.get_by_text("Bedoelde je:")).to_have_count(0)


@pytest.mark.parametrize(
    ("size", "scheme"),
    [(WIDE, "light"), (NARROW, "dark"), (SMALLEST, "light")],
    ids=["wide", "narrow-dark", "smallest"],
)
def test_the_pages_are_accessible_and_whole_at_every_size(
    live_server: Any, findable: Any, open_page: Any, size: dict[str, int], scheme: str
) -> None:
    page = open_page(viewport=size, color_scheme=scheme)
    sign_in(page, live_server, findable.learner.user)
    for name, path in {
        "begin": "/zoeken/",
        "gevonden": "/zoeken/?q=integriteit",
        "niets": "/zoeken/?q=xyzzyplugh",
        "engels": "/en/zoeken/?q=integriteit",
    }.items():
        page.goto(f"{live_server.url}{path}")
        axe(page)
        no_horizontal_scroll(page)
        screenshot(page, f"zoeken-{name}-{size['width']}-{scheme}")
    page.goto(f"{live_server.url}/mijn-leren/")
    page.keyboard.press("/")
    expect(page.locator("#vind-q")).to_be_in_viewport(ratio=1)
    axe(page)
    no_horizontal_scroll(page)


def test_searching_works_without_javascript(
    live_server: Any, findable: Any, open_page: Any
) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{live_server.url}/account/login/")
    page.locator("details.find > summary").click()
    page.locator("#vind-q").fill("privcy")
    page.locator("#vind-q").press("Enter")
    expect(page.get_by_text("Bedoelde je:")).to_be_visible()

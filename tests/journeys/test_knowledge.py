"""The kennishuis in a browser: finding a page, reading it, and the links beside it."""

import logging
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from tests.journeys.browser import NARROW, WIDE, axe, no_horizontal_scroll, screenshot, sign_in
from tests.journeys.conftest import OpenPage
from tests.journeys.stage import Cast

pytestmark = [pytest.mark.journey]


@pytest.fixture
def kennishuis(cast: Cast) -> Cast:
    logging.disable(logging.INFO)
    call_command("load_knowledge", publish=True, stdout=StringIO())
    logging.disable(logging.NOTSET)
    return cast


def look_at(page: Page, name: str) -> None:
    """See that a page is sound, and take a picture."""
    axe(page)
    no_horizontal_scroll(page)
    screenshot(page, f"kennishuis-{name}")


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_somebody_finds_facts_with_their_source_and_goes_on_to_a_site(
    live_server: Any, kennishuis: Cast, page: Page, viewport: dict[str, int]
) -> None:
    sign_in(page, live_server, kennishuis.learner.user)
    page.goto(f"{live_server.url}/kennishuis/")
    look_at(page, "lijst")
    page.get_by_label("Soort").select_option(label="Feiten")
    page.get_by_label("Onderwerp").select_option(label="Integriteit")
    page.get_by_role("button", name="Toon").press("Enter")
    expect(
        page.get_by_role("link", name="Wet bescherming klokkenluiders in het kort")
    ).to_be_visible()
    expect(page.get_by_role("link", name="Hoe werkt de KCOO?")).to_have_count(0)
    page.get_by_role("link", name="Wet bescherming klokkenluiders in het kort").press("Enter")
    expect(page.get_by_role("heading", name="Waar dit vandaan komt")).to_be_visible()
    expect(page.get_by_text("We kijken uiterlijk op 21 mei 2027")).to_be_visible()
    expect(page.get_by_role("link", name="Huis voor klokkenluiders").first).to_have_attribute(
        "href", "https://www.huisvoorklokkenluiders.nl/"
    )
    look_at(page, "pagina")
    page.goto(f"{live_server.url}/kennishuis/kerncijfers/")
    expect(page.get_by_text("4,1", exact=True)).to_be_visible()
    look_at(page, "kerncijfers")
    page.goto(f"{live_server.url}/kennishuis/links/")
    expect(page.get_by_role("heading", name="Cursussen ergens anders")).to_be_visible()
    look_at(page, "links")


def test_the_kennishuis_is_sound_in_the_dark_and_useful_when_nothing_is_found(
    live_server: Any, kennishuis: Cast, open_page: OpenPage
) -> None:
    page = open_page(color_scheme="dark", viewport=NARROW)
    sign_in(page, live_server, kennishuis.learner.user)
    page.goto(f"{live_server.url}/kennishuis/?soort=story")
    expect(page.get_by_text("Er is niets gevonden met deze keuzes.")).to_be_visible()
    look_at(page, "niets-donker")
    page.get_by_role("link", name="Toon alles").press("Enter")
    look_at(page, "donker")

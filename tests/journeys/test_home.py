"""The start page and the pages for an audience in a browser: axe, widths, dark, clicks to help."""

import json
from typing import Any

from playwright.sync_api import Page, expect

from home.models import HomePage
from tests.journeys.browser import NARROW, WIDE, axe, no_horizontal_scroll, screenshot, sign_in
from tests.journeys.conftest import OpenPage
from tests.journeys.stage import Cast

AUDIENCES = {
    "/voor-leidinggevenden/": "Voor leidinggevenden",
    "/voor-omstanders/": "Voor omstanders",
    "/voor-balie-en-buitendienst/": "Voor balie en buitendienst",
    "/voor-vertrouwenspersonen-en-p-en-o/": "Voor vertrouwenspersonen en P&O",
    "/voor-nieuwe-collegas/": "Voor nieuwe collega's",
    "/voor-externen/": "Voor externen",
}


def put_news() -> None:
    """Publish one item of news."""
    value = {"title": "Nieuwe folder", "text": "Haal hem bij P&O.", "page": None, "address": ""}
    value |= {"from_on": "2020-01-01", "until_on": "2090-01-01", "audience": "managers"}
    page = HomePage.objects.get(locale__language_code="nl")
    page.news = json.dumps([{"type": "item", "value": {**value, "is_internal": False}}])
    page.save_revision().publish()


def look(page: Page, name: str) -> None:
    """Ask axe on a wide window and on a phone, and see that nothing sticks out."""
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        axe(page)
        no_horizontal_scroll(page)
        screenshot(page, f"start-{name}-{size['width']}")
    page.set_viewport_size(WIDE)


def test_the_start_page_for_who_is_not_signed_in_and_who_is(
    live_server: Any, cast: Cast, page: Page
) -> None:
    put_news()
    page.goto(live_server.url)
    expect(page.locator("main")).to_contain_text("Log in om te zien wat je nog moet doen")
    expect(page.get_by_role("link", name="Inloggen").first).to_be_visible()
    expect(page.locator(".front-item")).to_contain_text("Voor: Leidinggevenden")
    look(page, "anoniem")
    sign_in(page, live_server, cast.newcomer.user)
    page.goto(live_server.url)
    expect(page.locator("#verplicht + p")).to_contain_text("Je moet nog")
    look(page, "ingelogd")


def test_a_bystander_reads_what_to_do_within_two_clicks_and_without_signing_in(
    live_server: Any, cast: Cast, page: Page
) -> None:
    page.goto(live_server.url)
    page.get_by_role("link", name="Ik zag iets").click()
    expect(page.locator("h1")).to_have_text("Voor omstanders")
    expect(page.locator("main")).to_contain_text("Vijf manieren om te helpen")
    page.goto(live_server.url)
    page.locator(".front-quick").get_by_role("link", name="Vind je vertrouwenspersoon").click()
    expect(page).to_have_url(f"{live_server.url}/hulp/vertrouwenspersoon/")


def test_the_pages_for_each_audience(live_server: Any, cast: Cast, page: Page) -> None:
    for path, title in AUDIENCES.items():
        page.goto(live_server.url + path)
        expect(page.locator("h1")).to_have_text(title)
        expect(page.locator("aside")).to_contain_text("Log in om meer te zien")
    look(page, "doelgroep")
    sign_in(page, live_server, cast.manager.user)
    page.goto(f"{live_server.url}/voor-leidinggevenden/")
    expect(page.locator("aside")).to_contain_text("Teamsessie over werkcultuur")
    look(page, "leidinggevenden")
    page.goto(f"{live_server.url}/en/voor-leidinggevenden/")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    axe(page)


def test_the_front_pages_in_the_dark_and_without_javascript(
    live_server: Any, cast: Cast, open_page: OpenPage
) -> None:
    dark = open_page(color_scheme="dark")
    for path in ("/", "/voor-externen/"):
        dark.goto(live_server.url + path)
        axe(dark)
    without = open_page(java_script_enabled=False)
    without.goto(live_server.url)
    without.get_by_role("link", name="Voor externen").click()
    expect(without.locator("h1")).to_have_text("Voor externen")

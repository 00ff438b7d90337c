"""The frame around every page works with and without JavaScript, on every width."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.factories.accounts import UserFactory
from tests.journeys.browser import (
    NARROW,
    SMALLEST,
    WIDE,
    Findings,
    axe,
    no_horizontal_scroll,
    screenshot,
    sign_in,
)
from tests.journeys.conftest import OpenPage

SIGN_IN = "/account/login/"
PASSWORD = "/account/password/change/"
HELP = "Hulp of melden"


@pytest.mark.parametrize("viewport", [WIDE, NARROW, SMALLEST], ids=["1280", "390", "320"])
def test_the_sign_in_page_fits_and_leads_to_help(
    live_server: Any, page: Page, viewport: dict[str, int]
) -> None:
    page.goto(live_server.url + SIGN_IN)
    help_link = page.get_by_role("banner").get_by_role("link", name=HELP)
    expect(help_link).to_be_in_viewport(ratio=1)
    no_horizontal_scroll(page)
    axe(page)
    screenshot(page, f"inloggen-{viewport['width']}")


def test_dark_is_chosen_and_left_again_without_javascript(
    live_server: Any, open_page: OpenPage
) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{live_server.url}{SIGN_IN}?next=/mijn-team/")
    page.get_by_role("button", name="Donker").click()
    expect(page).to_have_url(f"{live_server.url}{SIGN_IN}?next=/mijn-team/")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.get_by_role("button", name="Donker")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Volg mijn apparaat").click()
    expect(page.locator("html")).not_to_have_attribute("data-theme", "dark")


def test_a_page_in_the_dark_has_enough_contrast(live_server: Any, open_page: OpenPage) -> None:
    page = open_page(color_scheme="dark")
    page.goto(live_server.url + SIGN_IN)
    page.get_by_role("button", name="Inloggen").click()
    expect(page.get_by_role("alert")).to_be_visible()
    axe(page)


def test_the_other_language_is_the_same_page(live_server: Any, page: Page) -> None:
    page.goto(f"{live_server.url}{SIGN_IN}?next=/mijn-team/")
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(f"{live_server.url}/en{SIGN_IN}?next=/mijn-team/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.get_by_role("link", name="Nederlands").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Inloggen")


def test_the_first_key_leads_past_the_menu(live_server: Any, page: Page) -> None:
    page.goto(live_server.url + SIGN_IN)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Direct naar de inhoud")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.locator("#inhoud")).to_be_focused()


def test_escape_and_a_click_elsewhere_close_the_account_menu(live_server: Any, page: Page) -> None:
    sign_in(page, live_server, UserFactory(first_name="Samira", last_name="Haddad"))
    page.goto(live_server.url + PASSWORD)
    button = page.get_by_role("banner").locator("summary", has_text="Samira Haddad")
    menu = page.locator("details.account")
    sign_out = menu.get_by_role("button", name="Uitloggen")
    button.press("Enter")
    expect(sign_out).to_be_visible()
    axe(page)
    sign_out.focus()
    page.keyboard.press("Escape")
    expect(sign_out).to_be_hidden()
    expect(button).to_be_focused()
    button.click()
    expect(sign_out).to_be_visible()
    page.get_by_role("heading", level=1).click()
    expect(sign_out).to_be_hidden()


@pytest.mark.parametrize("viewport", [WIDE, SMALLEST], ids=["1280", "320"])
def test_an_unknown_address_gets_a_page_with_help(
    live_server: Any, page: Page, findings: Findings, viewport: dict[str, int]
) -> None:
    findings.expect(404, "/nergens/")
    page.goto(f"{live_server.url}/nergens/")
    expect(page.get_by_role("link", name=HELP)).to_be_visible()
    no_horizontal_scroll(page)
    axe(page)

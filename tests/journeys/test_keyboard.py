"""From signing in to an answered question with nothing but the keyboard.

Every stop of the Tab key is looked at.
"""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.factories.accounts import PASSWORD
from tests.journeys.browser import NARROW, WIDE
from tests.journeys.keyboard import tab, tab_to
from tests.journeys.stage import Cast


def _follow(page: Page, selector: str, title: str | re.Pattern[str]) -> None:
    """Go to a link or a button with Tab, press Enter and arrive."""
    tab_to(page, selector)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(title)


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["1280", "390"])
def test_the_keyboard_alone_is_enough(live_server: Any, cast: Cast, page: Page) -> None:
    page.goto(f"{live_server.url}/mijn-leren/")
    _skip_to_content(page)
    _sign_in(page, cast)
    _follow(page, ".task__title[href*=goed-ambtenaarschap]", "Goed ambtenaarschap")
    _follow(page, ".resume a", "Ambtelijk vakmanschap")
    _follow(page, ".pager button", "Dilemma’s")
    _choose_in_a_dilemma(page)
    _follow(page, ".pager button", "Terugblik en toets")
    first = _answer_a_question(page)
    _go_to_the_next_question(page, after=first)


def _skip_to_content(page: Page) -> None:
    """The first stop skips the header; the next one is in the content."""
    tab(page)
    skip = page.locator("a.nl-skip-link")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def _sign_in(page: Page, cast: Cast) -> None:
    tab(page)
    expect(page.get_by_label("E-mail")).to_be_focused()
    page.keyboard.type(cast.newcomer.user.email)
    tab(page)
    expect(page.get_by_label("Wachtwoord")).to_be_focused()
    page.keyboard.type(PASSWORD)
    _follow(page, "main form button[type=submit]", "Mijn leren")


def _choose_in_a_dilemma(page: Page) -> None:
    """The arrow keys move between the choices; what is said about one comes right below them."""
    tab_to(page, "[data-dilemma] input[type=radio]")
    dilemma = page.locator("[data-dilemma]").first
    page.keyboard.press("ArrowDown")
    expect(dilemma.locator("input").nth(1)).to_be_focused()
    expect(dilemma.locator("input").nth(1)).to_be_checked()
    expect(dilemma.get_by_role("status")).to_be_visible()


def _answer_a_question(page: Page) -> str:
    """Answer, and have the focus on what is said about it."""
    tab_to(page, "form[data-answer] [name=option]")
    page.keyboard.press("Space")
    expect(page.locator("form[data-answer] [name=option]").first).to_be_checked()
    anchor = str(page.locator("section.block--test").get_attribute("id"))
    tab_to(page, "form[data-answer] button[type=submit]")
    page.keyboard.press("Enter")
    verdict = page.locator(f"#{anchor} .verdict")
    expect(verdict).to_be_focused()
    expect(verdict).to_be_in_viewport()
    return anchor


def _go_to_the_next_question(page: Page, *, after: str) -> None:
    tab_to(page, f"#{after} .row a")
    page.keyboard.press("Enter")
    following = page.locator("section.block--test")
    expect(following).to_be_in_viewport()
    tab(page)
    expect(following.locator("[name=option]").first).to_be_focused()


def test_escape_closes_a_menu_and_gives_the_focus_back(
    live_server: Any, cast: Cast, page: Page
) -> None:
    page.goto(f"{live_server.url}/account/login/")
    _sign_in_from_the_top(page, cast)
    tab_to(page, "details.account summary")
    page.keyboard.press("Enter")
    tab(page)
    expect(page.get_by_role("link", name="Berichten aan mij")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("details.account summary")).to_be_focused()
    expect(page.get_by_role("link", name="Wachtwoord wijzigen")).to_be_hidden()


def _sign_in_from_the_top(page: Page, cast: Cast) -> None:
    _skip_to_content(page)
    _sign_in(page, cast)

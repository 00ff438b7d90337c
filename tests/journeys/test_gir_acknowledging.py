"""Somebody reads the code, later only what changed, and chooses in the dilemma of the week."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, Request, expect

from core import clock
from gir.models import Acknowledgement, OptionCount
from gir.services.dilemmas import choose_week
from lms.api import ChangeClass
from tests.gir import code
from tests.gir.test_dilemma import dilemma
from tests.journeys.browser import NARROW, Findings, axe, no_horizontal_scroll, screenshot, sign_in
from tests.journeys.conftest import OpenPage
from tests.journeys.stage import Cast

SMALLER = {**code.ARTICLES, "4-1": {"title": "Geschenken", "rule": "Ten hoogste 40 euro."}}


def look_at(page: Page, name: str) -> None:
    """See that a page is sound, and take a picture."""
    axe(page)
    no_horizontal_scroll(page)
    screenshot(page, name)


def test_an_employee_reads_the_code_chapter_by_chapter_and_then_only_what_changed(
    live_server: Any, cast: Cast, open_page: OpenPage, findings: Findings
) -> None:
    findings.expect(409, "/gir/gelezen/")
    first = code.edition("2020")
    page = open_page(viewport=NARROW)
    sign_in(page, live_server, cast.learner.user)
    page.goto(f"{live_server.url}/gir/gelezen/")
    look_at(page, "gir-lezen-telefoon")
    page.locator("summary", has_text="1. Inleiding").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("De code geldt voor iedereen.")).to_be_visible()
    page.get_by_role("button", name="Volgend hoofdstuk").press("Enter")
    expect(page.get_by_text("Een geschenk is nooit meer waard")).to_be_visible()
    expect(page.locator("summary", has_text="4. Belangen")).to_be_focused()
    look_at(page, "gir-lezen-hoofdstuk-telefoon")

    code.change_article("4-1", first, rule="Een geschenk is nooit meer waard dan 45 euro.")
    with page.expect_response(re.compile("/gir/gelezen/")) as answer:
        page.get_by_role("button", name="Ik heb dit gelezen").click()
    assert answer.value.status == 409
    expect(page.get_by_text("Er is nog niets vastgelegd")).to_be_visible()
    page.get_by_role("button", name="Ik heb dit gelezen").click()
    expect(page.locator("h1")).to_have_text("Je hebt de gedragscode gelezen")
    assert Acknowledgement.objects.get().person == cast.learner

    code.edition("2026", clock.today(), SMALLER, change_class=ChangeClass.NORMATIVE)
    page.reload()
    expect(page.locator("h1")).to_have_text("Wat er is veranderd in de gedragscode")
    expect(page.locator("article ins")).to_contain_text("40")
    look_at(page, "gir-lezen-wijzigingen-telefoon")


@pytest.fixture
def asked(page: Page) -> list[Request]:
    """Return what the page asks of the server from now on."""
    requests: list[Request] = []
    # Playwright takes no built-in function.
    page.on("request", lambda request: requests.append(request))  # noqa: PLW0108
    return requests


def test_a_choice_in_the_dilemma_stays_in_the_browser_until_somebody_lets_it_count(
    live_server: Any, cast: Cast, page: Page, asked: list[Request]
) -> None:
    dilemma("wijn")
    choose_week(clock.today())
    sign_in(page, live_server, cast.learner.user)
    page.goto(f"{live_server.url}/gir/dilemma/")
    look_at(page, "gir-dilemma")
    page.wait_for_load_state("networkidle")
    asked.clear()
    page.get_by_role("radio", name="Optie A").focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_text("Uitleg B.")).to_be_visible()
    expect(page.get_by_text("Uitleg A.")).to_be_hidden()
    assert asked == []
    look_at(page, "gir-dilemma-gekozen")

    page.get_by_role("button", name="Tel mijn keuze anoniem mee").press("Enter")
    expect(page.get_by_text("Je keuze telt mee")).to_be_visible()
    expect(page.get_by_role("button", name="Tel mijn keuze anoniem mee")).to_have_count(0)
    assert list(OptionCount.objects.values_list("letter", "count")) == [("B", 1)]


def test_the_dilemma_without_javascript(live_server: Any, cast: Cast, open_page: OpenPage) -> None:
    dilemma("wijn")
    choose_week(clock.today())
    page = open_page(java_script_enabled=False, viewport=NARROW)
    sign_in(page, live_server, cast.learner.user)
    page.goto(f"{live_server.url}/gir/dilemma/")
    page.get_by_text("Optie C").click()
    expect(page.get_by_text("Uitleg C.")).to_be_visible()
    page.get_by_role("button", name="Tel mijn keuze anoniem mee").click()
    expect(page.get_by_text("Je keuze telt mee")).to_be_visible()
    assert OptionCount.objects.get().letter == "C"

"""Waarom?: a manager and a learner ask why something stands where it stands."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from compliance.enums import ReasonCode
from compliance.models import Obligation
from compliance.services import exempt
from core import clock
from core.dates import add_days
from organisations.enums import MandateKind
from organisations.models import Unit
from tests.factories.organisations import MandateFactory
from tests.journeys.browser import NARROW, WIDE, axe, no_horizontal_scroll, screenshot, sign_in
from tests.journeys.stage import DIRECTORATE, ELEARNING, TEAM, Cast

TITLE = "Integriteit en sociale veiligheid"


def open_duties(page: Page, name: str) -> None:
    """Unfold what somebody still has to do."""
    row = page.locator("tbody tr", has=page.locator("th.person", has_text=name))
    row.locator("summary").click()


def open_link(page: Page, name: str) -> Locator:
    """Find the link that tells why somebody stands where they stand."""
    return page.get_by_role("link", name=f"Waarom? {name}, {TITLE}")


@pytest.mark.parametrize("viewport", [WIDE, NARROW])
def test_a_manager_asks_why_and_reads_it_without_leaving_the_list(
    live_server: Any, cast: Cast, page: Page
) -> None:
    sign_in(page, live_server, cast.manager.user)
    page.goto(f"{live_server.url}/mijn-team/")
    open_duties(page, cast.learner.name)
    axe(page)
    no_horizontal_scroll(page)
    link = open_link(page, cast.learner.name)
    link.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Waarom staat hier ‘Nog te doen’?")
    expect(dialog).to_contain_text("Wat verandert dit?")
    expect(dialog).to_contain_text(f"Nodig is nog: ‘{TITLE}’.")
    axe(page)
    no_horizontal_scroll(page)
    screenshot(page, f"reis-waarom-{page.viewport_size['width']}")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(link).to_be_focused()
    assert page.url.endswith("/mijn-team/")


def test_the_button_closes_the_dialog_too(live_server: Any, cast: Cast, page: Page) -> None:
    sign_in(page, live_server, cast.manager.user)
    page.goto(f"{live_server.url}/mijn-team/")
    open_duties(page, cast.learner.name)
    open_link(page, cast.learner.name).click()
    page.get_by_role("button", name="Sluiten").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_without_javascript_the_link_is_a_page(
    live_server: Any, cast: Cast, open_page: Any
) -> None:
    page = open_page(java_script_enabled=False)
    sign_in(page, live_server, cast.manager.user)
    page.goto(f"{live_server.url}/mijn-team/")
    open_duties(page, cast.learner.name)
    open_link(page, cast.learner.name).click()
    expect(page.locator("h1")).to_have_text("Waarom staat hier ‘Nog te doen’?")
    expect(page.get_by_role("navigation", name="Kruimelpad")).to_contain_text("Mijn team")


@pytest.mark.parametrize("viewport", [WIDE, NARROW])
def test_a_learner_asks_why_and_reads_the_own_exemption(
    live_server: Any, cast: Cast, page: Page
) -> None:
    today = clock.today()
    exempt(
        obligation=Obligation.objects.get(
            person=cast.learner,
            cycle__requirement__key=ELEARNING,
            opens_on__lte=today,
            closes_on__gte=today,
        ),
        by=cast.director,
        reason_code=ReasonCode.OTHER_FORM,
        effective_on=today,
        until_on=add_days(today, 10),
    )
    sign_in(page, live_server, cast.learner.user)
    page.goto(f"{live_server.url}/mijn-leren/")
    expect(page.locator("#inhoud")).to_contain_text("Reden: Aangepaste vorm afgesproken.")
    axe(page)
    no_horizontal_scroll(page)
    page.get_by_role("link", name=f"Waarom? {TITLE}").click()
    dialog = page.get_by_role("dialog", name="Waarom staat hier ‘Vrijgesteld’?")
    expect(dialog).to_contain_text("Reden: Aangepaste vorm afgesproken.")
    page.keyboard.press("Escape")

    page.goto(f"{live_server.url}/mijn-leren/waarom/{ELEARNING}/")
    expect(page.locator("h1")).to_have_text("Waarom staat hier ‘Vrijgesteld’?")
    axe(page)
    no_horizontal_scroll(page)
    screenshot(page, f"reis-waarom-eigen-{page.viewport_size['width']}")


@pytest.mark.parametrize("viewport", [WIDE, NARROW])
def test_a_compliance_officer_finds_somebody_and_asks_why(
    live_server: Any, cast: Cast, page: Page
) -> None:
    MandateFactory(
        holder=cast.director,
        unit=Unit.objects.get(code=DIRECTORATE),
        kind=MandateKind.COMPLIANCE_OFFICER,
    )
    sign_in(page, live_server, cast.director.user)
    page.goto(f"{live_server.url}/organisatie/{TEAM}/personen/")
    axe(page)
    no_horizontal_scroll(page)
    page.get_by_label("Naam").fill("de wit")
    page.get_by_role("button", name="Toon").click()
    expect(page.locator("th.person")).to_have_count(1)
    screenshot(page, f"reis-personen-{page.viewport_size['width']}")
    open_duties(page, cast.learner.name)
    open_link(page, cast.learner.name).click()
    expect(page.get_by_role("dialog")).to_contain_text("De regel")

"""A compliance officer proposes a rule, a second one approves it, and the figures move."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from compliance.enums import DraftState
from compliance.models import Requirement, RequirementDraft
from core import clock
from jobs.testing import run_jobs
from organisations.enums import MandateKind
from organisations.models import Person, Unit
from tests.factories.organisations import MandateFactory, PersonFactory
from tests.journeys.browser import NARROW, WIDE, axe, no_horizontal_scroll, screenshot, sign_in
from tests.journeys.conftest import OpenPage
from tests.journeys.stage import DIRECTORATE, TEAM, Cast

FADED_IN_MS = 1500
TITLE = "Gesprek over omgangsvormen"


def officer(name: str) -> Person:
    person: Person = PersonFactory(name=name, with_user=True)
    unit = Unit.objects.get(code=DIRECTORATE)
    MandateFactory(holder=person, unit=unit, kind=MandateKind.COMPLIANCE_OFFICER)
    return person


@pytest.fixture
def officers(cast: Cast) -> tuple[Person, Person]:
    """Return two compliance officers of the directorate."""
    return officer("Els Voorstel"), officer("Bas Oordeel")


def look_at(page: Page, name: str) -> None:
    """Look at the page at both widths: no violation, nothing that sticks out."""
    # A message fades in; half-way its contrast says nothing.
    if page.locator(".messages li").count():
        page.wait_for_timeout(FADED_IN_MS)
    for size in (NARROW, WIDE):
        page.set_viewport_size(size)
        no_horizontal_scroll(page)
        axe(page)
        screenshot(page, f"regel-{name}-{size['width']}")


def write_down(page: Page) -> None:
    """Fill in the form of a new requirement, up to the first day."""
    page.get_by_label("Titel").fill(TITLE)
    page.get_by_label("Waarom deze regel").fill("Gevraagd door de medezeggenschap")
    units = page.locator("#group-units")
    units.get_by_label("Team Vergunningen").check()
    page.get_by_label("Integriteit en sociale veiligheid (Cursus)").check()
    page.get_by_label("Eerste dag van deze regel").fill(clock.today().isoformat())


def figures(page: Page, live_server: Any) -> str:
    page.goto(f"{live_server.url}/organisatie/{DIRECTORATE}/")
    return page.locator("main").inner_text()


def test_proposed_by_one_approved_by_another_and_the_figures_move(
    live_server: Any, officers: tuple[Person, Person], open_page: OpenPage
) -> None:
    proposer, judge = officers
    first, second = open_page(), open_page()
    sign_in(first, live_server, proposer.user)
    sign_in(second, live_server, judge.user)
    assert TITLE not in figures(second, live_server)

    first.goto(f"{live_server.url}/mijn-leren/")
    first.get_by_role("link", name="Beheer").first.click()
    first.goto(f"{live_server.url}/beheer/requirementdraft/nieuw/")
    look_at(first, "leeg")
    write_down(first)
    # The script says it while one types; nothing was saved for it.
    expect(first.locator("[data-meaning]")).to_contain_text("Iedereen bij Team Vergunningen doet")
    expect(first.locator("[data-meaning]")).to_contain_text("mensen in 1 team.")
    assert not RequirementDraft.objects.exists()
    look_at(first, "ingevuld")
    first.get_by_role("button", name="Bewaar en stel voor").click()
    expect(first.locator("main")).to_contain_text("Jij hebt dit voorgesteld")
    expect(first.get_by_role("button", name="Keur goed")).to_have_count(0)
    look_at(first, "voorgesteld")

    draft = RequirementDraft.objects.get()
    second.goto(f"{live_server.url}/beheer/requirementdraft/bekijken/{draft.pk}/")
    look_at(second, "beoordelen")
    second.get_by_role("button", name="Keur goed en publiceer").click()
    expect(second.locator("main")).to_contain_text("goedgekeurd door Bas Oordeel")
    run_jobs()
    assert TITLE in figures(second, live_server)

    requirement = Requirement.objects.get(title=TITLE)
    second.goto(f"{live_server.url}/beheer/requirement/inspect/{requirement.pk}/")
    expect(second.locator("main")).to_contain_text("Voorgesteld door Els Voorstel")
    look_at(second, "geschiedenis")
    assert requirement.cycles.exists()


def test_without_a_script_the_form_works_too(
    live_server: Any, officers: tuple[Person, Person], open_page: OpenPage
) -> None:
    page = open_page(java_script_enabled=False, viewport=NARROW)
    sign_in(page, live_server, officers[0].user)
    page.goto(f"{live_server.url}/beheer/requirementdraft/nieuw/")
    page.get_by_label("Titel").fill(TITLE)
    page.locator("#units-words").fill("bezwaar")
    page.get_by_role("button", name="Zoek onderdelen").first.click()
    expect(page.locator("#group-units")).to_contain_text("1 onderdeel gevonden")
    expect(page.get_by_label("Titel")).to_have_value(TITLE)
    page.locator("#group-units").get_by_label("Team Bezwaar").check()
    page.get_by_role("button", name="Reken opnieuw uit").click()
    expect(page.locator("[data-meaning]")).to_contain_text("Iedereen bij Team Bezwaar doet")
    page.get_by_role("button", name="Bewaar", exact=True).click()
    # It is not finished, and kept: what was typed stands there, with what must still be done.
    expect(page.locator("#group-activities")).to_contain_text("Kies")
    expect(page.locator(".rule-note").first).to_contain_text("Dit moet nog")
    expect(page.get_by_label("Titel")).to_have_value(TITLE)
    assert not RequirementDraft.objects.get().is_whole
    page.locator(".rule-todo").get_by_role("link", name="Activiteiten").click()
    expect(page).to_have_url(re.compile("#group-activities$"))
    page.get_by_role("button", name="Bewaar en stel voor").click()
    expect(page.get_by_role("alert")).to_contain_text("Dit kan zo nog niet")
    assert RequirementDraft.objects.get().state == DraftState.DRAFT


def test_with_the_keyboard_alone(
    live_server: Any, officers: tuple[Person, Person], page: Page
) -> None:
    sign_in(page, live_server, officers[0].user)
    page.goto(f"{live_server.url}/beheer/requirementdraft/nieuw/")
    page.get_by_label("Titel").focus()
    page.keyboard.type(TITLE)
    team = page.locator("#group-units").get_by_label("Team Vergunningen")
    reach(page, f"#units-{TEAM}")
    page.keyboard.press("Space")
    expect(team).to_be_checked()
    # Enter in a field only looks again; it saves nothing half.
    page.get_by_label("Titel").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-meaning]")).to_contain_text("Iedereen bij Team Vergunningen doet")
    assert not RequirementDraft.objects.exists()


def reach(page: Page, selector: str) -> None:
    """Press Tab until this has the focus."""
    for _ in range(60):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{selector} cannot be reached with Tab.")

"""An officer follows actions of a year, an auditor reads along, a learner answers a poll."""

from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from compliance.improving.changing import ActionContent, add_action
from compliance.models import ImprovementAction
from compliance.services.targets import set_target
from core import clock
from guidance.models import Poll, PollAnswered, PollCount
from organisations.enums import MandateKind, UnitKind
from organisations.models import Unit
from tests.compliance.story import moment, plan_on, yearly
from tests.factories.organisations import (
    AppointmentFactory,
    MandateFactory,
    PersonFactory,
    UnitFactory,
)
from tests.journeys.browser import (
    NARROW,
    WIDE,
    Findings,
    axe,
    no_horizontal_scroll,
    screenshot,
    sign_in,
)
from tests.journeys.conftest import OpenPage


@pytest.fixture
def ministry(transactional_db: None) -> Unit:
    """Return a ministry with a team of nine, a duty and a target."""
    with clock.at(moment("2020-01-01")):
        unit = UnitFactory(code="bzk", name="Ministerie van BZK", kind=UnitKind.MINISTRY)
        team = UnitFactory(code="team", name="Team Bezwaar", parent=unit)
        duty = yearly(requirement__title="Integriteit", requirement__key="integriteit")
        for _number in range(9):
            AppointmentFactory(unit=team)
    year = clock.today().year
    plan_on(f"{year}-01-02")
    set_target(
        unit=unit,
        requirement=duty,
        percentage=85,
        valid_from=date(year, 1, 1),
        source="Jaarplan BZK",
    )
    return unit


def mandated(unit: Unit, kind: MandateKind) -> Any:
    return MandateFactory(unit=unit, kind=kind).holder.user


def look_at(page: Page, name: str) -> None:
    """Look at the page at both widths: no violation, nothing that sticks out."""
    for size in (NARROW, WIDE):
        page.set_viewport_size(size)
        no_horizontal_scroll(page)
        axe(page)
        screenshot(page, f"{name}-{size['width']}")


def nothing_is_red(page: Page) -> None:
    """See that a field that must be filled in looks like the others while nobody touched it."""
    expect(page.get_by_label("Wat gaan we doen?")).to_have_attribute("required", "")
    colours: list[str] = page.evaluate(
        "() => [...document.querySelectorAll('main textarea, main input[type=text]')]"
        ".map((field) => getComputedStyle(field).borderTopColor)"
    )
    assert len(set(colours)) == 1


def test_an_officer_adds_an_action_says_what_came_of_it_and_goes_on_next_year(
    live_server: Any, ministry: Unit, page: Page, findings: Findings
) -> None:
    year = clock.today().year
    findings.expect(422, "/nieuw/")
    sign_in(page, live_server, mandated(ministry, MandateKind.COMPLIANCE_OFFICER))
    page.goto(f"{live_server.url}/organisatie/bzk/")
    page.get_by_role("link", name="Verbeteren (PDCA)").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Verbeteren in {year}")
    expect(page.get_by_role("row", name="Integriteit").first).to_contain_text("85%")
    look_at(page, "pdca-leeg")
    page.get_by_role("link", name="Nieuwe actie bij de stap Plan").press("Enter")
    nothing_is_red(page)
    page.get_by_role("button", name="Leg de actie vast").press("Enter")
    expect(page.locator("main")).to_contain_text("Schrijf op wat je gaat doen.")
    look_at(page, "pdca-geweigerd")
    page.get_by_label("Wat gaan we doen?").fill("Elk kwartaal een workshop")
    page.get_by_label("Wie zorgt ervoor?").fill("Hoofd P&O")
    page.get_by_label("Waar komt het vandaan?").fill("RI&E")
    page.get_by_label("Wanneer moet het klaar zijn?").fill(f"{year}-12-31")
    page.get_by_role("button", name="Leg de actie vast").press("Enter")
    page.get_by_role("link", name="Elk kwartaal een workshop").click()
    page.get_by_label("Klaar sinds").fill(clock.today().isoformat())
    page.get_by_label("Wat heeft het opgeleverd?").fill("Vier keer gehouden")
    look_at(page, "pdca-actie")
    page.get_by_role("button", name="Leg de wijziging vast").press("Enter")
    expect(page.get_by_role("row", name="Elk kwartaal een workshop")).to_contain_text("Klaar")
    look_at(page, "pdca")
    page.get_by_role("button", name="Neem de open acties mee").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Verbeteren in {year + 1}")
    expect(page.locator("main")).to_contain_text("moet nog beginnen")
    look_at(page, "pdca-volgend-jaar")
    assert ImprovementAction.objects.count() == 2


def test_an_auditor_reads_along_in_the_dark_and_takes_the_report(
    live_server: Any, ministry: Unit, open_page: OpenPage
) -> None:
    year = clock.today().year
    content = ActionContent(
        phase="act",
        text="Teams onder het doel krijgen hulp",
        owner="Directeur",
        source="Kwartaalgesprek",
        due_on=date(year, 12, 31),
    )
    add_action(unit_id=ministry.pk, year=year, content=content, by=PersonFactory())
    page = open_page(color_scheme="dark")
    sign_in(page, live_server, mandated(ministry, MandateKind.AUDITOR))
    page.goto(f"{live_server.url}/organisatie/bzk/verbeteren/{year}/")
    expect(page.get_by_role("link", name="Nieuwe actie")).to_have_count(0)
    look_at(page, "pdca-donker")
    page.get_by_role("link", name="Teams onder het doel krijgen hulp").click()
    expect(page.get_by_role("button", name="Leg de wijziging vast")).to_have_count(0)
    look_at(page, "pdca-actie-lezen")
    page.go_back()
    page.get_by_role("link", name="Als rapport").click()
    expect(page.locator("main")).to_contain_text("Controlecode")
    look_at(page, "pdca-rapport")
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF").click()
    assert download.value.suggested_filename.endswith(".pdf")


def test_the_question_works_without_javascript_and_keeps_no_name(
    live_server: Any, cast: Any, open_page: OpenPage
) -> None:
    Poll.objects.create(key="vp", question="Weet je je vertrouwenspersoon te vinden?", is_on=True)
    page = open_page(java_script_enabled=False)
    sign_in(page, live_server, cast.learner.user)
    page.goto(f"{live_server.url}/leren/goed-ambtenaarschap/")
    expect(page.locator("main")).to_contain_text("Weet je je vertrouwenspersoon te vinden?")
    page.get_by_role("button", name="Een beetje").click()
    expect(page.locator("body")).to_contain_text("Je antwoord is geteld, zonder je naam.")
    expect(page.get_by_role("button", name="Een beetje")).to_have_count(0)
    assert PollAnswered.objects.count() == 1
    assert dict(PollCount.objects.values_list("option", "n")) == {"yes": 0, "partly": 1, "no": 0}


def test_no_thanks_hides_the_question(live_server: Any, cast: Any, page: Page) -> None:
    Poll.objects.create(key="vp", question="Weet je je vertrouwenspersoon te vinden?", is_on=True)
    sign_in(page, live_server, cast.learner.user)
    page.goto(f"{live_server.url}/leren/goed-ambtenaarschap/")
    look_at(page, "peiling")
    page.get_by_role("button", name="Nee, bedankt").click()
    expect(page.get_by_role("button", name="Nee, bedankt")).to_have_count(0)
    assert not PollCount.objects.exists()
    works_council = MandateFactory(
        unit=Unit.objects.get(code="dienstverlening"), kind=MandateKind.WORKS_COUNCIL
    )
    sign_in(page, live_server, works_council.holder.user)
    page.goto(f"{live_server.url}/hulp/peilingen/")
    look_at(page, "peilingen")

"""Officers set what they want to reach, and on which days figures are frozen; with the keyboard."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from compliance.models import SnapshotDay, Target
from compliance.services.targets import set_target
from core import clock
from organisations.enums import MandateKind, UnitKind
from organisations.models import Person, Unit
from tests.compliance.story import moment, yearly
from tests.factories.organisations import MandateFactory, UnitFactory
from tests.journeys.browser import NARROW, WIDE, axe, no_horizontal_scroll, screenshot, sign_in

FADED_IN_MS = 1500


@pytest.fixture
def rijk(transactional_db: None) -> Unit:
    """Return the whole, with a ministry in it that has to reach what the whole decided."""
    with clock.at(moment("2020-01-01")):
        top = UnitFactory(code="rijk", name="Rijksoverheid", kind=UnitKind.CENTRAL_GOVERNMENT)
        UnitFactory(code="bzk", name="Ministerie van BZK", parent=top, kind=UnitKind.MINISTRY)
        duty = yearly(requirement__title="Integriteit", requirement__key="integriteit")
    set_target(
        unit=top,
        requirement=duty,
        percentage=85,
        valid_from=clock.today().replace(day=1),
        source="Jaarplan Rijk",
    )
    return top


def officer_of(unit: Unit) -> Person:
    kind = MandateKind.COMPLIANCE_OFFICER
    mandate = MandateFactory(unit=unit, kind=kind, holder__user__email="els@example.test")
    holder: Person = mandate.holder
    return holder


def look_at(page: Page, name: str) -> None:
    """Look at the page at both widths: no violation, nothing that sticks out."""
    if page.locator(".messages li").count():
        page.wait_for_timeout(FADED_IN_MS)
    for size in (NARROW, WIDE):
        page.set_viewport_size(size)
        no_horizontal_scroll(page)
        axe(page)
        screenshot(page, f"{name}-{size['width']}")


def type_in(page: Page, label: str, text: str) -> None:
    """Go to a field and type, without a mouse."""
    field = page.get_by_label(label)
    field.focus()
    field.press("Control+a")
    page.keyboard.type(text)


def test_an_officer_sees_the_target_from_above_and_sets_an_own_one(
    live_server: Any, rijk: Unit, page: Page
) -> None:
    sign_in(page, live_server, officer_of(Unit.objects.get(code="bzk")).user)
    page.goto(f"{live_server.url}/beheer/streefcijfers/")
    inherited = page.get_by_role("row", name="Rijksoverheid")
    expect(inherited).to_contain_text("85%")
    expect(inherited).to_contain_text("Erboven; geldt waar geen eigen doel is")
    look_at(page, "doelen")
    page.get_by_role("link", name="Nieuw doel").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Een doel vastleggen")
    type_in(page, "Organisatieonderdeel", "rijk")
    page.get_by_label("Verplichting").select_option("integriteit")
    type_in(page, "Doel in procenten", "95")
    type_in(page, "Bron", "Jaarplan BZK")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("in jouw deel van de organisatie")
    look_at(page, "doel-geweigerd")
    type_in(page, "Organisatieonderdeel", "bzk")
    page.keyboard.press("Enter")
    own = page.get_by_role("row", name="Ministerie van BZK")
    expect(own).to_contain_text("95%")
    look_at(page, "doel-vastgelegd")
    assert Target.objects.count() == 2
    page.goto(f"{live_server.url}/organisatie/bzk/")
    expect(page.locator("main")).to_contain_text("95%")


def test_an_officer_of_the_whole_plans_a_day_on_which_figures_are_frozen(
    live_server: Any, rijk: Unit, page: Page
) -> None:
    sign_in(page, live_server, officer_of(rijk).user)
    page.goto(f"{live_server.url}/beheer/peilmomenten/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Vaste peildatums")
    look_at(page, "peildagen-leeg")
    type_in(page, "Dag", "31")
    page.get_by_label("Maand").select_option("4")
    page.get_by_role("button", name="Voeg deze dag toe").press("Enter")
    expect(page.locator("main")).to_contain_text("Deze maand heeft die dag niet")
    look_at(page, "peildagen-geweigerd")
    page.get_by_label("Maand").select_option("12")
    page.get_by_role("button", name="Voeg deze dag toe").press("Enter")
    row = page.get_by_role("row", name="31 december")
    expect(row).to_be_visible()
    look_at(page, "peildagen")
    row.get_by_role("button").press("Enter")
    expect(page.get_by_role("row", name="31 december")).to_have_count(0)
    assert not SnapshotDay.objects.filter(valid_until=None).exists()

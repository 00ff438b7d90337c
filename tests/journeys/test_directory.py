"""The contact directory in a real browser: one click to an adviser, and who keeps it."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from core import clock
from guidance.enums import ContactKind
from guidance.models import Contact
from organisations.enums import RoleKind
from organisations.models import Person, Unit
from tests.factories.guidance import ContactFactory, HelpRoleFactory
from tests.factories.organisations import PersonFactory, RoleAssignmentFactory, UnitFactory
from tests.journeys.browser import (
    NARROW,
    SMALLEST,
    Findings,
    axe,
    no_horizontal_scroll,
    screenshot,
    sign_in,
)
from tests.journeys.conftest import OpenPage
from tests.journeys.stage import DIRECTORATE, Cast

pytestmark = [pytest.mark.journey]


def look_at(page: Page, name: str) -> None:
    """See that a page is sound, and take a picture."""
    axe(page)
    no_horizontal_scroll(page)
    screenshot(page, f"contactengids-{name}-telefoon")


def adviser_of(unit: Unit) -> Person:
    """Return an adviser of a unit, who is in the directory since long."""
    HelpRoleFactory(role_kind=RoleKind.CONFIDENTIAL_ADVISER)
    person: Person = PersonFactory(with_user=True, name="Aisha Verstraten")
    ContactFactory(
        unit=unit,
        kind=ContactKind.PERSON,
        person=person,
        name="",
        phone_outside="06 000 000 00",
        email="aisha@example.test",
        languages=["nl", "pap"],
        verified_on=clock.today() - timedelta(days=300),
    )
    return person


def test_a_learner_finds_an_adviser_in_one_click_and_the_manager_beside_them(
    live_server: Any, cast: Cast, open_page: OpenPage
) -> None:
    adviser_of(Unit.objects.get(code=DIRECTORATE))
    page = open_page(viewport=NARROW)
    sign_in(page, live_server, cast.learner.user)
    page.goto(f"{live_server.url}/mijn-leren/")
    page.get_by_role("link", name="Vertrouwenspersoon", exact=True).press("Enter")
    expect(page.locator("h1")).to_have_text("Vind je vertrouwenspersoon")
    expect(page.get_by_role("link", name="06 000 000 00")).to_have_attribute(
        "href", "tel:0600000000"
    )
    expect(page.get_by_text("Dat is meer dan een half jaar geleden.")).to_be_visible()
    expect(page.get_by_text(cast.manager.name)).to_be_visible()
    expect(page.get_by_text(cast.director.name)).to_be_visible()
    look_at(page, "vertrouwenspersoon")
    page.get_by_role("link", name="Wat een vertrouwenspersoon wel en niet doet").press("Enter")
    expect(page.locator("h1")).to_have_text("Vertrouwenspersoon")
    look_at(page, "rol")
    page.get_by_role("link", name="Iedereen die kan helpen").first.press("Enter")
    expect(page.get_by_role("heading", name="Aisha Verstraten")).to_be_visible()
    look_at(page, "contacten")
    page.set_viewport_size(SMALLEST)
    no_horizontal_scroll(page)


def test_without_signing_in_and_without_javascript_one_chooses_an_organisation(
    live_server: Any, cast: Cast, open_page: OpenPage
) -> None:
    del cast
    ministry = Unit.objects.get(code=DIRECTORATE)
    ministry.versions.update(kind="agency")
    ContactFactory(unit=ministry, name="Extern punt", is_external=True, shown_publicly=True)
    ContactFactory(unit=ministry, name="Alleen voor ons")
    page = open_page(java_script_enabled=False)
    page.goto(f"{live_server.url}/account/login/")
    page.get_by_role("link", name="Vertrouwenspersoon", exact=True).click()
    page.get_by_label("Organisatie").select_option(DIRECTORATE)
    page.get_by_role("button", name="Toon").click()
    expect(page.get_by_role("heading", name="Extern punt")).to_be_visible()
    expect(page.get_by_text("Alleen voor ons")).to_have_count(0)


def test_an_adviser_says_it_is_still_right(
    live_server: Any, cast: Cast, open_page: OpenPage
) -> None:
    del cast
    adviser = adviser_of(Unit.objects.get(code=DIRECTORATE))
    page = open_page(viewport=NARROW)
    sign_in(page, live_server, adviser.user)
    page.goto(f"{live_server.url}/hulp/mijn-gegevens/")
    look_at(page, "mijn-gegevens")
    page.get_by_role("button", name="Dit klopt nog").press("Enter")
    expect(page.get_by_text("Dank je wel.")).to_be_visible()
    assert Contact.objects.get(person=adviser).verified_on == clock.today()


def coordinator_of(unit: Unit) -> Person:
    """Return who keeps the directory of a unit."""
    person: Person = PersonFactory(with_user=True)
    RoleAssignmentFactory(person=person, role=RoleKind.DIRECTORY_COORDINATOR, unit=unit)
    return person


def test_a_coordinator_adds_a_contact(
    live_server: Any, cast: Cast, open_page: OpenPage, findings: Findings
) -> None:
    del cast
    findings.expect(422, "/hulp/beheer/nieuw/")
    directorate = Unit.objects.get(code=DIRECTORATE)
    adviser_of(directorate)
    page = open_page(viewport=NARROW)
    sign_in(page, live_server, coordinator_of(directorate).user)
    page.goto(f"{live_server.url}/hulp/beheer/")
    look_at(page, "bijhouden")
    page.get_by_role("link", name="Contact toevoegen").press("Enter")
    look_at(page, "toevoegen")
    page.get_by_label("Rol").select_option("vertrouwenspersoon")
    part = page.get_by_label("Voor welk onderdeel")
    part.press_sequentially("dienstverl")
    expect(page.locator("#onderdelen option")).to_have_count(1)
    part.fill(page.locator("#onderdelen option").get_attribute("value") or "")
    page.get_by_label("Wat is het").select_option("desk")
    page.get_by_label("Naam", exact=True).fill("Vertrouwenspunt Zuid")
    page.get_by_role("button", name="Opslaan").press("Enter")
    expect(page.get_by_text("Vul minstens één manier in").first).to_be_visible()
    expect(page.get_by_label("Naam", exact=True)).to_have_value("Vertrouwenspunt Zuid")
    page.get_by_label("Telefoonnummer", exact=True).fill("070 000 00 01")
    page.get_by_role("button", name="Opslaan").press("Enter")
    expect(page.get_by_text("Toegevoegd.")).to_be_visible()
    expect(page.get_by_role("heading", name="Vertrouwenspunt Zuid")).to_be_visible()


def test_a_coordinator_ends_a_contact_and_undoes_that(
    live_server: Any, cast: Cast, open_page: OpenPage
) -> None:
    del cast
    directorate = Unit.objects.get(code=DIRECTORATE)
    adviser_of(directorate)
    page = open_page(viewport=NARROW)
    sign_in(page, live_server, coordinator_of(directorate).user)
    page.goto(f"{live_server.url}/hulp/beheer/")
    page.locator("summary", has_text="Aisha Verstraten").press("Enter")
    page.get_by_role("button", name="Vandaag beëindigen").press("Enter")
    expect(page.get_by_role("heading", name="Aisha Verstraten is beëindigd")).to_be_visible()
    look_at(page, "beeindigd")
    page.get_by_role("button", name="Ongedaan maken").press("Enter")
    expect(page.get_by_text("staat weer in de gids, zoals eerst.")).to_be_visible()
    expect(page.get_by_role("heading", name="Aisha Verstraten")).to_be_visible()


def test_without_javascript_a_part_is_found_by_a_piece_of_its_name(
    live_server: Any, cast: Cast, open_page: OpenPage, findings: Findings
) -> None:
    del cast
    findings.expect(422, "/hulp/beheer/nieuw/")
    directorate = Unit.objects.get(code=DIRECTORATE)
    adviser_of(directorate)
    for name in ("Inkoop Noord", "Inkoop Zuid"):
        UnitFactory(parent=directorate, name=name)
    page = open_page(viewport=NARROW, java_script_enabled=False)
    sign_in(page, live_server, coordinator_of(directorate).user)
    page.goto(f"{live_server.url}/hulp/beheer/nieuw/?rol=vertrouwenspersoon")
    page.get_by_label("Voor welk onderdeel").fill("inkoop")
    page.get_by_label("Naam", exact=True).fill("Vertrouwenspunt")
    page.get_by_label("Telefoonnummer", exact=True).fill("070 000 00 01")
    page.get_by_role("button", name="Opslaan").click()
    screenshot(page, "contactengids-welk-onderdeel-telefoon")
    page.get_by_role("group", name="Welke hiervan bedoel je?").get_by_label("Inkoop Zuid").check()
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("Toegevoegd.")).to_be_visible()
    assert Contact.objects.get(name="Vertrouwenspunt").unit.versions.get().name == "Inkoop Zuid"

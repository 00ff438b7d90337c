"""What an organisation adds to a module: written, approved by another, read by who works there."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from core import clock
from organisations.enums import RoleKind
from organisations.models import Person, Unit
from tests.factories.organisations import PersonFactory, RoleAssignmentFactory
from tests.journeys.browser import NARROW, Findings, axe, no_horizontal_scroll, screenshot, sign_in
from tests.journeys.conftest import OpenPage
from tests.journeys.stage import COURSE, DIRECTORATE, Cast

pytestmark = [pytest.mark.journey]
TITLE, TEXT = "Bij vergunningen", "Bel **altijd** eerst.\n\n- Schrijf het op."
SCREENS = "/leren/aanvullingen/"
MODULE = f"/leren/{COURSE}/integriteit/"


def look_at(page: Page, name: str) -> None:
    """See that a page is sound, and take a picture."""
    axe(page)
    no_horizontal_scroll(page)
    screenshot(page, f"aanvulling-cursus-{name}-telefoon")


def editor() -> Person:
    """Return a local editor of the courses of the directorate."""
    unit = Unit.objects.get(code=DIRECTORATE)
    person: Person = PersonFactory(with_user=True)
    RoleAssignmentFactory(person=person, role=RoleKind.COURSE_EDITOR, unit=unit)
    return person


def write_with_a_mistake_and_mend_it(page: Page, live_server: Any) -> None:
    """Say who keeps it but not until when; nothing of the rest is lost."""
    page.goto(f"{live_server.url}/leren/")
    page.get_by_role("link", name="Aanvullingen op cursussen").press("Enter")
    look_at(page, "overzicht")
    page.get_by_role("link", name="Aanvulling schrijven").press("Enter")
    page.get_by_label("Voor welk onderdeel").select_option(label="Team Vergunningen")
    page.get_by_label("Onder welke module").select_option(f"{COURSE}/integriteit")
    page.get_by_label("Titel").fill(TITLE)
    page.get_by_label("Tekst", exact=True).fill(TEXT)
    page.get_by_label("Wie dit bijhoudt").fill("Bureau Vergunningen")
    page.get_by_label("Eerste dag").fill(clock.today().isoformat())
    page.get_by_role("button", name="Indienen").press("Enter")
    mistake = "Kies de dag waarvóór het opnieuw wordt nagekeken."
    expect(page.get_by_text(mistake).first).to_be_visible()
    expect(page.get_by_label("Tekst", exact=True)).to_have_value(TEXT)
    expect(page.get_by_label("Onder welke module")).to_have_value(f"{COURSE}/integriteit")
    look_at(page, "fouten")
    page.get_by_label("Opnieuw nakijken vóór").fill(f"{clock.today().year + 1}-03-01")
    page.get_by_role("button", name="Indienen").press("Enter")
    expect(page.locator("h1")).to_have_text(TITLE)
    expect(page.get_by_role("button", name="Akkoord")).to_have_count(0)


def approve(page: Page, live_server: Any) -> None:
    """Find it in the list and approve it."""
    page.goto(f"{live_server.url}{SCREENS}")
    expect(page.get_by_role("heading", name="Wacht op jouw antwoord")).to_be_visible()
    page.get_by_role("link", name=TITLE).press("Enter")
    look_at(page, "voorstel")
    page.get_by_role("button", name="Akkoord").press("Enter")
    expect(page.get_by_text("Akkoord gegeven.")).to_be_visible()


def end_and_undo(page: Page, live_server: Any) -> None:
    """Propose that it ends, and take that back at once."""
    page.goto(f"{live_server.url}{SCREENS}")
    page.get_by_role("link", name=TITLE).press("Enter")
    look_at(page, "aanvulling")
    page.get_by_role("link", name="Eerder beëindigen").press("Enter")
    page.get_by_label("Laatste dag").fill(clock.today().isoformat())
    page.get_by_role("button", name="Indienen").press("Enter")
    page.get_by_role("button", name="Ongedaan maken").press("Enter")
    expect(page.get_by_text("Ingetrokken. Je kunt het hier nog lezen.")).to_be_visible()


def test_an_addition_is_written_approved_and_read_by_who_works_there(
    live_server: Any, cast: Cast, open_page: OpenPage, findings: Findings
) -> None:
    findings.expect(422, f"{SCREENS}nieuw/")
    writer, judge, reader, outsider = (open_page(viewport=NARROW) for _ in range(4))
    sign_in(writer, live_server, editor().user)
    sign_in(judge, live_server, editor().user)
    sign_in(reader, live_server, cast.learner.user)
    sign_in(outsider, live_server, cast.passer_by.user)
    write_with_a_mistake_and_mend_it(writer, live_server)

    reader.goto(f"{live_server.url}{MODULE}")
    expect(reader.get_by_text(TITLE)).to_have_count(0)
    approve(judge, live_server)

    reader.goto(f"{live_server.url}/leren/{COURSE}/")
    look_at(reader, "cursus")
    reader.get_by_role("link", name=TITLE).press("Enter")
    own = reader.get_by_role("region", name="Van je eigen organisatie")
    expect(own.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(own.get_by_role("listitem")).to_have_text("Schrijf het op.")
    expect(own).to_contain_text("Team Vergunningen")
    look_at(reader, "module")
    outsider.goto(f"{live_server.url}{MODULE}")
    expect(outsider.locator("h1")).to_be_visible()
    expect(outsider.get_by_text(TITLE)).to_have_count(0)

    end_and_undo(writer, live_server)
    reader.reload()
    expect(own.get_by_role("heading", name=TITLE)).to_be_visible()

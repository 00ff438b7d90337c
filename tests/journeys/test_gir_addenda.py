"""What a part of the organisation adds, from the local editor to the reader of that part."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from core import clock
from organisations.enums import RoleKind
from organisations.models import Person, Unit
from tests.compliance.story import moment
from tests.factories.organisations import PersonFactory, RoleAssignmentFactory
from tests.gir import code
from tests.journeys.browser import NARROW, Findings, axe, no_horizontal_scroll, screenshot, sign_in
from tests.journeys.conftest import OpenPage
from tests.journeys.stage import DIRECTORATE, Cast

pytestmark = [pytest.mark.journey]
TITLE, TEXT = "Niets van vergunninghouders", "Ook geen bloemen.\n\n- Stuur ze terug."
NOBODY = "Voor dit onderdeel is nog niemand die akkoord kan geven."


def look_at(page: Page, name: str) -> None:
    """See that a page is sound, and take a picture."""
    axe(page)
    no_horizontal_scroll(page)
    screenshot(page, f"gir-aanvulling-{name}-telefoon")


def appointed(role: RoleKind) -> Person:
    """Return somebody with an account and a role in the directorate."""
    unit = Unit.objects.get(code=DIRECTORATE)
    person: Person = PersonFactory(with_user=True)
    RoleAssignmentFactory(person=person, role=role, unit=unit)
    return person


def write_with_a_mistake(page: Page, live_server: Any) -> None:
    """Fill the form in with a last day before the first; nothing of it is lost."""
    today = clock.today().isoformat()
    page.goto(f"{live_server.url}/gir/aanvullingen/")
    look_at(page, "overzicht")
    page.get_by_role("link", name="Aanvulling schrijven").press("Enter")
    page.get_by_label("Voor welk onderdeel").select_option(label="Team Vergunningen")
    page.get_by_label("Bij welk artikel").select_option("4-1")
    page.get_by_label("Titel").fill(TITLE)
    page.get_by_label("Tekst", exact=True).fill(TEXT)
    page.get_by_label("Dit is strenger dan de code").check()
    page.get_by_label("Eerste dag").fill(today)
    page.get_by_label("Laatste dag").fill("2020-01-01")
    page.get_by_role("button", name="Indienen").press("Enter")
    expect(page.get_by_text("De laatste dag ligt voor de eerste dag.").first).to_be_visible()
    expect(page.get_by_text(NOBODY)).to_be_visible()
    expect(page.get_by_label("Voor welk onderdeel")).to_have_value("vergunningen")
    expect(page.get_by_label("Bij welk artikel")).to_have_value("4-1")
    expect(page.get_by_label("Titel")).to_have_value(TITLE)
    expect(page.get_by_label("Tekst", exact=True)).to_have_value(TEXT)
    expect(page.get_by_label("Dit is strenger dan de code")).to_be_checked()
    expect(page.get_by_label("Eerste dag")).to_have_value(today)
    expect(page.get_by_label("Laatste dag")).to_have_value("2020-01-01")
    look_at(page, "fouten")


def send_in(page: Page) -> None:
    """Mend the mistake and propose it."""
    page.get_by_label("Laatste dag").fill("")
    page.get_by_role("button", name="Indienen").press("Enter")
    expect(page.locator("h1")).to_have_text(TITLE)
    expect(page.get_by_text("Een integriteitscoördinator antwoordt hierop.")).to_be_visible()
    expect(page.get_by_text(NOBODY)).to_have_count(0)
    expect(page.get_by_role("button", name="Akkoord")).to_have_count(0)


def test_an_addendum_is_written_mended_approved_and_read(
    live_server: Any, cast: Cast, open_page: OpenPage, findings: Findings
) -> None:
    findings.expect(422, "/gir/aanvullingen/nieuw/")
    with clock.at(moment("2020-01-01")):
        code.edition()
    editor, judge, reader = (open_page(viewport=NARROW) for _ in range(3))
    sign_in(editor, live_server, appointed(RoleKind.CODE_EDITOR).user)
    sign_in(reader, live_server, cast.learner.user)
    write_with_a_mistake(editor, live_server)
    sign_in(judge, live_server, appointed(RoleKind.INTEGRITY_COORDINATOR).user)
    send_in(editor)

    reader.goto(f"{live_server.url}/gir/4-1/")
    expect(reader.locator("h1")).to_have_text("Geschenken")
    expect(reader.get_by_text(TITLE)).to_have_count(0)

    judge.goto(f"{live_server.url}/gir/aanvullingen/")
    expect(judge.get_by_role("heading", name="Wacht op jouw antwoord")).to_be_visible()
    judge.get_by_role("link", name=TITLE).press("Enter")
    expect(judge.get_by_text("Ook geen bloemen.")).to_be_visible()
    look_at(judge, "voorstel")
    judge.get_by_role("button", name="Akkoord").press("Enter")
    expect(judge.get_by_text("Akkoord gegeven.")).to_be_visible()

    reader.reload()
    local = reader.get_by_role("region", name="In jouw organisatie")
    expect(local.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(local.get_by_role("listitem")).to_have_text("Stuur ze terug.")
    expect(local).to_contain_text("Team Vergunningen")
    look_at(reader, "artikel")

"""A good practice, from the colleague who shares it to the one who reads it."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from organisations.enums import RoleKind
from organisations.models import Person, Unit
from tests.factories.organisations import PersonFactory, RoleAssignmentFactory
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
from tests.journeys.stage import DIRECTORATE, Cast

pytestmark = [pytest.mark.journey]
TITLE = "Vijf minuten aan het begin van de week"
WRITTEN = {
    "Titel": TITLE,
    "Wat was het probleem?": "We zagen elkaar weinig.",
    "Wat heb je gedaan?": "Een rondje op maandag.",
    "Wat leverde het op?": "We vragen eerder om hulp.",
}


def look_at(page: Page, name: str) -> None:
    """See that a page is sound, and take a picture."""
    axe(page)
    no_horizontal_scroll(page)
    screenshot(page, f"goede-praktijk-{name}")


def adviser() -> Person:
    """Return an HR adviser of the directorate, with an account."""
    person: Person = PersonFactory(with_user=True)
    unit = Unit.objects.get(code=DIRECTORATE)
    RoleAssignmentFactory(person=person, role=RoleKind.HR_ADVISER, unit=unit)
    return person


def write_without_promises(page: Page, live_server: Any) -> None:
    """Fill the form in and forget the promises; nothing of it is lost."""
    page.goto(f"{live_server.url}/goede-praktijken/")
    expect(page.get_by_text("Er heeft nog niemand een goede praktijk gedeeld.")).to_be_visible()
    look_at(page, "leeg")
    page.get_by_role("link", name="Goede praktijk delen").press("Enter")
    for label, text in WRITTEN.items():
        page.get_by_label(label).fill(text)
    page.get_by_label("Waar komt dit vandaan?").select_option(label="Team Vergunningen")
    page.get_by_label("Sociale veiligheid").check()
    page.get_by_role("button", name="Indienen").press("Enter")
    expect(
        page.get_by_text("Vraag het eerst aan de mensen over wie dit gaat.").first
    ).to_be_visible()
    for label, text in WRITTEN.items():
        expect(page.get_by_label(label)).to_have_value(text)
    expect(page.get_by_label("Sociale veiligheid")).to_be_checked()
    look_at(page, "fouten")


def send_in(page: Page) -> None:
    """Make both promises and send it in."""
    page.get_by_label("De mensen over wie dit gaat, vinden het goed dat we dit delen.").check()
    page.get_by_label("Er staan geen namen of herkenbare situaties in.").check()
    page.get_by_role("button", name="Indienen").press("Enter")
    expect(page.locator("h1")).to_have_text(TITLE)
    expect(page.get_by_text("Wacht op antwoord")).to_be_visible()
    look_at(page, "ingediend")


def publish(judge: Page, live_server: Any) -> None:
    """Find it in the queue, forget to look for names, and then publish it."""
    judge.goto(f"{live_server.url}/goede-praktijken/")
    judge.get_by_role("link", name="Beoordelen").press("Enter")
    expect(judge.get_by_role("heading", name="1 wacht op antwoord")).to_be_visible()
    look_at(judge, "wachtrij")
    judge.get_by_role("link", name=TITLE).press("Enter")
    look_at(judge, "beoordelen")
    judge.get_by_role("button", name="Publiceren").press("Enter")
    expect(judge.get_by_text("Kijk eerst of niemand te herkennen is").first).to_be_visible()
    judge.get_by_label("Ik heb gekeken: er is niemand in te herkennen.").check()
    judge.get_by_role("button", name="Publiceren").press("Enter")
    expect(judge.get_by_text("Gepubliceerd. Iedereen die is ingelogd")).to_be_visible()


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_good_practice_is_shared_judged_read_and_taken_back(
    live_server: Any,
    cast: Cast,
    open_page: OpenPage,
    findings: Findings,
    viewport: dict[str, int],
) -> None:
    findings.expect(422, "/goede-praktijken/nieuw/")
    findings.expect(422, "/beoordelen/")
    writer, judge, reader = (open_page(viewport=viewport) for _ in range(3))
    sign_in(writer, live_server, cast.learner.user)
    sign_in(judge, live_server, adviser().user)
    sign_in(reader, live_server, cast.newcomer.user)
    write_without_promises(writer, live_server)
    send_in(writer)
    reader.goto(f"{live_server.url}/goede-praktijken/")
    expect(reader.get_by_role("link", name=TITLE)).to_have_count(0)

    publish(judge, live_server)
    reader.reload()
    reader.get_by_label("Onderwerp").select_option(label="Sociale veiligheid")
    reader.get_by_role("button", name="Toon").press("Enter")
    look_at(reader, "lijst")
    reader.get_by_role("link", name=TITLE).press("Enter")
    expect(reader.get_by_text("Een rondje op maandag.")).to_be_visible()
    expect(reader.get_by_text(cast.learner.name)).to_have_count(0)
    look_at(reader, "lezen")

    writer.reload()
    writer.get_by_role("button", name="Intrekken").press("Enter")
    expect(writer.get_by_role("button", name="Opnieuw indienen")).to_be_visible()
    look_at(writer, "ingetrokken")


def test_a_good_practice_is_shared_without_javascript(
    live_server: Any, cast: Cast, open_page: OpenPage
) -> None:
    page = open_page(java_script_enabled=False)
    sign_in(page, live_server, cast.learner.user)
    page.goto(f"{live_server.url}/goede-praktijken/nieuw/")
    for label, text in WRITTEN.items():
        page.get_by_label(label).fill(text)
    page.get_by_label("Sociale veiligheid").check()
    send = page.get_by_role("button", name="Bewaren als concept")
    send.press("Enter")
    expect(page.locator("h1")).to_have_text(TITLE)
    expect(page.get_by_role("button", name="Afdrukken")).to_have_count(0)

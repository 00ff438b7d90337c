"""The team session, from planning to looking back, and what a director sees of it."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from core import clock
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
from tests.journeys.stage import DIRECTORATE, TEAM, Cast
from toolbox.models import TeamSession
from toolbox.services.agreements import NewAgreement
from toolbox.services.sessions import HeldSession, hold_session

pytestmark = [pytest.mark.journey]
SECRET = "Wij laten elkaar uitpraten"
TEXTS = (SECRET, "Feedback binnen een week", "Om de beurt voorzitter")
PAGE = f"/teamsessie/team/{TEAM}/"


def look_at(page: Page, name: str) -> None:
    """See that a page is sound, and take a picture."""
    axe(page)
    no_horizontal_scroll(page)
    screenshot(page, f"teamsessie-{name}")


def last_year(cast: Cast) -> None:
    """Let the team have met a year ago."""
    day = clock.today() - timedelta(days=365)
    rows = [
        NewAgreement(text=f"Oude afspraak {n}", owner="Het hele team", review_on=clock.today())
        for n in (1, 2, 3)
    ]
    held = HeldSession(held_on=day, agreements=rows, looked_back={})
    hold_session(unit=Unit.objects.get(code=TEAM), held=held, by=cast.manager)


def coordinator() -> Person:
    """Return who leads social safety in the directorate."""
    person: Person = PersonFactory(with_user=True)
    unit = Unit.objects.get(code=DIRECTORATE)
    RoleAssignmentFactory(person=person, unit=unit, role=RoleKind.SOCIAL_SAFETY_LEAD)
    return person


def plan(page: Page, live_server: Any) -> None:
    """Plan a session, cancel it and undo that."""
    page.goto(f"{live_server.url}/mijn-team/")
    page.get_by_role("link", name="Teamsessie: nog niet gepland").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Teamsessie over werkcultuur")
    look_at(page, "leeg")
    page.get_by_role("link", name="Plan een sessie").press("Enter")
    expect(page.get_by_text("Speelt er iets over jou?")).to_be_visible()
    page.get_by_label("Dag").fill((clock.today() + timedelta(days=9)).isoformat())
    page.get_by_label("Een onafhankelijke begeleider van buiten").check()
    look_at(page, "plannen")
    page.get_by_role("button", name="Plan een sessie").press("Enter")
    expect(page.get_by_role("heading", name="De volgende sessie")).to_be_visible()
    page.get_by_role("button", name="Annuleren").press("Enter")
    page.get_by_role("button", name="Ongedaan maken").press("Enter")
    expect(page.get_by_role("heading", name="De volgende sessie")).to_be_visible()
    look_at(page, "gepland")


def record(page: Page) -> None:
    """Record the session: first with a mistake, then as it was."""
    page.get_by_role("link", name="Leg de sessie vast").press("Enter")
    page.get_by_label("Op welke dag was de sessie?").fill(clock.today().isoformat())
    for number, text in enumerate(TEXTS[:2], start=1):
        fill(page, number, text)
    page.get_by_role("button", name="Leg vast").press("Enter")
    expect(page.get_by_text("Het zijn er nu 2.").first).to_be_visible()
    expect(page.get_by_text("Kies wat er van deze afspraak is geworden.").first).to_be_visible()
    expect(page.get_by_label("Afspraak 1", exact=True)).to_have_value(SECRET)
    look_at(page, "fouten")
    fill(page, 3, TEXTS[2])
    for group in page.get_by_role("group", name="Wat is ervan geworden?").all():
        group.get_by_label("Gelukt", exact=True).check()
    page.get_by_role("button", name="Leg vast").press("Enter")
    expect(page.get_by_text(SECRET)).to_be_visible()
    look_at(page, "gehouden")


def fill(page: Page, number: int, text: str) -> None:
    """Fill in one agreement."""
    review = (clock.today() + timedelta(days=60)).isoformat()
    page.get_by_label(f"Afspraak {number}", exact=True).fill(text)
    page.get_by_label(f"Wie let op afspraak {number}?").fill("Noor de Wit")
    page.get_by_label(f"Wanneer kijken jullie naar afspraak {number}?").fill(review)


@pytest.mark.parametrize(
    "options",
    [{"viewport": WIDE}, {"viewport": NARROW}, {"viewport": NARROW, "color_scheme": "dark"}],
    ids=["wide", "narrow", "dark"],
)
def test_a_team_plans_holds_and_looks_back(
    live_server: Any,
    cast: Cast,
    open_page: OpenPage,
    findings: Findings,
    options: dict[str, Any],
) -> None:
    findings.expect(422, f"{PAGE}vastleggen/")
    last_year(cast)
    manager, member = (open_page(**options) for _ in range(2))
    sign_in(manager, live_server, cast.manager.user)
    plan(manager, live_server)
    record(manager)

    sign_in(member, live_server, cast.learner.user)
    member.goto(f"{live_server.url}/teamsessie/")
    expect(member.get_by_text(SECRET)).to_be_visible()
    expect(member.get_by_text("Gelukt")).to_have_count(3)
    expect(member.get_by_role("link", name="Afspraken wijzigen")).to_have_count(0)
    look_at(member, "lid")
    assert TeamSession.objects.filter(state="held").count() == 2


def test_a_director_sees_the_day_and_gets_404_on_the_text(
    live_server: Any, cast: Cast, open_page: OpenPage, findings: Findings
) -> None:
    findings.expect(404, PAGE)
    last_year(cast)
    director = open_page()
    sign_in(director, live_server, cast.director.user)
    answer = director.goto(f"{live_server.url}{PAGE}")
    assert answer is not None
    assert answer.status == 404
    expect(director.get_by_text("Oude afspraak")).to_have_count(0)
    director.goto(f"{live_server.url}/organisatie/{DIRECTORATE}/")
    director.get_by_role("link", name="Teamsessies").press("Enter")
    expect(director.get_by_role("heading", name="Per team")).to_be_visible()
    year = (clock.today() - timedelta(days=365)).year
    director.goto(f"{live_server.url}/teamsessie/overzicht/{DIRECTORATE}/?jaar={year}")
    expect(director.get_by_text("Gehouden op")).to_be_visible()
    expect(director.get_by_text("Oude afspraak")).to_have_count(0)
    look_at(director, "overzicht")


def test_somebody_asks_for_another_facilitator_and_the_manager_does_not_see_it(
    live_server: Any, cast: Cast, open_page: OpenPage
) -> None:
    asked = coordinator()
    member, manager, other = (open_page(viewport=NARROW) for _ in range(3))
    sign_in(member, live_server, cast.learner.user)
    member.goto(f"{live_server.url}{PAGE}")
    member.get_by_role("link", name="Vraag een andere begeleider").press("Enter")
    expect(member.get_by_text(asked.name)).to_be_visible()
    look_at(member, "vragen")
    member.get_by_role("button", name="Aanvraag versturen").press("Enter")
    expect(member.get_by_text("Een coördinator neemt contact met je op.")).to_be_visible()

    sign_in(manager, live_server, cast.manager.user)
    manager.goto(f"{live_server.url}{PAGE}")
    expect(manager.get_by_text("andere begeleider")).to_have_count(0)

    sign_in(other, live_server, asked.user)
    other.goto(f"{live_server.url}/teamsessie/")
    other.get_by_role("link", name="Verzoeken om een andere begeleider").press("Enter")
    expect(other.get_by_role("heading", name=cast.learner.name)).to_be_visible()
    look_at(other, "verzoeken")
    other.get_by_role("button", name="Afgehandeld").press("Enter")
    expect(other.get_by_role("button", name="Afgehandeld")).to_have_count(0)


def test_everything_works_without_javascript(
    live_server: Any, cast: Cast, open_page: OpenPage
) -> None:
    page = open_page(java_script_enabled=False)
    sign_in(page, live_server, cast.manager.user)
    page.goto(f"{live_server.url}{PAGE}vastleggen/")
    page.get_by_label("Op welke dag was de sessie?").fill(clock.today().isoformat())
    for number, text in enumerate(TEXTS, start=1):
        fill(page, number, text)
    page.get_by_role("button", name="Leg vast").press("Enter")
    expect(page.get_by_text(SECRET)).to_be_visible()
    expect(page.get_by_role("button", name="Afdrukken")).to_have_count(0)

"""Toolboxes: found, filtered, kept, practised and printed, and nothing of it leaves the page."""

from typing import Any

import pytest
from playwright.sync_api import Page, Request, expect

from organisations.models import Person
from tests.journeys.browser import (
    NARROW,
    SMALLEST,
    WIDE,
    axe,
    no_horizontal_scroll,
    screenshot,
    sign_in,
)
from tests.toolbox.kit import CHECKLIST, QUESTION, SCAN, SCENE, make_box, make_tool
from toolbox.enums import Audience, TeamTrait, Theme
from toolbox.models import Favourite

MULTIPLE = {
    "type": "question",
    "value": {
        "code": "VL.2",
        "kind": "multiple",
        "text": "Wat hoort bij nazorg?",
        "answers": [
            {"text": "bellen", "is_right": True},
            {"text": "zwijgen", "is_right": False},
            {"text": "hulp aanbieden", "is_right": True},
        ],
        "explanation": "<p>Stilte helpt niemand.</p>",
    },
}
STORED = """() => JSON.stringify([localStorage.length, sessionStorage.length, document.cookie])"""
BOX, T1, T4 = (
    "/gereedschap/leidinggevenden/",
    "/gereedschap/leidinggevenden/kaart-t1/",
    "/gereedschap/leidinggevenden/kaart-t4/",
)


@pytest.fixture
def tools(cast: Any) -> None:
    """Two toolboxes, with one tool of every kind."""
    box = make_box()
    make_tool(
        box,
        "T1",
        title="Gesprek na een signaal",
        is_sensitive=True,
        when="<p>Iemand vertelt je iets.</p>",
        goal="<p>De ander voelt zich gehoord.</p>",
        steps=["Luister eerst.", "Zeg dank."],
        sentences=["“Wat heb je nodig?”"],
        pitfalls=["Meteen oplossen."],
        follow_up=["Kom erop terug."],
        themes=[Theme.SAFETY],
        traits=[TeamTrait.PUBLIC],
        tool_codes=["T4"],
        practice=[QUESTION, MULTIPLE],
    )
    make_tool(box, "T2", title="Iemand aanspreken", themes=[Theme.CONDUCT])
    make_tool(box, "T4", title="SCARF-scan", kind="exercise", practice=[SCAN, CHECKLIST])
    bystanders = make_box("omstanders", Audience.BYSTANDERS)
    make_tool(bystanders, "OEF", title="Oefening", kind="exercise", practice=[SCENE])


@pytest.mark.parametrize("viewport", [WIDE, NARROW, SMALLEST])
def test_toolboxes_are_whole_and_accessible_at_every_size(
    live_server: Any, cast: Any, tools: None, page: Page
) -> None:
    sign_in(page, live_server, cast.learner.user)
    for name, path in {
        "gereedschap": "/gereedschap/",
        "kist": f"{BOX}?team=public",
        "kaart": T1,
        "scan": T4,
        "scene": "/gereedschap/omstanders/kaart-oef/",
        "favorieten": "/gereedschap/favorieten/",
    }.items():
        page.goto(f"{live_server.url}{path}")
        axe(page)
        no_horizontal_scroll(page)
        screenshot(page, f"toolbox-{name}")


def test_a_bystander_is_two_clicks_away_from_home_also_without_signing_in(
    live_server: Any, tools: None, open_page: Any, settings: Any
) -> None:
    settings.TOOLBOX_PUBLIC = True
    page = open_page()
    page.goto(f"{live_server.url}/")
    page.get_by_role("navigation", name="Hoofdmenu").get_by_role(
        "link", name="Gereedschap", exact=True
    ).click()
    page.get_by_role("link", name="Voor omstanders").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Voor omstanders")
    expect(page.get_by_role("link", name="Oefening")).to_be_visible()
    axe(page)


def test_a_manager_filters_opens_and_keeps_a_tool_with_the_keyboard(
    live_server: Any, cast: Any, tools: None, page: Page
) -> None:
    person: Person = cast.manager
    sign_in(page, live_server, person.user)
    page.goto(f"{live_server.url}{BOX}")
    page.get_by_label("We hebben contact met publiek").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Toon").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Past bij jouw team")).to_be_visible()
    assert page.url.endswith("?thema=&team=public")
    page.get_by_role("link", name="Gesprek na een signaal").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Raakt dit je?")).to_be_visible()
    page.get_by_role("button", name="Bewaar als favoriet").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Deze kaart staat nu in je favorieten.")).to_be_visible()
    assert [row.person for row in Favourite.objects.all()] == [person]
    page.goto(f"{live_server.url}/gereedschap/favorieten/")
    axe(page)
    page.get_by_role("button", name="Haal weg Gesprek na een signaal").click()
    expect(page.get_by_text("Je hebt nog geen favorieten.")).to_be_visible()
    assert not Favourite.objects.exists()


def test_practising_makes_no_request_keeps_nothing_and_is_empty_after_a_reload(
    live_server: Any, cast: Any, tools: None, page: Page
) -> None:
    sign_in(page, live_server, cast.manager.user)
    page.goto(f"{live_server.url}{T1}", wait_until="networkidle")
    before = page.evaluate(STORED)
    asked: list[str] = []
    page.on("request", lambda request: _note(asked, request))
    _answer_the_questions(page)
    assert (asked, page.evaluate(STORED)) == ([], before)
    page.goto(f"{live_server.url}{T4}", wait_until="networkidle")
    asked.clear()
    _fill_in_the_scan(page)
    assert (asked, page.evaluate(STORED)) == ([], before)
    page.reload(wait_until="networkidle")
    assert (
        page.locator("textarea").evaluate_all("rows => rows.map(row => row.value).join('')") == ""
    )
    assert page.locator("input:checked").count() == 0
    page.goto(f"{live_server.url}/gereedschap/omstanders/kaart-oef/", wait_until="networkidle")
    asked.clear()
    page.get_by_label("O2 Benoem").check()
    expect(page.get_by_text("Iemand sluit aan.")).to_be_visible()
    page.get_by_label("O1 Onderbreek").check()
    expect(page.get_by_text("Het wordt stil.")).to_be_visible()
    expect(page.get_by_text("Iemand sluit aan.")).to_have_count(0)
    assert (asked, page.evaluate(STORED)) == ([], before)
    axe(page)


def _note(asked: list[str], request: Request) -> None:
    asked.append(request.url)


def _answer_the_questions(page: Page) -> None:
    """Answer with the keyboard: nothing, wrong, and right; one answer and several."""
    single = page.get_by_role("region", name="Wat beloof je?")
    look = single.get_by_role("button", name="Kijk na")
    look.focus()
    page.keyboard.press("Enter")
    expect(single.get_by_text("Kies eerst een antwoord.")).to_be_visible()
    single.get_by_label("alles").focus()
    page.keyboard.press("Space")
    look.focus()
    page.keyboard.press("Enter")
    expect(single.get_by_text("Niet helemaal.")).to_be_visible()
    expect(single.get_by_text("Eerlijkheid vooraf.")).to_be_visible()
    axe(page)
    single.get_by_role("button", name="Opnieuw proberen").press("Enter")
    expect(single.get_by_text("Eerlijkheid vooraf.")).to_be_hidden()
    single.get_by_label("eerlijk").focus()
    page.keyboard.press("Space")
    look.press("Enter")
    expect(single.get_by_text("Dat klopt")).to_be_visible()
    several = page.get_by_role("region", name="Wat hoort bij nazorg?")
    several.get_by_label("bellen").check()
    several.get_by_role("button", name="Kijk na").click()
    expect(several.get_by_text("Niet helemaal.")).to_be_visible()
    several.get_by_role("button", name="Opnieuw proberen").click()
    several.get_by_label("bellen").check()
    several.get_by_label("hulp aanbieden").check()
    several.get_by_role("button", name="Kijk na").click()
    expect(several.get_by_text("Dat klopt")).to_be_visible()


def _fill_in_the_scan(page: Page) -> None:
    scan = page.get_by_role("region", name="Jouw week")
    scan.get_by_label("Ik deed iets dat hielp").first.check()
    scan.get_by_label("Wat was het? (Aanzien)").fill("Ik liet haar uitpraten.")
    scan.get_by_label("Welk ene ding?").fill("Vragen stellen.")
    axe(page)
    scan.get_by_role("button", name="Wis wat ik invulde").click()
    expect(scan.get_by_text("Alles is weer leeg.")).to_be_visible()
    expect(scan.get_by_label("Welk ene ding?")).to_have_value("")
    assert scan.locator("input:checked").count() == 0
    scan.get_by_label("Welk ene ding?").fill("Vragen stellen.")
    page.get_by_label("Vraag ik door?").check()


def test_without_javascript_the_answers_stand_folded_and_the_scan_can_be_filled_in(
    live_server: Any, cast: Any, tools: None, open_page: Any
) -> None:
    page = open_page(java_script_enabled=False)
    sign_in(page, live_server, cast.manager.user)
    page.goto(f"{live_server.url}{T1}")
    expect(page.get_by_text("Eerlijkheid vooraf.")).to_be_hidden()
    page.get_by_text("Toon het antwoord").first.click()
    expect(page.get_by_text("Eerlijkheid vooraf.")).to_be_visible()
    expect(page.get_by_role("button", name="Print als kaart")).to_have_count(0)
    page.get_by_role("button", name="Bewaar als favoriet").click()
    expect(page.get_by_text("Deze kaart staat nu in je favorieten.")).to_be_visible()
    page.goto(f"{live_server.url}{T4}")
    page.get_by_label("Welk ene ding?").fill("Vragen stellen.")
    expect(page.get_by_role("button", name="Wis wat ik invulde")).to_have_count(0)
    page.goto(f"{live_server.url}/gereedschap/omstanders/kaart-oef/")
    page.get_by_text("Benoem").click()
    expect(page.get_by_text("Iemand sluit aan.")).to_be_visible()


@pytest.mark.parametrize("paper", ["A4", "A5"])
def test_a_tool_prints_as_one_card_without_what_belongs_to_the_screen(
    live_server: Any, cast: Any, tools: None, page: Page, paper: str
) -> None:
    sign_in(page, live_server, cast.manager.user)
    page.goto(f"{live_server.url}{T1}")
    assert page.pdf(format=paper, tagged=False).count(b"/Type /Page\n") == 1
    page.emulate_media(media="print")
    shown = ["Luister eerst.", "“Wat heb je nodig?”", "Meteen oplossen.", "Kom erop terug."]
    for text in shown:
        expect(page.get_by_text(text)).to_be_visible()
    expect(page.get_by_text("Bel 112.")).to_be_visible()
    for gone in (".site-nav", "[data-question]", "aside", "[data-print]"):
        expect(page.locator(gone).first).to_be_hidden()


def test_the_page_of_a_tool_is_accessible_in_the_dark(
    live_server: Any, cast: Any, tools: None, open_page: Any
) -> None:
    page = open_page(color_scheme="dark")
    sign_in(page, live_server, cast.manager.user)
    for path in ("/gereedschap/", BOX, T1, T4):
        page.goto(f"{live_server.url}{path}")
        axe(page)

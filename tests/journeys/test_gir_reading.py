"""Reading the code of conduct: by keyboard, on a phone, on paper, and without a network."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from core import clock
from gir.models import Addendum, Question, Theme
from organisations.models import Unit
from tests.factories.organisations import PersonFactory
from tests.gir.code import edition
from tests.journeys.browser import (
    SMALLEST,
    Findings,
    axe,
    no_horizontal_scroll,
    screenshot,
    sign_in,
)
from tests.journeys.stage import TEAM

TEXT = {
    "1-1": {"title": "Waarom een gedragscode", "rule": "De code geldt voor iedereen."},
    "4-1": {
        "title": "Geschenken",
        "rule": "<ul><li>Een geschenk is nooit meer waard dan 50 euro.</li></ul>",
        "expected": "<p>Overleg met je leidinggevende.</p>",
        "example": "<p>Een trainer stuurt wijn naar je huis. Je stuurt die terug.</p>",
        "where_to_go": "<p>Je leidinggevende.</p>",
        "roles": ["integrity_coordinator"],
        "legal_refs": [{"name": "Ambtenarenwet 2017, artikel 8", "url": ""}],
        "official_text": "<p>De ambtenaar neemt geen geschenken aan.</p>",
    },
    "4-5": {"title": "Nevenwerkzaamheden", "rule": "Meld nevenwerk dat je functie kan raken."},
}


@pytest.fixture
def code(cast: Any) -> None:
    """Publish two editions, a theme, a question and a rule of the learner's own team."""
    today = clock.today()
    edition("2020", today - timedelta(days=900), TEXT)
    changed = {**TEXT["4-1"], "rule": TEXT["4-1"]["rule"].replace("50", "35")}
    new = {**TEXT, "4-1": {**changed, "change_note": "De grens is lager."}}
    edition("2026", today - timedelta(days=30), new)
    theme = Theme.objects.create(
        key="geschenken", title="Geschenken", about="<p>Cadeaus.</p>", article_keys=["4-1"]
    )
    question = Question(key="bloemen", text="Mag ik bloemen aannemen?", article_keys=["4-1"])
    question.save()
    question.themes.add(theme)
    question.save()
    Addendum.objects.create(
        unit=Unit.objects.get(code=TEAM),
        article_key="4-1",
        title="Niets van vergunninghouders",
        text="<p>Ook geen bloemen.</p>",
        is_stricter=True,
        valid_from=today - timedelta(days=10),
        proposed_by=PersonFactory(),
        approved_by=PersonFactory(),
        content_hash="x",
    )


@pytest.mark.parametrize("viewport", [SMALLEST])
def test_the_pages_of_the_code_are_whole_and_accessible_at_the_smallest_size(
    live_server: Any, cast: Any, code: None, page: Page
) -> None:
    sign_in(page, live_server, cast.learner.user)
    old = clock.today() - timedelta(days=60)
    for name, address in {
        "index": "/gir/",
        "artikel": "/gir/4-1/",
        "oud": f"/gir/4-1/?op={old}",
        "geschiedenis": "/gir/4-1/geschiedenis/",
        "vergelijken": "/gir/vergelijken/?van=2020&tot=2026",
        "zoeken": "/gir/zoeken/?q=gescheknen",
        "a-z": "/gir/a-z/",
        "thema": "/gir/thema/geschenken/",
        "vraag": "/gir/vraag/bloemen/",
        "alles": "/gir/afdrukken/",
    }.items():
        page.goto(f"{live_server.url}{address}")
        axe(page)
        no_horizontal_scroll(page)
        screenshot(page, f"gir-{name}")


def test_an_article_is_found_with_the_keyboard_and_printed_whole(
    live_server: Any, cast: Any, code: None, page: Page
) -> None:
    sign_in(page, live_server, cast.learner.user)
    page.goto(f"{live_server.url}/gir/")
    page.get_by_label("Zoek in de gedragscode").focus()
    page.keyboard.type("cadeautje aannemen")
    page.keyboard.press("Enter")
    link = page.get_by_role("link", name="Geschenken").first
    expect(link.locator("mark")).to_have_text("Geschenken")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Geschenken")
    expect(page.get_by_text("nooit meer waard dan 35 euro")).to_be_visible()
    expect(page.get_by_text("Ook geen bloemen.")).to_be_visible()
    official = page.get_by_text("De ambtenaar neemt geen geschenken aan.")
    expect(official).to_be_hidden()
    page.locator("#officieel summary").focus()
    page.keyboard.press("Enter")
    expect(official).to_be_visible()
    axe(page)
    page.emulate_media(media="print")
    expect(page.get_by_text("Ook geen bloemen.")).to_be_visible()
    expect(page.locator(".site-nav")).to_be_hidden()
    expect(page.get_by_label("Toon de tekst van een dag")).to_be_hidden()


def test_the_public_code_can_be_read_without_a_network_after_a_first_visit(
    live_server: Any, code: None, open_page: Any, settings: Any, findings: Findings
) -> None:
    settings.GIR_PUBLIC = True
    phone = open_page(viewport=SMALLEST)
    phone.goto(f"{live_server.url}/gir/")
    _wait_until(phone, _KEEPS, "/gir/4-5/")
    findings.has_no_network = True
    phone.context.set_offline(True)
    phone.reload()
    expect(phone.get_by_text("Je hebt geen internet.")).to_be_visible()
    phone.goto(f"{live_server.url}/gir/4-1/")
    expect(phone.get_by_text("nooit meer waard dan 35 euro")).to_be_visible()
    assert phone.evaluate("document.fonts.check('1em Fira Sans')")
    axe(phone)
    phone.goto(f"{live_server.url}/gir/vergelijken/")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Je hebt geen internet")


def test_what_is_personal_is_never_kept_and_what_was_kept_goes_when_the_code_closes(
    live_server: Any, cast: Any, code: None, open_page: Any, settings: Any
) -> None:
    settings.GIR_PUBLIC = True
    page = open_page()
    sign_in(page, live_server, cast.learner.user)
    page.goto(f"{live_server.url}/gir/4-1/")
    expect(page.get_by_text("Ook geen bloemen.")).to_be_visible()
    _wait_until(page, _KEEPS, "/gir/4-5/")
    page.goto(f"{live_server.url}/gir/4-1/")
    expect(page.get_by_text("Ook geen bloemen.")).to_be_visible()
    kept = page.evaluate(_TEXTS)
    assert any("35 euro" in text for text in kept)
    assert not any("Ook geen bloemen" in text or cast.learner.name in text for text in kept)
    settings.GIR_PUBLIC = False
    page.goto(f"{live_server.url}/gir/")
    _wait_until(page, _IS_CLEAR)
    page.evaluate(_ASK_A_FILE_LATE)
    assert page.evaluate(_IS_CLEAR)


def _wait_until(page: Page, script: str, *arguments: str) -> None:
    """Wait for a script that answers later: Playwright itself does not wait for its answer."""
    for _time in range(100):
        if page.evaluate(script, *arguments):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"Never true on {page.url}: {script}")


_IS_CLEAR = """async () => !(await caches.keys()).length
  && !(await navigator.serviceWorker.getRegistrations()).length"""

# A file that is still on its way when what was kept goes must not bring it back.
_ASK_A_FILE_LATE = """() => fetch(document.querySelector("link[rel=stylesheet]").href)"""

_KEEPS = """async (path) => {
  const cache = await caches.open("gir-1");
  const version = await cache.match(new URL("/gir/version", location.href).href);
  return Boolean(version && await cache.match(path, {ignoreVary: true}));
}"""

_TEXTS = """async () => {
  const cache = await caches.open("gir-1");
  const kept = [];
  for (const request of await cache.keys()) {
    if (new URL(request.url).pathname.startsWith("/gir/")) {
      kept.push(await (await cache.match(request, {ignoreVary: true})).text());
    }
  }
  return kept;
}"""

"""The guide to help in a browser: nothing is sent, written or kept, whatever somebody chooses."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from playwright.sync_api import Page, Request, expect
from structlog.testing import capture_logs

from guidance.models import GuidePage
from tests.journeys.browser import NARROW, SMALLEST, WIDE, Findings, axe, no_horizontal_scroll
from tests.journeys.conftest import OpenPage
from tests.journeys.keyboard import tab_to
from tests.journeys.stage import Cast

NEUTRAL = "https://neutraal.example.test/"
NEUTRAL_PAGE = "<!doctype html><title>Neutraal</title><h1>Iets anders</h1>"

_STORED = """async () => ({
  cookies: document.cookie,
  local: localStorage.length, session: sessionStorage.length,
  databases: (await indexedDB.databases()).length,
  kept: Object.fromEntries(await Promise.all((await caches.keys()).map(async (name) =>
    [name, (await (await caches.open(name)).keys()).map((one) => one.url).sort()]))),
  history: history.length, address: location.href, title: document.title,
})"""
_IS_KEPT = """async () => {
  const names = (await caches.keys()).filter((name) => name.startsWith("guide-nl-"));
  const worker = await navigator.serviceWorker.getRegistration();
  return names.length === 1 && worker?.active?.state === "activated"
    && Boolean(navigator.serviceWorker.controller);
}"""


def tree() -> Any:
    return GuidePage.objects.get().tree


def ways() -> Iterator[tuple[list[str], str]]:
    """Yield every way through the guide: the answers, and the title of where it ends."""
    guide = tree()

    def walk(key: str, answers: list[str], external: bool) -> Iterator[tuple[list[str], str]]:
        question = guide.question_of.get(key)
        if question is None:
            end = guide.outcome_for(guide.outcome_of[key], is_external=external)
            yield answers, end.title
            return
        for answer in question.answers:
            yield from walk(
                answer.leads_to, [*answers, answer.text], external or answer.is_external
            )

    yield from walk(guide.questions[0].key, [], external=False)


def choose(page: Page, answer: str) -> None:
    page.get_by_role("radio", name=answer).first.check()
    page.get_by_role("button", name="Volgende").click()


def heading(page: Page) -> str:
    return page.locator("[data-heading]").inner_text()


def open_guide(page: Page, live_server: Any, path: str = "/hulp/") -> None:
    page.goto(f"{live_server.url}{path}")
    expect(page.locator("[data-stage]")).to_be_visible()


def is_kept(page: Page) -> None:
    """Wait until the device keeps its copy, which is the same for everybody."""
    for _time in range(100):
        if page.evaluate(_IS_KEPT):
            return
        page.wait_for_timeout(100)
    pytest.fail("the guide was never kept")


def neutral(page: Page) -> None:
    """Let the neutral page exist, without a network."""
    page.route(
        f"{NEUTRAL}**", lambda route: route.fulfill(body=NEUTRAL_PAGE, content_type="text/html")
    )


def test_the_whole_guide_asks_nothing_writes_nothing_and_leaves_no_line_in_the_log(
    live_server: Any, cast: Cast, page: Page
) -> None:
    open_guide(page, live_server)
    is_kept(page)
    page.reload(wait_until="networkidle")
    before = page.evaluate(_STORED)
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    page.context.on("request", note)
    ends = []
    with capture_logs() as lines:
        for answers, title in ways():
            for answer in answers:
                choose(page, answer)
            assert heading(page) == title
            assert page.evaluate("document.activeElement.matches('[data-heading]')")
            ends.append(title)
            page.get_by_role("button", name="Opnieuw beginnen").click()
        # Time for a browser to look whether the worker changed: it does that by itself.
        page.wait_for_timeout(2000)
    assert len(ends) == 30
    assert set(ends) == {outcome.title for outcome in tree().outcomes}
    assert page.evaluate(_STORED) == before
    assert (before["cookies"], before["local"], before["session"], before["databases"]) == (
        "",
        0,
        0,
        0,
    )
    assert page.context.cookies() == []
    assert asked == []
    assert lines == []


def test_previous_and_ways_further_keep_what_was_chosen_and_who_one_is(
    live_server: Any, cast: Cast, page: Page
) -> None:
    open_guide(page, live_server)
    for answer in ("Het is mij overkomen", "Ik werk als externe", "Twijfel"):
        choose(page, answer)
    page.get_by_role("button", name="Het is een schending van de integriteit").click()
    expect(page.locator("[data-heading]")).to_have_text("Wat wil je nu?")
    for _step in range(2):
        page.get_by_role("button", name="Vorige").click()
    expect(page.get_by_role("radio", name="Twijfel")).to_be_checked()
    expect(page.get_by_text("stap 3 van 4")).to_be_visible()
    choose(page, "Een conflict")
    expect(page.locator("[data-heading]")).to_have_text("Een conflict, als je werkt als externe")
    expect(page.get_by_role("heading", name="Niet tevreden of geen reactie?")).to_be_visible()


def test_going_on_without_an_answer_says_what_to_do(
    live_server: Any, cast: Cast, page: Page
) -> None:
    open_guide(page, live_server)
    page.get_by_role("button", name="Volgende").click()
    expect(page.get_by_role("alert")).to_have_text("Kies eerst een antwoord. Daarna kun je verder.")
    axe(page)


def test_without_javascript_every_outcome_is_reached_by_folding_open(
    live_server: Any, cast: Cast, open_page: OpenPage
) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{live_server.url}/hulp/")
    for answers, title in ways():
        place = page.locator("[data-tree] > [data-question]")
        opened = []
        for answer in answers:
            choice = place.locator("> .guide-choices > details").filter(
                has=page.locator("> summary > [data-answer]", has_text=answer)
            )
            choice = choice.first
            choice.locator("> summary").click()
            opened.append(choice)
            place = choice.locator("> [data-question]")
        expect(opened[-1].locator("> [data-outcome] > h2")).to_have_text(title)
        expect(opened[-1].locator("> [data-outcome] > h2")).to_be_visible()
        opened[0].locator("> summary").click()
        for choice in opened[1:]:
            choice.evaluate("(part) => part.removeAttribute('open')")
    expect(page.get_by_role("link", name="Verlaat deze pagina snel")).to_have_attribute(
        "rel", "noreferrer"
    )


def test_a_link_to_an_outcome_opens_it_and_one_to_an_answer_what_stands_behind(
    live_server: Any, cast: Cast, page: Page
) -> None:
    open_guide(page, live_server, "/hulp/#over-mij-gemeld")
    expect(page.locator("[data-heading]")).to_have_text(
        "Je rechten en wie je helpt als er over jou is gemeld"
    )
    open_guide(page, live_server, "/hulp/wegwijzer.js/../#r9")
    expect(page.locator("[data-heading]")).to_have_text("Een misstand melden")


def test_the_guide_is_there_without_a_network_after_one_visit(
    live_server: Any, cast: Cast, open_page: OpenPage, findings: Findings
) -> None:
    phone = open_page(viewport=NARROW)
    open_guide(phone, live_server)
    is_kept(phone)
    findings.has_no_network = True
    phone.context.set_offline(True)
    phone.goto(f"{live_server.url}/hulp/")
    expect(phone.get_by_text("Je hebt geen internet.")).to_be_visible()
    choose(phone, "Er is over mij gemeld")
    assert heading(phone) == "Je rechten en wie je helpt als er over jou is gemeld"
    assert phone.evaluate("document.fonts.check('1em Fira Sans')")
    axe(phone)


@pytest.mark.parametrize("way", ["button", "escape"])
def test_leaving_quickly_blanks_the_page_and_back_does_not_show_it(  # noqa: PLR0917  fixtures
    live_server: Any, cast: Cast, page: Page, settings: Any, findings: Findings, way: str
) -> None:
    settings.QUICK_EXIT_URL = NEUTRAL
    neutral(page)
    page.goto(f"{live_server.url}/privacy/")
    open_guide(page, live_server)
    choose(page, "Het is mij overkomen")
    if way == "button":
        page.get_by_role("link", name="Verlaat deze pagina snel").click()
    else:
        for _press in range(3):
            page.keyboard.press("Escape")
    page.wait_for_url(NEUTRAL)
    expect(page.get_by_role("heading")).to_have_text("Iets anders")
    assert page.evaluate("document.referrer") == ""
    page.go_back()
    expect(page).to_have_url(f"{live_server.url}/privacy/")
    findings.problems = [one for one in findings.problems if NEUTRAL not in one]


def test_slow_escapes_do_not_leave(live_server: Any, cast: Cast, page: Page) -> None:
    open_guide(page, live_server)
    for _press in range(3):
        page.keyboard.press("Escape")
        page.wait_for_timeout(1100)
    expect(page.locator("[data-heading]")).to_be_visible()


class _Intranet(BaseHTTPRequestHandler):
    """A page of another origin with the guide in a frame."""

    address = ""

    def do_GET(self) -> None:
        body = (
            "<!doctype html><html lang=nl><title>Intranet</title><h1>Intranet</h1>"
            f'<iframe title="Hulp of melden" src="{self.address}" width=800 height=700></iframe>'
        ).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture
def intranet(live_server: Any) -> Iterator[str]:
    """Serve an intranet on another host, and return its origin."""
    _Intranet.address = f"{live_server.url}/hulp/insluiten/"
    server = HTTPServer(("127.0.0.1", 0), _Intranet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("is_allowed", [True, False])
def test_an_intranet_shows_the_guide_in_a_frame_when_the_setting_names_it(  # noqa: PLR0917
    live_server: Any,
    cast: Cast,
    page: Page,
    settings: Any,
    findings: Findings,
    intranet: str,
    is_allowed: bool,
) -> None:
    settings.GUIDE_EMBED_ORIGINS = [intranet] if is_allowed else []
    page.goto(intranet)
    frame = page.frame_locator("iframe")
    if is_allowed:
        frame.get_by_role("radio", name="Er is over mij gemeld").check()
        frame.get_by_role("button", name="Volgende").click()
        expect(frame.locator("[data-heading]")).to_have_text(
            "Je rechten en wie je helpt als er over jou is gemeld"
        )
        assert page.context.cookies() == []
    else:
        page.wait_for_timeout(500)
        expect(frame.locator("[data-guide]")).to_have_count(0)
    ours = [one for one in findings.problems if "frame-ancestors" in one]
    assert bool(ours) != is_allowed
    findings.problems.clear()


def test_the_guide_goes_with_the_keyboard_alone(live_server: Any, cast: Cast, page: Page) -> None:
    open_guide(page, live_server)
    tab_to(page, "input[type=radio]")
    for _step in range(3):
        page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Er is over mij gemeld")).to_be_checked()
    tab_to(page, "form button[type=submit]")
    page.keyboard.press("Enter")
    assert heading(page) == "Je rechten en wie je helpt als er over jou is gemeld"
    tab_to(page, "[data-result] [data-back]")
    page.keyboard.press("Enter")
    expect(page.get_by_role("radio", name="Er is over mij gemeld")).to_be_checked()


@pytest.mark.parametrize("look", [WIDE, NARROW, SMALLEST, "dark"])
def test_steps_and_outcomes_are_accessible(
    live_server: Any, cast: Cast, open_page: OpenPage, look: Any
) -> None:
    page = open_page(color_scheme="dark") if look == "dark" else open_page(viewport=look)
    open_guide(page, live_server)
    axe(page)
    no_horizontal_scroll(page)
    for answer in ("Het is mij overkomen", "Ik ben in dienst", "Een conflict"):
        choose(page, answer)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    axe(page)
    no_horizontal_scroll(page)
    open_guide(page, live_server, "/hulp/insluiten/")
    axe(page)
    no_horizontal_scroll(page)

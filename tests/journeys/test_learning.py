"""A civil servant does the whole yearly e-learning, and the manager sees that it is done."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils.formats import date_format
from playwright.sync_api import Page, expect

from lms.api import Completion, get_course
from lms.content.frozen import FrozenTest
from lms.models import Answer, Attempt, ResumePosition
from tests.journeys.browser import NARROW, WIDE, Findings, screenshot, sign_in
from tests.journeys.conftest import OpenPage
from tests.journeys.learner import (
    answer,
    card_of,
    choose,
    fill_in_sign_in,
    open_question,
    press_step,
    read_test,
    send_answer,
    sign_in_by_hand,
)
from tests.journeys.stage import ELEARNING, Cast

TITLE = "Integriteit en sociale veiligheid"
# In the last weeks of a year a badge counts the days.
TO_DO = re.compile("Nog |laatste dag")
DRAWN, WRONG = 10, 3
HALF_WAY = 5
THOUGHT = "Wij bespraken de pepernotenkwestie"
# A part with dilemmas, and one with a reflection.
PRACTICE = ("integriteit-in-je-werk", "terugblik")
POSITION = "/leren/positie/"
LOST = re.compile("ERR_INTERNET_DISCONNECTED|htmx:(sendError|afterRequest)")
FIND_THE_WAY = f"{ELEARNING}/de-weg-vinden"


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["1280", "390"])
def test_somebody_does_the_yearly_elearning_and_the_manager_sees_it(
    live_server: Any, cast: Cast, page: Page, open_page: OpenPage, viewport: dict[str, int]
) -> None:
    sign_in_by_hand(page, live_server, cast.learner)
    _start_from_my_learning(page)
    for title in _titles()[:-1]:
        _read(page, title)
    expect(page.locator("h1")).to_have_text(_titles()[-1])
    press_step(page, "next")

    test = read_test(FIND_THE_WAY)
    _fail(page, test)
    first = Attempt.objects.get()
    press_step(page, "retry")
    _pass(page, test)
    assert Attempt.objects.exclude(pk=first.pk).get().passed_at is not None
    screenshot(page, f"reis-gehaald-{viewport['width']}")

    day = _finished_in_my_learning(page, cast)
    screenshot(page, f"reis-mijn-leren-klaar-{viewport['width']}")
    _seen_by_the_manager(open_page(viewport=viewport), live_server, cast, day)


def _titles() -> list[str]:
    return [module.title for module in get_course(ELEARNING).spec.modules]


def _start_from_my_learning(page: Page) -> None:
    task = page.locator(".task", has_text=TITLE)
    expect(page.locator(".task")).to_have_count(1)
    expect(task.locator(".st")).to_have_text(TO_DO)
    task.locator(".task__title").click()
    expect(page.locator("h1")).to_have_text(TITLE)
    expect(page.locator(".course-module")).to_have_count(len(_titles()))
    page.locator(".resume a").click()


def _read(page: Page, title: str) -> None:
    """Read a part without a test, finish it and go on with the next one."""
    expect(page.locator("h1")).to_have_text(title)
    press_step(page, "finish")
    expect(page).to_have_url(re.compile("#uitslag$"))
    expect(page.locator("#uitslag.spot .block--passed")).to_be_in_viewport()
    page.locator("#uitslag a").click()


def _fail(page: Page, test: FrozenTest) -> None:
    """Answer three of the ten questions wrong, with a reload half-way."""
    for number in range(1, DRAWN + 1):
        if number == HALF_WAY:
            _reload(page, test, answered=number - 1)
        is_right = number > WRONG
        card = answer(page, test, right=is_right)
        expect(card.locator(".verdict")).to_be_visible()
        expect(card.locator(".verdict")).to_be_focused()
        expect(card.locator(".verdict__why")).not_to_be_empty()
        expect(card.locator(".choice--wrong")).to_have_count(0 if is_right else 1)
        # Whoever was wrong sees what is right.
        assert card.locator(".choice--right, .choice--missed").count() >= 1
    outcome = page.locator("#uitslag")
    expect(outcome.locator("h2")).to_have_text(re.compile(rf"^{DRAWN - WRONG}\D+{DRAWN}\D+8"))
    assert not Completion.objects.filter(activity__key__in=[FIND_THE_WAY, ELEARNING]).exists()


def _reload(page: Page, test: FrozenTest, *, answered: int) -> None:
    """Close and open the page with a choice that is not sent: nothing of it is lost."""
    question = choose(page, test, right=True)
    here = page.url
    page.reload()
    assert page.url == here
    expect(page.locator("details.block--answered")).to_have_count(answered)
    form = open_question(page)
    expect(form).to_be_in_viewport()
    expect(form.locator("[name=question]")).to_have_value(question.key)
    for key in question.right:
        expect(form.locator(f"[name=option][value='{key}']")).to_be_checked()


def _pass(page: Page, test: FrozenTest) -> None:
    expect(page.locator("details.block--answered")).to_have_count(0)
    for _number in range(DRAWN):
        answer(page, test, right=True)
    expect(page.locator("#uitslag .block--passed")).to_be_visible()
    expect(page.locator("#uitslag h2")).to_have_text(re.compile(rf"^{DRAWN}\D+{DRAWN}\D"))
    expect(page.locator("#uitslag .row a")).to_have_attribute("href", "/mijn-leren/")


def _finished_in_my_learning(page: Page, cast: Cast) -> Any:
    """Go to Mijn leren; return the day on which the course was finished."""
    completion = Completion.objects.get(activity__key=ELEARNING, person=cast.learner)
    page.locator("#uitslag .row a").click()
    expect(page.locator("h1")).to_have_text("Mijn leren")
    expect(page.locator(".task")).to_have_count(0)
    expect(page.locator(".resume")).to_have_count(0)
    finished = page.locator(".finished li", has_text=TITLE)
    expect(finished).to_contain_text(f"afgerond op {date_format(completion.occurred_on, 'j F Y')}")
    return completion.occurred_on


def _seen_by_the_manager(page: Page, live_server: Any, cast: Cast, day: Any) -> None:
    sign_in_by_hand(page, live_server, cast.manager)
    page.goto(f"{live_server.url}/mijn-team/")
    row = page.locator("tbody tr", has=page.locator("th", has_text=cast.learner.name))
    # One for all duties together; those of each stand folded in a cell before it.
    standing = row.locator("td").last.locator(".st")
    expect(standing).to_have_text("Afgerond")
    expect(row).to_contain_text(date_format(day, "j F Y"))

    before = day - timedelta(days=1)
    page.get_by_label("Peildatum").fill(before.isoformat())
    page.locator("form[role=search]").get_by_role("button", name="Toon").click()
    expect(page).to_have_url(re.compile(f"peildatum={before}"))
    expect(standing).to_have_text(TO_DO)
    expect(row).to_contain_text(TITLE)


def test_a_choice_in_a_dilemma_and_a_reflection_stay_in_the_browser(
    live_server: Any, cast: Cast, page: Page
) -> None:
    sign_in(page, live_server, cast.learner.user)
    first, second = (f"{live_server.url}/leren/{ELEARNING}/{name}/" for name in PRACTICE)
    _open_and_settle(page, first)
    with _no_requests(page):
        dilemma = page.locator("[data-dilemma]").first
        for number in (0, 1):
            dilemma.locator("input[type=radio]").nth(number).check()
            expect(dilemma.get_by_role("status")).to_be_visible()
        expect(dilemma.get_by_role("status").locator(".st")).to_be_visible()
    _open_and_settle(page, second)
    with _no_requests(page):
        page.get_by_role("textbox").press_sequentially(THOUGHT)

    page.reload()
    expect(page.get_by_role("textbox")).to_have_value(THOUGHT)
    page.goto(first)
    expect(page.locator("[data-dilemma] input:checked")).to_have_count(0)
    assert not Attempt.objects.exists()
    assert not Answer.objects.exists()
    assert not _is_in_the_database(THOUGHT)
    assert _is_in_the_database(cast.learner.name)

    # On a shared computer the next person finds an empty field.
    sign_in(page, live_server, cast.newcomer.user)
    page.goto(second)
    expect(page.get_by_role("textbox")).to_have_value("")


def _open_and_settle(page: Page, url: str) -> None:
    """Open a page and wait until it has told the server where somebody is."""
    with page.expect_response(lambda response: response.url.endswith(POSITION)):
        page.goto(url)
    page.wait_for_load_state("networkidle")


@contextmanager
def _no_requests(page: Page) -> Iterator[None]:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.method} {request.url}"))
    yield
    page.wait_for_timeout(500)
    # Scrolling may save the place, which names a block of the page and nothing else; all icons
    # stand in one file, whatever is chosen.
    harmless = (POSITION, "/sprite.svg")
    assert [one for one in sent if not one.endswith(harmless)] == []


def _is_in_the_database(text: str) -> bool:
    """Look for a text in any column of any table, as the pages of the database hold it."""
    # Through SQLite itself: a process that closes the file by hand drops all its locks on it.
    with closing(sqlite3.connect(str(connection.settings_dict["NAME"]))) as database:
        return text.encode() in database.serialize()


def test_another_device_goes_on_at_the_exact_spot(
    live_server: Any, cast: Cast, page: Page, open_page: OpenPage
) -> None:
    sign_in(page, live_server, cast.learner.user)
    with page.expect_response(lambda response: response.url.endswith(POSITION)):
        page.goto(f"{live_server.url}/leren/{ELEARNING}/{PRACTICE[0]}/")
        spot = page.locator("[data-spot]:has([data-dilemma])").last
        spot.evaluate("block => block.scrollIntoView()")
    expect(page.locator("#opgeslagen")).to_have_text(re.compile(r"^Opgeslagen om \d\d\.\d\d uur$"))
    anchor = spot.get_attribute("id")
    assert ResumePosition.objects.get().anchor == anchor

    phone = open_page(viewport=NARROW)
    sign_in_by_hand(phone, live_server, cast.learner)
    resume = phone.locator(".resume")
    expect(resume.locator("h2")).to_have_text(_titles()[1])
    expect(resume).to_contain_text("module 2 van 6")
    resume.get_by_role("link", name="Ga verder").click()
    expect(phone).to_have_url(re.compile(f"/{PRACTICE[0]}/#{anchor}$"))
    expect(phone.locator(f"#{anchor} h2")).to_be_in_viewport()


def test_a_choice_survives_a_lost_connection_and_an_expired_session(
    live_server: Any, cast: Cast, page: Page, findings: Findings
) -> None:
    sign_in(page, live_server, cast.learner.user)
    path = f"/leren/{FIND_THE_WAY}/toets/"
    page.goto(live_server.url + path)
    test = read_test(FIND_THE_WAY)
    question = choose(page, test, right=True)

    page.route(f"**{path}", lambda route: route.abort("internetdisconnected"))
    send_answer(page)
    expect(open_question(page).get_by_role("alert")).to_contain_text("geen verbinding")
    page.unroute(f"**{path}")
    # The browser and htmx both say so on the console.
    assert [one for one in findings.problems if not LOST.search(one)] == []
    findings.problems.clear()

    page.context.clear_cookies()
    send_answer(page)
    fill_in_sign_in(page, cast.learner)
    expect(page).to_have_url(re.compile(f"{path}$"))
    expect(open_question(page).locator("[name=question]")).to_have_value(question.key)
    assert not Answer.objects.exists()
    send_answer(page)
    expect(card_of(page, question).locator(".verdict")).to_contain_text("Goed.")
    assert Answer.objects.get().is_correct

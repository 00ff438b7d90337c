"""A whole module without JavaScript: read, practise, be wrong, try again, pass, go on."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from lms.api import Completion, get_course
from lms.content.frozen import FrozenTest
from lms.models import Answer, Attempt
from tests.journeys.browser import NARROW, Findings, screenshot
from tests.journeys.conftest import OpenPage
from tests.journeys.learner import (
    answer,
    open_question,
    press_step,
    read_test,
    send_answer,
    sign_in_by_hand,
)
from tests.journeys.stage import COURSE, Cast

MODULE = "ambtelijk-vakmanschap"
KEY = f"{COURSE}/{MODULE}"
# In one question a newcomer is wrong too often: four of five is a pass.
ENOUGH_WRONG = 2


def test_a_newcomer_does_a_whole_module_without_javascript(
    live_server: Any, cast: Cast, open_page: OpenPage, findings: Findings
) -> None:
    page = open_page(java_script_enabled=False, viewport=NARROW)
    sign_in_by_hand(page, live_server, cast.newcomer)
    titles = [module.title for module in get_course(COURSE).spec.modules]
    page.locator(".task__title", has_text="Goed ambtenaarschap").click()
    page.locator(".resume a").click()
    expect(page.locator("h1")).to_have_text(titles[0])
    press_step(page, "next")
    _practise(page)
    press_step(page, "next")
    # Chromium hides this element from a test that has switched scripts off.
    assert "Zonder JavaScript is je tekst weg" in str(page.locator("noscript").text_content())

    test = read_test(KEY)
    findings.expect(422, f"/{MODULE}/")
    _forget_to_choose(page)
    _fail(page, test)
    screenshot(page, "reis-zonder-javascript-niet-gehaald")
    press_step(page, "retry")
    _pass(page, test)
    assert Completion.objects.get(person=cast.newcomer).activity.key == KEY
    page.locator("#uitslag").get_by_role("link", name=f"Ga verder met: {titles[1]}").click()
    expect(page.locator("h1")).to_have_text(titles[1])
    expect(page.locator(".outline .dot--done").first).to_be_attached()


def _practise(page: Page) -> None:
    """Unfold the choices of a dilemma: each has its own explanation, nothing is sent."""
    dilemma = page.locator("[data-dilemma]").first
    for option in dilemma.locator("details.option").all():
        expect(option.locator(".option__why")).to_be_hidden()
        option.locator("summary").click()
        expect(option.locator(".option__why .st")).to_be_visible()
    assert not Attempt.objects.exists()


def _forget_to_choose(page: Page) -> None:
    """Send nothing: the question comes back and says what is missing."""
    send_answer(page)
    expect(open_question(page).get_by_role("alert")).to_have_text("Kies eerst een antwoord.")
    expect(page).to_have_title(re.compile("^Fout:"))
    assert not Answer.objects.exists()


def _fail(page: Page, test: FrozenTest) -> None:
    size = len(test.questions)
    for number in range(1, size + 1):
        is_right = number > ENOUGH_WRONG
        card = answer(page, test, right=is_right)
        # The page comes back at the question, with the explanation unfolded.
        expect(page).to_have_url(re.compile("#b-"))
        expect(card.locator(".verdict__why")).to_be_visible()
        expect(card).to_be_in_viewport()
        expect(card.locator(".choice--wrong")).to_have_count(0 if is_right else 1)
        expect(page.locator("details.block--answered")).to_have_count(number)
    expect(page.locator("#uitslag h2")).to_have_text(
        re.compile(rf"^{size - ENOUGH_WRONG}\D+{size}\D")
    )
    assert not Completion.objects.filter(activity__key=KEY).exists()


def _pass(page: Page, test: FrozenTest) -> None:
    expect(page.locator("details.block--answered")).to_have_count(0)
    for _question in test.questions:
        answer(page, test, right=True)
    expect(page.locator("#uitslag .block--passed")).to_be_visible()
    assert [bool(attempt.passed_at) for attempt in Attempt.objects.order_by("number")] == [
        False,
        True,
    ]

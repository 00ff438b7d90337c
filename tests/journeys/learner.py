"""What a learner does in a browser: sign in, answer, go on. With or without JavaScript."""

from typing import Any

from playwright.sync_api import Locator, Page, expect

from lms.completions.models import ActivityVersion
from lms.content.frozen import FrozenQuestion, FrozenTest
from organisations.models import Person
from tests.factories.accounts import PASSWORD


def sign_in_by_hand(page: Page, live_server: Any, person: Person) -> None:
    """Sign in through the form, on the way to Mijn leren."""
    page.goto(f"{live_server.url}/mijn-leren/")
    fill_in_sign_in(page, person)
    expect(page.locator("h1")).to_have_text("Mijn leren")


def fill_in_sign_in(page: Page, person: Person) -> None:
    """Sign in where the site asks for it."""
    expect(page.locator("h1")).to_have_text("Inloggen")
    page.get_by_label("E-mail").fill(person.user.email)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.locator("main form button[type=submit]").click()


def read_test(activity_key: str) -> FrozenTest:
    """Return the test of a module with its right answers, as it was published last."""
    version = ActivityVersion.objects.filter(activity__key=activity_key).latest("number")
    test = FrozenTest.from_json(version.content)
    assert test is not None
    return test


def open_question(page: Page) -> Locator:
    """Return the form of the one question that waits for an answer."""
    form = page.locator("form[data-answer]")
    expect(form).to_have_count(1)
    return form


def choose(page: Page, test: FrozenTest, *, right: bool) -> FrozenQuestion:
    """Choose an answer to the question that waits; do not send it yet."""
    form = open_question(page)
    question = test.question(form.locator("[name=question]").input_value())
    assert question is not None
    for key in _options(question, right=right):
        form.locator(f"[name=option][value='{key}']").check()
    return question


def _options(question: FrozenQuestion, *, right: bool) -> list[str]:
    if right:
        return sorted(question.right)
    return [option.key for option in question.options if not option.correct][:1]


def answer(page: Page, test: FrozenTest, *, right: bool) -> Locator:
    """Answer the question that waits, and return its card with the feedback."""
    question = choose(page, test, right=right)
    send_answer(page)
    card = card_of(page, question)
    expect(card).to_have_attribute("open", "")
    return card


def send_answer(page: Page) -> None:
    """Press the button below the question that waits."""
    open_question(page).locator("button[type=submit]").click()


def card_of(page: Page, question: FrozenQuestion) -> Locator:
    """Return the card of a question that was answered."""
    return page.locator(f"details[data-answered$='-{question.key}']")


def press_step(page: Page, step: str) -> None:
    """Press the button of a step: finish, retry, next or again."""
    page.locator(f"form:has(input[name=step][value={step}]) button[type=submit]").click()

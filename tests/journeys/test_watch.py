"""The watch over the browser sees what it must: else every other journey proves less."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.journeys.browser import Findings, axe

WRONGS = [
    ("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')", "style-src"),
    (
        "document.body.append(Object.assign(document.createElement('script'), {text: '1'}))",
        "script",
    ),
    ("fetch('https://elders.example/').catch(() => 0)", "connect-src"),
    ("setTimeout(() => location.assign('https://elders.example/'))", "request to another host"),
    ("fetch('/nergens/')", "answer 404"),
    ("console.error('stuk')", "stuk"),
    ("setTimeout(() => { throw new Error('kapot') })", "kapot"),
]


@pytest.mark.parametrize(("wrong", "told"), WRONGS)
def test_what_goes_wrong_in_the_browser_is_told(
    live_server: Any, page: Page, findings: Findings, wrong: str, told: str
) -> None:
    page.goto(f"{live_server.url}/account/login/")
    assert findings.problems == []
    page.evaluate(f"() => {{ {wrong} }}")
    for _ in range(50):
        page.wait_for_timeout(20)
        if any(told in problem for problem in findings.problems):
            break
    assert any(told in problem for problem in findings.problems), findings.problems
    page.wait_for_load_state()
    # The console and the page itself may each tell of it, one after the other.
    page.wait_for_timeout(300)
    findings.problems.clear()


def test_axe_tells_what_is_wrong_and_where(live_server: Any, page: Page) -> None:
    page.goto(f"{live_server.url}/account/login/")
    page.evaluate("() => document.querySelector('main').append(document.createElement('button'))")
    with pytest.raises(AssertionError, match="button-name"):
        axe(page)

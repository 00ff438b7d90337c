"""A new edition from the editor's draft to the employee who reads it and the manager who sees."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group
from playwright.sync_api import Page, expect

from compliance.planning import plan
from core import clock
from gir.loading.index import ensure_index
from gir.models import ArticlePage, Edition, EditionPage
from gir.reports.readings import ACTIVITY_KEY
from gir.services.groups import EDITORS, LAWYERS
from gir.services.taking_effect import take_effect
from gir.services.workflow import ensure_workflow
from tests.compliance.story import moment
from tests.factories.organisations import PersonFactory
from tests.gir import code
from tests.journeys.browser import axe, screenshot, sign_in
from tests.journeys.conftest import OpenPage
from tests.journeys.stage import TEAM, Cast

pytestmark = [pytest.mark.journey]
COMMENT = "Zeg er ook bij waarom."


def member(group: str) -> Any:
    """Return somebody with an account in a group of the code."""
    user = PersonFactory(with_user=True).user
    user.groups.add(Group.objects.get(name=group))
    return user


def press(page: Page, selector: str) -> None:
    """Press a button of Wagtail's editor, also one that is folded away."""
    with page.expect_navigation():
        page.locator(selector).first.evaluate("button => button.click()")


def send_in(page: Page, live_server: Any, edition: EditionPage) -> None:
    """Send the edition in from its own page."""
    page.goto(f"{live_server.url}/beheer/pages/{edition.pk}/edit/")
    press(page, 'button[name="action-submit"], button[name="action-restart-workflow"]')


def make_edition(page: Page, live_server: Any, first_day: date) -> EditionPage:
    """Make an edition with a form, and change one article in it."""
    page.goto(f"{live_server.url}/beheer/pages/{ensure_index().pk}/")
    page.get_by_role("button", name="Acties").first.click()
    page.get_by_role("link", name="Nieuwe editie").click()
    page.locator("#id_code").fill("2027")
    page.locator("#id_title").fill("GIR 2027")
    page.locator("#id_valid_from").fill(first_day.isoformat())
    page.locator("#id_change_class").select_option("normative")
    screenshot(page, "gir-nieuwe-editie")
    page.get_by_role("button", name="Maak het concept").press("Enter")
    expect(page.get_by_text("De editie is nu een concept")).to_be_visible()
    edition = EditionPage.objects.get(code="2027")
    article = ArticlePage.objects.child_of(edition).get(key="4-1")
    page.goto(f"{live_server.url}/beheer/pages/{article.pk}/edit/")
    page.locator("#id_title").fill("Geschenken en uitnodigingen")
    page.locator("#id_change_note").fill("De naam zegt nu ook dat het over uitnodigingen gaat.")
    press(page, "button.action-save")
    page.goto(f"{live_server.url}/beheer/gedragscode/{edition.pk}/verschillen/")
    expect(page.locator("section ins")).to_contain_text("uitnodigingen")
    screenshot(page, "gir-verschillen")
    return edition


def answer(page: Page, live_server: Any, edition: EditionPage, action: str) -> None:
    """Approve in the editor."""
    page.goto(f"{live_server.url}/beheer/pages/{edition.pk}/edit/")
    press(
        page, f'button[data-workflow-action-name="{action}"]:not([data-workflow-action-modal-url])'
    )


def send_back(page: Page, live_server: Any, edition: EditionPage) -> None:
    """Ask for changes, with a comment."""
    page.goto(f"{live_server.url}/beheer/pages/{edition.pk}/edit/")
    page.locator('button[data-workflow-action-name="reject"]').evaluate("button => button.click()")
    page.locator(".modal textarea").fill(COMMENT)
    with page.expect_navigation():
        page.locator('.modal [type="submit"]').click()


def read_and_see(page: Page, live_server: Any, cast: Cast, day: date) -> None:
    """On its first day somebody reads it, and the manager sees who did and who did not."""
    with time_machine.travel(moment(day.isoformat())):
        take_effect()
        plan()
        sign_in(page, live_server, cast.learner.user)
        page.goto(f"{live_server.url}/gir/4-1/")
        expect(page.locator("h1")).to_have_text("Geschenken en uitnodigingen")
        page.goto(f"{live_server.url}/gir/gelezen/")
        axe(page)
        page.get_by_role("button", name="Ik heb dit gelezen").click()
        expect(page.locator("h1")).to_have_text("Je hebt de gedragscode gelezen")
        sign_in(page, live_server, cast.manager.user)
        page.goto(f"{live_server.url}/mijn-team/?team={TEAM}&onderdeel={ACTIVITY_KEY}")
        expect(page.get_by_role("row", name="Noor de Wit")).to_contain_text("Afgerond")
        has_not = page.get_by_role("row", name="Daan Smit")
        expect(has_not).to_contain_text("Gedragscode Integriteit Rijk")
        expect(has_not).not_to_contain_text("Afgerond")
        screenshot(page, "gir-team-gelezen")


def test_an_edition_is_proposed_sent_back_approved_read_and_seen(
    live_server: Any, cast: Cast, open_page: OpenPage
) -> None:
    with clock.at(moment("2020-01-01")):
        ensure_workflow(ensure_index())
        code.edition()
    tomorrow = clock.today() + timedelta(days=1)
    editor, second, lawyer = (open_page() for _ in range(3))
    for page, group in ((editor, EDITORS), (second, EDITORS), (lawyer, LAWYERS)):
        sign_in(page, live_server, member(group))
    edition = make_edition(editor, live_server, tomorrow)
    send_in(editor, live_server, edition)
    expect(editor.get_by_text("Jij diende dit in")).to_have_count(0)
    editor.goto(f"{live_server.url}/beheer/pages/{edition.pk}/edit/")
    expect(editor.get_by_text("Jij diende dit in")).to_be_visible()
    answer(second, live_server, edition, "approve")
    send_back(lawyer, live_server, edition)
    editor.reload()
    expect(editor.get_by_text(COMMENT).first).to_be_attached()
    press(editor, 'button[name="action-submit"]')
    answer(lawyer, live_server, edition, "approve")
    assert Edition.objects.get(code="2027").valid_from == tomorrow
    read_and_see(open_page(), live_server, cast, tomorrow)

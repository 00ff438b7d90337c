"""An editor opens, moves around and saves a page with a part whose course is not installed."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect
from wagtail.models import Page as WagtailPage

from home.models import HomePage, StandardPage
from tests.factories.accounts import UserFactory
from tests.journeys.browser import sign_in

KEPT = {"type": "role_play", "value": {"scene": "Een <b>balie</b>", "n": [1, None]}, "id": "kept-1"}
TEXT = {"type": "text", "value": "<p>Eerst dit.</p>", "id": "text-1"}


@pytest.fixture
def lesson() -> StandardPage:
    """A page whose second part comes from a course that was taken out."""
    home = HomePage(title="Kompas", slug="kompas")
    WagtailPage.objects.get(depth=1).add_child(instance=home)
    page = StandardPage(title="Les", slug="les", lead="Inleiding", body=[TEXT, KEPT])
    home.add_child(instance=page)
    page.save_revision().publish()
    return page


def test_a_part_that_is_not_installed_survives_the_editor_of_wagtail(
    live_server: Any, page: Page, lesson: StandardPage
) -> None:
    sign_in(page, live_server, UserFactory(admin=True))
    page.goto(f"{live_server.url}/beheer/pages/{lesson.pk}/edit/")
    kept = page.locator("input[name='body-1-type'][value='not_installed']").locator("..")
    expect(kept).to_contain_text("role_play")
    # The part can be moved, and is not offered in the list of parts to add.
    kept.get_by_role("button", name="Verplaats naar boven").click()
    page.get_by_role("button", name="Blok invoegen").first.click()
    expect(page.get_by_role("option").first).to_be_visible()
    options = page.get_by_role("option").all_inner_texts()
    assert len(options) == 2, options
    page.keyboard.press("Escape")

    page.locator("#id_lead").fill("Een andere inleiding")
    with page.expect_navigation():
        page.locator("[name='action-publish']").evaluate("button => button.click()")
    lesson.refresh_from_db()
    assert lesson.lead == "Een andere inleiding"
    stored = lesson.body.get_prep_value()
    assert stored[0] == KEPT
    assert [child["type"] for child in stored] == ["role_play", "text"]

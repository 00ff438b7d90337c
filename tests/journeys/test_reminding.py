"""A manager reminds eleven people; they get one mail each, and a second press sends none."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.core import mail
from playwright.sync_api import Page, expect

from compliance.planning import plan
from core import clock
from notifications.enums import NoticeState
from notifications.models import Notice
from notifications.moments import working_moment
from notifications.services.delivery import deliver
from organisations.models import Unit
from tests.factories.accounts import UserFactory
from tests.factories.organisations import AppointmentFactory
from tests.journeys.browser import (
    NARROW,
    WIDE,
    axe,
    no_horizontal_scroll,
    screenshot,
    sign_in,
)
from tests.journeys.stage import COURSE, TEAM, Cast, complete

pytestmark = [pytest.mark.journey]
HERE = "/mijn-team/herinneren/"


@pytest.fixture
def eleven(cast: Cast) -> list[str]:
    """Have eleven late people in the team of the manager; return their addresses."""
    team = Unit.objects.get(code=TEAM)
    AppointmentFactory.create_batch(6, unit=team)
    plan()
    complete(cast.manager, COURSE, datetime(2024, 6, 3, tzinfo=UTC).date())
    late = team.appointments.exclude(
        person__in=[cast.manager, cast.learner, cast.newcomer]
    ).select_related("person")
    return sorted(row.person.email for row in late)


def deliver_on_a_working_day() -> None:
    """Let the worker run in working hours, whatever the day of this test."""
    morning = working_moment(clock.now(), "Europe/Amsterdam")
    with time_machine.travel(morning, tick=False):
        deliver()


def untick_and_tick_again(page: Page) -> None:
    """Change the choice with the keyboard."""
    first = page.get_by_role("checkbox").first
    first.focus()
    page.keyboard.press("Space")
    expect(first).not_to_be_checked()
    page.keyboard.press("Space")
    expect(first).to_be_checked()


def nobody_can_be_reminded_again(page: Page, live_server: Any) -> None:
    """Look at the page once more, then go back in the browser and press again."""
    page.goto(f"{live_server.url}{HERE}?team={TEAM}")
    expect(page.get_by_text("opnieuw kan vanaf")).to_have_count(11)
    axe(page)
    page.go_back()
    page.go_back()
    again = page.get_by_role("button", name="Stuur herinneringen")
    if again.count():
        again.click()
    deliver_on_a_working_day()


@pytest.mark.parametrize("viewport", [WIDE, NARROW])
def test_a_manager_reminds_eleven_people_with_the_keyboard(
    page: Page, live_server: Any, cast: Cast, eleven: list[str]
) -> None:
    assert len(eleven) == 11
    sign_in(page, live_server, cast.manager.user)
    page.goto(f"{live_server.url}/mijn-team/?team={TEAM}")
    link = page.get_by_role("link", name="Stuur herinneringen")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Stuur herinneringen")).to_be_visible()
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(11)
    no_horizontal_scroll(page)
    axe(page)
    screenshot(page, "herinneren")

    untick_and_tick_again(page)
    send = page.get_by_role("button", name="Stuur herinneringen")
    send.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("11 mensen krijgen een herinnering per mail")).to_be_visible()
    axe(page)
    deliver_on_a_working_day()
    assert sorted(letter.to[0] for letter in mail.outbox) == eleven
    nobody_can_be_reminded_again(page, live_server)
    assert Notice.objects.filter(kind="compliance.asked").count() == len(mail.outbox) == 11


def test_the_receiver_finds_it_under_messages_to_me(
    page: Page, live_server: Any, cast: Cast
) -> None:
    sign_in(page, live_server, cast.manager.user)
    page.goto(f"{live_server.url}{HERE}?team={TEAM}&wie=allen")
    page.get_by_role("button", name="Stuur herinneringen").click()
    deliver_on_a_working_day()
    page.context.clear_cookies()
    sign_in(page, live_server, cast.learner.user)
    page.goto(f"{live_server.url}/mijn-leren/")
    page.locator("details.account summary").click()
    page.get_by_role("link", name="Berichten aan mij").click()
    expect(page.get_by_text("Kompas: bericht namens je leidinggevende").first).to_be_visible()
    page.get_by_text("Lees de tekst").click()
    expect(page.get_by_text("Fatma Yıldız vraagt of je hieraan wilt denken")).to_be_visible()
    axe(page)
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        no_horizontal_scroll(page)
    screenshot(page, "berichten-aan-mij")


def test_an_editor_sees_an_example_within_the_strict_policy(
    page: Page, live_server: Any, cast: Cast
) -> None:
    sign_in(page, live_server, UserFactory(admin=True))
    page.goto(f"{live_server.url}/beheer/berichtteksten/compliance.asked/nl/")
    page.get_by_label("Tekst").fill("Dag {naam},\n\n{onderdelen}\n\n{knop}")
    page.get_by_role("button", name="Voorbeeld tonen").click()
    for title in ("Voorbeeld op een breed scherm", "Voorbeeld op een telefoon"):
        frame = page.frame_locator(f'iframe[title="{title}"]')
        expect(frame.get_by_text("Dag Samira Haddad,")).to_be_visible()
        button = frame.get_by_role("link", name="Ga naar Mijn leren")
        expect(button).to_have_css("background-color", "rgb(15, 76, 129)")
    axe(page)
    page.get_by_role("button", name="Tekst bewaren").click()
    expect(page.get_by_text("De tekst is bewaard.")).to_be_visible()
    expect(page.get_by_text("Eigen tekst").or_(page.get_by_text("Versies"))).to_be_visible()


def test_an_operator_settles_a_message_in_doubt(page: Page, live_server: Any, cast: Cast) -> None:
    Notice.objects.create(
        kind="compliance.reminder",
        key="k",
        person=cast.learner,
        state=NoticeState.UNKNOWN,
        error="worker stopped",
        claimed_at=clock.now(),
    )
    sign_in(page, live_server, UserFactory(admin=True))
    page.goto(f"{live_server.url}/beheer/postvak-uit/")
    axe(page)
    page.goto(f"{live_server.url}/beheer/postvak-uit/repair/{Notice.objects.get().pk}/")
    axe(page)
    page.get_by_role("button", name="Het is aangekomen").click()
    expect(page.get_by_text("Het bericht geldt als verstuurd.")).to_be_visible()

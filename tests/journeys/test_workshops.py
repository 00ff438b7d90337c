"""Workshops for participants: find one, book, cancel and undo; also without mouse or script."""

import re
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from core import clock
from tests.factories.organisations import PersonFactory
from tests.factories.workshops import BookingFactory, EventFactory, TypeFactory
from tests.journeys.browser import NARROW, WIDE, axe, no_horizontal_scroll, screenshot, sign_in
from workshops.enums import BookingState
from workshops.models import Booking, Event


@pytest.fixture
def event(cast: Any) -> Event:
    """Plan a workshop in a week, and a full one; the learner is in the line of the second."""
    soon = clock.now() + timedelta(days=7)
    trainer = PersonFactory(name="Marjan Kuiper")
    kind = TypeFactory(key="omstander", title="Omstander: van kijken naar helpen")
    full = EventFactory(type=kind, starts_at=soon + timedelta(days=1), maximum=1, trainer=trainer)
    BookingFactory(event=full)
    BookingFactory(event=full, person=cast.learner, state=BookingState.WAITLISTED)
    return EventFactory(type=kind, starts_at=soon, maximum=12, trainer=trainer)


def _month(event: Event) -> str:
    start = event.starts_at or clock.now()
    return f"/workshops/?maand={start.astimezone(clock.AMSTERDAM):%Y-%m}"


@pytest.mark.parametrize("viewport", [WIDE, NARROW])
def test_the_pages_of_workshops_are_whole_and_accessible(
    live_server: Any, cast: Any, page: Page, event: Event
) -> None:
    sign_in(page, live_server, cast.learner.user)
    BookingFactory(event=event, person=cast.learner)
    addresses = {
        "agenda": _month(event),
        "lijst": "/workshops/?beeld=lijst",
        "aanbod": "/workshops/?beeld=aanbod",
        "leeg": "/workshops/?maand=2029-01&type=omstander",
        "bijeenkomst": f"/workshops/bijeenkomst/{event.uuid}/",
        "mijn": "/workshops/mijn/",
    }
    for name, address in addresses.items():
        page.goto(f"{live_server.url}{address}")
        axe(page)
        no_horizontal_scroll(page)
        screenshot(page, f"workshops-{name}")


def test_on_a_phone_the_month_is_a_list(
    live_server: Any, cast: Any, open_page: Any, event: Event
) -> None:
    phone = open_page(viewport=NARROW, color_scheme="dark")
    sign_in(phone, live_server, cast.learner.user)
    phone.goto(f"{live_server.url}{_month(event)}")
    expect(phone.locator("table.month")).to_be_hidden()
    expect(phone.locator(".only-s .agenda > li").first).to_be_visible()
    axe(phone)


def test_somebody_books_cancels_and_undoes_with_the_keyboard(
    live_server: Any, cast: Any, page: Page, event: Event
) -> None:
    sign_in(page, live_server, cast.learner.user)
    page.goto(f"{live_server.url}{_month(event)}")
    link = page.locator(f"table.month a[href='/workshops/bijeenkomst/{event.uuid}/']")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(event.title)
    _press(page, "Meld me aan")
    expect(page.get_by_role("heading", name="Je doet mee")).to_be_visible()
    _press(page, "Meld me af")
    _press(page, "Ongedaan maken")
    expect(page.get_by_role("heading", name="Je doet mee")).to_be_visible()
    booking = Booking.objects.get(event=event, person=cast.learner)
    assert booking.state == BookingState.BOOKED
    axe(page)


def test_everything_works_without_javascript(
    live_server: Any, cast: Any, open_page: Any, event: Event
) -> None:
    page = open_page(java_script_enabled=False)
    sign_in(page, live_server, cast.learner.user)
    page.goto(f"{live_server.url}/workshops/")
    page.get_by_label("Onderwerp").select_option("omstander")
    page.get_by_role("button", name="Toon").click()
    page.goto(f"{live_server.url}/workshops/bijeenkomst/{event.uuid}/")
    page.get_by_role("button", name="Meld me aan").click()
    expect(page.get_by_role("heading", name="Je doet mee")).to_be_visible()
    page.goto(f"{live_server.url}/workshops/mijn/")
    page.get_by_role("button", name="Maak mijn adres").click()
    address = page.get_by_label("Jouw adres")
    expect(address).to_have_value(re.compile(r"/workshops/agenda/.+\.ics$"))


def _press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).focus()
    page.keyboard.press("Enter")

"""Somebody books, attends and evaluates in confidence: nobody else can read anything from it."""

import logging
import re
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from lms.api import Completion
from notifications.services.delivery import deliver
from organisations.enums import RoleKind
from organisations.models import Person, Unit
from tests.factories.organisations import PersonFactory, RoleAssignmentFactory
from tests.factories.workshops import BookingFactory, EventFactory
from tests.journeys.browser import axe, sign_in
from tests.journeys.conftest import OpenPage
from tests.journeys.stage import DIRECTORATE, TEAM, Cast
from tests.journeys.workshops import CONFIDENTIAL, Travel, workday_morning
from tests.workshops.postbox import Postbox, part_of, text_of
from workshops.attendance.codes import code_of
from workshops.attendance.settling import settle_ended
from workshops.calendars.addresses import feed_path, open_feed
from workshops.enums import BookingState
from workshops.models import Booking, Event, WorkshopType

TITLE = "Ervaringen met discriminatie en racisme"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
START = workday_morning(9)
# What differs from one answer to the next, whatever is in it.
TOKEN = re.compile(rb'(csrfmiddlewaretoken" value="|X-CSRFToken[^0-9A-Za-z]+)\w+')
FOR_ALL = (
    "/workshops/",
    f"/workshops/?maand={START:%Y-%m}",
    f"/workshops/?type={CONFIDENTIAL}&beeld=lijst",
    f"/workshops/{CONFIDENTIAL}/",
    "/workshops/mijn/",
    "/workshops/agenda.ics",
    "/mijn-leren/",
)
OF_MANAGER = (
    f"/mijn-team/?team={TEAM}",
    f"/mijn-team/export.csv?team={TEAM}",
    f"/organisatie/{TEAM}/",
    f"/organisatie/{TEAM}/export.csv",
    "/workshops/team/",
)
OF_DIRECTOR = (
    f"/organisatie/{DIRECTORATE}/",
    f"/organisatie/{DIRECTORATE}/export.csv",
    "/workshops/team/",
)

Read = dict[str, bytes]
Log = pytest.LogCaptureFixture


@pytest.fixture
def event(trainer: Person) -> Event:
    """Plan the workshop; somebody whom nobody here knows has booked it."""
    found: Event = EventFactory(
        type=WorkshopType.objects.get(key=CONFIDENTIAL),
        starts_at=START,
        organiser=Unit.objects.get(code=DIRECTORATE),
        trainer=trainer,
        planned_by=trainer,
    )
    BookingFactory(event=found)
    return found


class Others:
    """Who could be curious: above, beside, who coordinates, and who reads the log or the mail."""

    def __init__(self, cast: Cast, event: Event, postbox: Postbox, log: Log) -> None:
        self._postbox, self._log = postbox, log
        coordinator = PersonFactory(name="Carla Coördinator", with_user=True)
        unit = Unit.objects.get(code=DIRECTORATE)
        RoleAssignmentFactory(person=coordinator, role=RoleKind.WORKSHOP_COORDINATOR, unit=unit)
        why = f"/waarom/{cast.learner.uuid}/integriteit-en-sociale-veiligheid/"
        of_coordinator = (
            "/workshops/trainers/",
            f"/workshops/trainers/{event.uuid}/",
            "/workshops/trainers/mening/",
        )
        self.secret = cast.learner.email.encode()
        self._addresses: dict[Person, tuple[str, ...]] = {
            cast.manager: (*OF_MANAGER, why),
            cast.director: OF_DIRECTOR,
            cast.newcomer: (),
            coordinator: of_coordinator,
        }
        self._feeds = {one: feed_path(open_feed(person=one)) for one in self._addresses}

    def read(self) -> Read:
        """Return every page, file and feed that could hold it, by who reads it."""
        read: Read = {}
        for person, addresses in self._addresses.items():
            client = Client()
            client.force_login(person.user)
            for path in (*FOR_ALL, self._feeds[person], *addresses):
                response: Any = client.get(path)
                assert response.status_code == 200, f"{person} {path}"
                content = b"".join(response.streaming_content if response.streaming else response)
                assert self.secret not in content, f"{person} {path}"
                read[f"{person} {path}"] = TOKEN.sub(b"", content)
        return read

    def log(self) -> list[Any]:
        """Return the lines of the log."""
        return [row.msg for row in self._log.get_records("call") if isinstance(row.msg, dict)]

    def letters(self) -> list[EmailMessage]:
        """Return all mail that was sent."""
        return self._postbox.letters()


@pytest.fixture
def others(cast: Cast, event: Event, travel: Travel, postbox: Postbox, caplog: Log) -> Others:
    travel(START + DAY)
    caplog.set_level(logging.INFO)
    return Others(cast, event, postbox, caplog)


@pytest.fixture
def page(live_server: Any, cast: Cast, catalogue: None, open_page: OpenPage) -> Page:
    """Open the page of the workshop for who goes there."""
    page = open_page(base_url=live_server.url)
    sign_in(page, live_server, cast.learner.user)
    page.goto(f"/workshops/{CONFIDENTIAL}/")
    return page


def test_a_confidential_workshop_leaves_no_trace(
    cast: Cast, event: Event, others: Others, page: Page, travel: Travel
) -> None:
    person, proof = cast.learner, Completion.objects.count()
    before = others.read()
    travel(START - 5 * DAY)
    _book(page)
    deliver()
    travel(START)
    _attend(page, event)
    travel(START + 3 * HOUR)
    settle_ended()
    deliver()
    assert Booking.objects.get(person=person).state == BookingState.ATTENDED
    _evaluate(page)

    travel(START + DAY)
    assert Completion.objects.count() == proof
    after = others.read()
    assert [one for one in before if before[one] != after[one]] == []
    _no_line_of_the_log_ties_somebody_to_it(others.log(), person, event)
    _only_the_participant_gets_mail(others.letters(), person)


def _no_line_of_the_log_ties_somebody_to_it(lines: list[Any], person: Person, event: Event) -> None:
    own = [line for line in lines if line.get("user_id") == person.user.pk]
    assert own, "The log does name who asked for the other pages."
    assert not [line for line in own if CONFIDENTIAL in str(line) or str(event.uuid) in str(line)]
    assert not [line for line in lines if line.get("event") == "booking step"]


def _only_the_participant_gets_mail(letters: list[EmailMessage], person: Person) -> None:
    assert [letter["To"] for letter in letters] == [person.email] * 2
    assert {letter["Subject"] for letter in letters} == {"Bericht over je afspraak"}
    for letter in letters:
        content = (part_of(letter) or b"").decode()
        whole = text_of(letter) + text_of(letter, "html") + content
        assert TITLE not in whole
        assert "discriminatie" not in whole.lower()


def _book(page: Page) -> None:
    page.reload()
    axe(page)
    page.get_by_role("button", name="Meld me aan").click()
    expect(page.get_by_text("Je doet mee").first).to_be_visible()


def _attend(page: Page, event: Event) -> None:
    page.goto(f"/workshops/ik-ben-er/?code={code_of(event.sessions.get())}")
    page.get_by_role("button", name="Ik ben er").click()
    expect(page.get_by_text("Je staat op aanwezig.").first).to_be_visible()


def _evaluate(page: Page) -> None:
    page.goto("/workshops/mijn/")
    page.get_by_role("button", name="Geef je mening").click()
    page.locator("#vragen fieldset").first.get_by_role("radio").last.check()
    page.get_by_role("button", name="Verstuur").click()
    expect(page.get_by_text("Dank je wel").first).to_be_visible()

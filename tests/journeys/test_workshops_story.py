"""From a trainer who plans on a phone to the figures of a manager: everything that is between."""

import re
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from compliance.planning import plan
from lms.api import Completion
from notifications.services.delivery import deliver
from organisations.models import Person
from tests.journeys.browser import NARROW, axe, no_horizontal_scroll, sign_in
from tests.journeys.conftest import OpenPage
from tests.journeys.stage import TEAM, Cast
from tests.journeys.workshops import BRIEFING, Travel, workday_morning
from tests.workshops.calendars_of_others import Diary
from tests.workshops.postbox import Postbox, links, part_of
from workshops.enums import BookingState
from workshops.models import Booking, Event

DUTY = "Briefing door spilfunctionarissen"
MEETING = "https://vergaderen.example/briefing-123"
HOUR, APART = timedelta(hours=1), timedelta(days=2)


class Story:
    """The pages of the people in it, and the moments at which things happen."""

    def __init__(
        self, live_server: Any, open_page: OpenPage, travel: Travel, post: Postbox
    ) -> None:
        self.live_server, self._open, self._travel, self.post = live_server, open_page, travel, post
        self.planned_at = workday_morning(1)
        self.first = workday_morning(4)
        self.over = self.first + APART + 3 * HOUR

    def page(self, person: Person, **options: Any) -> Page:
        """Open a page for somebody."""
        page = self._open(**options)
        sign_in(page, self.live_server, person.user)
        return page

    def at(self, moment: datetime) -> None:
        """Let it be a moment."""
        self._travel(moment)

    def go(self, page: Page, path: str) -> None:
        """Go somewhere by its address."""
        page.goto(f"{self.live_server.url}{path}")

    def mail_to(self, person: Person) -> EmailMessage:
        """Let what waits be sent, and return the newest letter to somebody."""
        deliver()
        return self.post.letters(to=person)[-1]

    def follow(self, page: Page, letter: EmailMessage, path: str) -> None:
        """Open the link of a letter in the browser."""
        [link] = {one for one in links(letter) if one.endswith(path)}
        page.goto(link)


@pytest.fixture
def story(live_server: Any, open_page: OpenPage, travel: Travel, postbox: Postbox) -> Story:
    return Story(live_server, open_page, travel, postbox)


def test_a_series_from_the_phone_of_the_trainer_to_the_figures_of_the_manager(
    story: Story, cast: Cast, trainer: Person
) -> None:
    first, second = cast.learner, cast.newcomer
    manager = story.page(cast.manager)
    story.at(story.over)
    # In the last days of a year the workshop is in the next one, with duties of its own.
    plan()
    before = _done(story, manager)

    story.at(story.planned_at)
    phone = story.page(trainer, viewport=NARROW)
    event = _plan_and_publish(story, phone)
    _book_and_put_it_in_a_calendar(story, first)
    waiting = story.page(second, viewport=NARROW)
    _wait(story, waiting, event)
    _cancel(story, first, event)
    _take_the_offer(story, waiting, second)
    _manager_sees_who_goes(story, manager, second)

    _attend(story, phone, waiting, event)
    _close(story, phone, event)
    _evaluate(story, waiting, second)
    _stands_on_my_learning(story, waiting, event)
    assert _done(story, manager) == [number + 1 for number in before]
    _is_named_as_done(story, manager, second)


def _plan_and_publish(story: Story, page: Page) -> Event:
    """Plan two online meetings with room for one, two days apart, and publish them."""
    story.go(page, "/workshops/trainers/")
    page.get_by_role("link", name="Workshop plannen").click()
    page.get_by_role("link", name="Jaarlijkse voorlichting").click()
    page.get_by_label("Dag", exact=True).fill(f"{story.first:%Y-%m-%d}")
    page.get_by_label("Van", exact=True).fill("10:00")
    page.get_by_label("Tot", exact=True).fill("10:45")
    page.get_by_label("Link van de onlinebijeenkomst").fill(MEETING)
    page.get_by_label("Aantal bijeenkomsten").fill("2")
    page.get_by_label("Dagen tussen bijeenkomsten").fill(str(APART.days))
    page.get_by_label("Regio").select_option("online")
    page.get_by_label("Grootste groep").fill("1")
    no_horizontal_scroll(page)
    page.get_by_role("button", name="Plannen als concept").click()
    expect(page.get_by_text("Gepland. Kijk het na")).to_be_visible()
    event = Event.objects.get()
    assert event.sessions.count() == 2
    assert event.published_at is None
    page.get_by_role("button", name="Publiceren").click()
    expect(page.get_by_text("Gepubliceerd.").first).to_be_visible()
    no_horizontal_scroll(page)
    return event


def _book_and_put_it_in_a_calendar(story: Story, person: Person) -> None:
    """Find it in the calendar, book, and let another calendar take in what the mail brings."""
    page = story.page(person)
    story.go(page, f"/workshops/?type={BRIEFING}&beeld=lijst")
    page.locator(".agenda a").first.click()
    page.get_by_role("button", name="Meld me aan").click()
    expect(page.get_by_role("heading", name="Je doet mee")).to_be_visible()
    diary, letter = Diary(), story.mail_to(person)
    for one in story.post.letters(to=person):
        content = part_of(one)
        if content is not None:
            diary.take(content)
            assert MEETING.encode() not in content
    starts = sorted(row.start for row in diary.entries.values())
    assert starts == [story.first + HOUR, story.first + HOUR + APART]
    story.follow(page, letter, "/workshops/mijn/")
    expect(page.locator("#komt + .agenda > li")).to_have_count(1)


def _wait(story: Story, page: Page, event: Event) -> None:
    """It is full: from what is still to do to the waiting list."""
    story.go(page, "/mijn-leren/")
    page.get_by_role("link", name=DUTY).first.click()
    page.locator(f".agenda a[href='/workshops/bijeenkomst/{event.uuid}/']").first.click()
    expect(page.get_by_text("Vol").first).to_be_visible()
    page.get_by_role("button", name="Zet me op de wachtlijst").click()
    expect(page.get_by_text("Je bent als eerste aan de beurt.")).to_be_visible()


def _cancel(story: Story, person: Person, event: Event) -> None:
    story.at(story.planned_at + HOUR)
    page = story.page(person)
    story.go(page, f"/workshops/bijeenkomst/{event.uuid}/")
    page.get_by_role("button", name="Meld me af").click()
    expect(page.get_by_role("button", name="Ongedaan maken")).to_be_visible()


def _take_the_offer(story: Story, page: Page, person: Person) -> None:
    letter = story.mail_to(person)
    assert part_of(letter) is None, "An offer is no appointment yet."
    story.follow(page, letter, "/workshops/mijn/")
    no_horizontal_scroll(page)
    page.get_by_role("button", name="Neem de plek").click()
    expect(page.get_by_text("Je doet mee").first).to_be_visible()
    assert Booking.objects.get(person=person).state == BookingState.BOOKED
    assert part_of(story.mail_to(person)) is not None


def _manager_sees_who_goes(story: Story, page: Page, person: Person) -> None:
    story.go(page, "/workshops/team/")
    expect(page.locator("section", has_text="Ingeschreven voor wat verplicht is")).to_contain_text(
        person.name
    )


def _attend(story: Story, trainer: Page, page: Page, event: Event) -> None:
    """Both times: the first by what stands on the screen, the second by what was scanned."""
    for number in (1, 2):
        story.at(story.first + HOUR + (number - 1) * APART)
        story.go(trainer, f"/workshops/trainers/{event.uuid}/aanwezigheid/{number}/")
        trainer.get_by_role("link", name="Laat de code zien").click()
        code = trainer.locator(".code-card__code").inner_text()
        if number == 1:
            story.go(page, f"/workshops/bijeenkomst/{event.uuid}/")
            link = page.get_by_role("link", name="Ga naar de onlinebijeenkomst")
            expect(link).to_have_attribute("href", MEETING)
            story.go(page, "/workshops/ik-ben-er/")
            page.get_by_label("Code van de dag").fill(code.lower())
        else:
            story.go(page, f"/workshops/ik-ben-er/?code={code.replace(' ', '')}")
        no_horizontal_scroll(page)
        page.get_by_role("button", name="Ik ben er").click()
        expect(page.get_by_text("Je staat op aanwezig.").first).to_be_visible()
    assert not Completion.objects.filter(source="workshop").exists(), "It is not over yet."


def _close(story: Story, page: Page, event: Event) -> None:
    story.at(story.over)
    story.go(page, "/workshops/trainers/")
    page.locator("section", has_text="Af te ronden").locator(".agenda a").first.click()
    page.get_by_role("link", name="Aanwezigheid").last.click()
    page.get_by_role("link", name="Lijst afronden").click()
    no_horizontal_scroll(page)
    page.get_by_role("button", name="Lijst afronden").click()
    expect(page.get_by_text("De lijst is afgerond").first).to_be_visible()
    no_horizontal_scroll(page)


def _evaluate(story: Story, page: Page, person: Person) -> None:
    story.follow(page, story.mail_to(person), "/workshops/mijn/")
    page.get_by_role("button", name="Geef je mening").click()
    axe(page)
    no_horizontal_scroll(page)
    for question in page.locator("#vragen fieldset").all():
        question.get_by_role("radio").nth(3).check()
    page.get_by_label("Wat neem je mee?").fill("Wie ik kan bellen.")
    page.get_by_role("button", name="Verstuur").click()
    expect(page.get_by_text("Dank je wel").first).to_be_visible()
    expect(page.get_by_role("button", name="Geef je mening")).to_have_count(0)


def _stands_on_my_learning(story: Story, page: Page, event: Event) -> None:
    ended = story.first + APART + timedelta(hours=1, minutes=45)
    assert Completion.objects.get(source="workshop").occurred_at == ended
    story.go(page, "/mijn-leren/")
    # Once in the year of what is compulsory, once in what is finished.
    expect(page.locator(".tick--done", has_text=DUTY)).to_have_count(2)
    expect(page.locator(".finished")).to_contain_text(DUTY)
    expect(page.locator("#moet")).to_be_visible()
    expect(page.locator(".tasks")).not_to_contain_text(DUTY)


def _done(story: Story, page: Page) -> list[int]:
    """Return how many are done with the briefing: on Mijn team, and in the figures of the unit."""
    found = []
    for path in (f"/mijn-team/?team={TEAM}", f"/organisatie/{TEAM}/"):
        story.go(page, path)
        row = page.locator(".rollup__row", has_text=DUTY).inner_text()
        match = re.search(r"(\d+) van \d+", row)
        assert match is not None, row
        found.append(int(match[1]))
    return found


def _is_named_as_done(story: Story, page: Page, person: Person) -> None:
    story.go(page, f"/mijn-team/?team={TEAM}&onderdeel=briefing-spilfunctionarissen&status=done")
    expect(page.locator("tbody th.person", has_text=person.name)).to_have_count(1)

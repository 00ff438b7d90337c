"""The pages of trainers, and of a manager who asks: on a phone, in the dark, by keyboard."""

from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from core import clock
from organisations.models import Person, Unit
from tests.factories.workshops import BookingFactory, EventFactory, ReservationFactory
from tests.journeys.browser import NARROW, axe, no_horizontal_scroll, screenshot, sign_in
from tests.journeys.conftest import OpenPage
from tests.journeys.keyboard import tab_to
from tests.journeys.stage import DIRECTORATE, TEAM, Cast
from tests.journeys.workshops import BRIEFING
from workshops.enums import BookingState, EvaluationRound, RequestState
from workshops.evaluation.adding import add_up
from workshops.evaluation.answers import read_answers
from workshops.models import EvaluationBatch, Event, TeamRequest, WorkshopType
from workshops.planning.teams import ask_for_team

TEAM_KIND = "sociale-veiligheid-in-je-team"


@pytest.fixture
def coming(trainer: Person, cast: Cast) -> Event:
    """Plan a workshop for teams; the briefing is to come, with somebody of the team."""
    soon = clock.now() + timedelta(days=9)
    organiser = Unit.objects.get(code=DIRECTORATE)
    briefing = WorkshopType.objects.get(key=BRIEFING)
    same: dict[str, Any] = {"organiser": organiser, "trainer": trainer, "planned_by": trainer}
    BookingFactory(event=EventFactory(type=briefing, starts_at=soon, **same), person=cast.newcomer)
    kind = WorkshopType.objects.get(key=TEAM_KIND)
    found: Event = EventFactory(type=kind, starts_at=soon + timedelta(days=1), **same)
    return found


@pytest.fixture
def held(trainer: Person) -> Event:
    """Let a workshop be over whose list is open; three came, and one of them is a guest."""
    found: Event = EventFactory(
        type=WorkshopType.objects.get(key="omgangsvormen"),
        starts_at=clock.now() - timedelta(hours=5),
        organiser=Unit.objects.get(code=DIRECTORATE),
        trainer=trainer,
        planned_by=trainer,
    )
    BookingFactory(event=found)
    BookingFactory(event=found)
    BookingFactory(event=found, guest=True)
    return found


def test_the_pages_of_trainers_and_managers_are_whole_on_a_phone_and_in_the_dark(
    live_server: Any, cast: Cast, coming: Event, held: Event, open_page: OpenPage
) -> None:
    trainer = held.planned_by
    _ask(cast)
    _answered(held)
    ReservationFactory(event=coming, unit=Unit.objects.get(code=TEAM), places=3)
    approval = EventFactory(type=coming.type, needs_approval=True)
    BookingFactory(event=approval, person=cast.newcomer, state=BookingState.REQUESTED)
    phone = open_page(viewport=NARROW, color_scheme="dark")
    sign_in(phone, live_server, trainer.user)
    own, listed = f"/workshops/trainers/{held.uuid}/", "aanwezigheid/1/"
    for name, path in {
        "overzicht": "/workshops/trainers/",
        "plannen": f"/workshops/trainers/plannen/?soort={TEAM_KIND}",
        "dossier": own,
        "dossier-komt": f"/workshops/trainers/{coming.uuid}/",
        "lijst": own + listed,
        "code": f"{own}{listed}code/",
        "papier": f"{own}{listed}papier/",
        "afronden": f"{own}{listed}afronden/",
        "meningen": "/workshops/trainers/mening/?soort=omgangsvormen",
        "aanvragen": "/workshops/trainers/aanvragen/",
    }.items():
        _look(phone, live_server, path, name)
    sign_in(phone, live_server, cast.manager.user)
    _look(phone, live_server, "/workshops/team/", "team")
    expect(phone.locator(".people", has_text=cast.newcomer.name)).to_have_count(1)
    _look(phone, live_server, "/workshops/team/aanvragen/", "team-aanvragen")


def _look(page: Page, live_server: Any, path: str, name: str) -> None:
    page.goto(f"{live_server.url}{path}")
    no_horizontal_scroll(page)
    axe(page)
    screenshot(page, f"trainers-{name}-donker")


def _ask(cast: Cast) -> TeamRequest:
    today = clock.today()
    return ask_for_team(
        type=WorkshopType.objects.get(key=TEAM_KIND),
        unit=Unit.objects.get(code=TEAM),
        participants=9,
        from_on=today + timedelta(days=5),
        until_on=today + timedelta(days=60),
        region="utrecht",
        by=cast.manager,
    )


def _answered(event: Event) -> None:
    """Have ten answers, of the same words."""
    given = {"EV1": "4", "EV6": "8", "EV7": "Dat ik het kan vragen."}
    contents = [read_answers(EvaluationRound.AFTER, given)] * 10
    EvaluationBatch.objects.create(
        event=event,
        type=event.type,
        organiser=event.organiser,
        round=EvaluationRound.AFTER,
        answers=10,
        content=add_up(EvaluationRound.AFTER, contents),
    )


def test_a_trainer_closes_and_corrects_a_list_with_the_keyboard(
    live_server: Any, trainer: Person, held: Event, page: Page
) -> None:
    sign_in(page, live_server, trainer.user)
    page.goto(f"{live_server.url}/workshops/trainers/")
    _press(page, "section[aria-labelledby=afronden] .agenda a")
    expect(page.locator("h1")).to_have_text(held.title)
    _press(page, "a[href$='/aanwezigheid/1/']")
    tab_to(page, ".presence input")
    page.keyboard.press("Space")
    _press(page, ".bulkbar button")
    expect(page.get_by_text("1 teken opgeslagen.")).to_be_visible()

    _press(page, "a[href$='/afronden/']")
    tab_to(page, "[name=unmarked]")
    page.keyboard.press("Space")
    _press(page, "main form button")
    expect(page.get_by_text("De lijst is afgerond.").first).to_be_visible()
    _press(page, ".presence__one + .presence__one a")
    tab_to(page, "[name=mark]")
    page.keyboard.press("ArrowUp")
    tab_to(page, "[name=reason]")
    page.keyboard.type("Stond op de papieren lijst")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Gecorrigeerd.").first).to_be_visible()
    states = sorted(held.bookings.values_list("state", flat=True))
    assert states == [BookingState.ATTENDED, BookingState.ATTENDED, BookingState.NO_SHOW]


def test_a_manager_asks_and_a_trainer_answers_with_the_keyboard(
    live_server: Any, cast: Cast, trainer: Person, coming: Event, page: Page
) -> None:
    sign_in(page, live_server, cast.manager.user)
    page.goto(f"{live_server.url}/workshops/team/")
    _press(page, "main a[href$='/team/aanvragen/']")
    tab_to(page, "[name=kind]")
    page.keyboard.type("Sociale")
    tab_to(page, "[name=participants]")
    page.keyboard.type("9")
    year = clock.today().year + 1
    for field, day in (("from_on", f"0303{year}"), ("until_on", f"0404{year}")):
        tab_to(page, f"[name={field}]")
        # The same whether the browser begins with the day or with the month.
        page.keyboard.type(day)
    _press(page, "main form button")
    expect(page.get_by_role("heading", name="Workshops van mijn team")).to_be_visible()
    request = TeamRequest.objects.get()
    asked = (request.type, request.participants, request.from_on, request.until_on)
    assert asked == (coming.type, 9, date(year, 3, 3), date(year, 4, 4))

    sign_in(page, live_server, trainer.user)
    page.goto(f"{live_server.url}/workshops/trainers/")
    _press(page, "main a[href$='/trainers/aanvragen/']")
    _press(page, "button[value=gepland]")
    expect(page.get_by_text("Er zijn geen open aanvragen.")).to_be_visible()
    request.refresh_from_db()
    assert (request.state, request.event) == (RequestState.PLANNED, coming)


def _press(page: Page, selector: str) -> None:
    """Press the first link or button that fits, from where the focus is."""
    page.wait_for_load_state()
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")

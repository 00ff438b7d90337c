"""An auditor looks up the figure of 31 December last year, and gets the same one again."""

from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from compliance.models import CountedDay
from compliance.services.daily import days_to_count, rebuild_day
from core import clock
from organisations.enums import MandateKind
from organisations.models import Person, Unit
from tests.factories.organisations import AppointmentFactory, MandateFactory, PersonFactory
from tests.journeys.browser import NARROW, WIDE, axe, no_horizontal_scroll, screenshot, sign_in
from tests.journeys.stage import DIRECTORATE, ELEARNING, Cast, complete

REST = "Overig Directie Dienstverlening"


@pytest.fixture
def last_year() -> int:
    return clock.today().year - 1


@pytest.fixture
def auditor(cast: Cast, last_year: int) -> Person:
    """Somebody from elsewhere with a mandate on the directorate, where one finished last year."""
    complete(cast.learner, ELEARNING, date(last_year, 6, 3))
    for day in days_to_count(clock.today()):
        rebuild_day(as_of=day)
    person: Person = PersonFactory(name="Hans Verbeek", with_user=True)
    AppointmentFactory(person=person)
    MandateFactory(holder=person, unit=Unit.objects.get(code=DIRECTORATE), kind=MandateKind.AUDITOR)
    return person


@pytest.mark.parametrize("viewport", [WIDE, NARROW])
def test_an_auditor_reproduces_the_figure_of_last_31_december(
    live_server: Any, auditor: Person, last_year: int, page: Page
) -> None:
    sign_in(page, live_server, auditor.user)
    page.goto(f"{live_server.url}/organisatie/")
    page.get_by_label("Verplicht onderdeel").select_option(ELEARNING)
    page.get_by_label("Peildatum").fill(f"{last_year}-12-31")
    page.get_by_role("button", name="Toon").click()
    figure = page.locator(".tile").first
    expect(figure).to_contain_text("1 van 13")
    assert f"peildatum={last_year}-12-31" in page.url
    expect(page.get_by_text(f"Stand van 31 december {last_year}, met alles wat")).to_be_visible()
    # One works in the directorate itself, so the smallest team is part of the rest.
    expect(page.locator(".rollup").first).to_contain_text("Te kleine groep om te tonen")
    expect(page.get_by_role("listitem").filter(has_text=REST)).to_contain_text("0 van 6")
    expect(page.get_by_role("img", name="Percentage afgerond per maand")).to_be_visible()
    for fold in ("Bekijk dit verloop als tabel", "Bekijk deze cijfers als tabel"):
        page.locator("summary", has_text=fold).press("Enter")
    expect(page.get_by_role("cell", name="1 van 13 (8%)").first).to_be_visible()
    axe(page)
    no_horizontal_scroll(page)
    screenshot(page, "reis-auditor")
    CountedDay.objects.all().delete()
    page.reload()
    expect(figure).to_contain_text("1 van 13")
    expect(page.get_by_text(f"Stand van 31 december {last_year}, zojuist")).to_be_visible()
    page.get_by_role("link", name="heeft dit afgerond (8%)").click()
    expect(page.get_by_role("heading", name="Percentage afgerond")).to_be_in_viewport()
    axe(page)
    no_horizontal_scroll(page)

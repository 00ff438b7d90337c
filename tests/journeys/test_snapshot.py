"""An auditor makes the report of last 31 December, computes it again and takes the rows along."""

import csv
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from compliance.models import Export
from compliance.models.exports import private_storage
from compliance.snapshots.taking import take_snapshot
from core import clock
from jobs.testing import run_jobs
from organisations.enums import MandateKind, UnitKind
from organisations.models import Person
from tests.compliance.story import activity_of, moment, plan_on, yearly
from tests.factories.lms import CompletionFactory
from tests.factories.organisations import AppointmentFactory, MandateFactory, UnitFactory
from tests.journeys.browser import (
    NARROW,
    WIDE,
    axe,
    no_horizontal_scroll,
    screenshot,
    sign_in,
)

LATE = 6


@pytest.fixture
def last_year(transactional_db: None) -> int:
    return clock.today().year - 1


@pytest.fixture
def auditor(last_year: int) -> Person:
    """The auditor of two ministries whose figures of last year were frozen on 2 January.

    After that it was heard of that six more people were done in time.
    """
    with clock.at(moment("2020-01-01")):
        rijk = UnitFactory(code="rijk", name="Rijksoverheid", kind=UnitKind.CENTRAL_GOVERNMENT)
        people = []
        for code in ("bzk", "fin"):
            ministry = UnitFactory(
                code=code, name=f"Ministerie {code}", parent=rijk, kind=UnitKind.MINISTRY
            )
            people += [AppointmentFactory(unit=ministry).person for _ in range(12)]
        duty = yearly(requirement__title="Integriteit en sociale veiligheid")
        mandate = MandateFactory(
            unit=rijk,
            kind=MandateKind.AUDITOR,
            holder__name="Hans Verbeek",
            holder__user__email="hans@example.test",
        )
    plan_on(f"{last_year}-01-02")
    with clock.at(moment(f"{last_year + 1}-01-02")):
        take_snapshot(reference_date=date(last_year, 12, 31))
    for person in people[:LATE]:
        CompletionFactory(
            person=person,
            activity=activity_of(duty),
            occurred_at=moment(f"{last_year}-12-01"),
            recorded_at=moment(f"{last_year + 1}-01-10"),
        )
    return mandate.holder


@pytest.mark.parametrize("viewport", [WIDE, NARROW])
def test_an_auditor_reproduces_the_figure_of_last_year(
    live_server: Any, auditor: Person, last_year: int, page: Page
) -> None:
    sign_in(page, live_server, auditor.user)
    page.goto(f"{live_server.url}/organisatie/")
    page.get_by_role("link", name="Rapport voor een Kamervraag").click()
    page.get_by_role("link", name=f"31 december {last_year}").click()
    row = page.locator("tr.total").first
    expect(row).to_contain_text("Rijksoverheid, iedereen één keer")
    expect(row.locator("td").first).to_have_text("24")
    expect(page.locator("main")).to_contain_text("Vastgelegd in een momentopname van")
    _look(page, "reis-kamervraag")
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF", exact=True).click()
    assert download.value.suggested_filename == f"kompas-kamervraag-{last_year}-12-31.pdf"
    assert download.value.path().read_bytes().startswith(b"%PDF-")

    page.goto(f"{live_server.url}/peilmomenten/")
    _look(page, "reis-momentopnamen")
    page.get_by_role("link", name=f"31 december {last_year}").click()
    _look(page, "reis-momentopname")
    page.get_by_role("link", name="Herbereken met kennis van toen").click()
    expect(page.locator(".utrecht-alert--ok")).to_contain_text("Gelijk")
    _look(page, "reis-herberekend-toen")

    page.get_by_role("link", name="Terug naar de momentopname").click()
    page.get_by_role("link", name="Herbereken met kennis van nu").click()
    expect(page.get_by_role("heading", name="Waarom het hier anders is")).to_be_visible()
    reason = page.get_by_role("row", name="Een afronding is later vastgelegd")
    expect(reason).to_contain_text(str(LATE))
    _look(page, "reis-herberekend-nu")


def test_a_file_is_made_while_one_waits_and_fetched(
    live_server: Any, auditor: Person, last_year: int, page: Page
) -> None:
    sign_in(page, live_server, auditor.user)
    page.goto(f"{live_server.url}/peilmomenten/")
    page.get_by_role("link", name=f"31 december {last_year}").click()
    page.get_by_role("button", name="CSV").click()
    expect(page.locator("#bestanden")).to_contain_text("In de wachtrij")
    _look(page, "reis-bestand-in-wachtrij")
    run_jobs()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    with download.value.path().open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    assert [row[1] for row in rows[1:]] == ["Rijksoverheid", "Ministerie bzk", "Ministerie fin"]
    _look(page, "reis-bestand-klaar")
    page.get_by_role("button", name="Verwijder").click()
    expect(page.locator("#bestanden")).to_contain_text("Verwijderd")
    assert not private_storage().exists(Export.objects.get().file.name or "x")


def _look(page: Page, name: str) -> None:
    axe(page)
    no_horizontal_scroll(page)
    screenshot(page, name)

"""An auditor makes the report of last 31 December, computes it again and takes the rows along."""

import csv
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

import jobs
from compliance.models import Export, ReportSubscription
from compliance.models.exports import private_storage
from compliance.snapshots.taking import take_snapshot
from core import clock
from jobs.testing import run_jobs
from notifications.models import Notice
from organisations.enums import MandateKind, UnitKind
from organisations.models import Mandate, Person
from tests.compliance.story import activity_of, moment, plan_on, yearly
from tests.factories.lms import CompletionFactory
from tests.factories.organisations import AppointmentFactory, MandateFactory, UnitFactory
from tests.journeys.browser import (
    NARROW,
    WIDE,
    Findings,
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
    _compute_again(page)


def _compute_again(page: Page) -> None:
    """Let the job compute the snapshot on this page again, both ways, and find both back."""
    page.get_by_role("button", name="Herbereken met kennis van toen").press("Enter")
    expect(page.locator("#voortgang")).to_contain_text("In de wachtrij")
    _look(page, "reis-herberekenen-wacht")
    run_jobs()
    expect(page.locator(".utrecht-alert--ok")).to_contain_text("Gelijk")
    expect(page.locator("main")).to_contain_text("Gevraagd door Hans Verbeek")
    _look(page, "reis-herberekend-toen")

    page.get_by_role("link", name="Terug naar de momentopname").click()
    expect(page.get_by_role("row", name="Met kennis van toen")).to_contain_text("Gelijk")
    page.get_by_role("button", name="Herbereken met kennis van nu").click()
    run_jobs()
    expect(page.get_by_role("heading", name="Waarom het hier anders is")).to_be_visible()
    reason = page.get_by_role("row", name="Een afronding is later vastgelegd")
    expect(reason).to_contain_text(str(LATE))
    _look(page, "reis-herberekend-nu")
    page.get_by_role("link", name="Terug naar de momentopname").click()
    expect(page.get_by_role("row", name="Met kennis van nu")).to_contain_text("Anders")
    _look(page, "reis-momentopname-met-controles")


@pytest.mark.parametrize("viewport", [WIDE, NARROW])
def test_a_day_is_frozen_while_one_waits_and_is_found_back(
    live_server: Any, auditor: Person, last_year: int, page: Page
) -> None:
    sign_in(page, live_server, auditor.user)
    page.goto(f"{live_server.url}/peilmomenten/")
    page.get_by_label("Peildatum").fill(f"{last_year}-11-30")
    page.get_by_role("button", name="Leg deze cijfers vast").click()
    expect(page.locator("#voortgang")).to_contain_text("In de wachtrij")
    _look(page, "reis-vastleggen-wacht")
    page.goto(f"{live_server.url}/peilmomenten/")
    _look(page, "reis-vastleggen-lijst")
    page.get_by_role("link", name=f"30 november {last_year}").click()
    run_jobs()
    expect(page.locator(".utrecht-alert--ok")).to_contain_text("zijn vastgelegd")
    _look(page, "reis-vastgelegd")
    page.get_by_role("link", name="Ga naar de momentopname").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"30 november {last_year}")


def test_a_report_comes_by_itself_and_stops_with_the_mandate(
    live_server: Any, auditor: Person, page: Page, findings: Findings
) -> None:
    sign_in(page, live_server, auditor.user)
    page.goto(f"{live_server.url}/organisatie/rijk/kwartaal/")
    page.get_by_label("Hoe vaak").select_option("month")
    page.get_by_label("Als", exact=True).select_option("csv")
    page.get_by_role("button", name="Volg dit rapport").press("Enter")
    followed = page.get_by_role("row", name="Kwartaalrapport")
    expect(followed).to_contain_text("Elke maand")
    _look(page, "reis-rapport-gevolgd")
    ReportSubscription.objects.update(valid_from=clock.today() - timedelta(days=62))
    jobs.enqueue("compliance.reports")
    run_jobs()
    notice = Notice.objects.get(kind="compliance.export_ready")
    assert notice.person == auditor

    page.goto(f"{live_server.url}/exporten/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    ended = clock.today().replace(day=1) - timedelta(days=1)
    assert download.value.suggested_filename == f"kompas-kwartaal-rijk-{ended}.csv"
    _look(page, "reis-rapport-klaar")
    Mandate.objects.update(valid_until=clock.today())
    findings.expect(404, "/bestand/")
    export = Export.objects.get()
    answer = page.request.get(f"{live_server.url}/exporten/{export.uuid}/bestand/")
    assert answer.status == 404
    Export.objects.update(subscription=None)
    jobs.enqueue("compliance.reports")
    run_jobs()
    page.goto(f"{live_server.url}/exporten/")
    expect(page.get_by_role("row", name="Kwartaalrapport").last).to_contain_text("mandaat")
    _look(page, "reis-rapport-gestopt")


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

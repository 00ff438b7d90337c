"""What is wrong, empty, late or over looks as it should, light and dark, wide and narrow."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from compliance.enums import CheckKnowledge, SnapshotRefusal
from compliance.models import Export, Snapshot, SnapshotRequest
from compliance.snapshots.asking import request_check, request_snapshot
from compliance.snapshots.taking import take_snapshot
from core import clock
from jobs.enums import RunState
from jobs.models import JobRun
from organisations.enums import MandateKind, UnitKind
from organisations.models import Person
from tests.compliance.story import moment, plan_on, yearly
from tests.factories.organisations import AppointmentFactory, MandateFactory, UnitFactory
from tests.journeys.browser import NARROW, WIDE, axe, no_horizontal_scroll, screenshot, sign_in
from tests.journeys.conftest import OpenPage

Look = Callable[[str, str, str], Page]


@pytest.fixture
def officer(transactional_db: None) -> Person:
    """Return the officer of the whole, where everybody still has time."""
    year = clock.today().year
    with clock.at(moment("2020-01-01")):
        rijk = UnitFactory(code="rijk", name="Rijksoverheid", kind=UnitKind.CENTRAL_GOVERNMENT)
        AppointmentFactory.create_batch(6, unit=rijk)
        yearly(requirement__title="Integriteit", requirement__key="integriteit")
        mandate = MandateFactory(
            unit=rijk,
            kind=MandateKind.COMPLIANCE_OFFICER,
            holder__name="Els de Boer",
            holder__user__email="els@example.test",
        )
    plan_on(f"{year}-01-02")
    with clock.at(moment(f"{year}-01-03")):
        take_snapshot(reference_date=date(year - 1, 12, 31))
    holder: Person = mandate.holder
    return holder


@pytest.fixture
def look(live_server: Any, officer: Person, open_page: OpenPage) -> Look:
    """Return what opens a page light and dark and looks at it at both widths."""

    def look_at(path: str, sentence: str, name: str) -> Page:
        for scheme in ("dark", "light"):
            page = open_page(color_scheme=scheme)
            sign_in(page, live_server, officer.user)
            page.goto(f"{live_server.url}{path}")
            expect(page.locator("main")).to_contain_text(sentence)
            for size in (NARROW, WIDE):
                page.set_viewport_size(size)
                no_horizontal_scroll(page)
                axe(page)
                screenshot(page, f"staat-{name}-{scheme}-{size['width']}")
        return page

    return look_at


def test_a_day_that_has_not_come_is_said_in_a_sentence_above_the_field(look: Look) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    page = look(f"/rijk/kamervraag/?peildatum={tomorrow}", "niemand kent de toekomst", "toekomst")
    expect(page).to_have_title(re.compile("^Fout: "))


def test_a_filter_that_leaves_nobody_says_so_and_leads_back(look: Look) -> None:
    page = look("/organisatie/rijk/personen/?status=late", "Niemand past bij", "niemand")
    page.get_by_role("link", name="Toon iedereen").press("Enter")
    expect(page.locator("main tbody tr")).to_have_count(6)


def test_work_on_snapshots_that_failed_or_could_not_be_done_says_what_now(
    look: Look, officer: Person
) -> None:
    frozen = Snapshot.objects.get()
    check = request_check(snapshot=frozen, knowledge=CheckKnowledge.NOW, by=officer)
    request = request_snapshot(reference_date=date(frozen.reference_date.year, 6, 30), by=officer)
    look(f"/peilmomenten/{frozen.uuid}/controles/{check.uuid}/", "In de wachtrij", "wacht")
    JobRun.objects.update(state=RunState.DEAD)
    failed = look(f"/peilmomenten/{frozen.uuid}/controles/{check.uuid}/", "niet gelukt", "mislukt")
    look(f"/peilmomenten/{frozen.uuid}/", "Mislukt", "momentopname")
    SnapshotRequest.objects.filter(pk=request.pk).update(
        refused=SnapshotRefusal.EXISTS, finished_at=clock.now()
    )
    look(f"/peilmomenten/opdrachten/{request.uuid}/", "Er is niets vastgelegd", "kan-niet")
    failed.get_by_role("button", name="Opnieuw proberen").press("Enter")
    expect(failed.locator("#voortgang")).to_contain_text("In de wachtrij")


def test_files_that_are_over_failed_or_not_allowed_say_what_now(
    look: Look, officer: Person
) -> None:
    look("/exporten/", "Je hebt geen bestanden", "exporten-leeg")
    now = clock.now()
    same = {
        "kind": "kwartaal",
        "parameters": {"onderdeel": "rijk", "peildatum": "2026-09-30"},
        "format": "csv",
        "requested_by": officer,
    }
    later = now + timedelta(days=7)
    Export.objects.create(**same, expires_at=now - timedelta(days=1), finished_at=now)
    Export.objects.create(**same, expires_at=later)
    Export.objects.create(**same, expires_at=later, refused_at=now)
    page = look("/exporten/", "Verwijderd", "exporten")
    expect(page.locator("main")).to_contain_text("Mislukt")
    expect(page.locator("main")).to_contain_text("Mag niet meer")
    expect(page.get_by_role("link", name="Download")).to_have_count(0)

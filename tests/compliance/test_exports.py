"""Files on request: made by a job, whole or not there, safe to open, only for who asked."""

import csv
import hashlib
from datetime import timedelta
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from compliance.enums import EndReason, ExportFormat, ExportState
from compliance.exports import request_export
from compliance.exports import services as export_services
from compliance.exports.errors import NotAllowed, TooMany, WrongChoice
from compliance.exports.services import build_export, delete_expired
from compliance.exports.subscriptions import (
    last_day_of_period,
    request_due_reports,
    subscribe,
    unsubscribe,
)
from compliance.exports.writers import write_table
from compliance.models import Export, ReportSubscription
from compliance.models.exports import private_storage
from compliance.tables import Table
from core import clock
from jobs.testing import run_jobs
from notifications.models import Notice
from organisations.enums import MandateKind
from organisations.services import mandates as mandating
from tests.compliance.story import day, moment, plan_on, yearly
from tests.factories.organisations import AppointmentFactory, MandateFactory, UnitFactory

pytestmark = pytest.mark.django_db
NOW = moment("2027-01-15T10:00")
DAY = {"onderdeel": "bzk", "peildatum": "2026-12-31"}


@pytest.fixture(autouse=True)
def _january(settings, tmp_path):
    storages = {name: dict(one) for name, one in settings.STORAGES.items()}
    storages["private"] = {**storages["private"], "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = storages
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def officer():
    """The compliance officer of a ministry of two teams, of six people each."""
    with clock.at(moment("2020-01-01")):
        top = UnitFactory(code="bzk", name="Ministerie", kind="ministry")
        teams = [UnitFactory(code=code, name=f"Team {code}", parent=top) for code in "ab"]
        for team in teams:
            for _ in range(6):
                AppointmentFactory(unit=team)
        yearly(requirement__title="Integriteit")
        mandate = MandateFactory(unit=top, kind=MandateKind.COMPLIANCE_OFFICER)
    plan_on("2026-01-02")
    return mandate.holder


def asked(person, kind="onderdelen", file_type="csv", **parameters) -> Export:
    export = request_export(
        kind=kind, parameters={**DAY, **parameters}, by=person, format=file_type
    )
    run_jobs()
    export.refresh_from_db()
    return export


def content(export: Export) -> bytes:
    with private_storage().open(export.file.name, "rb") as file:
        return file.read()


def lines(data: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(data.decode("utf-8-sig")), delimiter=";"))


def test_a_file_that_is_asked_for_is_made_by_a_job_and_told_with_a_link(officer):
    export = request_export(kind="onderdelen", parameters=DAY, by=officer, format="csv")
    assert export.state_at(NOW) == ExportState.WAITING
    run_jobs()
    export.refresh_from_db()
    assert export.state_at(NOW) == ExportState.READY
    rows = lines(content(export))
    assert [row[:6] for row in rows[1:]] == [
        ["bzk", "Ministerie", "", "Integriteit", "12", "0"],
        ["a", "Team a", "Ministerie", "Integriteit", "6", "0"],
        ["b", "Team b", "Ministerie", "Integriteit", "6", "0"],
    ]
    assert (export.rows, export.size) == (3, len(content(export)))
    assert export.sha256 == hashlib.sha256(content(export)).hexdigest()
    notice = Notice.objects.get(key=f"export:{export.uuid}")
    assert (notice.person, notice.context["knop"]) == (officer, "/exporten/")


@pytest.mark.parametrize("file_type", ["xlsx", "ods"])
def test_a_spreadsheet_holds_numbers_and_days_as_such(officer, file_type):
    export = asked(officer, file_type=file_type)
    sheet = CalamineWorkbook.from_filelike(BytesIO(content(export))).get_sheet_by_index(0)
    rows = sheet.to_python()
    header = [str(cell) for cell in rows[0]]
    assert rows[2][1] == "Team a"
    assert rows[2][header.index("Moet dit doen (noemer)")] == 6
    assert str(rows[2][header.index("Peildatum")])[:10] == "2026-12-31"


@pytest.mark.parametrize("file_type", [ExportFormat.CSV, ExportFormat.XLSX, ExportFormat.ODS])
def test_no_cell_of_any_file_type_is_a_formula(file_type):
    evil = ['=HYPERLINK("http://x")', "+1", "-2", "@SUM(A1)", "\t=1", "\uff1d1", "veilig"]
    table = Table(title="=blad/[1]", header=evil, rows=iter([evil]))
    file = BytesIO()
    assert write_table(table, file, file_type, lambda _n: None) == 1
    if file_type == ExportFormat.CSV:
        cells = lines(file.getvalue())[1]
    else:
        book = CalamineWorkbook.from_filelike(BytesIO(file.getvalue()))
        cells = [str(cell) for cell in book.get_sheet_by_index(0).to_python()[-1]]
        parts = ZipFile(file)
        text = b"".join(parts.read(name) for name in parts.namelist())
        assert b"<f>" not in text
        assert b"table:formula" not in text
    assert [cell[0] for cell in cells] == ["'"] * 6 + ["v"]


def test_what_is_hidden_on_the_page_is_hidden_in_the_file(officer):
    with clock.at(moment("2020-01-01")):
        small = UnitFactory(code="c", name="Team c", parent=officer.mandates.get().unit)
        for _ in range(3):
            AppointmentFactory(unit=small)
    plan_on("2026-01-03")
    rows = lines(content(asked(officer)))
    assert [(row[1], row[4]) for row in rows[1:]] == [
        ("Ministerie", "15"),
        ("Team a", "Te kleine groep om te tonen"),
        ("Team b", "6"),
        ("Team c", "Te kleine groep om te tonen"),
    ]


def test_the_people_of_a_ministry_can_be_had_by_its_officer_and_by_nobody_else(officer):
    chosen = {"onderdeelcode": "bzk"}
    export = asked(officer, kind="personen", onderdeel="", **chosen)
    rows = lines(content(export))
    assert (len(rows), export.rows) == (13, 12)
    auditor = MandateFactory(unit=officer.mandates.get().unit, kind=MandateKind.AUDITOR).holder
    with pytest.raises(NotAllowed):
        request_export(kind="personen", parameters=chosen, by=auditor, format="csv")
    assert Export.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"kind": "onbekend"}, WrongChoice),
        ({"format": "pdf"}, WrongChoice),
        ({"format": "exe"}, WrongChoice),
        ({"parameters": {**DAY, "peildatum": "2027-01-16"}}, WrongChoice),
        ({"parameters": {**DAY, "peildatum": "31 december"}}, WrongChoice),
        ({"parameters": {**DAY, "onderdeel": "elders"}}, NotAllowed),
        ({"parameters": {**DAY, "momentopname": "x"}}, WrongChoice),
        ({"kind": "kamervraag"}, NotAllowed),
    ],
)
def test_what_cannot_be_made_is_refused_and_nothing_is_written(officer, change, error):
    request = {"kind": "onderdelen", "parameters": DAY, "by": officer, "format": "csv", **change}
    with pytest.raises(error):
        request_export(**request)
    assert not Export.objects.exists()


def test_nobody_fills_the_queue(officer):
    for _ in range(export_services.MOST_AT_ONCE):
        request_export(kind="onderdelen", parameters=DAY, by=officer, format="csv")
    with pytest.raises(TooMany):
        request_export(kind="onderdelen", parameters=DAY, by=officer, format="csv")
    run_jobs()
    assert request_export(kind="onderdelen", parameters=DAY, by=officer, format="csv")


def test_a_mandate_that_ends_before_the_job_runs_gives_no_file(officer):
    export = request_export(kind="onderdelen", parameters=DAY, by=officer, format="csv")
    mandating.end_mandate(mandate=officer.mandates.get(), on=day("2027-01-14"))
    run_jobs()
    export.refresh_from_db()
    assert export.state_at(NOW) == ExportState.REFUSED
    assert not export.file
    assert not Notice.objects.exists()


def test_a_job_that_was_killed_half_way_starts_again_without_a_half_file(officer, monkeypatch):
    real, calls = export_services.write_table, []

    def dies_once(table, file, file_type, counted):
        calls.append(1)
        if len(calls) == 1:
            file.write(b"half")
            raise SystemExit
        return real(table, file, file_type, counted)

    monkeypatch.setattr(export_services, "write_table", dies_once)
    export = request_export(kind="onderdelen", parameters=DAY, by=officer, format="csv")
    with pytest.raises(SystemExit):
        build_export(export, lambda _n: None)
    assert not private_storage().exists("exports")
    build_export(export, lambda _n: None)
    export.refresh_from_db()
    assert export.rows == 3
    assert content(export).startswith("\ufeff".encode())


def test_of_two_workers_that_make_the_same_file_one_counts_and_no_file_is_left_over(officer):
    export = request_export(kind="onderdelen", parameters=DAY, by=officer, format="csv")
    build_export(export, lambda _n: None)
    build_export(export, lambda _n: None)
    export.refresh_from_db()
    _folders, names = private_storage().listdir("exports")
    assert [f"exports/{name}" for name in names] == [export.file.name]
    assert Notice.objects.count() == 1


def test_a_file_is_deleted_after_its_time_and_what_a_killed_job_left_too(officer):
    export = asked(officer)
    storage = private_storage()
    orphan = storage.save("exports/verdwaald.csv", ContentFile(b"x"))
    waiting = request_export(kind="onderdelen", parameters=DAY, by=officer, format="csv")
    kept = storage.save(f"exports/{waiting.uuid}.csv", ContentFile(b"x"))
    assert delete_expired() == 1
    assert not storage.exists(orphan)
    assert storage.exists(kept)
    with time_machine.travel(NOW + timedelta(days=7), tick=False):
        assert delete_expired() == 2
        assert not storage.exists(export.file.name)
        export.refresh_from_db()
        assert export.state_at(clock.now()) == ExportState.EXPIRED


@pytest.fixture
def page(client, officer):
    client.force_login(officer.user)
    return client


def test_my_files_are_listed_with_how_far_they_are_and_can_be_fetched(page, officer):
    assert "Je hebt geen bestanden" in page.get("/exporten/").content.decode()
    answer = page.post(
        "/exporten/nieuw/", {"rapport": "onderdelen", "bestandstype": "csv", **DAY}, follow=True
    )
    assert "hx-trigger" in answer.content.decode()
    part = page.get("/exporten/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    run_jobs()
    ready = page.get("/exporten/").content.decode()
    assert "hx-trigger" not in ready
    assert "Kompas" in ready
    export = Export.objects.get()
    fetched = page.get(f"/exporten/{export.uuid}/bestand/")
    assert fetched["Content-Disposition"] == (
        'attachment; filename="kompas-onderdelen-bzk-2026-12-31.csv"'
    )
    assert b"".join(fetched.streaming_content) == content(export)


def test_nobody_else_fetches_or_deletes_my_file(page, client, officer):
    export = asked(officer)
    other = MandateFactory(unit=officer.mandates.get().unit).holder
    client.force_login(other.user)
    assert client.get(f"/exporten/{export.uuid}/bestand/").status_code == 404
    assert client.post(f"/exporten/{export.uuid}/verwijderen/").status_code == 404
    assert private_storage().exists(export.file.name)


def test_whoever_may_no_longer_see_the_figures_does_not_fetch_the_file_any_more(page, officer):
    export = asked(officer)
    mandating.end_mandate(mandate=officer.mandates.get(), on=day("2027-01-14"))
    assert page.get(f"/exporten/{export.uuid}/bestand/").status_code == 404


def test_a_file_that_is_gone_gives_a_sentence(page, officer):
    export = asked(officer)
    private_storage().delete(export.file.name)
    answer = page.get(f"/exporten/{export.uuid}/bestand/", follow=True)
    assert "Dit bestand is er niet meer" in answer.content.decode()


def test_my_file_is_deleted_when_i_ask_for_it(page, officer):
    export = asked(officer)
    page.post(f"/exporten/{export.uuid}/verwijderen/")
    assert not private_storage().exists(export.file.name)
    assert page.get(f"/exporten/{export.uuid}/bestand/").status_code == 404


def test_what_i_may_not_ask_for_is_not_there(page):
    for change in ({"rapport": "kamervraag"}, {"bestandstype": "exe"}, {"onderdeel": "elders"}):
        chosen = {"rapport": "onderdelen", "bestandstype": "csv", **DAY, **change}
        assert page.post("/exporten/nieuw/", chosen).status_code == 404
    assert not Export.objects.exists()


@pytest.mark.parametrize(
    ("rhythm", "today", "last"),
    [
        ("month", "2027-01-01", "2026-12-31"),
        ("month", "2028-03-31", "2028-02-29"),
        ("quarter", "2027-01-01", "2026-12-31"),
        ("quarter", "2027-03-31", "2026-12-31"),
        ("quarter", "2027-05-01", "2027-03-31"),
    ],
)
def test_a_report_is_about_the_period_that_ended(rhythm, today, last):
    assert last_day_of_period(rhythm, day(today)) == day(last)


def follow(person) -> ReportSubscription:
    return subscribe(kind="kwartaal", parameters=DAY, by=person, format="pdf", rhythm="quarter")


def test_a_followed_report_comes_once_per_period_from_the_next_one_on(officer):
    subscription = follow(officer)
    assert follow(officer) == subscription
    assert request_due_reports() == 0
    with time_machine.travel(moment("2027-04-01T05:10"), tick=False):
        assert (request_due_reports(), request_due_reports()) == (1, 0)
        run_jobs()
        export = Export.objects.get()
        assert export.parameters == {"onderdeel": "bzk", "peildatum": "2027-03-31"}
        assert export.state_at(clock.now()) == ExportState.READY
        assert content(export).startswith(b"%PDF-")
        assert Notice.objects.count() == 1


def test_a_followed_report_stops_when_the_mandate_ends(officer):
    subscription = follow(officer)
    mandating.end_mandate(mandate=officer.mandates.get(), on=day("2027-02-01"))
    with time_machine.travel(moment("2027-04-01T05:10"), tick=False):
        assert request_due_reports() == 0
    subscription.refresh_from_db()
    assert subscription.ended_because == EndReason.NO_MANDATE
    assert subscription.valid_until == day("2027-04-01")
    assert not Export.objects.exists()


def test_a_followed_report_stops_when_i_say_so(page, officer):
    page.post(
        reverse("rapport-volgen"),
        {
            "rapport": "kwartaal",
            "bestandstype": "pdf",
            "ritme": "quarter",
            "onderdeel": "bzk",
        },
    )
    subscription = ReportSubscription.objects.get()
    page.post(reverse("rapport-stoppen", args=[subscription.pk]))
    with time_machine.travel(moment("2027-04-01T05:10"), tick=False):
        assert request_due_reports() == 0
    assert "Door jou gestopt" in page.get("/exporten/").content.decode()
    assert unsubscribe(subscription=ReportSubscription.objects.get()).ended_because == "stopped"


def test_somebody_elses_report_cannot_be_stopped(page, officer):
    other = MandateFactory(unit=officer.mandates.get().unit).holder
    subscription = follow(other)
    assert page.post(reverse("rapport-stoppen", args=[subscription.pk])).status_code == 404
    subscription.refresh_from_db()
    assert subscription.valid_until is None


@pytest.mark.parametrize(
    "change", [{"kind": "personen"}, {"format": "exe"}, {"rhythm": "elke dag"}]
)
def test_only_reports_come_by_themselves_every_month_or_quarter(officer, change):
    chosen = {"kind": "kwartaal", "format": "pdf", "rhythm": "month", **change}
    with pytest.raises(WrongChoice):
        subscribe(parameters=DAY, by=officer, **chosen)
    assert not ReportSubscription.objects.exists()

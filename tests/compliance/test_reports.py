"""Reports that are handed over, and the pages of snapshots: the same figures in every form."""

import csv
from io import BytesIO, StringIO

import pikepdf
import pytest
import time_machine
from python_calamine import CalamineWorkbook

from compliance.enums import CheckOutcome
from compliance.models import Snapshot
from compliance.snapshots.taking import take_snapshot
from core import clock
from jobs.testing import run_jobs
from organisations.enums import MandateKind
from tests.compliance.story import activity_of, day, moment, plan_on, yearly
from tests.factories.lms import CompletionFactory
from tests.factories.organisations import AppointmentFactory, MandateFactory, UnitFactory

pytestmark = pytest.mark.django_db
URL = "/rijk/kamervraag/?peildatum=2026-12-31"
FILE = "/rijk/kamervraag/bestand/{}/?peildatum=2026-12-31"
NOBODY = "Te kleine groep om te tonen"


@pytest.fixture(autouse=True)
def _january():
    with time_machine.travel(moment("2027-01-15T10:00:00.123456"), tick=False):
        yield


@pytest.fixture
def rijk():
    """Two large ministries and two small ones; somebody of BZK is done, somebody of Fin is late."""
    with clock.at(moment("2020-01-01")):
        top = UnitFactory(code="rijk", name="Rijk", kind="central_government")
        units = {
            code: UnitFactory(code=code, name=name, parent=top, kind="ministry")
            for code, name in (("az", "AZ"), ("bzk", "BZK"), ("def", "Def"), ("fin", "Łódź & ﬁn"))
        }
        sizes = {"az": 2, "bzk": 20, "def": 3, "fin": 30}
        people = {
            code: [AppointmentFactory(unit=unit).person for _ in range(sizes[code])]
            for code, unit in units.items()
        }
        both = people["bzk"][1]
        AppointmentFactory(person=both, unit=units["fin"])
        duty = yearly(requirement__title="Integriteit", requirement__key="integriteit")
    plan_on("2026-01-02")
    done(people["bzk"][0], duty, "2026-03-01")
    return top, units, people, duty


def snapshot_url(snapshot: Snapshot) -> str:
    return f"/peilmomenten/{snapshot.uuid}/"


def computed_again(client, snapshot: Snapshot, knowledge: str):
    """Ask to compute a snapshot again, let the job do it, and return the page with the outcome."""
    url = f"{snapshot_url(snapshot)}herberekenen/"
    answer = client.post(url, {"kennis": knowledge})
    run_jobs()
    return client.get(answer.url)


def done(person, duty, on: str, recorded: str | None = None):
    CompletionFactory(
        person=person,
        activity=activity_of(duty),
        occurred_at=moment(on),
        recorded_at=moment(recorded or on),
    )


@pytest.fixture
def auditor(client, rijk):
    client.force_login(MandateFactory(unit=rijk[0], kind=MandateKind.AUDITOR).holder.user)
    return client


def taken(on: str = "2027-01-02", reference_date: str = "2026-12-31") -> Snapshot:
    with clock.at(moment(on)):
        return take_snapshot(reference_date=day(reference_date))


def table(answer) -> dict[str, list[object]]:
    """The figures of the first duty: numerator, denominator and percentage, or why not."""
    rows = answer.context["document"].sections[0].figures
    return {row.label: [row.hidden] if row.hidden else list(row.cells[:3]) for row in rows}


EXPECTED = {
    "AZ": [NOBODY],
    "BZK": [20, 1, 5],
    "Def": [NOBODY],
    "Łódź & ﬁn": [31, 0, 0],
    "Rijk, iedereen één keer": [55, 1, 2],
}


def test_the_report_counts_per_ministry_and_everybody_once_in_the_whole(auditor):
    answer = auditor.get(URL)
    assert table(answer) == EXPECTED
    text = answer.content.decode()
    for part in ("Peildatum", "Zoals bekend op", "Controlecode", "31 december 2026"):
        assert part in text


def test_every_file_says_what_the_page_says(auditor):
    csv_rows = list(
        csv.reader(
            StringIO(auditor.get(FILE.format("csv")).content.decode("utf-8-sig")), delimiter=";"
        )
    )
    found = {
        row[1]: [row[2]] if row[2] == NOBODY else [int(cell) for cell in row[2:5]]
        for row in csv_rows[1:]
    }
    assert found == EXPECTED
    assert [row[-3] for row in csv_rows[1:]] == ["2026-12-31"] * 5
    for name in ("xlsx", "ods"):
        book = CalamineWorkbook.from_filelike(BytesIO(auditor.get(FILE.format(name)).content))
        assert book.sheet_names == ["Uitleg", "Integriteit"]
        rows = book.get_sheet_by_name("Integriteit").to_python()[1:]
        found = {
            row[0]: [row[1]] if row[1] == NOBODY else [int(c) for c in row[1:4]] for row in rows
        }
        assert found == EXPECTED
        explained = dict(row[:2] for row in book.get_sheet_by_name("Uitleg").to_python())
        assert explained["Peildatum"] == "31 december 2026"
        assert len(explained["Controlecode"]) == 64


def test_the_pdf_is_tagged_titled_and_in_dutch(auditor):
    data = auditor.get(FILE.format("pdf")).content
    with pikepdf.open(BytesIO(data)) as pdf:
        root = pdf.Root
        assert bool(root.MarkInfo.Marked)
        assert str(root.Lang) == "nl"
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == (
                "Wie heeft de verplichte onderdelen afgerond? Stand op 31 december 2026"
            )
        kinds = list(_kinds(root.StructTreeRoot))
        assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/TR"} <= set(kinds)
        assert kinds.count("/Table") == 1
        assert kinds.count("/TH") >= 11


def _kinds(node):
    """The kind of every tag."""
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from _kinds(child)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield str(node.S)
        if "/K" in node:
            yield from _kinds(node.K)


def test_the_same_report_gives_the_same_pdf_whatever_words_are_in_it(auditor, rijk):
    taken()
    with clock.at(moment("2027-01-03")):
        version = rijk[1]["bzk"].versions.get()
        version.name = '#read("/etc/passwd") *x* $1$ <a> @b \\ [c]'
        version.save()
    first, again = (auditor.get(FILE.format("pdf")).content for _ in range(2))
    assert first == again
    assert first.startswith(b"%PDF-")
    strange = auditor.get(f"{FILE.format('pdf')}&bron=nu").content
    assert strange.startswith(b"%PDF-")


def test_a_day_that_was_frozen_keeps_its_figures_and_says_so(auditor, rijk):
    taken()
    done(rijk[2]["bzk"][2], rijk[3], "2026-03-01", "2027-01-10")
    answer = auditor.get(URL)
    assert table(answer)["BZK"] == [20, 1, 5]
    assert "Vastgelegd in een momentopname van" in answer.content.decode()
    assert table(auditor.get(f"{URL}&bron=nu"))["BZK"] == [20, 2, 10]


def test_who_has_no_mandate_on_the_whole_sees_no_report_of_it(client, rijk):
    officer = MandateFactory(unit=rijk[1]["bzk"], kind=MandateKind.COMPLIANCE_OFFICER).holder
    client.force_login(officer.user)
    assert client.get(URL).status_code == 404
    assert client.get(FILE.format("pdf")).status_code == 404


@pytest.mark.parametrize(
    ("date", "sentence"),
    [
        ("2027-01-16", "niemand kent de toekomst"),
        ("gisteren", "geen datum die we kennen"),
        ("2019-01-01", "geen cijfers van vóór 1 januari 2020"),
    ],
)
def test_a_wrong_day_gets_a_sentence_and_no_file(auditor, date, sentence):
    answer = auditor.get(f"/rijk/kamervraag/?peildatum={date}")
    assert sentence in answer.content.decode()
    assert auditor.get(f"/rijk/kamervraag/bestand/pdf/?peildatum={date}").status_code == 404
    assert auditor.get("/rijk/kamervraag/bestand/exe/").status_code == 404


def test_the_quarterly_report_of_a_ministry_is_for_its_works_council(client, rijk):
    council = MandateFactory(unit=rijk[1]["bzk"], kind=MandateKind.WORKS_COUNCIL).holder
    client.force_login(council.user)
    answer = client.get("/organisatie/bzk/kwartaal/")
    assert "Kwartaalrapport 2026, kwartaal 4" in answer.content.decode()
    assert table(answer) == {"BZK, iedereen één keer": [20, 1, 5]}
    assert client.get("/organisatie/bzk/kwartaal/bestand/ods/").status_code == 200
    assert client.get("/organisatie/fin/kwartaal/").status_code == 404
    assert client.get("/organisatie/fin/kwartaal/bestand/ods/").status_code == 404
    wrong = client.get("/organisatie/bzk/kwartaal/?peildatum=2026-12-30")
    assert "Kies een kwartaal uit de lijst" in wrong.content.decode()


def test_a_day_on_which_a_unit_was_not_there_has_no_report_of_it(client, rijk):
    with clock.at(moment("2020-01-01")):
        new = UnitFactory(code="nieuw", parent=rijk[0], valid_from=day("2026-11-01"))
        mandate = MandateFactory(unit=new, kind=MandateKind.AUDITOR)
    client.force_login(mandate.holder.user)
    assert client.get("/organisatie/nieuw/kwartaal/?peildatum=2026-12-31").status_code == 200
    assert client.get("/organisatie/nieuw/kwartaal/?peildatum=2026-09-30").status_code == 404


def test_an_auditor_freezes_a_day_and_sees_it_in_the_list(auditor):
    assert "nog geen dag vastgelegd" in auditor.get("/peilmomenten/").content.decode()
    answer = auditor.post("/peilmomenten/maken/", {"peildatum": "2026-12-31"}, follow=True)
    run_jobs()
    done = auditor.get(answer.request["PATH_INFO"])
    assert "De cijfers van deze dag zijn vastgelegd" in done.content.decode()
    assert table(auditor.get(snapshot_url(Snapshot.objects.get()))) == EXPECTED
    assert "31 december 2026" in auditor.get("/peilmomenten/").content.decode()
    again = auditor.post("/peilmomenten/maken/", {"peildatum": "2026-12-31"})
    assert again.status_code == 422
    assert "al een momentopname van deze dag" in again.content.decode()
    assert Snapshot.objects.count() == 1


@pytest.mark.parametrize("date", ["2027-01-16", "", "x", "2019-12-31"])
def test_a_day_that_cannot_be_frozen_is_refused_with_a_sentence(auditor, date):
    answer = auditor.post("/peilmomenten/maken/", {"peildatum": date})
    assert answer.status_code == 422
    assert "Fout:" in answer.content.decode()
    assert not Snapshot.objects.exists()


def test_who_does_not_oversee_the_rijk_freezes_nothing(client, rijk):
    snapshot = taken()
    kinds = [(rijk[1]["bzk"], MandateKind.COMPLIANCE_OFFICER), (rijk[0], MandateKind.WORKS_COUNCIL)]
    for unit, kind in kinds:
        client.force_login(MandateFactory(unit=unit, kind=kind).holder.user)
        assert client.post("/peilmomenten/maken/", {"peildatum": "2026-09-30"}).status_code == 404
        url = f"/peilmomenten/{snapshot.uuid}/corrigeren/"
        assert client.post(url, {"reden": "Zomaar"}).status_code == 404
    assert Snapshot.objects.count() == 1


def test_a_snapshot_shows_only_the_part_under_the_mandate(client, rijk):
    snapshot = taken()
    council = MandateFactory(unit=rijk[1]["bzk"], kind=MandateKind.WORKS_COUNCIL).holder
    client.force_login(council.user)
    url = f"/peilmomenten/{snapshot.uuid}/"
    assert table(client.get(url)) == {"BZK, iedereen één keer": [20, 1, 5]}
    for code in ("rijk", "fin", "bestaat-niet"):
        assert client.get(f"{url}?onderdeel={code}").status_code == 404


def test_computed_again_it_is_equal_and_later_it_is_explained(auditor, rijk):
    snapshot = taken()
    for person in rijk[2]["bzk"][2:8]:
        done(person, rijk[3], "2026-03-01", "2027-01-10")
    then = computed_again(auditor, snapshot, "toen")
    assert then.context["asked"].outcome == CheckOutcome.EQUAL
    assert "Gelijk" in then.content.decode()
    now = computed_again(auditor, snapshot, "nu")
    text = now.content.decode()
    assert "Anders dan gepubliceerd" in text
    assert [(row.reason, row.people) for row in now.context["reasons"]] == [("completion", 6)]
    pairs = {pair.label: (pair.done, pair.is_shown) for pair in now.context["duties"][0].pairs}
    assert pairs["BZK"] == (6, True)
    assert pairs["AZ"] == (0, False)


def test_two_snapshots_stand_side_by_side_the_older_first(auditor, rijk):
    first = taken("2026-10-02", "2026-09-30")
    done(rijk[2]["bzk"][2], rijk[3], "2026-11-01")
    second = taken()
    for one, other in ((first, second), (second, first)):
        answer = auditor.get(f"/peilmomenten/{one.uuid}/vergelijken/?met={other.uuid}")
        pairs = {pair.label: pair for pair in answer.context["duties"][0].pairs}
        assert (pairs["BZK"].before.counts.done, pairs["BZK"].after.counts.done) == (1, 2)
        assert pairs["BZK"].points == 5
        assert not pairs["AZ"].is_shown


def test_a_correction_says_why_on_both_pages(auditor, rijk):
    first = taken()
    done(rijk[2]["bzk"][2], rijk[3], "2026-03-01", "2027-01-10")
    url = f"/peilmomenten/{first.uuid}/corrigeren/"
    assert auditor.post(url, {"reden": " "}).status_code == 422
    auditor.post(url, {"reden": "Nagekomen bewijs"})
    run_jobs()
    answer = auditor.get(snapshot_url(Snapshot.objects.get(corrects=first)))
    assert table(answer)["BZK"] == [20, 2, 10]
    assert "Nagekomen bewijs" in answer.content.decode()
    assert "Nagekomen bewijs" in auditor.get(f"/peilmomenten/{first.uuid}/").content.decode()
    assert auditor.post(url, {"reden": "Nog eens"}).status_code == 422
    assert table(auditor.get(URL))["BZK"] == [20, 2, 10]


def test_the_name_of_nobody_is_on_any_page_of_a_snapshot(auditor, rijk):
    snapshot = taken()
    answers = [computed_again(auditor, snapshot, knowledge) for knowledge in ("toen", "nu")]
    for answer in (*answers, auditor.get(snapshot_url(snapshot))):
        text = answer.content.decode()
        assert not [p.name for people in rijk[2].values() for p in people if p.name in text]

"""The buttons under a page ask for a file with exactly what the page shows."""

import csv
import re
from datetime import date
from io import StringIO

import pytest
import time_machine

from compliance.models import Export
from compliance.models.exports import private_storage
from core import clock
from jobs.testing import run_jobs
from lms.api import Assurance
from organisations.enums import AppointmentKind, MandateKind
from tests.compliance.story import activity_of, moment, plan_on, yearly
from tests.factories.lms import CompletionFactory
from tests.factories.organisations import (
    AppointmentFactory,
    MandateFactory,
    PersonFactory,
    UnitFactory,
)

pytestmark = pytest.mark.django_db
PERSONS, UNITS = "/organisatie/directie/personen/", "/organisatie/directie/"
_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


@pytest.fixture(autouse=True)
def _november(settings, tmp_path):
    storages = {name: dict(one) for name, one in settings.STORAGES.items()}
    storages["private"] = {**storages["private"], "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = storages
    with time_machine.travel(moment("2026-11-22"), tick=False):
        yield


@pytest.fixture
def people():
    """Three people of a directorate: one has finished, one has not, one is hired."""
    with clock.at(moment("2026-01-01")):
        top = UnitFactory(name="Directie Zuid", code="directie")
        team = UnitFactory(name="Team Bezwaar", code="bezwaar", parent=top)
        duty = yearly(requirement__title="Integriteit", requirement__key="els")
        anna = member(team, "Anna Zwart")
        member(team, "Bas Appel")
        member(team, "Carla Beer", kind=AppointmentKind.EXTERNAL_HIRE)
        member(UnitFactory(), "Iemand Anders")
    plan_on("2026-01-02")
    CompletionFactory(
        person=anna,
        activity=activity_of(duty),
        occurred_at=moment("2026-03-01"),
        recorded_at=moment("2026-03-01"),
        assurance=Assurance.SERVER_GRADED,
    )
    return top


def member(unit, name: str, **fields):
    person = PersonFactory(name=name, sort_name=name)
    return AppointmentFactory(unit=unit, person=person, **fields).person


@pytest.fixture
def officer(client, people):
    mandate = MandateFactory(unit=people, kind=MandateKind.COMPLIANCE_OFFICER)
    client.force_login(mandate.holder.user)
    return client


def press(client, url: str, file_type: str = "csv") -> list[list[str]]:
    """Press the button of a file type on a page, and return the lines of the file."""
    form = client.get(url).content.decode().split('action="/exporten/nieuw/"')[1]
    form = form.split("</form>")[0]
    answer = client.post(
        "/exporten/nieuw/", {**dict(_HIDDEN.findall(form)), "bestandstype": file_type}
    )
    assert answer.url == "/exporten/"
    run_jobs()
    with private_storage().open(Export.objects.latest("pk").file.name, "rb") as file:
        content = file.read()
    if file_type != "csv":
        return []
    return list(csv.reader(StringIO(content.decode("utf-8-sig")), delimiter=";"))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Anna Zwart", "Bas Appel", "Carla Beer"]),
        ("q=app", ["Bas Appel"]),
        ("status=done", ["Anna Zwart"]),
        ("soort=external_hire", ["Carla Beer"]),
        ("onderdeel=els&status=open", ["Bas Appel", "Carla Beer"]),
        ("peildatum=2026-02-01&status=open", ["Anna Zwart", "Bas Appel", "Carla Beer"]),
        ("status=onzin", ["Anna Zwart", "Bas Appel", "Carla Beer"]),
        ("na=00000000-0000-0000-0000-000000000000", ["Anna Zwart", "Bas Appel", "Carla Beer"]),
    ],
)
def test_the_file_of_people_holds_who_the_filters_leave(officer, query, expected):
    url = f"{PERSONS}?{query}"
    seen = [person.name for person in officer.get(url).context["page"].people]
    assert sorted(seen) == expected
    assert sorted(line[0] for line in press(officer, url)[1:]) == expected


@pytest.mark.parametrize("file_type", ["xlsx", "ods"])
def test_the_people_come_as_a_spreadsheet_too(officer, file_type):
    press(officer, f"{PERSONS}?soort=external_hire", file_type)
    export = Export.objects.get()
    assert (export.kind, export.format, export.rows) == ("personen", file_type, 1)
    assert "stand van 22 november 2026, met een filter" in officer.get("/exporten/").text


def test_a_file_of_everybody_is_not_called_filtered(officer):
    press(officer, PERSONS)
    assert "met een filter" not in officer.get("/exporten/").text


def test_without_people_there_is_nothing_to_make(officer):
    page = officer.get(f"{PERSONS}?q=niemand").content.decode()
    assert 'action="/exporten/nieuw/"' not in page


def test_the_quick_csv_stays(officer):
    assert f"{PERSONS}export.csv" in officer.get(PERSONS).content.decode()


def test_the_file_of_units_is_of_the_day_of_the_page_and_counted_now(client, people):
    with clock.at(moment("2026-01-01")):
        team = UnitFactory(name="Team Groot", code="groot", parent=people)
        AppointmentFactory.create_batch(6, unit=team)
    plan_on("2026-01-02")
    mandate = MandateFactory(unit=people, kind=MandateKind.AUDITOR, valid_until=date(2027, 1, 1))
    client.force_login(mandate.holder.user)
    header, *lines = press(client, f"{UNITS}?peildatum=2026-10-31")
    assert header[:4] == ["Code", "Organisatieonderdeel", "Onderdeel van", "Verplichting"]
    assert {line[0] for line in lines} >= {"groot"}
    assert {line[-3] for line in lines} == {"2026-10-31"}
    assert Export.objects.get().parameters == {
        "onderdeel": "directie",
        "peildatum": "2026-10-31",
        "bron": "nu",
    }

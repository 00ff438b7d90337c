"""The page behind "Waarom?": who may ask it about whom, and what it costs."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from structlog.testing import capture_logs

from compliance.models import Requirement
from organisations.enums import MandateKind
from organisations.models import Mandate, Person, PersonMerge
from tests.compliance.story import moment, plan_on, yearly
from tests.factories.organisations import (
    AppointmentFactory,
    MandateFactory,
    PersonFactory,
    UnitFactory,
)
from tests.lms.counting import count_queries

pytestmark = pytest.mark.django_db
KEY = "els"


@pytest.fixture(autouse=True)
def _november_2026() -> Any:
    with time_machine.travel(moment("2026-11-22"), tick=False):
        yield


@pytest.fixture
def duty() -> Requirement:
    return yearly(requirement__title="Integriteit", requirement__key=KEY)


@pytest.fixture
def mandate() -> Mandate:
    directorate = UnitFactory(code="directie")
    return MandateFactory(unit=UnitFactory(code="bezwaar", parent=directorate))


@pytest.fixture
def person(mandate: Mandate, duty: Requirement) -> Person:
    found = AppointmentFactory(
        unit=mandate.unit, person=PersonFactory(name="Samira Haddad", with_user=True)
    ).person
    plan_on("2026-01-02")
    return found


def visit(client: Client, viewer: Person, url: str) -> Any:
    client.force_login(viewer.user)
    return client.get(url)


def why(person: Person, key: str = KEY) -> str:
    return f"/waarom/{person.uuid}/{key}/"


def test_the_direct_manager_reads_why(client, mandate, person):
    page = visit(client, mandate.holder, why(person))
    assert page.status_code == 200
    assert "Waarom staat hier ‘Nog te doen’?" in page.content.decode()
    assert "Samira Haddad" in page.content.decode()


def test_a_manager_one_level_up_gets_404(client, person):
    higher = MandateFactory(unit=person.appointments.get().unit.versions.get().parent)
    assert visit(client, higher.holder, why(person)).status_code == 404


@pytest.mark.parametrize("kind", [MandateKind.AUDITOR, MandateKind.WORKS_COUNCIL])
def test_a_mandate_for_figures_only_gets_404(client, person, kind):
    mandate = MandateFactory(unit=person.appointments.get().unit, kind=kind)
    assert visit(client, mandate.holder, why(person)).status_code == 404


def test_a_compliance_officer_reads_why_of_everybody_below(client, person):
    unit = person.appointments.get().unit.versions.get().parent
    officer = MandateFactory(unit=unit, kind=MandateKind.COMPLIANCE_OFFICER)
    assert visit(client, officer.holder, why(person)).status_code == 200
    other = AppointmentFactory().person
    assert client.get(why(other)).status_code == 404


def test_forbidden_unknown_and_no_such_duty_answer_alike(client, mandate, person):
    stranger = AppointmentFactory().person
    client.force_login(mandate.holder.user)
    nobody = "00000000-0000-0000-0000-000000000000"
    answers = [
        client.get(url)
        for url in (why(stranger), f"/waarom/{nobody}/{KEY}/", why(person, "bestaat-niet"))
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


def test_who_left_the_team_is_seen_on_a_day_on_which_they_worked_there(client, mandate, person):
    job = person.appointments.get()
    job.valid_until = date(2026, 6, 1)
    job.save()
    assert visit(client, mandate.holder, why(person)).status_code == 404
    assert client.get(f"{why(person)}?op=2026-05-31").status_code == 200


def test_a_record_that_was_merged_into_another_is_unknown(client, mandate, person):
    double = AppointmentFactory(unit=mandate.unit).person
    PersonMerge.objects.create(person=double, into=person)
    assert visit(client, mandate.holder, why(double)).status_code == 404
    assert client.get(why(person)).status_code == 200


def test_somebody_reads_why_of_their_own(client, person):
    page = visit(client, person, f"/mijn-leren/waarom/{KEY}/")
    assert page.status_code == 200
    assert page.context["is_own"]
    assert client.get("/mijn-leren/waarom/bestaat-niet/").status_code == 404


def test_a_duty_that_one_does_not_have_says_for_whom_it_is(client, duty):
    visitor = PersonFactory(with_user=True)
    page = visit(client, visitor, f"/mijn-leren/waarom/{KEY}/").content.decode()
    assert "Deze verplichting geldt op deze dag niet voor jou." in page


@pytest.mark.parametrize("wrong", ["op=gisteren", "op=2030-01-01", "op=1999-01-01", "bekend=ooit"])
def test_a_wrong_day_or_moment_gets_a_sentence_and_shows_today(client, person, wrong):
    page = visit(client, person, f"/mijn-leren/waarom/{KEY}/?{wrong}")
    assert page.status_code == 200
    assert page.context["day"] == date(2026, 11, 22)
    assert 'role="alert"' in page.content.decode()


def test_another_reference_date_and_moment_are_said(client, person):
    url = f"/mijn-leren/waarom/{KEY}/?op=2026-10-01&bekend=2026-10-02T12:00"
    page = visit(client, person, url).content.decode()
    assert "Dit gaat over 1 oktober 2026." in page
    assert "Je ziet wat bekend was op 2 oktober 2026" in page
    assert "Wat verandert dit?" not in page


def test_reading_about_somebody_else_is_noted_with_ids_only(client, mandate, person):
    with capture_logs() as logs:
        visit(client, mandate.holder, why(person))
        visit(client, person, f"/mijn-leren/waarom/{KEY}/")
    [event] = [log for log in logs if log["event"] == "explanation read"]
    assert (event["reader"], event["person"], event["ground"]) == (
        mandate.holder.pk,
        person.pk,
        "manager",
    )
    assert person.name not in str(event)


def test_nothing_is_written_and_the_number_of_queries_is_bounded(client, mandate, person):
    client.force_login(mandate.holder.user)
    client.get(why(person))
    with count_queries() as queries:
        client.get(why(person))
    assert len(queries) <= 26
    assert not [sql for sql in queries if not sql.lstrip().upper().startswith(("SELECT", "WITH"))]

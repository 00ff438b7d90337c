"""Whom an edition asks to read: compliance sees it by itself, gir calls nobody."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client

from compliance.enums import Status
from compliance.models import Cycle
from compliance.planning import plan
from compliance.seeds import seed_requirements
from core import clock
from gir.reports.readings import reading_of
from gir.services.acknowledging import acknowledge
from gir.services.taking_effect import take_effect
from lms.api import ChangeClass
from organisations.enums import MandateKind
from organisations.models import Person
from tests.compliance.story import day, moment, rows_of
from tests.factories.organisations import (
    AppointmentFactory,
    MandateFactory,
    PersonFactory,
    UnitFactory,
)
from tests.gir import code

pytestmark = pytest.mark.django_db
DUTY, TITLE = "gedragscode-integriteit-rijk", "Gedragscode Integriteit Rijk gelezen"
NEXT = {**code.ARTICLES, "4-1": "Een geschenk is nooit meer waard dan 40 euro."}


@pytest.fixture(autouse=True)
def now() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime(2026, 11, 22, 12, tzinfo=UTC), tick=False) as traveller:
        with clock.at(moment("2020-01-01")):
            seed_requirements()
        yield traveller


def at(now: time_machine.Traveller, text: str) -> None:
    """Go to noon of a day, and let the night's jobs have run."""
    now.move_to(moment(text))
    take_effect()
    plan()


def cycles() -> list[tuple[str, date]]:
    rows = Cycle.objects.filter(requirement__key=DUTY).order_by("opens_on")
    return [(row.label, row.opens_on) for row in rows]


def read(person: Person) -> None:
    reading = reading_of(person, clock.today())
    assert reading is not None
    acknowledge(person=person, edition_code=reading.edition.code, shown_hash=reading.content_hash)


def employee(**fields: object) -> Person:
    with clock.at(moment("2020-01-01")):
        person: Person = AppointmentFactory(**fields).person
    return person


def test_a_normative_edition_opens_a_new_cycle_and_an_editorial_one_asks_nobody(
    now: time_machine.Traveller,
) -> None:
    person = employee()
    code.edition("2020")
    at(now, "2026-11-22")
    assert cycles() == [("editie 1-1-2020", date(2020, 1, 1))]
    read(person)
    code.edition("2027-1", day("2027-01-01"), NEXT, change_class=ChangeClass.EDITORIAL)
    code.edition("2027-2", day("2027-03-01"), code.ARTICLES)
    at(now, "2027-01-02")
    assert len(cycles()) == 1
    at(now, "2027-03-01")
    assert cycles()[1:] == [("editie 1-3-2027", date(2027, 3, 1))]
    rows = rows_of(person, "2027-03-02")
    assert rows["editie 1-1-2020"].status in {Status.DONE_ON_TIME, Status.DONE_LATE}
    assert rows["editie 1-3-2027"].status == Status.OPEN
    read(person)
    assert rows_of(person, "2027-03-02")["editie 1-3-2027"].status == Status.DONE_ON_TIME


def test_who_acknowledges_before_the_job_ran_is_done_all_the_same(
    now: time_machine.Traveller,
) -> None:
    person = employee()
    code.edition("2027", day("2027-03-01"))
    now.move_to(datetime(2027, 2, 28, 23, 0, 1, tzinfo=UTC))
    read(person)
    plan()
    assert cycles() == [("editie 1-3-2027", date(2027, 3, 1))]
    assert rows_of(person, "2027-03-01")["editie 1-3-2027"].status == Status.DONE_ON_TIME


def test_the_manager_sees_who_has_not_read_it_and_mijn_leren_leads_there(
    client: Client, now: time_machine.Traveller
) -> None:
    with clock.at(moment("2020-01-01")):
        unit = UnitFactory()
        mandate = MandateFactory(unit=unit, kind=MandateKind.MANAGER)
    done, late = (
        employee(unit=unit, person=PersonFactory(name=name, with_user=True))
        for name in ("Anna Gelezen", "Bram Open")
    )
    code.edition("2026", day("2026-11-01"))
    at(now, "2026-11-22")
    read(done)

    client.force_login(mandate.holder.user)
    page = client.get("/mijn-team/")
    assert page.status_code == 200
    todo = {row.name: row.todo for row in page.context["rows"].object_list}
    assert TITLE not in todo["Anna Gelezen"]
    assert TITLE in todo["Bram Open"]
    client.force_login(late.user)
    assert 'href="/gir/gelezen/"' in client.get("/mijn-leren/").content.decode()

"""The list of everybody below a unit: only for its compliance officer, noted, the same cost."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from structlog.testing import capture_logs

from compliance.enums import EventKind, ReasonCode
from compliance.figures.directory import Directory
from compliance.figures.standing import STATES
from compliance.figures.units import unit_counts
from compliance.models import Obligation, ObligationEvent, Requirement
from compliance.reports import persons
from lms.api import Assurance
from organisations.enums import AppointmentKind, MandateKind
from organisations.models import Mandate, Person, PersonMerge, Unit
from tests.compliance.story import activity_of, moment, plan_on, yearly
from tests.factories.lms import CompletionFactory
from tests.factories.organisations import (
    AppointmentFactory,
    MandateFactory,
    PersonFactory,
    UnitFactory,
)
from tests.lms.counting import count_queries

pytestmark = pytest.mark.django_db
URL = "/organisatie/directie/personen/"


@pytest.fixture(autouse=True)
def _november_2026() -> Any:
    with time_machine.travel(moment("2026-11-22"), tick=False):
        yield


@pytest.fixture
def duty() -> Requirement:
    return yearly(requirement__title="Integriteit", requirement__key="els")


@pytest.fixture
def directorate() -> Unit:
    return UnitFactory(name="Directie Zuid", code="directie")


@pytest.fixture
def team(directorate: Unit) -> Unit:
    return UnitFactory(name="Team Bezwaar", code="bezwaar", parent=directorate)


@pytest.fixture
def mandate(directorate: Unit) -> Mandate:
    return MandateFactory(unit=directorate, kind=MandateKind.COMPLIANCE_OFFICER)


@pytest.fixture
def officer(client: Client, mandate: Mandate) -> Client:
    client.force_login(mandate.holder.user)
    return client


def worker(unit: Unit, name: str, **fields: Any) -> Person:
    first, last = name.split(" ", 1)
    person = PersonFactory(name=name, sort_name=f"{last}, {first}")
    AppointmentFactory(unit=unit, person=person, **fields)
    return person


def complete(person: Person, duty: Requirement, on: str) -> None:
    CompletionFactory(
        person=person,
        activity=activity_of(duty),
        occurred_at=moment(on),
        assurance=Assurance.SERVER_GRADED,
        recorded_at=moment(on),
    )


def names(answer: Any) -> list[str]:
    return [person.name for person in answer.context["page"].people]


def lines(answer: Any) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return [line.split(";") for line in text.splitlines()]


def test_everybody_below_the_unit_is_listed_by_name_with_unit_and_status(
    officer, directorate, team, duty
):
    done, late = worker(team, "Anna Zwart"), worker(directorate, "Bas Appel")
    worker(UnitFactory(), "Iemand Anders")
    plan_on("2026-01-02")
    complete(done, duty, "2026-03-01")
    page = officer.get(URL)
    assert names(page) == [late.name, done.name]
    assert {p.name: (p.units, p.state) for p in page.context["page"].people} == {
        "Bas Appel": (("Directie Zuid",), "open"),
        "Anna Zwart": (("Team Bezwaar",), "done"),
    }
    assert f"/waarom/{done.uuid}/els/" in page.content.decode()


@pytest.mark.parametrize("kind", [k for k in MandateKind if k != MandateKind.COMPLIANCE_OFFICER])
@pytest.mark.parametrize("path", [URL, f"{URL}export.csv"])
def test_no_other_mandate_opens_the_list(client, directorate, duty, kind, path):
    mandate = MandateFactory(unit=directorate, kind=kind, valid_until=date(2027, 1, 1))
    client.force_login(mandate.holder.user)
    assert client.get(path).status_code == 404


def test_an_officer_of_a_unit_below_does_not_see_the_unit_above(client, directorate, team, duty):
    mandate = MandateFactory(unit=team, kind=MandateKind.COMPLIANCE_OFFICER)
    client.force_login(mandate.holder.user)
    assert client.get(URL).status_code == 404
    assert client.get("/organisatie/bezwaar/personen/").status_code == 200
    assert client.get("/organisatie/bestaat-niet/personen/").status_code == 404


def test_the_right_ends_on_the_day_it_ends_also_for_earlier_days(officer, mandate, duty):
    mandate.valid_until = date(2026, 11, 22)
    mandate.save()
    assert officer.get(f"{URL}?peildatum=2026-06-01").status_code == 404


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=app", ["Bas Appel"]),
        ("q=%25", []),
        ("status=done", ["Anna Zwart"]),
        ("status=open", ["Bas Appel", "Carla Beer"]),
        ("status=late", []),
        ("soort=external_hire", ["Carla Beer"]),
        ("onderdeel=ib&status=done", []),
        ("peildatum=2026-02-01&status=done", []),
    ],
)
def test_the_filter_in_the_address_decides_who_is_listed(officer, team, duty, query, expected):
    yearly(
        requirement__title="Informatiebeveiliging",
        requirement__key="ib",
        audience={"kinds": ["intern"]},
    )
    done = worker(team, "Anna Zwart")
    worker(team, "Bas Appel")
    worker(team, "Carla Beer", kind=AppointmentKind.EXTERNAL_HIRE)
    plan_on("2026-01-02")
    complete(done, duty, "2026-03-01")
    assert names(officer.get(f"{URL}?{query}")) == expected


def test_pages_go_on_from_a_person_and_miss_or_repeat_nobody(officer, team, duty, monkeypatch):
    monkeypatch.setattr(persons, "SIZE", 4)
    everybody = [worker(team, f"Persoon Naam{number:02}").name for number in range(10)]
    plan_on("2026-01-02")
    seen, url = [], URL
    while url:
        page = officer.get(url)
        seen += names(page)
        url = page.context["page"].next_after and f"{URL}{page.context['next_url']}"
    assert seen == everybody


@pytest.fixture(params=[(), (1,), (2, 3), (400, 6400)])
def windows(request, monkeypatch) -> None:
    """Look at so many names first, and then."""
    monkeypatch.setattr("compliance.figures.standing.WINDOWS", request.param)


@pytest.mark.usefixtures("windows")
@pytest.mark.parametrize("large", [0, 1000])
def test_a_filter_finds_everybody_page_after_page_however_far_apart_they_stand(
    officer, team, duty, monkeypatch, large
):
    monkeypatch.setattr(persons, "SIZE", 1)
    monkeypatch.setattr("compliance.figures.directory.LARGE", large)
    workers = [worker(team, f"Persoon Naam{number:02}") for number in range(9)]
    elsewhere = worker(UnitFactory(), "Iemand Naam05")
    plan_on("2026-01-02")
    for person in (workers[0], workers[5], workers[8], elsewhere):
        complete(person, duty, "2026-03-01")
    seen, url = [], f"{URL}?status=done"
    while url:
        page = officer.get(url)
        seen += names(page)
        url = page.context["page"].next_after and f"{URL}{page.context['next_url']}"
    assert seen == [workers[number].name for number in (0, 5, 8)]


def spread(team: Unit, duty: Requirement) -> None:
    """Let people stand everywhere: with two duties, of which one asks earlier, and newcomers."""
    other = yearly(
        requirement__title="Informatiebeveiliging",
        requirement__key="ib",
        due_month=11,
        due_day=30,
        grace_days=5,
    )
    workers = [worker(team, f"Persoon Naam{number:02}") for number in range(8)]
    worker(team, "Nieuw Iemand", valid_from=date(2026, 11, 10))
    plan_on("2026-01-02")
    plan_on("2026-11-11")
    for number, person in enumerate(workers):
        if number % 2:
            complete(person, duty, "2026-03-01")
        if number % 3:
            complete(person, other, f"2026-0{2 + number}-01")
    ObligationEvent.objects.create(
        obligation=Obligation.objects.filter(person=workers[0]).latest("pk"),
        kind=EventKind.EXEMPTED,
        effective_on=date(2026, 2, 1),
        until_on=date(2027, 12, 31),
        reason_code=ReasonCode.OTHER_FORM,
        recorded_at=moment("2026-02-01"),
    )


@pytest.mark.parametrize("day", ["2026-11-01", "2026-11-22", "2026-12-03", "2027-01-02"])
def test_the_filter_in_the_database_is_the_state_on_the_screen(officer, mandate, team, duty, day):
    spread(team, duty)
    with time_machine.travel(moment("2027-01-03"), tick=False):
        officer.force_login(mandate.holder.user)
        everybody = officer.get(f"{URL}?peildatum={day}").context["page"].people
        by_state = {state: [p.name for p in everybody if p.state == state] for state in STATES}
        found = {
            state: names(officer.get(f"{URL}?peildatum={day}&status={state}")) for state in STATES
        }
    todo = sorted(by_state["open"] + by_state["soon"] + by_state["late"] + by_state["newcomer"])
    assert sorted(found.pop("open")) == todo
    assert todo
    by_state.pop("open")
    assert found == by_state


def test_the_list_holds_as_many_people_as_the_figure_says(officer, mandate, team, duty):
    spread(team, duty)
    directorate, other = mandate.unit, Requirement.objects.get(key="ib")
    with time_machine.travel(moment("2026-12-03"), tick=False):
        officer.force_login(mandate.holder.user)
        for requirement in (duty, other):
            figure = unit_counts(unit_ids=[directorate.pk], as_of=date(2026, 12, 3))
            counts = figure[directorate.pk, requirement.pk]
            wanted = {
                "late": counts.overdue + counts.in_grace,
                "done": counts.done,
                "newcomer": counts.newcomer_in_term,
                "exempt": counts.exempt,
                "open": counts.not_done + counts.newcomer_in_term,
            }
            listed = {
                state: len(names(officer.get(f"{URL}?onderdeel={requirement.key}&status={state}")))
                for state in wanted
            }
            assert listed == wanted
            assert sum(wanted.values()) > counts.done > 0


def test_the_export_has_everybody_whom_the_filter_leaves_over_all_batches(
    officer, team, duty, monkeypatch
):
    monkeypatch.setattr("compliance.figures.everybody.FETCHED", 2)
    done = [worker(team, f"=Naam Naam{number}") for number in range(5)]
    worker(team, "Nog Niet")
    plan_on("2026-01-02")
    for person in done:
        complete(person, duty, "2026-03-01")
    answer = officer.get(f"{URL}export.csv?status=done")
    head, *rows = lines(answer)
    assert head[:4] == ["Naam", "Organisatieonderdeel", "Werkt hier als", "Integriteit"]
    assert [row[0] for row in rows] == [f"'=Naam Naam{number}" for number in range(5)]
    assert {row[3] for row in rows} == {"Afgerond"}


def test_somebody_merged_into_another_is_one_person_where_the_other_record_works(
    officer, team, duty
):
    person = PersonFactory(name="Samira Haddad", sort_name="Haddad, Samira")
    double = worker(team, "Samira Hadad")
    PersonMerge.objects.create(person=double, into=person)
    plan_on("2026-01-02")
    [row] = officer.get(URL).context["page"].people
    assert (row.name, row.units) == ("Samira Haddad", ("Team Bezwaar",))


def test_a_large_part_of_the_organisation_is_walked_by_name_with_the_same_answer(
    officer, directorate, team, duty, monkeypatch
):
    worker(team, "Anna Zwart")
    worker(directorate, "Bas Appel", kind=AppointmentKind.EXTERNAL_HIRE)
    worker(UnitFactory(), "Iemand Anders")
    person = PersonFactory(name="Samira Haddad", sort_name="Haddad, Samira")
    PersonMerge.objects.create(person=worker(team, "Samira Hadad"), into=person)

    def answers() -> list[list[str]]:
        found = (
            Directory(unit_id=directorate.pk, as_of=date(2026, 11, 22), **chosen)
            for chosen in ({}, {"search": "a"}, {"kind": "external_hire"})
        )
        return [[row.name for row in one.batch(after=None, size=9)] for one in found]

    small = answers()
    assert small[0] == ["Bas Appel", "Samira Haddad", "Anna Zwart"]
    monkeypatch.setattr("compliance.figures.directory.LARGE", 0)
    assert answers() == small


@pytest.mark.parametrize("query", ["", "?status=open", "?status=open&q=n&soort=civil_servant"])
def test_the_page_costs_as_many_queries_for_30_people_as_for_one(officer, team, duty, query):
    worker(team, "Eén Persoon")
    plan_on("2026-01-02")
    officer.get(URL)
    with count_queries() as one:
        assert len(names(officer.get(f"{URL}{query}"))) == 1
    for number in range(29):
        worker(team, f"Persoon Naam{number}")
    plan_on("2026-01-03")
    with count_queries() as thirty:
        assert len(names(officer.get(f"{URL}{query}"))) == 30
    assert len(thirty) == len(one)
    assert len(thirty) <= 18
    assert not [sql for sql in thirty if not sql.lstrip().upper().startswith(("SELECT", "WITH"))]


@pytest.mark.parametrize("path", [URL, f"{URL}export.csv"])
def test_reading_the_list_is_noted_with_ids_and_never_with_what_was_typed(
    officer, mandate, team, duty, path
):
    worker(team, "Anna Zwart")
    with capture_logs() as logs:
        officer.get(f"{path}?q=Zwart&status=open")
    [event] = [log for log in logs if log["event"].startswith("persons ")]
    assert (event["reader"], event["unit"]) == (mandate.holder.pk, mandate.unit_id)
    assert event["filters"] == ["q", "status"]
    assert "Zwart" not in str(event)


@pytest.mark.parametrize("wrong", ["na=niemand", "na=00000000-0000-0000-0000-000000000000"])
def test_a_wrong_place_in_the_address_starts_at_the_beginning(officer, team, duty, wrong):
    worker(team, "Anna Zwart")
    assert names(officer.get(f"{URL}?{wrong}")) == ["Anna Zwart"]


def test_an_empty_unit_and_a_filter_that_fits_nobody_say_so(officer, team, duty):
    assert "Op deze dag werkt hier niemand." in officer.get(URL).content.decode()
    assert "Niemand past" in officer.get(f"{URL}?q=x").content.decode()


def test_nobody_fits_leads_back_to_everybody_on_the_same_day(officer, team, duty):
    worker(team, "Anna Zwart")
    page = officer.get(f"{URL}?status=exempt&peildatum=2026-06-01").content.decode()
    assert "Niemand past bij" in page
    assert 'href="?peildatum=2026-06-01"' in page
    assert 'href="?"' in officer.get(f"{URL}?status=exempt").content.decode()

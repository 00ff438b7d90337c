"""The figures of an organisation: drill-down, small groups, and what cannot be worked out."""

from datetime import date
from itertools import product

import pytest
import time_machine

from organisations.enums import MandateKind
from tests.compliance.story import moment, once, plan_on, yearly
from tests.compliance.test_team_page import complete
from tests.factories.organisations import AppointmentFactory, MandateFactory, UnitFactory
from tests.lms.counting import count_queries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _november_2026():
    with time_machine.travel(moment("2026-11-22"), tick=False):
        yield


@pytest.fixture
def directorate():
    return UnitFactory(code="directie", name="Directie Dienstverlening")


@pytest.fixture
def director(client, directorate):
    client.force_login(MandateFactory(unit=directorate).holder.user)
    return client


def team(parent, size: int, name: str):
    unit = UnitFactory(parent=parent, code=name.lower(), name=name)
    return unit, [AppointmentFactory(unit=unit).person for _number in range(size)]


def shown(page) -> dict[str, tuple[int, int] | None]:
    bars = page.context["report"].children
    return {b.label: b.counts and (b.counts.done, b.counts.rated) for b in bars}


def test_a_director_sees_counts_per_team(director, directorate):
    duty = yearly()
    _a, people = team(directorate, 6, "A")
    team(directorate, 7, "B")
    plan_on("2026-01-02")
    complete(people[0], duty, "2026-02-01")
    page = director.get("/organisatie/directie/")
    assert shown(page) == {"A": (1, 6), "B": (0, 7)}
    assert page.context["report"].total.rated == 13


def test_names_of_people_are_on_none_of_these_pages(director, directorate):
    yearly()
    _a, people = team(directorate, 6, "A")
    plan_on("2026-01-02")
    pages = [
        director.get("/organisatie/directie/").content.decode(),
        director.get("/organisatie/a/").content.decode(),
        b"".join(director.get("/organisatie/directie/export.csv").streaming_content).decode(),
    ]
    assert not [p.name for p, page in product(people, pages) if p.name in page]


def test_a_team_that_is_too_small_hides_itself_and_one_more(director, directorate):
    yearly()
    for name, size in (("A", 3), ("B", 6), ("C", 9)):
        team(directorate, size, name)
    plan_on("2026-01-02")
    assert shown(director.get("/organisatie/directie/")) == {"A": None, "B": None, "C": (0, 9)}


def test_the_page_of_a_hidden_team_gives_its_numbers_neither(director, directorate):
    yearly()
    for name, size in (("A", 3), ("B", 6), ("C", 9)):
        team(directorate, size, name)
    plan_on("2026-01-02")
    totals = {code: director.get(f"/organisatie/{code}/").context["report"].total for code in "abc"}
    assert (totals["a"], totals["b"]) == (None, None)
    assert totals["c"].rated == 9


def test_what_is_below_a_hidden_unit_stays_hidden_too(director, directorate):
    yearly()
    small, _people = team(directorate, 2, "A")
    team(small, 2, "A1")
    large, _people = team(directorate, 0, "B")
    team(large, 6, "B1")
    team(directorate, 9, "C")
    plan_on("2026-01-02")
    report = director.get("/organisatie/b1/").context["report"]
    assert shown(director.get("/organisatie/directie/"))["B"] is None
    assert report.total is None


def test_one_duty_does_not_give_away_what_another_hides(director, directorate):
    yearly(requirement__key="elk-jaar")
    once(requirement__key="een-keer", audience={"units": ["a", "b"]})
    for name, size in (("A", 3), ("B", 6), ("C", 9)):
        team(directorate, size, name)
    plan_on("2026-01-02")
    hidden = {
        key: [
            label
            for label, counts in shown(
                director.get(f"/organisatie/directie/?onderdeel={key}")
            ).items()
            if counts is None
        ]
        for key in ("elk-jaar", "een-keer")
    }
    assert hidden["elk-jaar"] == ["A", "B"]
    assert {"A", "B"} <= set(hidden["een-keer"])


def test_the_export_hides_what_the_page_hides(director, directorate):
    yearly()
    for name, size in (("A", 3), ("B", 6), ("C", 9)):
        team(directorate, size, name)
    plan_on("2026-01-02")
    answer = director.get("/organisatie/directie/export.csv")
    rows = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()[1:]
    digits = {row.split(";")[0]: [c for c in row.split(";")[1:8] if c.isdigit()] for row in rows}
    assert not digits["A"]
    assert not digits["B"]
    assert len(digits["C"]) == 7


def test_a_unit_outside_the_mandate_is_as_unknown_as_no_unit(director, directorate):
    yearly()
    sibling = UnitFactory(code="directie-2")
    UnitFactory(code="directie10")
    for code in (sibling.code, "directie10", "bestaat-niet"):
        assert director.get(f"/organisatie/{code}/").status_code == 404
        assert director.get(f"/organisatie/{code}/export.csv").status_code == 404


@pytest.mark.parametrize("kind", [MandateKind.AUDITOR, MandateKind.WORKS_COUNCIL])
def test_an_auditor_and_the_works_council_see_counts_and_no_way_to_people(
    client, directorate, kind
):
    yearly()
    team(directorate, 6, "A")
    plan_on("2026-01-02")
    client.force_login(MandateFactory(unit=directorate, kind=kind).holder.user)
    page = client.get("/organisatie/directie/")
    assert page.status_code == 200
    assert page.context["lists_people"] is False
    assert "/mijn-team/" not in page.content.decode()


def test_the_short_address_leads_to_the_unit_of_the_mandate(director, directorate):
    yearly()
    assert director.get("/organisatie/")["Location"] == "/organisatie/directie/"


def test_without_a_mandate_there_is_no_organisation_page(client):
    client.force_login(AppointmentFactory(person__with_user=True).person.user)
    assert client.get("/organisatie/").status_code == 404


def test_the_tree_is_that_of_the_reference_date(director, directorate):
    yearly()
    unit = UnitFactory(
        parent=directorate, code="oud", name="Oud team", valid_until=date(2026, 6, 1)
    )
    for _number in range(6):
        AppointmentFactory(unit=unit, valid_until=date(2026, 6, 1))
    plan_on("2026-01-02")
    assert "Oud team" in shown(director.get("/organisatie/directie/?peildatum=2026-05-31"))
    assert "Oud team" not in shown(director.get("/organisatie/directie/"))


def test_the_page_costs_as_many_queries_for_30_teams_as_for_one(director, directorate):
    yearly()
    team(directorate, 5, "T0")
    plan_on("2026-01-02")
    director.get("/organisatie/directie/")
    with count_queries() as one:
        director.get("/organisatie/directie/")
    for number in range(1, 30):
        team(directorate, 5, f"T{number}")
    plan_on("2026-01-03")
    with count_queries() as thirty:
        director.get("/organisatie/directie/")
    assert len(thirty) == len(one)
    assert len(thirty) <= 14

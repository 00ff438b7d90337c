"""The figures of an organisation: drill-down, small groups, and what cannot be worked out."""

import re
from datetime import date
from itertools import product

import pytest
import time_machine

from compliance.figures.daily import day_ends
from compliance.models import CountedDay, Target
from compliance.reports import NUMBERS
from compliance.services.daily import rebuild_day
from core import clock
from organisations.enums import MandateKind
from organisations.models import Unit
from organisations.services.appointments import correct_appointment
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
    with clock.at(moment("2020-01-01")):
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
    digits = {row.split(";")[0]: [c for c in row.split(";")[1:11] if c.isdigit()] for row in rows}
    assert not digits["A"]
    assert not digits["B"]
    assert len(digits["C"]) == 10


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
    assert page.context["people_url"] == ""
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


@pytest.fixture
def auditor(client, directorate):
    client.force_login(MandateFactory(unit=directorate, kind=MandateKind.AUDITOR).holder.user)
    return client


@pytest.fixture
def counted_year(directorate):
    """Two teams that started long ago, with counters of the month ends of 2025 and 2026."""
    with clock.at(moment("2020-01-01")):
        duty = yearly(requirement__key="elk-jaar")
        people = [*team(directorate, 6, "A")[1], *team(directorate, 7, "B")[1]]
    plan_on("2025-01-02")
    plan_on("2026-01-02")
    with clock.at(moment("2026-11-01")):
        for number, month in enumerate((3, 6, 9)):
            complete(people[number], duty, f"2025-{month:02}-10")
            complete(people[number], duty, f"2026-{month - 1:02}-10")
    for end in day_ends(date(2026, 11, 22)):
        rebuild_day(as_of=end)
    return duty, people


def test_one_person_in_the_unit_itself_hides_a_row_from_who_sees_counts_only(auditor, directorate):
    yearly()
    AppointmentFactory(unit=directorate)
    for name, size in (("A", 6), ("B", 7)):
        team(directorate, size, name)
    plan_on("2026-01-02")
    page = auditor.get("/organisatie/directie/")
    assert shown(page) == {"A": None, "B": (0, 7)}
    rest = page.context["report"].rest
    assert (rest.label, rest.counts.rated) == ("Overig Directie Dienstverlening", 7)
    assert auditor.get("/organisatie/a/").context["report"].total is None


def test_the_director_who_knows_those_people_sees_the_row(director, directorate):
    yearly()
    AppointmentFactory(unit=directorate)
    for name, size in (("A", 6), ("B", 7)):
        team(directorate, size, name)
    plan_on("2026-01-02")
    page = director.get("/organisatie/directie/")
    assert shown(page) == {"A": (0, 6), "B": (0, 7)}
    assert page.context["report"].rest.counts is None


def test_the_rows_and_the_rest_add_up_to_the_total(auditor, directorate):
    yearly()
    for name, size in (("A", 3), ("B", 6), ("C", 9)):
        team(directorate, size, name)
    plan_on("2026-01-02")
    report = auditor.get("/organisatie/directie/").context["report"]
    assert sum(bar.counts.rated for bar in report.rows if bar.counts) == report.total.rated == 18
    assert not report.overlaps


def test_who_works_in_two_units_counts_once_and_there_is_no_rest(auditor, directorate):
    yearly()
    (_a, people), (b, _people) = (team(directorate, size, name) for name, size in AB)
    AppointmentFactory(person=people[0], unit=b)
    plan_on("2026-01-02")
    report = auditor.get("/organisatie/directie/").context["report"]
    assert report.total.rated == 19
    assert report.overlaps
    assert report.rest is None


AB = (("A", 8), ("B", 11))


def test_the_page_says_of_when_its_figures_are(auditor, counted_year):
    now = auditor.get("/organisatie/directie/").content.decode()
    assert "Stand van 22 november 2026, zojuist berekend." in now
    counted = auditor.get("/organisatie/directie/?peildatum=2026-10-31").content.decode()
    assert "met alles wat tot en met 22 november 2026, 12.55 uur is vastgelegd" in counted


def test_the_same_figure_comes_from_counters_and_from_facts(auditor, counted_year):
    address = "/organisatie/directie/?peildatum=2026-10-31"
    counted = auditor.get(address).context["report"]
    CountedDay.objects.all().delete()
    live = auditor.get(address).context["report"]
    assert (counted.counted_at is None, live.counted_at is None) == (False, True)
    assert counted.total == live.total
    assert [bar.counts for bar in counted.rows] == [bar.counts for bar in live.rows]


def test_the_course_of_the_year_stands_beside_last_year(auditor, counted_year):
    course = auditor.get("/organisatie/directie/").context["report"].trend
    assert [point.counts.done for point in course.now.points] == [
        0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 3,
    ]  # fmt: skip
    assert [point.counts.done for point in course.before.points] == [
        0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 3,
    ]  # fmt: skip
    assert course.now.points[-1].day == date(2026, 11, 22)
    assert course.compared.day == date(2026, 10, 31)
    assert len(course.rows) == 13
    assert course.rows[-1].now is None


def test_the_drawing_has_its_numbers_in_a_table(auditor, counted_year):
    page = auditor.get("/organisatie/directie/").content.decode()
    assert 'role="img"' in page
    assert "Op 31 oktober 2026 was 23% afgerond. Op die dag in 2025 was dat 23%." in page
    table = page[page.index("Percentage afgerond, dit jaar en vorig jaar") :]
    assert "3 van 13 (23%)" in table


def test_days_on_which_the_group_was_too_small_are_no_part_of_the_course(auditor, counted_year):
    """Team A is shown; before June it was not."""
    _duty, people = counted_year
    for person in people[:3]:
        appointment = person.appointments.get()
        with clock.at(moment("2026-11-21")):
            correct_appointment(appointment=appointment, valid_from=date(2026, 6, 1))
    plan_on("2026-11-21")
    for end in day_ends(date(2026, 11, 22)):
        rebuild_day(as_of=end)
    course = auditor.get("/organisatie/a/").context["report"].trend
    assert {point.day.month for point in course.now.points} == {6, 7, 8, 9, 10, 11}
    assert not course.before.points


def test_without_counters_of_other_days_there_is_no_course(auditor, directorate):
    yearly()
    team(directorate, 6, "A")
    plan_on("2026-01-02")
    assert auditor.get("/organisatie/directie/").context["report"].trend is None


def test_a_small_group_has_the_ends_of_months_only_and_the_page_says_so(auditor, counted_year):
    answer = auditor.get("/organisatie/directie/?peildatum=2026-10-15")
    asked = "peildatum=2026-09-30&gevraagd=2026-10-15"
    assert answer["Location"] == f"/organisatie/directie/?{asked}"
    page = auditor.get(answer["Location"]).content.decode()
    assert "Je vroeg om 15 oktober 2026." in page
    export = auditor.get("/organisatie/directie/export.csv?peildatum=2026-10-15")
    assert export["Location"] == f"/organisatie/directie/export.csv?{asked}"


def test_a_large_group_has_every_day(auditor, directorate):
    yearly()
    for name in ("A", "B"):
        team(directorate, 25, name)
    plan_on("2026-01-02")
    assert auditor.get("/organisatie/directie/?peildatum=2026-10-15").status_code == 200


def test_who_may_see_everybody_by_name_has_every_day_too(client, directorate, counted_year):
    kind = MandateKind.COMPLIANCE_OFFICER
    client.force_login(MandateFactory(unit=directorate, kind=kind).holder.user)
    page = client.get("/organisatie/directie/?peildatum=2026-10-15")
    assert page.status_code == 200
    assert page.context["people_url"].startswith("/organisatie/directie/personen/")


def test_a_target_holds_for_all_units_below_it_until_one_has_its_own(auditor, counted_year):
    duty, _people = counted_year
    top, lower = (Unit.objects.get(code=code) for code in ("directie", "a"))
    start = date(2026, 1, 1)
    fields = {"requirement": duty, "valid_from": start, "source": "Jaarplan 2026"}
    Target.objects.create(unit=top, percentage=90, **fields)
    targets = {
        code: auditor.get(f"/organisatie/{code}/").context["report"].target.percentage
        for code in ("directie", "a")
    }
    assert targets == {"directie": 90, "a": 90}
    Target.objects.create(unit=lower, percentage=95, **fields)
    page = auditor.get("/organisatie/a/")
    assert page.context["report"].target.percentage == 95
    assert page.context["report"].trend.target == 95
    assert "Doel: 95% (Jaarplan 2026)" in page.content.decode()
    assert auditor.get("/organisatie/a/?peildatum=2025-12-31").context["report"].target is None


def test_every_number_leads_to_its_definition(auditor, counted_year):
    page = auditor.get("/organisatie/directie/").content.decode()
    anchors = set(re.findall(r'href="/definities/#([^"]+)"', page))
    assert {f"figure-{name}" for name, _heading in NUMBERS} <= anchors
    assert {"figure-rate", "figure-trend"} <= anchors


def test_with_counters_and_a_course_the_page_costs_the_same_for_30_teams(auditor, counted_year):
    def queries() -> int:
        rebuild_day(as_of=date(2026, 11, 22))
        auditor.get("/organisatie/directie/")
        with count_queries() as found:
            page = auditor.get("/organisatie/directie/")
        assert page.context["report"].counted_at
        return len(found)

    before = queries()
    directorate = Unit.objects.get(code="directie")
    for number in range(30):
        team(directorate, 5, f"T{number}")
    plan_on("2026-11-20")
    assert queries() == before
    assert before <= 12

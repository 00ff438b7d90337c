"""The team page: who may see it, what it says, what it never says, and what it costs."""

import re
from datetime import date

import pytest
import time_machine
from django.test import Client

from compliance.models import Requirement
from lms.api import Assurance
from organisations.enums import AppointmentKind, MandateKind
from organisations.models import Mandate
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
NOW = moment("2026-11-22")


@pytest.fixture(autouse=True)
def _november_2026():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def duty():
    return yearly(requirement__title="Integriteit en sociale veiligheid", requirement__key="els")


@pytest.fixture
def mandate():
    return MandateFactory(unit=UnitFactory(name="Team Bezwaar", code="bezwaar"))


@pytest.fixture
def manager(client: Client, mandate: Mandate) -> Client:
    client.force_login(mandate.holder.user)
    return client


def member(mandate: Mandate, name: str = "Samira Haddad", **fields):
    return AppointmentFactory(unit=mandate.unit, person=PersonFactory(name=name), **fields).person


def complete(person, duty, on: str) -> None:
    CompletionFactory(
        person=person,
        activity=activity_of(duty),
        occurred_at=moment(on),
        occurred_on=date.fromisoformat(on),
        assurance=Assurance.SERVER_GRADED,
        recorded_at=moment(on),
    )


def names_on(page: str) -> list[str]:
    rows = re.findall(r'class="person[^>]*>([^<]+)', page)
    return [row.strip() for row in rows]


def test_a_manager_sees_who_is_done_and_who_is_not(manager, mandate, duty):
    samira, kees = member(mandate), member(mandate, "Kees Vermeer")
    plan_on("2026-01-02")
    complete(samira, duty, "2026-03-01")
    page = manager.get("/mijn-team/")
    report = page.context["page"].report
    figures = report.figures
    assert (figures.all_done, figures.total, figures.late) == (1, 2, 0)
    assert {row.name: row.state for row in report.people} == {
        samira.name: "done",
        kees.name: "open",
    }


def test_back_on_yesterdays_reference_date_the_same_person_is_open(manager, mandate, duty):
    samira = member(mandate)
    plan_on("2026-01-02")
    complete(samira, duty, "2026-11-22")
    states = {
        day: [
            row.state
            for row in manager.get(f"/mijn-team/?peildatum={day}").context["page"].report.people
        ]
        for day in ("2026-11-21", "2026-11-22")
    }
    assert states == {"2026-11-21": ["open"], "2026-11-22": ["done"]}


def test_somebody_of_another_team_is_not_on_the_page(manager, mandate, duty):
    member(mandate)
    other = AppointmentFactory(person=PersonFactory(name="Iemand Anders")).person
    below = AppointmentFactory(
        unit=UnitFactory(parent=mandate.unit), person=PersonFactory(name="Iemand Lager")
    ).person
    plan_on("2026-01-02")
    page = manager.get("/mijn-team/").content.decode()
    assert names_on(page) == ["Samira Haddad"]
    assert other.name not in page
    assert below.name not in page


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("status=done", ["Samira Haddad"]),
        ("status=open", ["Kees Vermeer"]),
        ("status=late", []),
        ("q=kees", ["Kees Vermeer"]),
        ("q=KEES&status=done", []),
        ("sort=naam", ["Samira Haddad", "Kees Vermeer"]),
        ("sort=-naam", ["Kees Vermeer", "Samira Haddad"]),
    ],
)
def test_the_filter_in_the_address_decides_who_is_listed(manager, mandate, duty, query, names):
    samira = member(mandate)
    samira.sort_name = "Haddad, Samira"
    samira.save()
    kees = member(mandate, "Kees Vermeer")
    kees.sort_name = "Vermeer, Kees"
    kees.save()
    plan_on("2026-01-02")
    complete(samira, duty, "2026-03-01")
    assert names_on(manager.get(f"/mijn-team/?{query}").content.decode()) == names


def test_the_export_has_the_same_people_as_the_page(manager, mandate, duty):
    member(mandate)
    member(mandate, "=HYPERLINK(1)")
    plan_on("2026-01-02")
    answer = manager.get("/mijn-team/export.csv?status=open&sort=naam")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert [line.split(";")[0] for line in lines[1:]] == ["Samira Haddad", "'=HYPERLINK(1)"] or [
        line.split(";")[0] for line in lines[1:]
    ] == ["'=HYPERLINK(1)", "Samira Haddad"]
    assert answer["Content-Type"].startswith("text/csv")


@pytest.mark.parametrize("wrong", ["gisteren", "2026-02-30", "2030-01-01", "1999-01-01"])
def test_an_unknown_reference_date_gets_a_sentence_and_shows_today(manager, mandate, duty, wrong):
    member(mandate)
    plan_on("2026-01-02")
    page = manager.get(f"/mijn-team/?peildatum={wrong}")
    assert page.status_code == 200
    assert page.context["page"].form.day == date(2026, 11, 22)
    assert 'role="alert"' in page.content.decode()


def test_newcomers_exempt_and_postponed_stand_beside_the_figure(manager, mandate, duty):
    member(mandate)
    member(mandate, "Nieuwe Collega", valid_from=date(2026, 10, 1))
    plan_on("2026-11-20")
    figures = manager.get("/mijn-team/").context["page"].report.figures
    assert figures.total == 1
    assert figures.newcomers == 1
    assert figures.beside


@pytest.mark.parametrize("path", ["/mijn-team/", "/mijn-team/export.csv"])
def test_somebody_without_a_mandate_gets_404(client, path, duty):
    person = PersonFactory(with_user=True)
    AppointmentFactory(person=person)
    client.force_login(person.user)
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/mijn-team/", "/mijn-team/export.csv", "/organisatie/"])
def test_who_is_not_signed_in_is_asked_to(client, path):
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/")


def test_a_team_of_somebody_else_is_as_unknown_as_no_team(manager, mandate, duty):
    other = UnitFactory(code="ander")
    assert manager.get(f"/mijn-team/?team={other.code}").status_code == 404
    assert manager.get("/mijn-team/?team=bestaat-niet").status_code == 404


@pytest.mark.parametrize(
    "kind", [MandateKind.AUDITOR, MandateKind.WORKS_COUNCIL, MandateKind.COMPLIANCE_OFFICER]
)
def test_a_mandate_that_lists_nobody_gives_no_team_page(client, kind, duty):
    mandate = MandateFactory(kind=kind)
    member(mandate)
    client.force_login(mandate.holder.user)
    assert client.get("/mijn-team/").status_code == 404


def test_a_right_ends_on_the_day_it_ends_also_for_earlier_days(manager, mandate, duty):
    member(mandate)
    mandate.valid_until = date(2026, 11, 22)
    mandate.save()
    assert manager.get("/mijn-team/?peildatum=2026-06-01").status_code == 404


def test_the_page_says_that_somebody_is_an_external_hire(manager, mandate, duty):
    member(mandate, "Youssef", kind=AppointmentKind.EXTERNAL_HIRE)
    plan_on("2026-01-02")
    assert "Inhuur" in manager.get("/mijn-team/").content.decode()


def test_the_page_costs_as_many_queries_for_30_people_as_for_one(manager, mandate, duty):
    member(mandate)
    plan_on("2026-01-02")
    manager.get("/mijn-team/")
    with count_queries() as one:
        manager.get("/mijn-team/")
    for number in range(29):
        member(mandate, f"Persoon {number}")
    plan_on("2026-01-03")
    with count_queries() as thirty:
        manager.get("/mijn-team/")
    assert len(thirty) == len(one)
    assert len(thirty) <= 14


def test_nothing_is_written_by_looking(manager, mandate, duty):
    member(mandate)
    plan_on("2026-01-02")
    with count_queries() as queries:
        manager.get("/mijn-team/")
    assert not [sql for sql in queries if not sql.lstrip().upper().startswith(("SELECT", "WITH"))]


def test_on_the_last_day_the_page_says_so(
    manager: Client, mandate: Mandate, duty: Requirement
) -> None:
    member(mandate)
    plan_on("2026-01-02")
    with time_machine.travel(moment("2026-12-31"), tick=False):
        manager.force_login(mandate.holder.user)
        [row] = manager.get("/mijn-team/").context["page"].report.people
    assert (row.state, row.badge.text) == ("soon", "Vandaag is de laatste dag")


@pytest.fixture
def second(mandate: Mandate) -> Mandate:
    """Another team of the same manager."""
    unit = UnitFactory(name="Team Beleid", code="beleid")
    return MandateFactory(holder=mandate.holder, unit=unit)


def test_who_manages_several_teams_sees_them_all_and_a_bar_per_team(manager, mandate, second, duty):
    samira, kees = member(mandate), member(second, "Kees Vermeer")
    plan_on("2026-01-02")
    complete(samira, duty, "2026-03-01")
    page = manager.get("/mijn-team/")
    report = page.context["page"].report
    assert {person.name: person.units for person in report.people} == {
        samira.name: ("Team Bezwaar",),
        kees.name: ("Team Beleid",),
    }
    assert [(bar.label, bar.people.all_done, bar.people.total) for bar in report.teams] == [
        ("Team Beleid", 0, 1),
        ("Team Bezwaar", 1, 1),
    ]
    assert "Voortgang per team" in page.content.decode()


def test_somebody_in_two_of_my_teams_is_one_person_on_the_page(manager, mandate, second, duty):
    samira = member(mandate)
    AppointmentFactory(unit=second.unit, person=samira)
    plan_on("2026-01-02")
    report = manager.get("/mijn-team/").context["page"].report
    assert report.figures.total == 1
    assert [bar.people.total for bar in report.teams] == [1, 1]
    assert report.people[0].units == ("Team Beleid", "Team Bezwaar")


def test_one_chosen_team_lists_its_people_and_keeps_the_bars_of_all(manager, mandate, second, duty):
    member(mandate)
    member(second, "Kees Vermeer")
    plan_on("2026-01-02")
    page = manager.get("/mijn-team/?team=beleid")
    report = page.context["page"].report
    assert [person.name for person in report.people] == ["Kees Vermeer"]
    assert [(bar.label, bar.is_shown) for bar in report.teams] == [
        ("Team Beleid", True),
        ("Team Bezwaar", False),
    ]


def test_several_teams_cost_as_many_queries_as_one(manager, mandate, duty):
    member(mandate)
    plan_on("2026-01-02")
    manager.get("/mijn-team/")
    with count_queries() as one:
        manager.get("/mijn-team/")
    for number in range(5):
        team = MandateFactory(holder=mandate.holder, unit=UnitFactory(code=f"team-{number}"))
        for place in range(6):
            member(team, f"Persoon {number}{place}")
    plan_on("2026-01-03")
    with count_queries() as many:
        manager.get("/mijn-team/")
    assert len(many) == len(one)


def test_each_duty_of_each_person_has_its_own_status_and_a_link_to_why(manager, mandate, duty):
    other = yearly(requirement__title="Informatiebeveiliging", requirement__key="ib")
    samira = member(mandate)
    plan_on("2026-01-02")
    complete(samira, duty, "2026-03-01")
    page = manager.get("/mijn-team/?peildatum=2026-11-21")
    [row] = page.context["page"].report.people
    found = {item.title: (item.badge.text, item.why_url) for item in row.duties}
    assert found == {
        duty.title: ("Afgerond", f"/waarom/{samira.uuid}/els/?op=2026-11-21"),
        other.title: ("Nog te doen", f"/waarom/{samira.uuid}/ib/?op=2026-11-21"),
    }
    text = page.content.decode()
    assert all(url in text for _badge, url in found.values())
    assert row.todo == (other.title,)


def test_a_duty_of_the_team_itself_is_a_line_of_the_team_and_of_nobody(manager, mandate, duty):
    session = yearly(
        requirement__title="Teamsessie", requirement__key="sessie", requirement__subject="team"
    )
    member(mandate)
    plan_on("2026-01-02")
    page = manager.get("/mijn-team/")
    report = page.context["page"].report
    [line] = report.team_duties
    assert "Wat het team samen doet" in page.content.decode()
    assert line.duty.why_url in page.content.decode()
    assert (line.team, line.duty.title, line.duty.badge.text) == (
        "Team Bezwaar",
        session.title,
        "Nog te doen",
    )
    assert [item.title for item in report.people[0].duties] == [duty.title]
    assert report.figures.total == 1
    explained = manager.get(line.duty.why_url)
    assert explained.status_code == 200
    assert "Dit gaat over het team als geheel." in explained.content.decode()
    CompletionFactory(
        person=None,
        unit=mandate.unit,
        activity=activity_of(session),
        occurred_at=moment("2026-03-01"),
        assurance=Assurance.ATTENDED,
        recorded_at=moment("2026-03-01"),
    )
    [line] = manager.get("/mijn-team/").context["page"].report.team_duties
    assert line.duty.badge.text == "Afgerond"


def test_why_of_a_team_is_for_who_manages_exactly_that_team(manager, mandate, duty):
    yearly(requirement__key="sessie", requirement__subject="team")
    member(mandate)
    below = UnitFactory(code="lager", parent=mandate.unit)
    plan_on("2026-01-02")
    assert manager.get("/waarom/team/bezwaar/sessie/").status_code == 200
    assert manager.get(f"/waarom/team/{below.code}/sessie/").status_code == 404
    assert manager.get("/waarom/team/bezwaar/els/").status_code == 404

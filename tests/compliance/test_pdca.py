"""Plan, do, check, act: the page of a unit in a year, who may record, and what stays to be seen."""

import re
from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction

from compliance.definitions import FIGURES, RULES
from compliance.enums import ActionState, Subject
from compliance.improving.changing import ActionContent, add_action, carry_over, change_action
from compliance.models import ImprovementAction
from compliance.services.daily import rebuild_day
from compliance.services.targets import set_target
from compliance.snapshots.taking import take_snapshot
from core import clock
from organisations.enums import MandateKind
from organisations.services.errors import StaleFact
from tests.compliance.story import moment, plan_on, yearly
from tests.compliance.test_team_page import complete
from tests.factories.organisations import (
    AppointmentFactory,
    MandateFactory,
    PersonFactory,
    UnitFactory,
)
from tests.lms.counting import count_queries

pytestmark = pytest.mark.django_db

PAGE = "/organisatie/directie/verbeteren/2026/"
FILLED = {
    "actie": "Elke maand een workshop",
    "stap": "plan",
    "wie": "Hoofd P&O",
    "bron": "RI&E 2026",
    "klaar_op": "2026-12-01",
}


@pytest.fixture(autouse=True)
def _november_2026():
    with time_machine.travel(moment("2026-11-22"), tick=False):
        yield


@pytest.fixture
def directorate():
    with clock.at(moment("2020-01-01")):
        top = UnitFactory(code="ministerie", name="Ministerie")
        return UnitFactory(code="directie", name="Directie Dienstverlening", parent=top)


@pytest.fixture
def as_(client, directorate):
    """Sign in with a mandate: its kind, and on which unit."""

    def enter(kind: MandateKind, unit=None):
        until = date(2027, 1, 1) if kind is MandateKind.ACTING_MANAGER else None
        mandate = MandateFactory(unit=unit or directorate, kind=kind, valid_until=until)
        holder = mandate.holder
        client.force_login(holder.user)
        return client

    return enter


def team(parent, size: int, name: str):
    """A team that has been there for years, with its people."""
    with clock.at(moment("2020-01-01")):
        unit = UnitFactory(parent=parent, code=name.lower(), name=name)
        return unit, [AppointmentFactory(unit=unit).person for _number in range(size)]


def content(**changes) -> ActionContent:
    values = {
        "phase": "plan",
        "text": "Elke maand een workshop",
        "owner": "Hoofd P&O",
        "source": "RI&E 2026",
        "due_on": date(2026, 12, 1),
    }
    return ActionContent(**{**values, **changes})


def action_of(unit, *, year=2026, **changes) -> ImprovementAction:
    return add_action(unit_id=unit.pk, year=year, content=content(**changes), by=PersonFactory())


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        (MandateKind.COMPLIANCE_OFFICER, True),
        (MandateKind.MANAGER, True),
        (MandateKind.ACTING_MANAGER, True),
        (MandateKind.SUPPORT, False),
        (MandateKind.WORKS_COUNCIL, False),
        (MandateKind.AUDITOR, False),
    ],
)
def test_who_sees_the_figures_reads_along_and_officer_and_manager_record(
    as_, directorate, kind, changes
):
    action_of(directorate)
    client = as_(kind)
    page = client.get(PAGE)
    assert page.status_code == 200
    assert "Elke maand een workshop" in page.content.decode()
    assert ("Nieuwe actie" in page.content.decode()) is changes
    answer = client.post(f"{PAGE}nieuw/", FILLED)
    assert answer.status_code == (302 if changes else 404)
    assert ImprovementAction.objects.count() == (2 if changes else 1)


def test_an_officer_above_records_and_a_manager_above_only_reads(as_, directorate):
    top = directorate.versions.get().parent
    assert as_(MandateKind.COMPLIANCE_OFFICER, top).post(f"{PAGE}nieuw/", FILLED).status_code == 302
    manager = as_(MandateKind.MANAGER, top)
    assert manager.get(PAGE).status_code == 200
    assert manager.post(f"{PAGE}nieuw/", FILLED).status_code == 404


def test_who_has_no_mandate_here_finds_nothing_at_any_of_the_addresses(as_, directorate):
    action = action_of(directorate)
    stranger = as_(MandateKind.COMPLIANCE_OFFICER, UnitFactory(code="elders"))
    addresses = [
        PAGE,
        f"{PAGE}nieuw/",
        f"{PAGE}acties/{action.action}/",
        "/organisatie/directie/verbeteren/rapport/",
        "/organisatie/directie/verbeteren/rapport/bestand/csv/",
    ]
    assert [stranger.get(one).status_code for one in addresses] == [404] * len(addresses)
    assert stranger.post(f"{PAGE}meenemen/").status_code == 404


def test_an_action_of_another_unit_is_not_found_under_this_one(as_, directorate):
    other = action_of(UnitFactory(code="elders"))
    client = as_(MandateKind.COMPLIANCE_OFFICER)
    assert client.get(f"{PAGE}acties/{other.action}/").status_code == 404


def test_the_page_shows_what_the_page_of_the_organisation_shows(as_, directorate):
    shown, small = (
        yearly(requirement__key="elk-jaar"),
        yearly(requirement__key="klein", audience={"units": ["a"]}),
    )
    _a, people = team(directorate, 3, "A")
    team(directorate, 9, "B")
    plan_on("2026-01-02")
    complete(people[0], shown, "2026-02-01")
    rebuild_day(as_of=date(2026, 11, 22))
    client = as_(MandateKind.AUDITOR)
    for code in ("directie", "a", "b"):
        there = client.get(f"/organisatie/{code}/").context["report"]
        here = client.get(f"/organisatie/{code}/verbeteren/2026/").context["report"]
        assert {b.label: b.counts for b in here.bars} == {
            b.label: b.counts for b in there.requirement_bars
        }
        assert here.counted_at == there.counted_at
    [_shown, hidden] = client.get(PAGE).context["report"].bars
    assert (hidden.label, hidden.counts) == (small.title, None)


def test_a_small_group_stays_hidden_in_the_report_and_its_files(as_, directorate):
    yearly(requirement__title="Integriteit")
    team(directorate, 3, "A")
    plan_on("2026-01-02")
    client = as_(MandateKind.WORKS_COUNCIL)
    url = "/organisatie/directie/verbeteren/rapport/"
    assert "Te kleine groep om te tonen" in client.get(url).content.decode()
    rows = client.get(f"{url}bestand/csv/?peildatum=2026-11-22").content.decode().splitlines()
    told = [row for row in rows if "Integriteit" in row and "Te kleine groep" not in row]
    assert [row for row in told if "Plan" not in row] == []


def test_a_target_stands_with_its_source_and_the_difference(as_, directorate):
    duty = yearly(requirement__title="Integriteit")
    _a, people = team(directorate, 10, "A")
    plan_on("2026-01-02")
    for person in people[:7]:
        complete(person, duty, "2026-02-01")
    top = directorate.versions.get().parent
    for unit, percentage, source in ((top, 95, "Jaarplan Rijk"), (directorate, 80, "Jaarplan")):
        set_target(
            unit=unit,
            requirement=duty,
            percentage=percentage,
            source=source,
            valid_from=date(2026, 1, 1),
        )
    client = as_(MandateKind.AUDITOR)
    [line] = client.get(PAGE).context["report"].lines
    assert (line.percentage, line.target.percentage, line.gap) == (70, 80, -10)
    assert (line.target.source, line.target.unit) == ("Jaarplan", "Directie Dienstverlening")
    document = client.get("/organisatie/directie/verbeteren/rapport/").context["document"]
    plan, _do, check = document.sections[:3]
    assert plan.figures[0].cells == [80, "Jaarplan", "Directie Dienstverlening"]
    assert check.figures[0].cells[-3:] == [70, 80, -10]


def test_earlier_moments_are_those_that_were_frozen_and_stay_so(as_, directorate):
    duty = yearly()
    _a, people = team(directorate, 10, "A")
    plan_on("2025-01-02")
    plan_on("2026-01-02")
    complete(people[0], duty, "2025-02-01")
    with time_machine.travel(moment("2026-01-05"), tick=False):
        take_snapshot(reference_date=date(2025, 12, 31))
    complete(people[1], duty, "2025-02-01")
    report = as_(MandateKind.AUDITOR).get(PAGE).context["report"]
    assert [(one.day, bool(one.snapshot)) for one in report.moments] == [
        (date(2025, 12, 31), True),
        (date(2026, 3, 31), False),
        (date(2026, 6, 30), False),
        (date(2026, 9, 30), False),
    ]
    assert report.lines[0].before == (10, None, None, None)


def test_teams_are_counted_as_teams(as_, directorate):
    duty = yearly(requirement__subject=Subject.TEAM, requirement__title="Teamsessie")
    for name in ("A", "B"):
        team(directorate, 3, name)
    plan_on("2026-01-02")
    report = as_(MandateKind.AUDITOR).get(PAGE).context["report"]
    assert report.bars == []
    assert [(bar.label, bar.counts.rated > 0) for bar in report.team_bars] == [(duty.title, True)]


def test_a_change_keeps_what_stood_there_and_who_recorded_it(as_, directorate):
    action = action_of(directorate)
    client = as_(MandateKind.COMPLIANCE_OFFICER)
    change = {
        **FILLED,
        "actie": "Elk kwartaal een workshop",
        "gereed_op": "2026-11-20",
        "uitkomst": "Twaalf keer gehouden",
        "versie": action.pk,
    }
    assert client.post(f"{PAGE}acties/{action.action}/", change).status_code == 302
    [newest, first] = client.get(f"{PAGE}acties/{action.action}/").context["history"]
    assert (first.row.text, newest.row.text) == (
        "Elke maand een workshop",
        "Elk kwartaal een workshop",
    )
    assert newest.changed == {"text", "done_on", "outcome"}
    assert first.recorded_by == action.recorded_by.name
    [shown] = client.get(PAGE).context["report"].actions
    assert (shown.state, shown.done_on) == (ActionState.DONE, date(2026, 11, 20))


def test_who_was_overtaken_by_somebody_else_is_told_and_loses_nothing(as_, directorate):
    action = action_of(directorate)
    change_action(action=action, content=content(owner="De directeur"), by=PersonFactory())
    client = as_(MandateKind.COMPLIANCE_OFFICER)
    typed = {**FILLED, "actie": "Mijn eigen tekst", "uitkomst": "", "versie": action.pk}
    page = client.post(f"{PAGE}acties/{action.action}/", typed)
    assert page.status_code == 422
    assert "Mijn eigen tekst" in page.content.decode()
    assert ImprovementAction.objects.current().get().owner == "De directeur"
    with pytest.raises(StaleFact):
        change_action(action=action, content=content(text="x"), by=PersonFactory())


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("actie", "Bel jan@rijk.nl", "Er staat een e-mailadres in deze tekst"),
        ("actie", "", "Schrijf op wat je gaat doen."),
        ("wie", "", "Schrijf op wie hiervoor zorgt."),
        ("bron", "", "Schrijf op waar deze actie vandaan komt."),
        ("klaar_op", "2024-01-01", "Kies een dag in 2026 of 2027."),
        ("klaar_op", "morgen", "Dit is geen datum die we kennen"),
        ("stap", "later", "Kies een van de vier stappen."),
    ],
)
def test_bad_input_says_what_to_do_and_keeps_what_was_typed(as_, field, value, sentence):
    page = as_(MandateKind.MANAGER).post(f"{PAGE}nieuw/", {**FILLED, field: value})
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert page.content.decode().count("RI&amp;E 2026") >= (field != "bron")
    assert not ImprovementAction.objects.exists()


def test_dropping_needs_a_reason_and_done_excludes_dropped(as_, directorate):
    action = action_of(directorate)
    client = as_(MandateKind.MANAGER)
    url = f"{PAGE}acties/{action.action}/"
    given = {**FILLED, "versie": action.pk, "vervallen_op": "2026-11-01"}
    assert "Schrijf op waarom deze actie vervalt." in client.post(url, given).content.decode()
    both = {**given, "uitkomst": "Niet nodig", "gereed_op": "2026-11-01"}
    assert "niet allebei" in client.post(url, both).content.decode()
    later = {**FILLED, "versie": action.pk, "gereed_op": "2026-11-23"}
    assert "Kies vandaag of een eerdere dag." in client.post(url, later).content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        ImprovementAction.objects.filter(pk=action.pk).update(dropped_on=date(2026, 11, 1))


def test_open_actions_go_along_to_next_year_once_and_stay_where_they_are(as_, directorate):
    action_of(directorate, text="Open")
    action_of(directorate, text="Klaar", done_on=date(2026, 11, 1))
    action_of(directorate, text="Vervallen", dropped_on=date(2026, 11, 1), outcome="Niet nodig")
    action_of(UnitFactory(code="elders"), text="Van een ander")
    client = as_(MandateKind.COMPLIANCE_OFFICER)
    for _again in range(2):
        assert client.post(f"{PAGE}meenemen/")["Location"].endswith("/verbeteren/2027/")
    [taken] = client.get("/organisatie/directie/verbeteren/2027/").context["report"].actions
    assert (taken.text, taken.due_on) == ("Open", date(2027, 12, 1))
    old = {row.text: row.state for row in client.get(PAGE).context["report"].actions}
    assert old == {
        "Open": ActionState.CARRIED,
        "Klaar": ActionState.DONE,
        "Vervallen": ActionState.DROPPED,
    }


def test_a_leap_day_goes_along_to_the_last_day_of_february(directorate):
    with time_machine.travel(moment("2028-11-22"), tick=False):
        action_of(directorate, year=2028, due_on=date(2028, 2, 29))
        assert carry_over(unit_id=directorate.pk, year=2028, by=PersonFactory()) == 1
    assert ImprovementAction.objects.get(year=2029).due_on == date(2029, 2, 28)


def test_an_action_past_its_last_day_is_late_from_the_day_after(directorate, as_):
    action_of(directorate, due_on=date(2026, 11, 22))
    client = as_(MandateKind.AUDITOR)
    assert client.get(PAGE).context["report"].actions[0].state == ActionState.OPEN
    with time_machine.travel(moment("2026-11-23"), tick=False):
        assert client.get(PAGE).context["report"].counts.late == 1


def test_years_before_last_year_are_closed_and_unknown_years_are_not_there(as_, directorate):
    old = action_of(directorate, year=2024)
    client = as_(MandateKind.COMPLIANCE_OFFICER)
    page = client.get("/organisatie/directie/verbeteren/2024/")
    assert "Dit jaar is gesloten." in page.content.decode()
    address = f"/organisatie/directie/verbeteren/2024/acties/{old.action}/"
    assert client.get(address).context["form"] is None
    assert client.post(address, FILLED).status_code == 404
    statuses = [
        client.get(f"/organisatie/directie/verbeteren/{year}/").status_code
        for year in (2019, 2025, 2027, 2028)
    ]
    assert statuses == [404, 200, 200, 404]


def test_next_year_has_a_plan_and_no_figures(as_, directorate):
    yearly()
    team(directorate, 9, "A")
    plan_on("2026-01-02")
    page = as_(MandateKind.AUDITOR).get("/organisatie/directie/verbeteren/2027/")
    assert page.context["report"].day is None
    assert "2027 moet nog beginnen" in page.content.decode()


def test_the_report_of_a_frozen_day_holds_what_was_known_then(as_, directorate):
    yearly()
    team(directorate, 9, "A")
    plan_on("2025-01-02")
    with time_machine.travel(moment("2025-10-01"), tick=False):
        action = action_of(directorate, year=2025, due_on=date(2025, 12, 1), text="Zoals het was")
    with time_machine.travel(moment("2026-01-05"), tick=False):
        snapshot = take_snapshot(reference_date=date(2025, 12, 31))
    change_action(action=action, content=content(text="Later anders"), by=PersonFactory())
    url = "/organisatie/directie/verbeteren/rapport/?peildatum=2025-12-31"
    page = as_(MandateKind.AUDITOR).get(url).content.decode()
    assert ("Zoals het was" in page, "Later anders" in page) == (True, False)
    assert snapshot.rule_hash in page
    now = as_(MandateKind.AUDITOR).get(f"{url}&bron=nu").content.decode()
    assert "Later anders" in now


@pytest.mark.parametrize("file_type", ["csv", "xlsx", "ods", "pdf"])
def test_the_report_comes_in_every_file_type(as_, directorate, file_type):
    yearly()
    team(directorate, 9, "A")
    plan_on("2026-01-02")
    action_of(directorate, text="=1+1 <b>vet</b>")
    url = f"/organisatie/directie/verbeteren/rapport/bestand/{file_type}/"
    answer = as_(MandateKind.WORKS_COUNCIL).get(url)
    assert answer.status_code == 200
    assert len(answer.content) > 500


def test_every_cell_of_the_csv_file_says_where_it_stands_with_day_and_hash(as_, directorate):
    yearly(requirement__title="Integriteit")
    team(directorate, 9, "A")
    plan_on("2026-01-02")
    action_of(directorate)
    url = "/organisatie/directie/verbeteren/rapport/bestand/csv/"
    lines = as_(MandateKind.AUDITOR).get(url).content.decode().lstrip("\ufeff").splitlines()
    rows = [line.split(";") for line in lines]
    assert {len(row) for row in rows} == {7}
    assert all(row[4] == "2026-11-22" and len(row[6]) == 64 for row in rows[1:])
    found = {(row[1], row[2]): row[3] for row in rows[1:]}
    assert found["Integriteit", "Moet dit doen (noemer)"] == "9"
    assert found["Elke maand een workshop", "Wie zorgt ervoor"] == "Hoofd P&O"


def test_every_figure_of_the_page_has_a_definition(as_, directorate):
    duty = yearly()
    yearly(requirement__subject=Subject.TEAM)
    team(directorate, 9, "A")
    plan_on("2026-01-02")
    action_of(directorate)
    set_target(
        unit=directorate,
        requirement=duty,
        percentage=80,
        source="Jaarplan",
        valid_from=date(2026, 1, 1),
    )
    page = as_(MandateKind.AUDITOR).get(PAGE).content.decode()
    linked = set(re.findall(r"/definities/#([\w-]+)", page))
    defined = set(re.findall(r'<h3[^>]* id="([^"]+)"', _definitions(as_)))
    assert {"figure-rate", "figure-target", "figure-gap", "figure-moments", "figure-actions"} <= (
        linked
    )
    assert linked <= defined
    assert {row.anchor for row in (*FIGURES, *RULES)} <= defined


def _definitions(as_) -> str:
    return as_(MandateKind.AUDITOR).get("/definities/").content.decode()


def test_the_page_asks_as_much_with_one_unit_and_action_as_with_thirty(as_, directorate):
    yearly()
    team(directorate, 9, "A")
    plan_on("2026-01-02")
    action_of(directorate)
    client = as_(MandateKind.AUDITOR)
    client.get(PAGE)
    with count_queries() as one:
        client.get(PAGE)
    for number in range(29):
        team(directorate, 1, f"T{number}")
        action_of(directorate, text=f"Actie {number}")
    with count_queries() as thirty:
        client.get(PAGE)
    assert len(thirty) == len(one)
    assert len(one) <= 30

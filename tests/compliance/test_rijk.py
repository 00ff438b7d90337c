"""All ministries beside each other, for who holds a mandate on the Rijk itself."""

import pytest
import time_machine

from organisations.enums import MandateKind, UnitKind
from tests.compliance.story import moment, plan_on, yearly
from tests.compliance.test_team_page import complete
from tests.factories.organisations import AppointmentFactory, MandateFactory, UnitFactory
from tests.lms.counting import count_queries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _november_2026():
    with time_machine.travel(moment("2026-11-22"), tick=False):
        yield


@pytest.fixture
def top():
    return UnitFactory(code="rijk", name="Rijksoverheid", kind=UnitKind.CENTRAL_GOVERNMENT)


@pytest.fixture
def auditor(client, top):
    client.force_login(MandateFactory(unit=top, kind=MandateKind.AUDITOR).holder.user)
    return client


def ministry(top, name: str, size: int):
    unit = UnitFactory(parent=top, code=name.lower(), name=name, kind=UnitKind.MINISTRY)
    team = UnitFactory(parent=unit, code=f"{name.lower()}-1", name=f"{name} 1")
    return unit, [AppointmentFactory(unit=team).person for _number in range(size)]


def cells(page) -> dict[str, list[tuple[int, int] | None]]:
    return {
        row.label: [cell.counts and (cell.counts.done, cell.counts.rated) for cell in row.cells]
        for row in page.context["report"].matrix
    }


def test_every_ministry_has_a_row_with_each_duty_and_the_whole_stands_below(auditor, top):
    first = yearly(requirement__key="een", requirement__title="Een")
    yearly(requirement__key="twee", requirement__title="Twee", audience={"units": ["az"]})
    _az, people = ministry(top, "AZ", 6)
    ministry(top, "BZ", 9)
    plan_on("2026-01-02")
    complete(people[0], first, "2026-02-01")
    page = auditor.get("/rijk/")
    assert cells(page) == {
        "AZ": [(1, 6), (0, 6)],
        "BZ": [(0, 9), (0, 0)],
        "Rijksoverheid": [(1, 15), (0, 6)],
    }
    assert page.context["report"].total.rated == 15


def test_a_person_with_jobs_at_two_ministries_counts_once_in_the_whole(auditor, top):
    yearly()
    _az, people = ministry(top, "AZ", 12)
    bz, _people = ministry(top, "BZ", 14)
    AppointmentFactory(person=people[0], unit=bz)
    plan_on("2026-01-02")
    page = auditor.get("/rijk/")
    assert cells(page) == {"AZ": [None], "BZ": [(0, 15)], "Rijksoverheid": [(0, 26)]}
    assert "tellen ze één keer" in page.content.decode()


def test_the_figures_are_those_of_the_page_of_the_ministry(auditor, top):
    yearly()
    for name, size in (("AZ", 6), ("BZ", 9), ("JenV", 3), ("VWS", 7)):
        ministry(top, name, size)
    plan_on("2026-01-02")
    rows = cells(auditor.get("/rijk/"))
    for name in ("AZ", "BZ", "JenV", "VWS"):
        total = auditor.get(f"/organisatie/{name.lower()}/").context["report"].total
        assert (total and (total.done, total.rated)) == rows[name][0]
    assert rows["JenV"] == rows["AZ"] == [None]


@pytest.mark.parametrize("kind", list(MandateKind))
def test_any_mandate_on_the_rijk_opens_the_page_without_names(client, top, kind):
    yearly()
    _unit, people = ministry(top, "AZ", 6)
    plan_on("2026-01-02")
    fields = {"valid_until": "2027-01-01"} if kind == MandateKind.ACTING_MANAGER else {}
    client.force_login(MandateFactory(unit=top, kind=kind, **fields).holder.user)
    page = client.get("/rijk/").content.decode()
    assert "Heel het Rijk" in page
    assert not [person.name for person in people if person.name in page]


def test_a_mandate_on_a_ministry_or_none_does_not(client, top):
    unit, _people = ministry(top, "AZ", 6)
    client.force_login(MandateFactory(unit=unit, kind=MandateKind.AUDITOR).holder.user)
    assert client.get("/rijk/").status_code == 404
    client.force_login(AppointmentFactory(person__with_user=True).person.user)
    assert client.get("/rijk/").status_code == 404


def test_before_there_is_a_duty_the_page_says_so(auditor, top):
    ministry(top, "AZ", 6)
    assert "Er is nog niets verplicht" in auditor.get("/rijk/").content.decode()


def test_a_wrong_day_gets_a_sentence(auditor, top):
    yearly()
    ministry(top, "AZ", 6)
    page = auditor.get("/rijk/?peildatum=2030-01-01").content.decode()
    assert "niemand kent de toekomst" in page


def test_the_page_costs_as_many_queries_for_30_ministries_as_for_one(auditor, top):
    yearly()
    ministry(top, "M0", 6)
    plan_on("2026-01-02")
    auditor.get("/rijk/")
    with count_queries() as one:
        auditor.get("/rijk/")
    for number in range(1, 30):
        ministry(top, f"M{number}", 5)
    plan_on("2026-01-03")
    with count_queries() as thirty:
        auditor.get("/rijk/")
    assert len(thirty) == len(one) <= 14

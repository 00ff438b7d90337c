"""An attacker with one mandate reads every page, file, duty and day, and tries to find a person.

What is worked out from sums alone is in `test_suppression`; here the figures come from the real
pages and files, so that a page that shows more than it should is found as well.
"""

import csv
import re
from collections import defaultdict
from datetime import date
from random import Random

import pytest
import time_machine

from compliance.figures.daily import day_ends
from compliance.services.daily import rebuild_day
from core import clock
from organisations.enums import MandateKind
from tests.compliance.attack import Organisation, small_groups_found
from tests.compliance.story import moment, plan_on, yearly
from tests.compliance.test_team_page import complete
from tests.factories.organisations import AppointmentFactory, MandateFactory, UnitFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
JOINED = date(2026, 9, 10)
DUTIES = ("allen", "inhuur")


@pytest.fixture(autouse=True)
def _november_2026():
    with time_machine.travel(moment("2026-11-22"), tick=False):
        yield


def random_organisation(seed: int) -> Organisation:
    """Ten units, groups around the minimum, and some people with two jobs."""
    rng = Random(seed)
    parents = tuple(rng.randint(0, unit // 2) for unit in range(9))
    sizes = [rng.choice([0, 1, 2, 4, 5, 6, 8]) for _unit in range(10)]
    places = [frozenset([unit]) for unit, size in enumerate(sizes) for _ in range(size)]
    places += [frozenset(rng.sample(range(10), 2)) for _ in range(3)]
    return Organisation(parents=parents, places=tuple(places))


def settle(organisation: Organisation):
    """Put it in the database as something that was always known."""
    with clock.at(moment("2020-01-01")):
        units, people = _appoint(organisation)
        duties = [
            yearly(requirement__key="allen"),
            yearly(requirement__key="inhuur", audience={"kinds": ["external_hire"]}),
        ]
    plan_on("2026-01-02")
    plan_on("2026-09-11")
    for number, person in enumerate(people):
        if number % 2:
            complete(person, duties[0], "2026-10-01")
    return units


def _appoint(organisation: Organisation):
    """Every third is a hire, every seventh joined late."""
    units = [UnitFactory(code="u0", name="Onderdeel 0")]
    for number, parent in enumerate(organisation.parents, start=1):
        units.append(
            UnitFactory(code=f"u{number}", name=f"Onderdeel {number}", parent=units[parent])
        )
    people = []
    for number, places in enumerate(organisation.places):
        kind = "external_hire" if number % 3 == 0 else "civil_servant"
        start = JOINED if number % 7 == 0 else date(2020, 1, 1)
        first, *others = sorted(places)
        asked = {"kind": kind, "valid_from": start}
        person = AppointmentFactory(unit=units[first], **asked).person
        for other in others:
            AppointmentFactory(person=person, unit=units[other], **asked)
        people.append(person)
    return units, people


class Attacker:
    """Reads all that is there, as cells: of which unit on which day for which duty."""

    def __init__(self, client) -> None:
        self.client = client
        self.cells = defaultdict(set)

    def read(self, number: int, duty: str, asked: date) -> None:
        address = f"/organisatie/u{number}/"
        query = {"onderdeel": duty, "peildatum": str(asked)}
        page = self.client.get(address, query, follow=True)
        if page.status_code == 404:
            return
        report, day = page.context["report"], page.context["day"]
        names = [bar.label for bar in report.children if bar.counts is not None]
        if report.total is not None:
            names.append(page.context["unit"].name)
        self.add(duty, day, names)
        answer = self.client.get(f"{address}export.csv", query, follow=True)
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        _header, *rows = csv.reader(text.splitlines(), delimiter=";")
        assert {row[-2] for row in rows} == {str(day)}
        self.add(duty, day, [name for name, *numbers in rows if any(map(str.isdigit, numbers))])
        self.read_course(report, duty, number)

    def read_course(self, report, duty: str, number: int) -> None:
        for point in report.trend.now.points if report.trend else ():
            self.cells[duty, point.day].add(number)

    def add(self, duty: str, day: date, names: list[str]) -> None:
        units = (re.fullmatch(r"Onderdeel (\d+)", name) for name in names)
        self.cells[duty, day] |= {int(found.group(1)) for found in units if found}


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("kind", [MandateKind.AUDITOR, MandateKind.MANAGER])
def test_nothing_that_one_mandate_opens_is_about_fewer_than_five_people(client, seed, kind):
    organisation = random_organisation(seed)
    units = settle(organisation)
    days = [TODAY, date(2026, 10, 31), date(2026, 9, 9)]
    for day in (end for end in day_ends(TODAY) if end.year == 2026):
        rebuild_day(as_of=day)
    client.force_login(MandateFactory(unit=units[0], kind=kind).holder.user)
    attacker = Attacker(client)
    for number in range(len(units)):
        for duty in DUTIES:
            for day in days:
                attacker.read(number, duty, day)
    assert attacker.cells
    known = organisation.direct(0) if kind is MandateKind.MANAGER else set()
    for (duty, day), shown in attacker.cells.items():
        present = {
            person
            for person in range(len(organisation.places))
            if (duty == "allen" or person % 3 == 0) and (person % 7 or day >= JOINED)
        }
        cells = [organisation.people(unit) & present for unit in shown]
        assert small_groups_found(cells, known=known) == [], (duty, day)


def test_two_days_that_follow_each_other_cannot_be_compared_for_a_small_group(client):
    """Who came in between would follow from the difference."""
    teams = Organisation(parents=(0, 0), places=tuple(frozenset([1 + n % 2]) for n in range(16)))
    units = settle(teams)
    client.force_login(MandateFactory(unit=units[0], kind=MandateKind.AUDITOR).holder.user)
    seen = set()
    for number in range(1, 31):
        query = {"peildatum": f"2026-09-{number:02}"}
        for address in ("/organisatie/u0/", "/organisatie/u1/"):
            page = client.get(address, query, follow=True)
            assert page.context["report"].total is not None
            seen.add(page.context["day"])
    assert seen == {date(2026, 8, 31), date(2026, 9, 30)}

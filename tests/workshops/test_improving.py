"""The mark of participants on the page about improving: of a year, of whole closed evaluations."""

import itertools
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine

from compliance.access import unit_tree
from core import clock
from organisations.enums import MandateKind
from organisations.models import Unit
from tests.compliance.story import moment
from tests.factories.organisations import MandateFactory, UnitFactory
from tests.factories.workshops import BookingFactory, EventFactory, TypeFactory
from tests.lms.counting import count_queries
from workshops.enums import BookingState, EvaluationRound
from workshops.evaluation.services import gather_leftovers, submit_evaluation
from workshops.evaluation.turns import open_turns
from workshops.improving import figures
from workshops.models import EvaluationBatch, Event, WorkshopType

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _november_2026() -> Iterator[None]:
    with time_machine.travel(moment(str(TODAY)), tick=False):
        yield


@pytest.fixture
def directorate() -> Unit:
    with clock.at(moment("2020-01-01")):
        return UnitFactory(code="directie", name="Directie")


@pytest.fixture
def team(directorate: Unit) -> Unit:
    with clock.at(moment("2020-01-01")):
        return UnitFactory(code="team", name="Team", parent=directorate)


@pytest.fixture
def reader(directorate: Unit) -> Any:
    return MandateFactory(unit=directorate, kind=MandateKind.AUDITOR).holder.user


def evaluated(
    organiser: Unit, day: str, marks: list[str], *, kind: WorkshopType | None = None
) -> Event:
    """Let a workshop be held on a day, and its participants answer the day after."""
    start = datetime.combine(date.fromisoformat(day), time(10), clock.AMSTERDAM)
    event: Event = EventFactory(
        starts_at=start, organiser=organiser, type=kind or TypeFactory(maximum=60)
    )
    bookings = [BookingFactory(event=event, state=BookingState.ATTENDED) for _mark in marks]
    with clock.at(start + timedelta(days=1)):
        open_turns(bookings)
        for booking, mark in zip(bookings, marks, strict=True):
            given = {"EV6": mark} if mark else {"EV1": "4"}
            submit_evaluation(booking=booking, round_=EvaluationRound.AFTER, given=given)
    return event


def mark(reader: Any, code: str = "directie", day: date = TODAY) -> tuple[str, str] | None:
    """Return the mark and of how many it is, as the page of a unit shows it on a day."""
    tree = unit_tree(reader, code=code, on=day)
    rows = {row.anchor: row for row in figures(reader, tree, day)}
    row = rows.get("figure-mark")
    return (row.value, row.about) if row else None


def about(number: int) -> str:
    return f"van {number} deelnemers, in evaluaties die gesloten zijn"


def test_the_mark_is_of_the_workshops_of_that_year(directorate: Unit, reader: Any) -> None:
    evaluated(directorate, "2025-12-30", ["6"] * 10)
    evaluated(directorate, "2026-03-02", ["8"] * 10)
    assert mark(reader) == ("8,0", about(10))
    assert mark(reader, day=date(2025, 12, 31)) == ("6,0", about(10))
    assert mark(reader, day=date(2024, 12, 31)) is None


def test_an_evaluation_counts_from_when_it_is_closed_and_then_as_a_whole(
    directorate: Unit, reader: Any
) -> None:
    evaluated(directorate, "2026-03-02", ["8"] * 10)
    evaluated(directorate, "2026-10-24", ["5"] * 15)
    assert mark(reader) == ("8,0", about(10))
    with time_machine.travel(moment("2026-11-23"), tick=False):
        assert mark(reader, day=date(2026, 11, 23)) == ("6,2", about(25))


def test_a_workshop_of_december_counts_in_its_own_year_when_its_evaluation_is_closed(
    directorate: Unit, reader: Any
) -> None:
    last_day = date(2026, 12, 31)
    with time_machine.travel(moment("2027-01-15"), tick=False):
        evaluated(directorate, "2026-12-29", ["9"] * 10)
        assert mark(reader, day=last_day) is None
    with time_machine.travel(moment("2027-02-15"), tick=False):
        assert mark(reader, day=last_day) == ("9,0", about(10))
        assert mark(reader, day=date(2027, 2, 15)) is None


def test_ten_answers_of_whom_nine_gave_a_mark_show_nothing(directorate: Unit, reader: Any) -> None:
    evaluated(directorate, "2026-03-02", ["8"] * 9 + [""])
    assert mark(reader) is None
    evaluated(directorate, "2026-04-02", ["6"] * 10)
    assert mark(reader) == ("6,0", about(10))


def test_small_groups_count_together_in_the_year_of_the_last_of_them(
    directorate: Unit, reader: Any
) -> None:
    kind = TypeFactory(maximum=60)
    evaluated(directorate, "2025-12-10", ["7"] * 6, kind=kind)
    assert gather_leftovers() == 0
    evaluated(directorate, "2026-02-10", ["9"] * 6, kind=kind)
    assert mark(reader) is None
    assert gather_leftovers() == 1
    assert EvaluationBatch.objects.get().held_through == date(2026, 2, 10)
    assert mark(reader) == ("8,0", about(12))
    assert mark(reader, day=date(2025, 12, 31)) is None


def test_a_confidential_workshop_and_that_of_another_never_count(
    directorate: Unit, reader: Any
) -> None:
    evaluated(directorate, "2026-03-02", ["8"] * 10)
    secret = TypeFactory(maximum=60, confidential=True)
    evaluated(directorate, "2026-03-03", ["1"] * 10, kind=secret)
    with clock.at(moment("2020-01-01")):
        elsewhere = UnitFactory()
    evaluated(elsewhere, "2026-03-04", ["1"] * 10)
    assert mark(reader) == ("8,0", about(10))


def number_of(reader: Any, code: str, day: date) -> int:
    found = mark(reader, code, day)
    return int(found[1].split()[1]) if found else 0


def test_no_figure_differs_from_that_of_another_day_or_unit_by_fewer_than_ten_marks(
    directorate: Unit, team: Unit, reader: Any
) -> None:
    """Whoever looks every few days, and subtracts the team, is left with ten marks or none."""
    kind = TypeFactory(maximum=60)
    for organiser, day, number in (
        (directorate, "2026-01-12", 17),
        (team, "2026-02-09", 11),
        (team, "2026-02-12", 6),
        (team, "2026-04-20", 9),
        (directorate, "2026-06-01", 10),
    ):
        evaluated(organiser, day, ["8"] * number, kind=kind)
    evaluated(directorate, "2026-06-15", ["", *["3"] * 9], kind=kind)
    seen = [(0, 0)]
    for after in range(1, 301, 12):
        day = date(2026, 1, 1) + timedelta(days=after)
        with time_machine.travel(moment(str(day)), tick=False):
            gather_leftovers()
            seen.append((number_of(reader, "directie", day), number_of(reader, "team", day)))
    steps = {
        abs(now - old)
        for before, then in itertools.pairwise(seen)
        for old, now in zip(before, then, strict=True)
    }
    apart = {whole - part for whole, part in seen}
    assert seen[-1] == (51, 26)
    assert all(n == 0 or n >= 10 for n in steps | apart)


def test_five_evaluations_ask_as_much_as_one(directorate: Unit, reader: Any) -> None:
    costs = []
    for number in (1, 4):
        for _n in range(number):
            evaluated(directorate, "2026-03-02", ["8"] * 10)
        mark(reader)
        with count_queries() as seen:
            mark(reader)
        costs.append(len(seen))
    assert costs[0] == costs[1]

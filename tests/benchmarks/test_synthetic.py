"""The made-up government is the same each time and has the shape that it should have."""

import statistics
from collections import Counter
from datetime import timedelta
from random import Random

import pytest
from django.db import connection

from benchmarks import sections
from benchmarks.synthetic import generate as generating
from benchmarks.synthetic.lives import BEGIN, TODAY, Life, Simulation
from benchmarks.synthetic.shape import MINISTRIES, Tree, build_tree
from compliance.planning import PlanResult, bulk, plan
from core import clock
from core.invariants import broken_invariants
from lms.api import Completion
from organisations.enums import AppointmentKind
from organisations.models import Appointment, Person, Unit

SIZE = 2000


@pytest.fixture(scope="module")
def tree() -> Tree:
    return build_tree(SIZE, Random(1))


@pytest.fixture(scope="module")
def lives(tree: Tree) -> list[Life]:
    return list(Simulation(tree, Random(1)).lives())


def test_the_same_seed_gives_the_same_people(tree, lives):
    again = build_tree(SIZE, Random(1))
    assert again.nodes == tree.nodes
    assert list(Simulation(again, Random(1)).lives()) == lives


def test_teams_are_of_the_usual_size_and_stand_four_to_six_deep(tree):
    sizes = [team.seats for team in tree.teams]
    assert sum(sizes) == sum(max(n * SIZE // 200_000, 6) for n in MINISTRIES.values())
    assert 8 <= statistics.median(sizes) <= 10
    assert max(sizes) <= 25
    parents = {node.pk: node.parent for node in tree.nodes}
    depths = set()
    for team in tree.teams:
        depth, at = 1, team.pk
        while (above := parents[at]) is not None:
            depth, at = depth + 1, above
        depths.add(depth)
    assert depths <= {4, 5, 6}


def test_everybody_is_somewhere_without_a_gap_and_learns_only_while_here(lives):
    for life in lives:
        for stay, following in zip(life.stays, life.stays[1:], strict=False):
            assert stay.until == following.start
            assert stay.unit != following.unit
        assert all(stay.until is None or stay.start < stay.until for stay in life.stays)
        end = life.until or TODAY
        assert all(max(life.start, BEGIN) <= day < min(end, TODAY) for day in life.done)
        assert all(start < (until or TODAY) for start, until in life.away)


def test_the_shares_are_about_what_the_domain_model_says(lives):
    here = [life for life in lives if life.is_here]
    kinds = Counter(life.kind for life in here)
    years = (TODAY - BEGIN) / timedelta(days=365)
    left = sum(life.until is not None and life.until <= TODAY for life in lives)
    away = sum(any(until is None for _start, until in life.away) for life in here)
    assert abs(len(here) - SIZE) < 0.05 * SIZE
    assert 0.10 < kinds[AppointmentKind.EXTERNAL_HIRE] / len(here) < 0.20
    assert 0.09 < left / years / len(here) < 0.15
    assert 0.02 < away / len(here) < 0.06
    assert 0.01 < sum(life.second is not None for life in here) / len(here) < 0.03


@pytest.mark.django_db
def test_only_a_database_for_benchmarks_is_filled():
    with pytest.raises(generating.NoBenchmarkDatabase):
        generating.generate(10)
    assert not Unit.objects.exists()


@pytest.mark.django_db(transaction=False)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="COPY is of PostgreSQL")
def test_what_is_generated_is_planned_and_all_invariants_hold(monkeypatch):
    monkeypatch.setattr(generating, "check_name", lambda: "kompas_bench")
    monkeypatch.setattr(bulk, "FEWEST_APPOINTMENTS", 0)
    made = generating.generate(300)
    generating.make_duty()
    with clock.at(generating._known(TODAY)):
        assert plan().created > made.here
        assert plan() == PlanResult()
    assert (made.persons, made.appointments, made.completions) == (
        Person.objects.count(),
        Appointment.objects.count(),
        Completion.objects.count(),
    )
    mine = ("compliance.", "organisations.")
    assert [wrong for wrong in broken_invariants() if wrong[0].startswith(mine)] == []


def test_a_section_is_rewritten_in_its_place(tmp_path, monkeypatch):
    monkeypatch.setattr(sections, "TARGET", tmp_path / "performance.md")
    for name, text in (("one", "first"), ("two", "second"), ("one", "third")):
        sections.write_section(name, text)
    assert sections.TARGET.read_text() == (
        "# Speed\n\n<!-- one -->\n\nthird\n\n<!-- end of one -->\n\n"
        "<!-- two -->\n\nsecond\n\n<!-- end of two -->\n"
    )

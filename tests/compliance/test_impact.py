"""Whom a rule covers on a day is what planning would say, counted in a few statements."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from compliance.enums import Subject
from compliance.models import Obligation
from compliance.planning import bulk
from compliance.planning.people import chunks_of, known_roots
from compliance.planning.presence import Audience
from compliance.rules.audiences import AudienceRule, Conditions
from compliance.rules.impact import covered_by, impacts_of, person_impact, team_impact
from compliance.rules.periods import ALWAYS
from organisations.enums import AppointmentKind, RoleKind
from organisations.models import Person, PersonMerge
from tests.compliance.histories import STEPS, Step, World
from tests.compliance.story import day, person_from, plan_on, yearly
from tests.factories.organisations import (
    AppointmentFactory,
    PersonFactory,
    RoleAssignmentFactory,
    UnitFactory,
)
from tests.lms.counting import count_fetched_rows, count_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("long_ago")]
ON = day("2026-06-01")
HIRE = AppointmentKind.EXTERNAL_HIRE


@pytest.fixture
def units():
    top = UnitFactory(code="top")
    return {
        "top": top,
        "one": UnitFactory(code="one", parent=top),
        "two": UnitFactory(code="two", parent=top),
        "away": UnitFactory(code="away"),
    }


@pytest.fixture
def people(units):
    """Somebody of every sort; a hire whose short contracts make a long chain, and one merged."""
    civil = person_from("2024-01-01", unit=units["one"], function_group="leiding")
    person_from("2024-01-01", unit=units["two"])
    AppointmentFactory(person=civil, unit=units["two"], valid_from=day("2025-01-01"))
    short = person_from("2026-05-20", "2026-06-10", unit=units["one"], kind=HIRE)
    chained = person_from("2026-04-25", "2026-05-20", unit=units["one"], kind=HIRE)
    AppointmentFactory(
        person=chained,
        unit=units["two"],
        kind=HIRE,
        valid_from=day("2026-05-20"),
        valid_until=day("2026-06-12"),
    )
    gone = person_from("2024-01-01", "2026-06-01", unit=units["one"])
    record = person_from("2024-01-01", unit=units["away"])
    merged = PersonFactory()
    PersonMerge.objects.create(person=record, into=merged)
    RoleAssignmentFactory(person=merged, role=RoleKind.HR_ADVISER, unit=units["away"])
    intern = person_from("2026-03-01", unit=units["away"], kind=AppointmentKind.INTERN)
    return {
        "civil": civil,
        "short": short,
        "chained": chained,
        "gone": gone,
        "merged": merged,
        "intern": intern,
    }


RULES = {
    "everybody": AudienceRule(),
    "long contracts": AudienceRule(min_contract_days=30),
    "part": AudienceRule(units=("top",), min_contract_days=30),
    "kind": AudienceRule(kinds=(HIRE,)),
    "role": AudienceRule(roles=(RoleKind.HR_ADVISER,)),
    "function": AudienceRule(function_groups=("leiding",)),
    "not": AudienceRule(
        exclude=Conditions(units=("two",), kinds=("intern",), roles=(RoleKind.HR_ADVISER,))
    ),
    "began lately": AudienceRule(started_from=day("2026-04-25"), min_contract_days=30),
    "began long ago": AudienceRule(started_before=day("2026-01-01"), units=("top",)),
    "began in spring": AudienceRule(
        started_from=day("2026-03-01"), started_before=day("2026-04-25")
    ),
}
ANYBODY = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
CAREERS = st.lists(
    STEPS.filter(lambda s: s.action in {"appoint", "change_appointment", "merge", "undo_merge"}),
    max_size=10,
)


def planned(rule, on=ON):
    """Return who is in the audience on the day, as planning sees it."""
    roots = known_roots()
    (chunk,) = chunks_of(sorted(Person.objects.values_list("pk", flat=True)), roots, 1000)
    pieces = Audience(rule, ALWAYS).pieces(chunk)
    return {who for who, days in pieces.items() if any(p.start <= on < p.end for p in days)}


@pytest.mark.parametrize("name", RULES)
def test_it_covers_exactly_whom_planning_would_give_the_duty(people, name):
    rule = RULES[name]
    expected = planned(rule)
    assert set(covered_by(rule, on=ON).values_list("root", flat=True)) == expected
    assert person_impact(rule, on=ON).persons == len(expected)
    assert expected


def test_a_person_with_two_appointments_counts_once_and_both_teams_count(people):
    impact = person_impact(AudienceRule(function_groups=("leiding",)), on=ON)
    assert (impact.persons, impact.teams) == (1, 1)
    everybody = person_impact(AudienceRule(units=("top",)), on=ON)
    assert (everybody.persons, everybody.teams) == (4, 2)


def test_against_another_rule_it_says_who_gets_and_who_loses_the_duty(people):
    impact = person_impact(RULES["role"], on=ON, instead_of=RULES["part"])
    assert (impact.persons, impact.gained, impact.lost) == (1, 1, 3)
    same = person_impact(RULES["part"], on=ON, instead_of=RULES["part"])
    assert (same.gained, same.lost) == (0, 0)


def test_who_began_here_in_some_days_a_transfer_is_no_beginning(people, units):
    moved = person_from("2024-01-01", "2026-05-01", unit=units["one"])
    AppointmentFactory(person=moved, unit=units["two"], valid_from=day("2026-05-15"))
    rule = AudienceRule(started_from=day("2026-02-01"), started_before=day("2026-04-01"))
    assert set(covered_by(rule, on=ON).values_list("root", flat=True)) == {people["intern"].pk}
    later = AudienceRule(started_from=day("2026-05-01"))
    assert set(covered_by(later, on=ON).values_list("root", flat=True)) == {people["short"].pk}


@pytest.mark.parametrize("fewest", [0, bulk.FEWEST_APPOINTMENTS])
def test_planning_gives_the_duty_to_whom_a_rule_on_the_start_covers(units, monkeypatch, fewest):
    """Somebody is in who began on the first day, or after a gap that is too long to be none."""
    monkeypatch.setattr(bulk, "FEWEST_APPOINTMENTS", fewest)
    too_early, first, last, too_late = (
        person_from(start) for start in ("2026-01-31", "2026-02-01", "2026-03-31", "2026-04-01")
    )
    moved, again = (person_from("2024-01-01", "2026-01-10") for _ in range(2))
    person_from("2026-02-10", person=moved)
    person_from("2026-02-11", person=again)
    record, merged = person_from("2024-01-01", "2026-03-01"), person_from("2026-03-01")
    PersonMerge.objects.create(person=record, into=merged)
    rule = AudienceRule(started_from=day("2026-02-01"), started_before=day("2026-04-01"))
    yearly(audience=rule.model_dump(mode="json", exclude_defaults=True))
    plan_on("2026-06-01")
    obliged = set(Obligation.objects.values_list("person_id", flat=True))
    assert obliged == set(covered_by(rule, on=ON).values_list("root", flat=True))
    assert obliged == {first.pk, last.pk, again.pk}
    assert not obliged & {too_early.pk, too_late.pk, moved.pk, merged.pk}


@contextmanager
def lived(steps: list[Step]) -> Iterator[World]:
    """Let careers happen, and undo them afterwards."""
    with transaction.atomic():
        world = World([PersonFactory() for _ in range(3)], [UnitFactory(), UnitFactory()], [], [])
        for step in steps:
            world.take(step)
        yield world
        transaction.set_rollback(True)


@ANYBODY
@given(steps=CAREERS, start=st.integers(-150, 150), shift=st.integers(-150, 150))
@example(
    steps=[Step("appoint", 0, 0, 9, -90), Step("appoint", 40, 1, 1, 0), Step("merge", 90, 0, 0, 0)],
    start=-60,
    shift=0,
)
@example(steps=[Step("appoint", 0, 0, 9, 0), Step("appoint", 0, 0, 1, 80)], start=40, shift=100)
def test_whatever_somebody_s_career_it_covers_whom_planning_would(steps, start, shift):
    with lived(steps) as world:
        team = world.teams[0].code
        began = world.shifted(Step("", 0, 0, 0, start))
        on = world.shifted(Step("", 0, 0, 0, shift))
        for rule in (
            AudienceRule(started_from=began),
            AudienceRule(started_before=began, units=(team,)),
            AudienceRule(started_from=began, min_contract_days=30),
            AudienceRule(exclude=Conditions(units=(team,)), min_contract_days=60),
        ):
            covered = covered_by(rule, on=on).values_list("root", flat=True)
            assert set(covered) == planned(rule, on)


def test_of_a_duty_of_teams_only_teams_in_which_somebody_works_count(people, units):
    UnitFactory(code="empty", parent=units["top"])
    impact = team_impact(AudienceRule(units=("top",)), on=ON)
    assert (impact.of_teams, impact.persons, impact.teams) == (True, 0, 2)
    other = team_impact(
        AudienceRule(), on=ON, instead_of=AudienceRule(exclude=Conditions(units=("one", "two")))
    )
    assert (other.teams, other.gained, other.lost) == (3, 2, 0)


def test_a_rule_that_covers_nobody_is_empty(people):
    assert person_impact(AudienceRule(kinds=("agency_worker",)), on=ON).is_empty
    assert team_impact(AudienceRule(units=("nowhere",)), on=ON).is_empty


def test_the_version_of_each_day_is_what_it_is_compared_with(people):
    requirement = yearly(audience={"units": ["one"]}, valid_until=day("2026-07-01"))
    today, later = impacts_of(
        AudienceRule(units=("top",)),
        subject=Subject.PERSON,
        requirement=requirement,
        days=[ON, day("2026-07-01")],
    )
    assert (today.persons, today.gained) == (4, 2)
    assert later.gained == later.persons


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_neither_statements_nor_rows_grow_with_the_number_of_people(people, units, rule):
    def asked():
        with count_queries() as queries, count_fetched_rows() as rows:
            person_impact(rule, on=ON, instead_of=RULES["part"])
        return len(queries), len(rows)

    before = asked()
    for _ in range(30):
        person_from("2026-05-28", "2026-06-10", unit=units["one"], kind=HIRE)
        person_from("2026-05-01", unit=units["two"])
    assert asked() == before <= (5, 10)

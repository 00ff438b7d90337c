"""Whom a rule covers on a day is what planning would say, counted in a few statements."""

import pytest

from compliance.enums import Subject
from compliance.planning.people import chunks_of, known_roots
from compliance.planning.presence import Audience
from compliance.rules.audiences import AudienceRule, Conditions
from compliance.rules.impact import covered_by, impacts_of, person_impact, team_impact
from compliance.rules.periods import ALWAYS
from organisations.enums import AppointmentKind, RoleKind
from organisations.models import Appointment, PersonMerge
from tests.compliance.story import day, person_from, yearly
from tests.factories.organisations import (
    AppointmentFactory,
    PersonFactory,
    RoleAssignmentFactory,
    UnitFactory,
)
from tests.lms.counting import count_queries

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
}


def planned(rule):
    """Return who is in the audience on the day, as planning sees it."""
    roots = known_roots()
    ids = sorted(set(Appointment.objects.values_list("person_id", flat=True)) | set(roots.values()))
    (chunk,) = chunks_of(ids, roots, 1000)
    pieces = Audience(rule, ALWAYS).pieces(chunk)
    return {who for who, days in pieces.items() if any(p.start <= ON < p.end for p in days)}


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


@pytest.mark.parametrize("rule", RULES.values())
def test_the_number_of_statements_does_not_depend_on_the_number_of_people(people, units, rule):
    def statements():
        with count_queries() as queries:
            person_impact(rule, on=ON, instead_of=RULES["part"])
        return len(queries)

    before = statements()
    for _ in range(30):
        person_from("2026-05-28", "2026-06-10", unit=units["one"], kind=HIRE)
    assert statements() == before <= 8

"""Every team has a duty of teams, as long as it is a team; teams are counted, not people."""

import pytest

from compliance.enums import EventKind, Status, Subject
from compliance.figures.units import team_duty_counts, unit_counts
from compliance.models import Obligation, ObligationEvent
from compliance.planning import PlanResult
from compliance.status.sql import status_rows
from core import clock
from core.invariants import broken_invariants
from organisations.enums import UnitKind
from organisations.services.units import change_unit, create_unit, end_unit
from tests.compliance.story import activity_of, day, moment, person_from, plan_on, yearly
from tests.factories.lms import CompletionFactory
from tests.factories.organisations import UnitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("long_ago")]


def of_teams(**fields):
    return yearly(requirement__subject=Subject.TEAM, **fields)


def team_from(start: str, until: str | None = None, **fields):
    """Return a team in which somebody worked in those days."""
    team = UnitFactory(**fields)
    person_from(start, until, unit=team)
    return team


def row_of(team, as_of: str, known_at: str | None = None):
    rows = status_rows(as_of=day(as_of), known_at=known_at and moment(known_at), unit_ids=[team.pk])
    return next((row for row in rows if row.opens_on <= day(as_of) <= row.closes_on), None)


def meet(team, requirement, on: str):
    return CompletionFactory(
        person=None, unit=team, activity=activity_of(requirement), occurred_at=moment(on)
    )


def test_every_team_with_people_has_the_duty_and_nothing_else_has():
    of_teams(valid_from=day("2026-01-01"))
    ministry = UnitFactory(kind=UnitKind.MINISTRY)
    team = team_from("2020-01-01", parent=ministry)
    UnitFactory(parent=ministry)
    directorate = team_from("2020-01-01", kind=UnitKind.DIRECTORATE, parent=ministry)
    assert plan_on("2026-01-02").created == 1
    row = Obligation.objects.get()
    assert (row.unit, row.person, row.basis) == (team, None, None)
    assert (row.due_on, row.is_newcomer) == (day("2026-12-31"), False)
    assert row_of(directorate, "2026-06-01") is None
    assert plan_on("2026-01-02") == PlanResult()
    assert [name for name, _ in broken_invariants() if name.startswith("compliance.")] == []


def test_a_rule_may_name_other_kinds_of_units_and_leave_units_out():
    ministry, other = UnitFactory(kind=UnitKind.MINISTRY), UnitFactory(kind=UnitKind.MINISTRY)
    department = team_from("2020-01-01", kind=UnitKind.DEPARTMENT, parent=ministry)
    excluded = team_from("2020-01-01", parent=ministry)
    team_from("2020-01-01", parent=other)
    of_teams(
        valid_from=day("2026-01-01"),
        audience={
            "units": [ministry.code],
            "team_kinds": ["team", "department"],
            "exclude": {"units": [excluded.code]},
        },
    )
    plan_on("2026-01-02")
    assert [row.unit for row in Obligation.objects.all()] == [department]


def test_a_team_meets_it_as_a_whole_and_a_person_does_not_meet_it_for_the_team():
    requirement = of_teams()
    team, other = team_from("2020-01-01"), team_from("2020-01-01")
    plan_on("2026-01-02")
    CompletionFactory(activity=activity_of(requirement), occurred_at=moment("2026-02-01"))
    assert row_of(team, "2026-03-01").status == Status.OPEN
    meet(team, requirement, "2026-03-02")
    done = row_of(team, "2026-03-02")
    assert (done.status, done.done_on, done.person_id) == (
        Status.DONE_ON_TIME,
        day("2026-03-02"),
        None,
    )
    assert row_of(other, "2026-03-02").status == Status.OPEN
    assert row_of(team, "2026-03-02", known_at="2026-03-01").status == Status.OPEN


def test_a_new_team_has_the_days_of_a_newcomer_and_an_empty_team_no_duty_any_more():
    of_teams()
    team = team_from("2026-03-01", "2026-09-01")
    plan_on("2026-03-01")
    assert row_of(team, "2026-03-01").due_on == day("2026-05-30")
    plan_on("2026-09-01")
    assert row_of(team, "2026-08-31").status == Status.OVERDUE
    assert row_of(team, "2026-09-01").status == Status.NOT_APPLICABLE


def test_a_team_that_is_empty_for_a_month_is_still_the_same_team():
    of_teams()
    team = team_from("2020-01-01", "2026-03-01")
    person_from("2026-04-01", unit=team)
    plan_on("2026-04-01")
    assert row_of(team, "2026-04-01").due_on == day("2026-12-31")
    assert not ObligationEvent.objects.exists()


def test_when_two_teams_become_one_the_old_duty_ends_and_the_new_one_starts():
    requirement = of_teams()
    old, ministry = team_from("2020-01-01", "2026-06-01"), UnitFactory(kind=UnitKind.MINISTRY)
    meet(old, requirement, "2026-02-10")
    plan_on("2026-03-01")
    with clock.at(moment("2026-05-20")):
        end_unit(unit=old, on=day("2026-06-01"))
        new = create_unit(
            code="new",
            name="New",
            kind=UnitKind.TEAM,
            parent=ministry,
            valid_from=day("2026-06-01"),
        )
    person_from("2026-06-01", unit=new)
    plan_on("2026-06-01")
    assert row_of(old, "2026-05-31").status == Status.DONE_ON_TIME
    assert row_of(old, "2026-06-01").status == Status.NOT_APPLICABLE
    assert row_of(new, "2026-06-01").due_on == day("2026-08-30")
    assert plan_on("2026-06-02") == PlanResult()
    assert ObligationEvent.objects.get(kind=EventKind.WITHDRAWN).effective_on == day("2026-06-01")


def test_a_team_that_moves_to_another_ministry_keeps_what_it_did():
    requirement = of_teams()
    old, new = UnitFactory(kind=UnitKind.MINISTRY), UnitFactory(kind=UnitKind.MINISTRY)
    team = team_from("2020-01-01", parent=old)
    plan_on("2026-01-02")
    meet(team, requirement, "2026-02-01")
    with clock.at(moment("2026-02-15")):
        change_unit(unit=team, on=day("2026-02-23"), parent=new)
    assert plan_on("2026-02-23") == PlanResult()
    for as_of, there, gone in (("2026-02-22", old, new), ("2026-02-23", new, old)):
        counts = team_duty_counts(unit_ids=[old.pk, new.pk], as_of=day(as_of))
        assert counts[there.pk, requirement.pk].done == 1
        assert (gone.pk, requirement.pk) not in counts
    then = team_duty_counts(
        unit_ids=[old.pk, new.pk], as_of=day("2026-02-23"), known_at=moment("2026-02-10")
    )
    assert list(then) == [(old.pk, requirement.pk)]


def test_figures_count_teams_and_leave_persons_to_the_figures_of_persons():
    ministry = UnitFactory(kind=UnitKind.MINISTRY)
    teams = [team_from("2020-01-01", parent=ministry) for _ in range(3)]
    new = team_from("2026-02-01", parent=ministry)
    for team in (*teams, new):
        person_from("2020-01-01", unit=team)
    sessions, e_learning = of_teams(grace_days=14), yearly()
    plan_on("2026-02-01")
    meet(teams[0], sessions, "2026-02-01")
    asked = {"unit_ids": [ministry.pk, teams[1].pk], "as_of": day("2026-02-02")}
    counts = team_duty_counts(**asked)
    assert set(counts) == {(ministry.pk, sessions.pk), (teams[1].pk, sessions.pk)}
    whole = counts[ministry.pk, sessions.pk]
    assert (whole.done, whole.open, whole.newcomer_in_term) == (1, 3, 0)
    assert counts[teams[1].pk, sessions.pk].open == 1
    assert (ministry.pk, sessions.pk) not in unit_counts(**asked)
    assert unit_counts(**asked)[ministry.pk, e_learning.pk].persons == 8

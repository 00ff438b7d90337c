"""A team that meets in a workshop and records it too: one meeting is one fact, two are two."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

import jobs
from compliance.figures.teams import team_duty_counts
from compliance.planning import plan
from compliance.seeds import seed_requirements
from core import clock
from jobs.testing import run_jobs
from lms.api import Activity, Assurance, Completion
from tests.compliance.story import moment
from tests.factories.workshops import BookingFactory, EventFactory, TypeFactory
from tests.toolbox.teams import Teams, held, make_teams
from toolbox.models import TeamSession
from toolbox.services.sessions import move_session, take_session_back
from workshops.attendance.proof import REPLACED
from workshops.attendance.services import (
    close_attendance,
    correct_attendance,
    mark_attendance,
)
from workshops.enums import Mark
from workshops.models import Event

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 10, 1, 10, tzinfo=UTC)
DAY = date(2026, 9, 10)
WORKSHOP, MANAGER = ("workshop", Assurance.ATTENDED), ("teamsession", Assurance.SELF_REPORTED)


@pytest.fixture(autouse=True)
def teams() -> Iterator[Teams]:
    with clock.at(moment("2020-01-02")):
        seed_requirements()
        found = make_teams()
    with clock.at(NOON):
        plan()
        yield found


def workshop(teams: Teams, day: date = DAY) -> Event:
    """Return a workshop for the team that was held on a day, with two people of it on the list."""
    kind = TypeFactory(
        activity=Activity.objects.get(key="teamsessie-werkcultuur"), is_for_teams=True
    )
    starts_at = datetime.combine(day, NOON.timetz())
    event: Event = EventFactory(
        type=kind, starts_at=starts_at, trainer=teams.coordinator, for_unit=teams.team
    )
    bookings = [BookingFactory(event=event, person=one) for one in (teams.member, teams.colleague)]
    marks = {one.pk: Mark.PRESENT for one in bookings}
    with clock.at(starts_at + timedelta(minutes=20)):
        mark_attendance(session=event.sessions.get(), marks=marks, by=teams.coordinator)
    return event


def close(event: Event, teams: Teams) -> None:
    close_attendance(event=event, by=teams.coordinator)


def too_few(event: Event, teams: Teams) -> None:
    """Say afterwards that one of the two was not there: one person is no team."""
    correct_attendance(
        session=event.sessions.get(),
        booking=event.bookings.order_by("pk")[0],
        mark=Mark.ABSENT,
        reason="Stond verkeerd op de lijst",
        by=teams.coordinator,
    )


def standing(teams: Teams) -> list[tuple[date, tuple[str, int]]]:
    rows = Completion.objects.standing().filter(unit=teams.team).order_by("occurred_on", "pk")
    return [(row.occurred_on, (row.source, row.assurance)) for row in rows]


def done(teams: Teams) -> int:
    """Return of how many teams of the directorate the duty is done."""
    found = team_duty_counts(unit_ids=[teams.directorate.pk], as_of=date(2026, 10, 1))
    [one] = found.values()
    return one.done


def test_a_workshop_after_the_record_points_at_it_and_stands_in_its_place(teams: Teams) -> None:
    event = workshop(teams)
    session = held(teams, DAY)
    said = Completion.objects.get(unit=teams.team)
    close(event, teams)
    close(event, teams)
    assert (standing(teams), done(teams)) == ([(DAY, WORKSHOP)], 1)
    void = Completion.objects.get(voids__isnull=False)
    assert (void.voids, void.reason, void.recorder) == (said, REPLACED, teams.coordinator)
    assert session.agreements.count() == 3


def test_a_record_after_the_workshop_adds_agreements_and_no_fact(teams: Teams) -> None:
    close(workshop(teams), teams)
    session = held(teams, DAY)
    assert (standing(teams), done(teams)) == ([(DAY, WORKSHOP)], 1)
    assert session.agreements.count() == 3
    assert not Completion.objects.filter(voids__isnull=False).exists()


def test_two_meetings_in_a_year_are_two_facts_and_one_duty(teams: Teams) -> None:
    other = date(2026, 6, 4)
    held(teams, other)
    close(workshop(teams), teams)
    assert (standing(teams), done(teams)) == ([(other, MANAGER), (DAY, WORKSHOP)], 1)
    assert not Completion.objects.filter(voids__isnull=False).exists()


def test_the_session_of_another_team_on_that_day_stays_as_it_was(teams: Teams) -> None:
    held(teams, DAY, unit=teams.other, by=teams.other_manager)
    close(workshop(teams), teams)
    rows = Completion.objects.standing().values_list("unit", "source")
    assert set(rows) == {(teams.other.pk, "teamsession"), (teams.team.pk, "workshop")}


def test_the_record_counts_again_when_too_few_were_at_the_workshop(teams: Teams) -> None:
    event = workshop(teams)
    held(teams, DAY)
    close(event, teams)
    too_few(event, teams)
    assert (standing(teams), done(teams)) == ([], 0)
    jobs.enqueue("toolbox.team_session_proof")
    run_jobs()
    assert (standing(teams), done(teams)) == ([(DAY, MANAGER)], 1)


def test_a_record_that_moves_to_another_day_leaves_the_workshop_where_it_was(
    teams: Teams,
) -> None:
    event = workshop(teams)
    session = held(teams, DAY)
    close(event, teams)
    move_session(session=session, held_on=date(2026, 9, 24), by=teams.manager)
    assert standing(teams) == [(DAY, WORKSHOP), (date(2026, 9, 24), MANAGER)]
    take_session_back(session=TeamSession.objects.get(), by=teams.manager)
    assert (standing(teams), done(teams)) == ([(DAY, WORKSHOP)], 1)

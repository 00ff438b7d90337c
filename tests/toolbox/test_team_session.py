"""A team session is planned, held, put right: one fact of the team, and agreements beside it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from compliance.enums import Status
from compliance.figures.teams import team_duty_counts
from compliance.planning import plan
from compliance.seeds import seed_requirements
from compliance.status.sql import status_rows
from core import clock
from lms.api import Activity, Assurance, Completion, record_completion, void_completion
from tests.compliance.story import moment
from tests.toolbox.teams import TEXTS, Teams, agreements, held, make_teams
from toolbox.enums import FacilitatorKind, LookBack, SessionState
from toolbox.models import TeamAgreement, TeamSession
from toolbox.services.agreements import Looked, NewAgreement, agreements_before
from toolbox.services.proof import SOURCE, START_PATH, team_session_activity
from toolbox.services.sessions import (
    HeldSession,
    SessionPlan,
    cancel_session,
    change_agreements,
    change_plan,
    hold_session,
    mend_proof,
    move_session,
    plan_session,
    take_session_back,
    undo_cancel,
)
from toolbox.session_errors import (
    AlreadyPlanned,
    AlreadyRecorded,
    DayAhead,
    LookBackMissing,
    LookedBackAlready,
    NoTeamThen,
    NotPlannedAnyMore,
    NotYourTeam,
    UndoPassed,
    WrongNumber,
)

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 10, 1, 10, tzinfo=UTC)
TODAY = date(2026, 10, 1)
LAST_YEAR = date(2025, 9, 15)
PLAN = SessionPlan(
    planned_on=date(2026, 11, 12),
    place="Zaal 3",
    facilitator_kind=FacilitatorKind.EXTERNAL,
    facilitator_name="Bureau Dialoog",
)


@pytest.fixture(autouse=True)
def teams() -> Iterator[Teams]:
    with clock.at(moment("2020-01-02")):
        seed_requirements()
        found = make_teams()
    with clock.at(NOON):
        plan()
        yield found


def standing(teams: Teams) -> list[tuple[str, date, int | None]]:
    rows = Completion.objects.standing().filter(unit=teams.team).order_by("pk")
    return list(rows.values_list("source", "occurred_on", "recorder"))


def status(teams: Teams) -> Status:
    rows = status_rows(as_of=TODAY, unit_ids=[teams.team.pk])
    return next(row.status for row in rows if row.cycle_label == "2026")


def counts(teams: Teams) -> tuple[int, int]:
    """Return of how many teams of the directorate the duty is done, and of how many it is open."""
    found = team_duty_counts(unit_ids=[teams.directorate.pk], as_of=TODAY)
    [one] = found.values()
    return one.done, one.open


def test_planning_is_by_who_runs_the_team_and_twice_is_once(teams: Teams) -> None:
    first = plan_session(unit=teams.team, plan=PLAN, by=teams.manager)
    assert plan_session(unit=teams.team, plan=PLAN, by=teams.deputy) == first
    assert (first.state, first.planned_on, first.held_on) == (
        SessionState.PLANNED,
        date(2026, 11, 12),
        None,
    )
    later = SessionPlan(planned_on=date(2026, 12, 1))
    with pytest.raises(AlreadyPlanned):
        plan_session(unit=teams.team, plan=later, by=teams.manager)
    assert change_plan(session=first, plan=later, by=teams.support).planned_on == date(2026, 12, 1)
    for person in (teams.member, teams.director, teams.other_manager, teams.officer):
        with pytest.raises(NotYourTeam):
            change_plan(session=first, plan=PLAN, by=person)
    assert TeamSession.objects.get().planned_on == date(2026, 12, 1)


def test_cancelling_can_be_undone_for_ten_minutes(teams: Teams) -> None:
    session = plan_session(unit=teams.team, plan=PLAN, by=teams.manager)
    cancel_session(session=session, by=teams.manager)
    assert cancel_session(session=session, by=teams.manager).state == SessionState.CANCELLED
    assert undo_cancel(session=session, by=teams.manager).state == SessionState.PLANNED
    cancel_session(session=session, by=teams.manager)
    with clock.at(NOON + timedelta(minutes=11)), pytest.raises(UndoPassed):
        undo_cancel(session=session, by=teams.manager)
    plan_session(unit=teams.team, plan=PLAN, by=teams.manager)
    with pytest.raises(AlreadyPlanned):
        undo_cancel(session=session, by=teams.manager)
    with pytest.raises(NotPlannedAnyMore):
        change_plan(session=session, plan=PLAN, by=teams.manager)


def test_holding_a_session_is_one_fact_of_the_team_however_often_it_is_posted(
    teams: Teams,
) -> None:
    assert (status(teams), counts(teams)) == (Status.OPEN, (0, 2))
    session = held(teams, TODAY)
    assert held(teams, TODAY) == session
    assert standing(teams) == [(SOURCE, TODAY, teams.manager.pk)]
    fact = Completion.objects.get(source=SOURCE)
    assert (fact.source_key, fact.unit, fact.person) == (f"{session.uuid}:1", teams.team, None)
    assert (fact.activity.key, fact.assurance) == (
        "teamsessie-werkcultuur",
        Assurance.SELF_REPORTED,
    )
    assert (status(teams), counts(teams)) == (Status.DONE_ON_TIME, (1, 1))
    assert [row.text for row in session.agreements.order_by("position")] == list(TEXTS)
    with pytest.raises(AlreadyRecorded):
        held(teams, TODAY, texts=("Anders een", "Anders twee", "Anders drie"))


def test_an_owner_of_the_team_is_a_person_and_others_stay_words(teams: Teams) -> None:
    together = NewAgreement(
        text="Samen lunchen", owner="Het hele team", review_on=date(2026, 12, 1)
    )
    rows = [*agreements(TODAY)[:2], together]
    held_session = HeldSession(held_on=TODAY, agreements=rows, looked_back={})
    hold_session(unit=teams.team, held=held_session, by=teams.manager)
    found = TeamAgreement.objects.order_by("position").values_list("owner", "owner_name")
    assert list(found) == [(teams.member.pk, ""), (teams.member.pk, ""), (None, "Het hele team")]


@pytest.mark.parametrize("number", [0, 2, 6])
def test_fewer_than_three_or_more_than_five_agreements_are_refused(
    teams: Teams, number: int
) -> None:
    with pytest.raises(WrongNumber):
        held(teams, TODAY, texts=[f"Afspraak {n}" for n in range(number)])
    assert (TeamSession.objects.count(), standing(teams)) == (0, [])


def test_a_day_that_has_not_come_and_one_before_the_team_was_there_are_refused(
    teams: Teams,
) -> None:
    with pytest.raises(DayAhead):
        held(teams, TODAY + timedelta(days=1))
    with pytest.raises(NoTeamThen):
        held(teams, date(2019, 5, 1))
    assert standing(teams) == []


def test_the_next_session_looks_back_on_every_agreement_of_the_last(teams: Teams) -> None:
    before = held(teams, LAST_YEAR)
    rows = agreements_before(teams.team, TODAY)
    assert [row.session for row in rows] == [before] * 3
    some = {rows[0].uuid: Looked(result=LookBack.KEPT)}
    with pytest.raises(LookBackMissing):
        held(teams, TODAY, looked=some)
    assert not TeamSession.objects.filter(held_on=TODAY).exists()
    looked = {
        rows[0].uuid: Looked(result=LookBack.KEPT),
        rows[1].uuid: Looked(result=LookBack.PARTLY, note="Het lukt beter met een vast moment"),
        rows[2].uuid: Looked(result=LookBack.NOT),
    }
    session = held(teams, TODAY, looked=looked)
    assert session.has_looked_back
    found = before.agreements.order_by("position")
    assert [(row.result, row.looked_back_in, row.looked_back_by) for row in found] == [
        ("kept", session, teams.manager),
        ("partly", session, teams.manager),
        ("not", session, teams.manager),
    ]
    with pytest.raises(LookedBackAlready):
        change_agreements(session=before, agreements=agreements(LAST_YEAR), by=teams.manager)


def test_agreements_get_other_words_until_the_team_looked_back(teams: Teams) -> None:
    session = held(teams, TODAY)
    other = agreements(TODAY, texts=("Een", "Twee", "Drie", "Vier"))
    change_agreements(session=session, agreements=other, by=teams.manager)
    assert list(session.agreements.order_by("position").values_list("text", flat=True)) == [
        "Een",
        "Twee",
        "Drie",
        "Vier",
    ]
    assert len(standing(teams)) == 1


def test_a_wrong_day_is_put_right_with_a_void_that_says_why(teams: Teams) -> None:
    session = held(teams, TODAY)
    move_session(session=session, held_on=date(2026, 9, 29), by=teams.manager)
    assert standing(teams) == [(SOURCE, date(2026, 9, 29), teams.manager.pk)]
    void = Completion.objects.get(voids__isnull=False)
    assert (void.reason, void.recorder) == (
        "De teamsessie was op een andere dag.",
        teams.manager,
    )
    assert session.agreements.count() == 3
    move_session(session=session, held_on=TODAY, by=teams.manager)
    assert standing(teams) == [(SOURCE, TODAY, teams.manager.pk)]


def test_a_session_that_was_not_held_leaves_no_agreement_and_no_look_back(teams: Teams) -> None:
    before = held(teams, LAST_YEAR)
    looked = {row.uuid: Looked(result=LookBack.NOT) for row in agreements_before(teams.team, TODAY)}
    session = held(teams, TODAY, looked=looked)
    take_session_back(session=session, by=teams.manager)
    assert status(teams) == Status.OPEN
    assert [row[1] for row in standing(teams)] == [LAST_YEAR]
    assert not session.agreements.exists()
    assert set(before.agreements.values_list("result", "looked_back_in")) == {("", None)}
    with pytest.raises(UndoPassed):
        undo_cancel(session=session, by=teams.manager)
    held(teams, TODAY, looked=looked)
    assert status(teams) == Status.DONE_ON_TIME


def workshop_says(teams: Teams, day: str) -> Completion:
    """Let the attendance list of a workshop say that the team met, as `workshops` writes it."""
    return record_completion(
        activity=Activity.objects.get(key="teamsessie-werkcultuur"),
        unit=teams.team,
        occurred_at=moment(day),
        source="workshop",
        source_key="7d0f:team:1",
        assurance=Assurance.ATTENDED,
    )


def test_agreements_of_a_workshop_add_no_second_fact(teams: Teams) -> None:
    proof = workshop_says(teams, "2026-09-10")
    session = held(teams, date(2026, 9, 10))
    assert standing(teams) == [("workshop", date(2026, 9, 10), None)]
    assert counts(teams) == (1, 1)
    void_completion(completion=proof, reason="Te weinig mensen", by=None)
    assert status(teams) == Status.OPEN
    assert (mend_proof(), mend_proof()) == (1, 0)
    assert standing(teams) == [(SOURCE, date(2026, 9, 10), teams.manager.pk)]
    take_session_back(session=session, by=teams.manager)
    assert (mend_proof(), standing(teams)) == (0, [])


def test_the_activity_starts_at_the_page_of_the_team(teams: Teams) -> None:
    Activity.objects.filter(key="teamsessie-werkcultuur").update(start_path="/workshops/anders/")
    assert team_session_activity().start_path == START_PATH
    assert Activity.objects.get(key="teamsessie-werkcultuur").start_path == "/teamsessie/"


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": SessionState.HELD},
        {"state": SessionState.PLANNED, "planned_on": None},
        {"state": SessionState.PLANNED, "held_on": TODAY},
        {"state": SessionState.CANCELLED},
        {"state": "anders"},
    ],
)
def test_the_database_refuses_a_session_that_cannot_be(teams: Teams, wrong: dict) -> None:
    fields = {"planned_on": TODAY, **wrong}
    with pytest.raises(IntegrityError), transaction.atomic():
        TeamSession.objects.create(unit=teams.team, **fields)


@pytest.mark.parametrize(
    "wrong",
    [
        {"position": 6},
        {"text": ""},
        {"owner_name": ""},
        {"result": "kept"},
        {"note": "Zonder uitkomst"},
        {"position": 1},
    ],
)
def test_the_database_refuses_an_agreement_that_cannot_be(teams: Teams, wrong: dict) -> None:
    session = held(teams, TODAY)
    fields = {"position": 4, "text": "Iets", "owner_name": "Wij", "review_on": TODAY, **wrong}
    with pytest.raises(IntegrityError), transaction.atomic():
        TeamAgreement.objects.create(session=session, **fields)

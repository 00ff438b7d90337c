"""The words of a team go some years after it looked back on them; that it met stays."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.checks import run_checks
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

import jobs
from compliance.planning import plan
from compliance.seeds import seed_requirements
from core import clock
from jobs.testing import run_jobs
from lms.api import Completion
from tests.compliance.story import moment
from tests.toolbox.teams import SECRET, Teams, agreements, held, make_teams
from toolbox.enums import FacilitatorKind, LookBack, SessionState
from toolbox.models import TeamAgreement, TeamSession
from toolbox.services.agreements import Looked, agreements_before
from toolbox.services.forgetting import forget_agreements
from toolbox.services.sessions import change_agreements, move_session, take_session_back
from toolbox.session_errors import TextsRemoved

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 10, 1, 10, tzinfo=UTC)
HELD, LOOKED_BACK = date(2022, 9, 15), date(2023, 9, 20)
LAST_DAY, THE_DAY_AFTER = date(2026, 9, 20), date(2026, 9, 21)


@pytest.fixture(autouse=True)
def teams() -> Iterator[Teams]:
    with clock.at(moment("2020-01-02")):
        seed_requirements()
        found = make_teams()
    with clock.at(NOON):
        plan()
        yield found


def on(day: date) -> Any:
    return clock.at(datetime.combine(day, NOON.timetz()))


def two_sessions(teams: Teams) -> tuple[TeamSession, TeamSession]:
    """Let the team meet, and look back on it a year later."""
    first = held(teams, HELD)
    looked = {
        row.uuid: Looked(result=LookBack.KEPT, note="Het lukt")
        for row in agreements_before(teams.team, LOOKED_BACK)
    }
    return first, held(teams, LOOKED_BACK, looked=looked)


def test_agreements_go_three_years_after_the_look_back_and_the_session_stays(
    teams: Teams, caplog: Any
) -> None:
    first, second = two_sessions(teams)
    TeamSession.objects.filter(pk=first.pk).update(
        place="Zaal 3", facilitator_name="Bureau Dialoog"
    )
    proof = list(Completion.objects.values_list("uuid", flat=True))
    with on(LAST_DAY):
        assert forget_agreements() == 0
    with on(THE_DAY_AFTER):
        assert (forget_agreements(), forget_agreements()) == (1, 0)
    first.refresh_from_db()
    assert (first.state, first.held_on, first.recorded_by) == (
        SessionState.HELD,
        HELD,
        teams.manager,
    )
    assert (first.place, first.facilitator_name, first.agreements.count()) == ("", "", 0)
    assert first.facilitator_kind == FacilitatorKind.INTERNAL
    assert second.agreements.count() == 3
    assert list(Completion.objects.values_list("uuid", flat=True)) == proof
    assert SECRET not in caplog.text
    assert teams.manager.name not in caplog.text


def test_what_nobody_looked_back_on_goes_three_years_after_they_would(teams: Teams) -> None:
    held(teams, HELD)  # to be looked at on 14 November 2022
    with on(date(2025, 11, 14)):
        assert forget_agreements() == 0
    with on(date(2025, 11, 15)):
        assert forget_agreements() == 1
    assert not TeamAgreement.objects.exists()


def test_the_job_of_the_night_does_it_and_the_years_are_a_setting(
    teams: Teams, settings: Any
) -> None:
    two_sessions(teams)
    settings.AGREEMENT_YEARS = 5
    jobs.enqueue("toolbox.team_sessions")
    run_jobs()
    assert TeamAgreement.objects.count() == 6
    settings.AGREEMENT_YEARS = 3
    jobs.enqueue("toolbox.team_sessions")
    run_jobs()
    assert TeamAgreement.objects.count() == 3
    settings.AGREEMENT_YEARS = 0
    assert "toolbox.E001" in {problem.id for problem in run_checks()}


def test_a_session_without_its_texts_can_no_longer_be_changed(teams: Teams) -> None:
    first, _second = two_sessions(teams)
    forget_agreements()
    for change in (
        lambda: change_agreements(session=first, agreements=agreements(HELD), by=teams.manager),
        lambda: move_session(session=first, held_on=date(2022, 9, 16), by=teams.manager),
        lambda: take_session_back(session=first, by=teams.manager),
    ):
        with pytest.raises(TextsRemoved):
            change()
    assert Completion.objects.standing().count() == 2


def test_the_next_session_asks_nothing_about_what_is_gone(teams: Teams) -> None:
    held(teams, HELD)
    forget_agreements()
    assert agreements_before(teams.team, date(2026, 10, 1)) == []
    assert held(teams, date(2026, 10, 1)).has_looked_back is False


def test_the_team_reads_how_long_its_words_are_kept_and_when_they_are_gone(
    teams: Teams, settings: Any
) -> None:
    held(teams, HELD)
    client = Client()
    client.force_login(teams.manager.user)
    page = client.get("/teamsessie/team/rood/").content.decode()
    assert "De afspraken worden 3 jaar nadat jullie erop terugkeken verwijderd." in page
    assert SECRET in page
    forget_agreements()
    page = client.get("/teamsessie/team/rood/").content.decode()
    assert "Gehouden op 15 september 2022" in page
    assert "Wat jullie toen afspraken, wordt niet meer bewaard." in page
    assert "Deze afspraken van de vorige keer gelden nog" not in page
    assert "Verkeerde dag" not in page
    assert SECRET not in page
    settings.AGREEMENT_YEARS = 1
    form = client.get("/teamsessie/team/rood/vastleggen/").content.decode()
    assert "De afspraken worden 1 jaar nadat jullie erop terugkeken verwijderd." in form


def test_the_database_keeps_no_words_of_what_was_forgotten(teams: Teams) -> None:
    session = held(teams, HELD)
    forget_agreements()
    for wrong in ({"place": "Zaal 3"}, {"facilitator_name": "Bureau Dialoog"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            TeamSession.objects.filter(pk=session.pk).update(**wrong)


def test_finding_what_is_past_is_one_query_however_many_sessions_there_are(teams: Teams) -> None:
    costs = []
    for day in ("2026-01-05", "2026-03-05", "2026-05-05"):
        held(
            teams,
            date.fromisoformat(day),
            looked={
                row.uuid: Looked(result=LookBack.KEPT)
                for row in agreements_before(teams.team, date.fromisoformat(day))
            },
        )
        with CaptureQueriesContext(connection) as seen:
            assert forget_agreements() == 0
        costs.append(len(seen))
    assert costs == [1, 1, 1]

"""The manager hears of the team session in time, seldom, and never with what was agreed."""

from datetime import date

import pytest

from compliance.planning import plan
from compliance.seeds import seed_requirements
from core import clock
from notifications.models import Notice
from notifications.registry import get_spec
from notifications.specs import NoticeSpec
from organisations.enums import MandateKind
from tests.compliance.story import day, moment
from tests.factories.organisations import AbsenceFactory, MandateFactory
from tests.toolbox.teams import TEXTS, Teams, held, make_teams
from toolbox.enums import LookBack
from toolbox.models import TeamAgreement
from toolbox.services.agreements import Looked, agreements_before
from toolbox.services.reminding import remind_managers
from toolbox.services.requests import ask_for_facilitator, handle_request
from toolbox.services.sessions import SessionPlan, cancel_session, change_plan, plan_session
from toolbox.session_letters import (
    refresh_asked,
    refresh_to_plan,
    refresh_to_record,
    refresh_to_review,
)
from toolbox.session_notices import SESSION_NOTICES

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def teams() -> Teams:
    with clock.at(moment("2020-01-02")):
        seed_requirements()
        found = make_teams()
    with clock.at(moment("2026-01-02")):
        plan()
    return found


def reminded(on: str) -> list[tuple[str, str]]:
    """Run the job on a day, and return the new messages: kind and name of the receiver."""
    before = set(Notice.objects.values_list("pk", flat=True))
    with clock.at(moment(on)):
        remind_managers()
    new = Notice.objects.exclude(pk__in=before).select_related("person")
    return sorted((row.kind.removeprefix("toolbox.session_to_"), row.person.name) for row in new)


def names(kind: str, *people) -> list[tuple[str, str]]:
    return sorted((kind, person.name) for person in people)


def test_sixty_and_fourteen_days_before_the_end_when_nothing_is_planned(teams: Teams) -> None:
    assert reminded("2026-10-31") == []
    red, blue = (teams.manager, teams.deputy), (teams.other_manager,)
    assert reminded("2026-11-01") == names("plan", *red, *blue)
    assert reminded("2026-11-02") == []
    with clock.at(moment("2026-11-10")):
        held(teams, day("2026-11-10"))
    assert reminded("2026-12-17") == names("plan", *blue)
    assert reminded("2026-12-18") == []


def test_a_planned_session_keeps_the_manager_in_peace(teams: Teams) -> None:
    with clock.at(moment("2026-10-01")):
        plan_session(
            unit=teams.team, plan=SessionPlan(planned_on=day("2026-12-10")), by=teams.manager
        )
    assert reminded("2026-11-01") == names("plan", teams.other_manager)


def test_the_day_after_a_planned_day_without_a_record(teams: Teams) -> None:
    with clock.at(moment("2026-05-01")):
        session = plan_session(
            unit=teams.team, plan=SessionPlan(planned_on=day("2026-06-10")), by=teams.manager
        )
    assert reminded("2026-06-10") == []
    assert reminded("2026-06-11") == names("record", teams.manager, teams.deputy)
    assert reminded("2026-06-12") == []
    with clock.at(moment("2026-06-12")):
        change_plan(
            session=session, plan=SessionPlan(planned_on=day("2026-06-20")), by=teams.manager
        )
    assert reminded("2026-06-21") == names("record", teams.manager, teams.deputy)
    with clock.at(moment("2026-06-21")):
        cancel_session(session=session, by=teams.manager)
    assert reminded("2026-06-22") == []


def test_on_the_day_to_look_at_agreements_and_not_when_the_team_did(teams: Teams) -> None:
    with clock.at(moment("2026-03-02")):
        held(teams, day("2026-03-02"))
    assert reminded("2026-04-30") == []
    assert reminded("2026-05-01") == names("review", teams.manager, teams.deputy)
    assert reminded("2026-05-02") == []
    with clock.at(moment("2026-05-04")):
        rows = agreements_before(teams.team, date(2026, 5, 4))
        looked = {row.uuid: Looked(result=LookBack.KEPT) for row in rows}
        held(teams, date(2026, 5, 4), looked=looked)
    assert reminded("2026-05-05") == []


def test_who_is_away_and_whose_mandate_ended_get_nothing(teams: Teams) -> None:
    AbsenceFactory(person=teams.manager, valid_from=day("2026-10-01"))
    MandateFactory(
        unit=teams.team,
        kind=MandateKind.MANAGER,
        valid_from=day("2021-01-01"),
        valid_until=day("2026-06-01"),
    )
    assert reminded("2026-11-01") == names("plan", teams.deputy, teams.other_manager)


def test_what_was_arranged_before_it_is_sent_is_not_sent(teams: Teams) -> None:
    reminded("2026-11-01")
    notices = list(Notice.objects.select_related("person").order_by("pk"))
    with clock.at(moment("2026-11-01")):
        plan_session(
            unit=teams.team, plan=SessionPlan(planned_on=day("2026-11-20")), by=teams.manager
        )
        contexts = refresh_to_plan(notices)
    blue = next(row for row in notices if row.person == teams.other_manager)
    assert {pk for pk, context in contexts.items() if context} == {blue.pk}
    assert contexts[blue.pk] == {
        "naam": teams.other_manager.name,
        "team": "Team Blauw",
        "datum": "31 december 2026",
        "knop": "/teamsessie/team/blauw/",
    }


def test_no_letter_holds_what_was_agreed(teams: Teams) -> None:
    with clock.at(moment("2026-03-02")):
        held(teams, day("2026-03-02"))
        plan_session(
            unit=teams.team, plan=SessionPlan(planned_on=day("2026-04-30")), by=teams.manager
        )
    assert [kind for kind, _name in reminded("2026-05-01")] == [
        "record",
        "record",
        "review",
        "review",
    ]
    review = list(Notice.objects.filter(kind="toolbox.session_to_review").select_related("person"))
    record = list(Notice.objects.filter(kind="toolbox.session_to_record").select_related("person"))
    with clock.at(moment("2026-05-01")):
        filled = {**refresh_to_review(review), **refresh_to_record(record)}
    assert all(filled.values())
    assert {context["aantal"] for context in filled.values() if "aantal" in context} == {
        "3 afspraken"
    }
    assert {context["datum"] for context in filled.values() if "datum" in context} == {
        "30 april 2026"
    }
    stored = repr(filled) + repr(list(Notice.objects.values_list("context", flat=True)))
    assert [text for text in TEXTS if text in stored] == []
    TeamAgreement.objects.all().delete()
    with clock.at(moment("2026-05-01")):
        assert set(refresh_to_review(review).values()) == {None}


def test_the_letter_to_the_coordinator_names_the_team_and_not_who_asks(teams: Teams) -> None:
    with clock.at(moment("2026-05-01")):
        request = ask_for_facilitator(unit=teams.team, by=teams.member)
        notices = list(Notice.objects.select_related("person"))
        [context] = refresh_asked(notices).values()
        assert context == {
            "naam": teams.coordinator.name,
            "team": "Team Rood",
            "knop": "/teamsessie/verzoeken/",
        }
        handle_request(request=request, by=teams.coordinator)
        assert set(refresh_asked(notices).values()) == {None}


@pytest.mark.parametrize("spec", SESSION_NOTICES, ids=lambda spec: spec.kind)
def test_the_letters_can_be_edited_as_all_others(spec: NoticeSpec) -> None:
    assert get_spec(spec.kind) is spec
    assert set(spec.texts) == {"nl", "en"}
    for text in spec.texts.values():
        assert all(f"{{{name}}}" in text.body for name in spec.names)

"""Team sessions: planned, cancelled, held with agreements, and put right (GOR m2).

Every change holds the lock on the team, so that two managers, or one who presses twice, do one
thing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

import structlog
from django.db import transaction

from core import clock
from organisations.models import Person, Unit
from toolbox.access.teams import may_run
from toolbox.enums import Correction, FacilitatorKind, SessionState
from toolbox.models import TeamAgreement, TeamSession
from toolbox.services.agreements import (
    Looked,
    NewAgreement,
    agreed,
    in_words,
    look_back,
    refuse_number,
    write_agreements,
)
from toolbox.services.proof import give_proof, sessions_without_proof, take_proof_back
from toolbox.session_errors import (
    AlreadyPlanned,
    AlreadyRecorded,
    DayAhead,
    LookedBackAlready,
    NoTeamThen,
    NotHeld,
    NotPlannedAnyMore,
    NotYourTeam,
    TextsRemoved,
    UndoPassed,
)

logger = structlog.get_logger(__name__)

REASONS = {
    Correction.WRONG_DAY: "De teamsessie was op een andere dag.",
    Correction.NOT_HELD: "De teamsessie is toch niet gehouden.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionPlan:
    """When a session is, and who leads it."""

    planned_on: date
    starts_at: time | None = None
    place: str = ""
    facilitator_kind: FacilitatorKind = FacilitatorKind.INTERNAL
    facilitator_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldSession:
    """What is recorded of a session: the day, who led it, what was agreed and looked back on."""

    held_on: date
    agreements: Sequence[NewAgreement]
    facilitator_kind: FacilitatorKind = FacilitatorKind.INTERNAL
    facilitator_name: str = ""
    looked_back: Mapping[UUID, Looked]


@transaction.atomic(durable=True)
def plan_session(*, unit: Unit, plan: SessionPlan, by: Person) -> TeamSession:
    """Plan a session of a team; the same once more is one session."""
    _lock(unit, by)
    planned = TeamSession.objects.filter(unit=unit, state=SessionState.PLANNED).first()
    if planned is not None:
        if _says(planned, plan):
            return planned
        raise AlreadyPlanned
    session = TeamSession(unit=unit, planned_by=by)
    return _put(session, plan)


@transaction.atomic(durable=True)
def change_plan(*, session: TeamSession, plan: SessionPlan, by: Person) -> TeamSession:
    """Change when a session is, or who leads it."""
    return _put(_planned(session, by), plan)


@transaction.atomic(durable=True)
def cancel_session(*, session: TeamSession, by: Person) -> TeamSession:
    """Cancel a planned session; once more is nothing new."""
    found = _locked(session, by)
    if found.state == SessionState.CANCELLED:
        return found
    if found.state != SessionState.PLANNED:
        raise NotPlannedAnyMore
    return _cancel(found)


@transaction.atomic(durable=True)
def undo_cancel(*, session: TeamSession, by: Person) -> TeamSession:
    """Let a session that was cancelled less than ten minutes ago stand again."""
    found = _locked(session, by)
    if found.state == SessionState.PLANNED:
        return found
    if not found.may_be_undone:
        raise UndoPassed
    if TeamSession.objects.filter(unit=found.unit, state=SessionState.PLANNED).exists():
        raise AlreadyPlanned
    found.state, found.cancelled_at = SessionState.PLANNED, None
    return _saved(found)


@transaction.atomic(durable=True)
def hold_session(
    *, unit: Unit, held: HeldSession, by: Person, session: TeamSession | None = None
) -> TeamSession:
    """Record that a team held its session, planned or not, and what it agreed.

    The same once more is the same session, and one fact in the ledger.
    """
    _lock(unit, by)
    _refuse_impossible(unit, held)
    there = TeamSession.objects.filter(unit=unit, held_on=held.held_on).first()
    if there is not None:
        if agreed(there) == [in_words(row) for row in held.agreements]:
            return there
        raise AlreadyRecorded
    found = TeamSession(unit=unit) if session is None else _planned(session, by)
    look_back(found, on=held.held_on, looked_back=held.looked_back, by=by)
    found.state = SessionState.HELD
    found.held_on, found.recorded_by, found.recorded_at = held.held_on, by, clock.now()
    found.facilitator_kind = held.facilitator_kind
    found.facilitator_name = held.facilitator_name
    _saved(found)
    for agreement in held.looked_back:
        TeamAgreement.objects.filter(uuid=agreement).update(looked_back_in=found)
    write_agreements(found, held.agreements)
    give_proof(found)
    return found


@transaction.atomic(durable=True)
def change_agreements(
    *, session: TeamSession, agreements: Sequence[NewAgreement], by: Person
) -> TeamSession:
    """Put other words to what was agreed, as long as the team did not look back on it."""
    found = _held(session, by)
    refuse_number(agreements)
    if found.agreements.exclude(result="").exists():
        raise LookedBackAlready
    found.agreements.all().delete()
    write_agreements(found, agreements)
    return _saved(found)


@transaction.atomic(durable=True)
def move_session(*, session: TeamSession, held_on: date, by: Person) -> TeamSession:
    """Say that a session was on another day than was recorded."""
    found = _held(session, by)
    if found.held_on == held_on:
        return found
    _refuse_day(found.unit, held_on)
    if TeamSession.objects.filter(unit=found.unit, held_on=held_on).exists():
        raise AlreadyRecorded
    take_proof_back(found, reason=REASONS[Correction.WRONG_DAY], by=by)
    found.held_on = held_on
    _saved(found)
    give_proof(found)
    return found


@transaction.atomic(durable=True)
def take_session_back(*, session: TeamSession, by: Person) -> TeamSession:
    """Say that a session was not held after all; what it agreed and looked back on goes."""
    found = _held(session, by)
    if found.agreements.exclude(result="").exists():
        raise LookedBackAlready
    take_proof_back(found, reason=REASONS[Correction.NOT_HELD], by=by)
    found.agreements.all().delete()
    found.looked_back_on.update(result="", note="", looked_back_by=None, looked_back_in=None)
    found.held_on, found.has_looked_back = None, False
    return _cancel(found)


def mend_proof() -> int:
    """Write our fact for sessions of which the one of a workshop was taken back."""
    mended = 0
    for session in sessions_without_proof():
        with transaction.atomic(durable=True):
            Unit.objects.select_for_update(no_key=True).get(pk=session.unit_id)
            now = TeamSession.objects.select_related("unit", "recorded_by").get(pk=session.pk)
            mended += give_proof(now) is not None
    return mended


def _refuse_impossible(unit: Unit, held: HeldSession) -> None:
    refuse_number(held.agreements)
    _refuse_day(unit, held.held_on)


def _refuse_day(unit: Unit, day: date) -> None:
    if day > clock.today():
        raise DayAhead
    if not unit.versions.current().active_on(day).exists():
        raise NoTeamThen


def _says(session: TeamSession, plan: SessionPlan) -> bool:
    return all(getattr(session, name) == getattr(plan, name) for name in SessionPlan.__slots__)


def _put(session: TeamSession, plan: SessionPlan) -> TeamSession:
    for name in SessionPlan.__slots__:
        setattr(session, name, getattr(plan, name))
    return _saved(session)


def _cancel(session: TeamSession) -> TeamSession:
    session.state, session.cancelled_at = SessionState.CANCELLED, clock.now()
    return _saved(session)


def _saved(session: TeamSession) -> TeamSession:
    session.changed_at = clock.now()
    session.save()
    logger.info("team session", session=str(session.uuid), state=str(session.state))
    return session


def _lock(unit: Unit, by: Person) -> None:
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    if not may_run(by, unit):
        raise NotYourTeam


def _locked(session: TeamSession, by: Person) -> TeamSession:
    _lock(session.unit, by)
    return TeamSession.objects.select_related("unit").get(pk=session.pk)


def _planned(session: TeamSession, by: Person) -> TeamSession:
    found = _locked(session, by)
    if found.state != SessionState.PLANNED:
        raise NotPlannedAnyMore
    return found


def _held(session: TeamSession, by: Person) -> TeamSession:
    found = _locked(session, by)
    if found.state != SessionState.HELD:
        raise NotHeld
    if found.forgotten_at is not None:
        raise TextsRemoved
    return found

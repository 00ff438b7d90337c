"""A team with a manager, two members, and all those who may not read what it agreed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from core import clock
from organisations.enums import MandateKind, RoleKind, UnitKind
from organisations.models import Person, Unit
from tests.factories.organisations import (
    AppointmentFactory,
    MandateFactory,
    PersonFactory,
    RoleAssignmentFactory,
    UnitFactory,
)
from toolbox.models import TeamSession
from toolbox.services.agreements import Looked, NewAgreement
from toolbox.services.sessions import HeldSession, hold_session

SECRET = "Wij laten elkaar uitpraten in het overleg"
TEXTS = (SECRET, "Feedback geven we binnen een week", "Iedereen sluit om beurten het overleg")


@dataclass(frozen=True, kw_only=True)
class Teams:
    """A ministry with a directorate and two teams."""

    ministry: Unit
    directorate: Unit
    team: Unit
    other: Unit
    manager: Person
    deputy: Person
    support: Person
    member: Person
    colleague: Person
    stranger: Person
    other_manager: Person
    director: Person
    officer: Person
    auditor: Person
    works_council: Person
    coordinator: Person
    far_coordinator: Person


def _mandate(unit: Unit, kind: MandateKind, **fields: Any) -> Person:
    person: Person = MandateFactory(unit=unit, kind=kind, **fields).holder
    return person


def _member(unit: Unit, **fields: Any) -> Person:
    person: Person = AppointmentFactory(
        unit=unit, person=PersonFactory(with_user=True, **fields)
    ).person
    return person


def _coordinator(unit: Unit, role: RoleKind) -> Person:
    person: Person = PersonFactory(with_user=True)
    RoleAssignmentFactory(person=person, unit=unit, role=role)
    return person


def make_teams() -> Teams:
    """Build it all, as it has been since 2020."""
    ministry = UnitFactory(code="min", name="Ministerie", kind=UnitKind.MINISTRY)
    directorate = UnitFactory(
        code="dir", name="Directie", kind=UnitKind.DIRECTORATE, parent=ministry
    )
    team = UnitFactory(code="rood", name="Team Rood", parent=directorate)
    other = UnitFactory(code="blauw", name="Team Blauw", parent=directorate)
    return Teams(
        ministry=ministry,
        directorate=directorate,
        team=team,
        other=other,
        manager=_mandate(team, MandateKind.MANAGER),
        deputy=_mandate(team, MandateKind.ACTING_MANAGER, valid_until=date(2030, 1, 1)),
        support=_mandate(team, MandateKind.SUPPORT),
        member=_member(team, name="Noor de Wit"),
        colleague=_member(team, name="Daan Smit"),
        stranger=_member(other),
        other_manager=_mandate(other, MandateKind.MANAGER),
        director=_mandate(directorate, MandateKind.MANAGER),
        officer=_mandate(ministry, MandateKind.COMPLIANCE_OFFICER),
        auditor=_mandate(ministry, MandateKind.AUDITOR),
        works_council=_mandate(ministry, MandateKind.WORKS_COUNCIL),
        coordinator=_coordinator(directorate, RoleKind.SOCIAL_SAFETY_LEAD),
        far_coordinator=_coordinator(ministry, RoleKind.INTEGRITY_COORDINATOR),
    )


def agreements(
    day: date, texts: Sequence[str] = TEXTS, owner: str = "Noor de Wit"
) -> list[NewAgreement]:
    """Return agreements, to be looked at two months after a day."""
    review = day + timedelta(days=60)
    return [NewAgreement(text=text, owner=owner, review_on=review) for text in texts]


def held(
    teams: Teams,
    day: date,
    *,
    texts: Sequence[str] = TEXTS,
    looked: dict[UUID, Looked] | None = None,
    unit: Unit | None = None,
    by: Person | None = None,
) -> TeamSession:
    """Record that the team held its session on a day."""
    return hold_session(
        unit=unit or teams.team,
        held=HeldSession(held_on=day, agreements=agreements(day, texts), looked_back=looked or {}),
        by=by or teams.manager,
    )


def today() -> date:
    """Return today, by the clock of the test."""
    return clock.today()

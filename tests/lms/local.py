"""A ministry with a directorate and a team, and local editors of courses in it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.test import Client

from lms.additions.models import Addition, AdditionProposal
from lms.additions.services import DESK, AdditionText
from organisations.enums import AppointmentKind, RoleKind
from organisations.models import Person, Unit
from tests.factories.organisations import (
    AppointmentFactory,
    PersonFactory,
    RoleAssignmentFactory,
    UnitFactory,
)
from tests.lms.pages import Visitor

TODAY, LATER = date(2026, 10, 1), date(2026, 11, 1)
UNTIL = {"valid_until": date(2030, 1, 1)}
"""An acting manager is one for a while."""
MODULE, COURSE = "/leren/sample/first/", "/leren/sample/"


@dataclass(frozen=True, kw_only=True)
class Ministry:
    """Its units, two editors of the directorate and one of the ministry."""

    top: Unit
    directorate: Unit
    team: Unit
    elsewhere: Unit
    writer: Person
    second: Person
    above: Person


def make_ministry() -> Ministry:
    """Build it."""
    top = UnitFactory(name="Ministerie van Proef")
    directorate = UnitFactory(name="Directie Kust", parent=top)
    return Ministry(
        top=top,
        directorate=directorate,
        team=UnitFactory(name="Team Duin", parent=directorate),
        elsewhere=UnitFactory(name="Directie Rivier", parent=top),
        writer=editor_of(directorate),
        second=editor_of(directorate),
        above=editor_of(top),
    )


def editor_of(unit: Unit) -> Person:
    """Return a local editor of courses with an account."""
    person: Person = PersonFactory(with_user=True)
    RoleAssignmentFactory(person=person, role=RoleKind.COURSE_EDITOR, unit=unit)
    return person


def works_in(
    *units: Unit, kind: AppointmentKind = AppointmentKind.CIVIL_SERVANT, **dates: date
) -> Visitor:
    """Return somebody of these units who is signed in."""
    person = PersonFactory(with_user=True)
    for unit in units:
        AppointmentFactory(person=person, unit=unit, kind=kind, **dates)
    client = Client()
    client.force_login(person.user)
    return Visitor(person=person, client=client)


def words(unit: Unit, **fields: Any) -> AdditionText:
    """Return what an editor wrote for the first module of the course."""
    return AdditionText(
        **{
            "unit": unit,
            "course_key": "sample",
            "module_key": "first",
            "title": "Zo doen wij dat",
            "text": "Bel **altijd** eerst.",
            "valid_from": TODAY,
        }
        | fields
    )


def proposed(world: Ministry, unit: Unit | None = None, **fields: Any) -> AdditionProposal:
    """Return what the writer sent in."""
    by = fields.pop("by", world.writer)
    draft = DESK.write(written=words(unit or world.directorate, **fields), by=by)
    return DESK.propose(proposal=draft, by=by)


def approved(world: Ministry, unit: Unit | None = None, **fields: Any) -> Addition:
    """Return what the second editor, or the one above, approved."""
    judge = fields.pop("judge", world.second)
    return DESK.approve(proposal=proposed(world, unit, **fields), by=judge)

"""Who holds which role. A role gives duties, no sight of others."""

from datetime import date
from typing import TypedDict, Unpack

from django.db import transaction

from organisations.enums import RoleKind
from organisations.models import Person, RoleAssignment, Unit
from organisations.services import dated

_SAME = ("person", "unit", "role")


class RoleFields(TypedDict, total=False):
    """What can be corrected in a role; `valid_until` is exclusive."""

    unit: Unit
    role: RoleKind
    valid_from: date
    valid_until: date | None


@transaction.atomic
def assign_role(
    *,
    person: Person,
    role: RoleKind,
    unit: Unit,
    valid_from: date,
    valid_until: date | None = None,
) -> RoleAssignment:
    """Record that somebody holds a role."""
    dated.lock_person(person)
    assignment = RoleAssignment(
        person=person, role=role, unit=unit, valid_from=valid_from, valid_until=valid_until
    )
    return dated.record(assignment, same=_SAME)


@transaction.atomic
def end_role(*, assignment: RoleAssignment, on: date) -> RoleAssignment:
    """Let a role end; `on` is the first day on which it no longer holds."""
    dated.lock_person(assignment.person)
    return dated.end(assignment, on=on, same=_SAME)


@transaction.atomic
def correct_role(*, assignment: RoleAssignment, **changes: Unpack[RoleFields]) -> RoleAssignment:
    """Replace a role that was recorded wrongly."""
    dated.lock_person(assignment.person)
    return dated.correct(assignment, same=_SAME, **changes)


@transaction.atomic
def retract_role(*, assignment: RoleAssignment) -> None:
    """Take back a role that never was."""
    dated.lock_person(assignment.person)
    dated.supersede(assignment)

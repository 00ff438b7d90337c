"""Who may see a unit, and on what ground. A mandate gives sight, no duties."""

from datetime import date
from typing import TypedDict, Unpack

from django.db import transaction

from organisations.enums import MandateKind
from organisations.models import Mandate, Person, Unit
from organisations.services import dated
from organisations.services.errors import MissingEnd

_SAME = ("holder", "unit", "kind")


class MandateFields(TypedDict, total=False):
    """What can be corrected in a mandate; `valid_until` is exclusive."""

    unit: Unit
    kind: MandateKind
    valid_from: date
    valid_until: date | None


@transaction.atomic
def grant_mandate(
    *,
    holder: Person,
    unit: Unit,
    kind: MandateKind,
    valid_from: date,
    valid_until: date | None = None,
    granted_by: Person | None = None,
) -> Mandate:
    """Let somebody see a unit from a day; a deputy needs an end."""
    dated.lock_person(holder)
    mandate = Mandate(
        holder=holder,
        unit=unit,
        kind=kind,
        valid_from=valid_from,
        valid_until=valid_until,
        granted_by=granted_by,
    )
    _refuse_endless_deputy(kind, valid_until)
    return dated.record(mandate, same=_SAME)


@transaction.atomic
def end_mandate(*, mandate: Mandate, on: date) -> Mandate:
    """Let a mandate end; on the day `on` its holder sees nothing through it any more."""
    dated.lock_person(mandate.holder)
    return dated.end(mandate, on=on, same=_SAME)


@transaction.atomic
def correct_mandate(*, mandate: Mandate, **changes: Unpack[MandateFields]) -> Mandate:
    """Replace a mandate that was recorded wrongly."""
    dated.lock_person(mandate.holder)
    _refuse_endless_deputy(
        changes.get("kind", mandate.kind), changes.get("valid_until", mandate.valid_until)
    )
    return dated.correct(mandate, same=_SAME, **changes)


@transaction.atomic
def retract_mandate(*, mandate: Mandate) -> None:
    """Take back a mandate that never should have been."""
    dated.lock_person(mandate.holder)
    dated.supersede(mandate)


def _refuse_endless_deputy(kind: str, valid_until: date | None) -> None:
    if kind == MandateKind.ACTING_MANAGER and valid_until is None:
        raise MissingEnd

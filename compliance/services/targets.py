"""Targets: set from a day on; what held before stays to be seen, and what was recorded too."""

from datetime import date

from django.db import transaction

from compliance.errors import EndBeforeStart, NotHeldThen
from compliance.models import Requirement, Target
from organisations.models import Unit
from organisations.services.dated import copy, supersede


@transaction.atomic
def set_target(
    *, unit: Unit, requirement: Requirement, percentage: int, source: str, valid_from: date
) -> Target:
    """Let a target hold for a unit and all below it from a day on, in place of any other there."""
    _lock(unit)
    held = Target.objects.current().overlapping(valid_from, None)
    for row in held.filter(unit=unit, requirement=requirement).select_for_update():
        supersede(row)
        if row.valid_from < valid_from:
            Target.objects.create(
                unit=unit,
                requirement=requirement,
                percentage=row.percentage,
                source=row.source,
                valid_from=row.valid_from,
                valid_until=valid_from,
            )
    target: Target = Target.objects.create(
        unit=unit,
        requirement=requirement,
        percentage=percentage,
        source=source,
        valid_from=valid_from,
    )
    return target


@transaction.atomic
def stop_target(*, target: Target, valid_until: date | None) -> None:
    """Let a target hold no longer from a day on; None: it was a mistake and never held.

    What held before it does not come back by itself. Raises `EndBeforeStart`, `NotHeldThen` when it
    had ended by then already, and `StaleFact` when somebody else changed it meanwhile.
    """
    _lock(target.unit)
    if valid_until and valid_until <= target.valid_from:
        raise EndBeforeStart
    if valid_until and target.valid_until and valid_until > target.valid_until:
        raise NotHeldThen
    supersede(target)
    if valid_until:
        copy(target, valid_until=valid_until).save(force_insert=True)


def _lock(unit: Unit) -> None:
    """Let nobody else set a target of this unit until the transaction ends."""
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)

"""Targets: set from a day on; what held before stays to be seen, and what was recorded too."""

from datetime import date

from django.db import transaction

from compliance.models import Requirement, Target
from organisations.models import Unit
from organisations.services.dated import supersede


@transaction.atomic
def set_target(
    *, unit: Unit, requirement: Requirement, percentage: int, source: str, valid_from: date
) -> Target:
    """Let a target hold for a unit and all below it from a day on, in place of any other there."""
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

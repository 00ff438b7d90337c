"""The target that holds for a unit: its own, or that of the nearest unit above it."""

from collections.abc import Sequence
from datetime import date

from compliance.models import Target


def target_of(above: Sequence[int], *, requirement_id: int, on: date) -> Target | None:
    """Return the target of the first of these units that has one; `above` has the nearest first."""
    held = Target.objects.current().active_on(on)
    found = {row.unit_id: row for row in held.filter(unit__in=above, requirement=requirement_id)}
    return next((found[pk] for pk in above if pk in found), None)

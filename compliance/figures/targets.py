"""The target that holds for a unit: its own, or that of the nearest unit above it."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from compliance.models import Target


def target_of(above: Sequence[int], *, requirement_id: int, on: date) -> Target | None:
    """Return the target of the first of these units that has one; `above` has the nearest first."""
    held = Target.objects.current().active_on(on)
    found = {row.unit_id: row for row in held.filter(unit__in=above, requirement=requirement_id)}
    return next((found[pk] for pk in above if pk in found), None)


def targets_of(
    above: Sequence[int],
    *,
    requirement_ids: Collection[int],
    on: date,
    known_at: datetime | None = None,
) -> dict[int, Target]:
    """Return the target of each duty that has one, by the id of the duty; one query for all.

    `above` has the nearest unit first. With `known_at` as it was known then.
    """
    rows = Target.objects.as_known_at(known_at).active_on(on)
    nearness = {unit: place for place, unit in enumerate(above)}
    found: dict[int, Target] = {}
    for row in rows.filter(unit__in=above, requirement__in=requirement_ids):
        held = found.get(row.requirement_id)
        if held is None or nearness[row.unit_id] < nearness[held.unit_id]:
            found[row.requirement_id] = row
    return found

"""Rules are published as versions; what was asked of people before does not change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from compliance.audiences import check_units, read_audience
from compliance.enums import CycleKind
from compliance.errors import (
    CycleKindChanged,
    NotAfterPrevious,
    NothingAccepted,
    StartsInThePast,
)
from compliance.models import AcceptedActivity, Requirement, RequirementVersion
from core import clock
from lms.api import Activity, Assurance


@dataclass(frozen=True, slots=True, kw_only=True)
class Accept:
    """An activity that counts, when we are sure enough that it was done."""

    activity: Activity
    minimum_assurance: Assurance = Assurance.SERVER_GRADED


@transaction.atomic
def publish_version(
    *,
    requirement: Requirement,
    valid_from: date,
    accept: Sequence[Accept],
    cycle_kind: CycleKind,
    audience: Mapping[str, Any] | None = None,
    needed: int | None = None,
    due: tuple[int, int] = (12, 31),
    sitting_due_on: date | None = None,
    newcomer_days: int = 90,
    grace_days: int = 0,
) -> RequirementVersion:
    """Make this the rule from a day on; the previous version ends on that day.

    The first version may look back, any later one starts today or later: an obligation that opened
    keeps the rule that it opened with. `due` is the month and day of a duty of every year.
    """
    Requirement.objects.select_for_update(no_key=True).get(pk=requirement.pk)
    check_units(read_audience(dict(audience or {})))
    if not accept or not 1 <= (needed or len(accept)) <= len(accept):
        raise NothingAccepted
    previous = requirement.versions.order_by("valid_from").last()
    if previous is not None:
        _end(previous, valid_from=valid_from, cycle_kind=cycle_kind)
    version = RequirementVersion.objects.create(
        requirement=requirement,
        number=previous.number + 1 if previous else 1,
        audience=dict(audience or {}),
        needed=needed,
        cycle_kind=cycle_kind,
        due_month=due[0],
        due_day=due[1],
        sitting_due_on=sitting_due_on,
        newcomer_days=newcomer_days,
        grace_days=grace_days,
        valid_from=valid_from,
        recorded_at=clock.now(),
    )
    AcceptedActivity.objects.bulk_create(
        AcceptedActivity(
            version=version, activity=one.activity, minimum_assurance=one.minimum_assurance
        )
        for one in accept
    )
    return version


def _end(previous: RequirementVersion, *, valid_from: date, cycle_kind: CycleKind) -> None:
    if previous.cycle_kind != cycle_kind:
        raise CycleKindChanged
    if valid_from < clock.today():
        raise StartsInThePast
    if valid_from <= previous.valid_from:
        raise NotAfterPrevious
    previous.valid_until = valid_from
    previous.save(update_fields=["valid_until"])

"""Rules are published as versions; what was asked of people before does not change."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from compliance.enums import CycleKind
from compliance.errors import (
    CycleKindChanged,
    CyclesOverlap,
    NotAfterPrevious,
    StartsInThePast,
)
from compliance.models import AcceptedActivity, Requirement, RequirementVersion
from compliance.services.terms import Accept, Terms, check_terms
from core import clock

__all__ = ["Accept", "publish_version"]


@transaction.atomic
def publish_version(
    *,
    requirement: Requirement,
    valid_from: date,
    accept: Sequence[Accept],
    cycle_kind: CycleKind,
    valid_until: date | None = None,
    audience: Mapping[str, Any] | None = None,
    needed: int | None = None,
    not_same_as_last: bool = False,
    start_month: int = 1,
    due: tuple[int, int] = (12, 31),
    due_days: int = 90,
    sitting_due_on: date | None = None,
    newcomer_days: int = 90,
    grace_days: int = 0,
    may_be_empty: bool = False,
) -> RequirementVersion:
    """Make this the rule from a day on; the previous version ends on that day.

    The first version may look back, any later one starts today or later: an obligation that opened
    keeps the rule that it opened with. `due` is the month and day of a duty of every year. For the
    other terms see `RequirementVersion`; what is refused, with a sentence, see `check_terms`.
    """
    Requirement.objects.select_for_update(no_key=True).get(pk=requirement.pk)
    terms = Terms(
        valid_from=valid_from,
        valid_until=valid_until,
        accept=accept,
        cycle_kind=cycle_kind,
        audience=dict(audience or {}),
        needed=needed,
        not_same_as_last=not_same_as_last,
        start_month=start_month,
        due=due,
        due_days=due_days,
        sitting_due_on=sitting_due_on,
        newcomer_days=newcomer_days,
        grace_days=grace_days,
    )
    check_terms(terms, subject=requirement.subject, may_be_empty=may_be_empty)
    previous = requirement.versions.order_by("valid_from").last()
    if previous is not None:
        _end(previous, terms)
    version = _write(requirement, terms, number=previous.number + 1 if previous else 1)
    AcceptedActivity.objects.bulk_create(
        AcceptedActivity(
            version=version,
            activity=one.activity,
            instead_of=one.instead_of,
            minimum_assurance=one.minimum_assurance,
        )
        for one in accept
    )
    return version


def _write(requirement: Requirement, terms: Terms, *, number: int) -> RequirementVersion:
    return RequirementVersion.objects.create(
        requirement=requirement,
        number=number,
        audience=terms.audience,
        needed=terms.needed,
        not_same_as_last=terms.not_same_as_last,
        cycle_kind=terms.cycle_kind,
        start_month=terms.start_month,
        due_month=terms.due[0],
        due_day=terms.due[1],
        due_days=terms.due_days,
        sitting_due_on=terms.sitting_due_on,
        newcomer_days=terms.newcomer_days,
        grace_days=terms.grace_days,
        valid_from=terms.valid_from,
        valid_until=terms.valid_until,
        recorded_at=clock.now(),
    )


def _end(previous: RequirementVersion, terms: Terms) -> None:
    """End the rule that there was, on the first day of the new one unless it had ended before."""
    if previous.cycle_kind != terms.cycle_kind:
        raise CycleKindChanged
    if previous.start_month != terms.start_month:
        raise CyclesOverlap
    if terms.valid_from < clock.today():
        raise StartsInThePast
    if terms.valid_from <= previous.valid_from:
        raise NotAfterPrevious
    if previous.valid_until is None or previous.valid_until > terms.valid_from:
        previous.valid_until = terms.valid_from
        previous.save(update_fields=["valid_until"])

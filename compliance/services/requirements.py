"""Rules are published as versions; what was asked of people before does not change."""

from datetime import date

from django.db import transaction

from compliance.errors import (
    CycleKindChanged,
    CyclesOverlap,
    NotAfterPrevious,
    StartsInThePast,
)
from compliance.models import AcceptedActivity, Requirement, RequirementVersion
from compliance.rules.drafting import latest_version
from compliance.services.terms import Accept, Terms, check_terms
from core import clock

__all__ = ["Accept", "Terms", "check_version", "publish_version"]


@transaction.atomic
def publish_version(
    *, requirement: Requirement, terms: Terms, may_be_empty: bool = False
) -> RequirementVersion:
    """Make this the rule from a day on; the previous version ends on that day.

    The first version may look back, any later one starts today or later: an obligation that opened
    keeps the rule that it opened with. What is refused, with a sentence, see `check_version`.
    """
    Requirement.objects.select_for_update(no_key=True).get(pk=requirement.pk)
    previous = latest_version(requirement)
    check_version(terms, subject=requirement.subject, previous=previous, may_be_empty=may_be_empty)
    if previous is not None:
        _end(previous, terms.valid_from)
    version = _write(requirement, terms, number=previous.number + 1 if previous else 1)
    AcceptedActivity.objects.bulk_create(
        AcceptedActivity(
            version=version,
            activity=one.activity,
            instead_of=one.instead_of,
            minimum_assurance=one.minimum_assurance,
        )
        for one in terms.accept
    )
    return version


def check_version(
    terms: Terms,
    *,
    subject: str,
    previous: RequirementVersion | None = None,
    may_be_empty: bool = False,
) -> None:
    """Raise what stands in the way of publishing these terms after that version; write nothing."""
    check_terms(terms, subject=subject, may_be_empty=may_be_empty)
    if previous is not None:
        _check_after(previous, terms)


def _check_after(previous: RequirementVersion, terms: Terms) -> None:
    if previous.cycle_kind != terms.cycle_kind:
        raise CycleKindChanged
    if previous.start_month != terms.start_month:
        raise CyclesOverlap
    if terms.valid_from < clock.today():
        raise StartsInThePast
    if terms.valid_from <= previous.valid_from:
        raise NotAfterPrevious


def _write(requirement: Requirement, terms: Terms, *, number: int) -> RequirementVersion:
    return RequirementVersion.objects.create(
        requirement=requirement,
        number=number,
        audience=dict(terms.audience),
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


def _end(previous: RequirementVersion, day: date) -> None:
    """End the rule that there was, on the first day of the new one unless it had ended before."""
    if previous.valid_until is None or previous.valid_until > day:
        previous.valid_until = day
        previous.save(update_fields=["valid_until"])

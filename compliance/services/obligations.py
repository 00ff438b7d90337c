"""What a person decides about an obligation. Everything is an event that can be taken back."""

from datetime import date

from django.db import IntegrityError, transaction

from compliance.enums import DONE, EventKind, ReasonCode, Status
from compliance.errors import (
    AfterTheCycle,
    AlreadyVoided,
    EndBeforeStart,
    ExemptionWithoutEnd,
    FollowsFromFacts,
    NotAReason,
    NothingToDefer,
    NotLater,
)
from compliance.models import Obligation, ObligationEvent
from compliance.status.decision import decide
from compliance.status.facts import facts_of
from core import clock
from organisations.models import Person

REASONS = {
    EventKind.EXEMPTED: (
        ReasonCode.LONG_ABSENCE,
        ReasonCode.LEAVE,
        ReasonCode.ENDS_SOON,
        ReasonCode.OTHER_FORM,
    ),
    EventKind.DEFERRED: (
        ReasonCode.LONG_ABSENCE,
        ReasonCode.LEAVE,
        ReasonCode.NO_PLACE,
        ReasonCode.OTHER_FORM,
    ),
    EventKind.WITHDRAWN: (ReasonCode.LEFT, ReasonCode.RULE_CHANGED, ReasonCode.CORRECTION),
    EventKind.REOPENED: (ReasonCode.JOINED, ReasonCode.RULE_CHANGED, ReasonCode.CORRECTION),
}
"""The reasons that a person may give, without any medical detail (domain.md §6)."""


@transaction.atomic
def exempt(
    *,
    obligation: Obligation,
    by: Person,
    reason_code: ReasonCode,
    effective_on: date,
    until_on: date | None = None,
) -> ObligationEvent:
    """Let somebody off from a day on; `until_on` is the first day on which that ended.

    There is always an end: None raises `ExemptionWithoutEnd`, for forms that were left empty.
    """
    if until_on is None:
        raise ExemptionWithoutEnd
    if until_on <= effective_on:
        raise EndBeforeStart
    return _add(EventKind.EXEMPTED, obligation, by, reason_code, effective_on, until_on=until_on)


@transaction.atomic
def defer(
    *, obligation: Obligation, by: Person, reason_code: ReasonCode, due_on: date
) -> ObligationEvent:
    """Give somebody until a later date, from today on; before today it stays as it was.

    The date lies in the cycle: what is done after it counts for the next one. A new deferral takes
    the place of the last one; to give less time, take the last one back first.
    """
    today = clock.today()
    decision = decide(facts_of([obligation.pk])[obligation.pk], today)
    if decision is None or decision.status in {*DONE, Status.NOT_APPLICABLE}:
        raise NothingToDefer
    if due_on <= max(decision.due_on, today):
        raise NotLater
    if decision.closes_on is not None and due_on > decision.closes_on:
        raise AfterTheCycle
    return _add(EventKind.DEFERRED, obligation, by, reason_code, today, due_on=due_on)


@transaction.atomic
def withdraw(
    *, obligation: Obligation, by: Person, reason_code: ReasonCode, effective_on: date
) -> ObligationEvent:
    """Let a duty no longer apply to somebody from a day on."""
    return _add(EventKind.WITHDRAWN, obligation, by, reason_code, effective_on)


@transaction.atomic
def reopen(
    *, obligation: Obligation, by: Person, reason_code: ReasonCode, effective_on: date
) -> ObligationEvent:
    """Undo from a day on that a person withdrew it; what follows from the facts stays so."""
    return _add(EventKind.REOPENED, obligation, by, reason_code, effective_on)


@transaction.atomic
def void_event(*, event: ObligationEvent, by: Person) -> ObligationEvent:
    """Take back what a person decided. What planning derived follows from the facts."""
    if event.actor_id is None:
        raise FollowsFromFacts
    if event.voids_id is not None:
        raise AlreadyVoided
    try:
        with transaction.atomic():
            return ObligationEvent.objects.create(
                obligation=event.obligation,
                kind=event.kind,
                effective_on=event.effective_on,
                until_on=event.until_on,
                due_on=event.due_on,
                reason_code=ReasonCode.CORRECTION,
                actor=by,
                voids=event,
                recorded_at=clock.now(),
            )
    except IntegrityError as twice:
        raise AlreadyVoided from twice


def _add(
    kind: EventKind,
    obligation: Obligation,
    by: Person,
    reason_code: ReasonCode,
    effective_on: date,
    *,
    until_on: date | None = None,
    due_on: date | None = None,
) -> ObligationEvent:
    if reason_code not in REASONS[kind]:
        raise NotAReason
    return ObligationEvent.objects.create(
        obligation=obligation,
        kind=kind,
        effective_on=effective_on,
        until_on=until_on,
        due_on=due_on,
        reason_code=reason_code,
        actor=by,
        recorded_at=clock.now(),
    )

"""The jobs behind snapshots: freezing the day of a request, computing a snapshot again.

Each writes its outcome in one transaction, so that a job that was killed simply starts again, and
one that was done before does nothing.
"""

from collections import Counter
from collections.abc import Callable, Iterable

import structlog
from django.db import transaction

from compliance.enums import CheckKnowledge, CheckOutcome, SnapshotRefusal
from compliance.models import (
    Snapshot,
    SnapshotCheck,
    SnapshotCheckCount,
    SnapshotCheckReason,
    SnapshotRequest,
)
from compliance.snapshots.errors import AlreadyCorrected, NoOrganisation, SnapshotExists
from compliance.snapshots.explaining import UnitReason, explained
from compliance.snapshots.rebuilding import Rebuilt, recompute_as_known_at
from compliance.snapshots.taking import correct_snapshot, settled_moment, take_snapshot
from core import clock

logger = structlog.get_logger(__name__)

STEPS = 3
"""Counting, comparing or freezing, and writing down: what the progress is counted in."""
_BATCH = 2000
_REFUSALS = {
    SnapshotExists: SnapshotRefusal.EXISTS,
    AlreadyCorrected: SnapshotRefusal.CORRECTED,
    NoOrganisation: SnapshotRefusal.NOBODY,
}
Report = Callable[[int, int], None]


def do_request(request: SnapshotRequest) -> str:
    """Freeze the day that somebody asked for, or write down why it could not be done."""
    if request.finished_at is not None:
        return "done before"
    try:
        made = _freeze(request)
    except tuple(_REFUSALS) as refused:
        because = _REFUSALS[type(refused)]
        SnapshotRequest.objects.filter(pk=request.pk, finished_at=None).update(
            refused=because, finished_at=clock.now()
        )
        return f"refused: {because}"
    return f"snapshot {made.pk}"


def _freeze(request: SnapshotRequest) -> Snapshot:
    if request.corrects is None:
        return take_snapshot(
            reference_date=request.reference_date, by=request.requested_by, request=request
        )
    return correct_snapshot(
        snapshot=request.corrects,
        reason=request.reason,
        by=request.requested_by,
        request=request,
    )


def do_check(check: SnapshotCheck, report: Report) -> str:
    """Compute a snapshot again and keep what differs."""
    if check.finished_at is not None:
        return "done before"
    is_then = check.knowledge == CheckKnowledge.THEN
    check.known_at = check.snapshot.known_at if is_then else settled_moment()
    report(0, STEPS)
    rebuilt = recompute_as_known_at(check.snapshot, check.known_at)
    report(1, STEPS)
    reasons = (
        Counter[UnitReason]() if is_then else explained(check.snapshot, rebuilt, check.known_at)
    )
    report(2, STEPS)
    check.outcome = _outcome(rebuilt, is_then=is_then)
    check.is_signed, check.rows = rebuilt.is_signed, rebuilt.rows
    check.changed = len(rebuilt.changes)
    check.changed_units = list(rebuilt.changed_units)
    check.changed_duties = list(rebuilt.changed_duties)
    _keep(check, rebuilt, reasons)
    report(STEPS, STEPS)
    return str(check.outcome)


def _outcome(rebuilt: Rebuilt, *, is_then: bool) -> CheckOutcome:
    if rebuilt.is_equal:
        return CheckOutcome.EQUAL
    return CheckOutcome.ALARM if is_then or not rebuilt.is_signed else CheckOutcome.DIFFERENT


@transaction.atomic
def _keep(check: SnapshotCheck, rebuilt: Rebuilt, reasons: Counter[UnitReason]) -> None:
    """Write it down, unless another worker did so meanwhile."""
    locked = SnapshotCheck.objects.select_for_update().get(pk=check.pk)
    if locked.finished_at is not None:
        return
    SnapshotCheckCount.objects.bulk_create(_counts(check, rebuilt), batch_size=_BATCH)
    SnapshotCheckReason.objects.bulk_create(
        (
            SnapshotCheckReason(check_of=check, unit_id=unit, reason=reason, people=people)
            for (unit, reason), people in sorted(reasons.items())
        ),
        batch_size=_BATCH,
    )
    check.finished_at = clock.now()
    check.save()
    log = logger.error if check.outcome == CheckOutcome.ALARM else logger.info
    log("snapshot computed again", check=check.pk, outcome=str(check.outcome))


def _counts(check: SnapshotCheck, rebuilt: Rebuilt) -> Iterable[SnapshotCheckCount]:
    for change in rebuilt.changes:
        yield SnapshotCheckCount(
            check_of=check,
            unit_id=change.key.unit_id,
            requirement_id=change.key.requirement_id,
            status=change.key.status,
            n=change.found.n,
            alone=change.found.alone,
            direct=change.found.direct,
        )

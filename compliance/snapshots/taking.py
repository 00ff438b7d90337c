"""Taking a snapshot: count, sign and freeze, in one transaction."""

from datetime import date, datetime, timedelta

import structlog
from django.db import IntegrityError, transaction

from compliance.errors import FutureReferenceDate
from compliance.forms import FIRST_DAY
from compliance.models import Snapshot, SnapshotCount, SnapshotRequest, SnapshotUnit
from compliance.snapshots.counting import DEFINITIONS, Figures, figures_of
from compliance.snapshots.errors import (
    AlreadyCorrected,
    NoOrganisation,
    ReasonMissing,
    SnapshotExists,
    TooEarly,
)
from compliance.snapshots.hashing import rule_hash
from core import clock
from organisations.models import Person

logger = structlog.get_logger(__name__)

SETTLED = timedelta(minutes=5)
"""Transactions last at most two minutes: what was recorded before this is all there."""
_BATCH = 2000


def settled_moment() -> datetime:
    """Return the latest moment of which everything that was recorded is known for certain."""
    return clock.now() - SETTLED


def take_snapshot(
    *, reference_date: date, by: Person | None = None, request: SnapshotRequest | None = None
) -> Snapshot:
    """Freeze the figures of a day, once; `by` is empty for the schedule.

    A `request` is finished in the same transaction.
    """
    check_day(reference_date)
    return _take(Snapshot(reference_date=reference_date, taken_by=by), request)


def correct_snapshot(
    *, snapshot: Snapshot, reason: str, by: Person, request: SnapshotRequest | None = None
) -> Snapshot:
    """Freeze the figures of the same day as they are known now, and point at what they correct."""
    check_correction(snapshot, reason)
    correction = Snapshot(
        reference_date=snapshot.reference_date,
        taken_by=by,
        corrects=snapshot,
        reason=reason.strip(),
    )
    return _take(correction, request)


def check_day(reference_date: date) -> None:
    """Raise what stands in the way of freezing a day, as far as it can be seen beforehand."""
    if Snapshot.objects.filter(reference_date=reference_date).exists():
        raise SnapshotExists
    if reference_date > clock.today():
        raise FutureReferenceDate
    if reference_date < FIRST_DAY:
        raise TooEarly


def check_correction(snapshot: Snapshot, reason: str) -> None:
    """Raise what stands in the way of correcting a snapshot."""
    if not reason.strip():
        raise ReasonMissing
    if Snapshot.objects.filter(corrects=snapshot).exists():
        raise AlreadyCorrected


def _take(snapshot: Snapshot, request: SnapshotRequest | None) -> Snapshot:
    day, known_at = snapshot.reference_date, settled_moment()
    figures = figures_of(reference_date=day, known_at=known_at)
    if not figures.units:
        raise NoOrganisation
    snapshot.known_at, snapshot.taken_at = known_at, clock.now()
    snapshot.duties, snapshot.definitions = figures.duties, DEFINITIONS
    snapshot.rule_hash = rule_hash(
        figures, reference_date=day, known_at=known_at, definitions=DEFINITIONS
    )
    _freeze(snapshot, figures, request)
    logger.info("snapshot taken", snapshot=snapshot.pk, reference_date=str(day))
    return snapshot


@transaction.atomic
def _freeze(snapshot: Snapshot, figures: Figures, request: SnapshotRequest | None) -> None:
    try:
        with transaction.atomic():
            snapshot.save(force_insert=True)
    except IntegrityError as twice:
        raise (AlreadyCorrected if snapshot.corrects_id else SnapshotExists) from twice
    SnapshotUnit.objects.bulk_create(
        (
            SnapshotUnit(
                snapshot=snapshot,
                unit_id=unit.unit_id,
                parent_id=unit.parent_id,
                code=unit.code,
                name=unit.name,
                kind=unit.kind,
                path=unit.path,
            )
            for unit in figures.units.values()
        ),
        batch_size=_BATCH,
    )
    SnapshotCount.objects.bulk_create(
        (
            SnapshotCount(
                snapshot=snapshot,
                unit_id=key.unit_id,
                requirement_id=key.requirement_id,
                status=key.status,
                n=number.n,
                alone=number.alone,
                direct=number.direct,
            )
            for key, number in sorted(figures.counts.items())
        ),
        batch_size=_BATCH,
    )
    if request is not None:
        SnapshotRequest.objects.filter(pk=request.pk).update(
            snapshot=snapshot, finished_at=clock.now()
        )

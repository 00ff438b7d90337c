"""Asking for a snapshot, or for one to be computed again: a job does the work."""

from datetime import date

import structlog
from django.db import transaction
from django.db.models import QuerySet

import jobs
from compliance.enums import CheckKnowledge
from compliance.models import Snapshot, SnapshotCheck, SnapshotRequest
from compliance.snapshots.taking import check_correction, check_day
from jobs.enums import RunState
from organisations.models import Person

logger = structlog.get_logger(__name__)

TAKE = "compliance.take_snapshot"
CHECK = "compliance.check_snapshot"
_BUSY = (RunState.WAITING, RunState.RUNNING)


@transaction.atomic(durable=True)
def request_snapshot(*, reference_date: date, by: Person) -> SnapshotRequest:
    """Ask to freeze a day; who asks while it is being done gets the request that is under way."""
    check_day(reference_date)
    same = SnapshotRequest.objects.filter(reference_date=reference_date, corrects=None)
    return _under_way(same) or _request(SnapshotRequest(reference_date=reference_date), by)


@transaction.atomic(durable=True)
def request_correction(*, snapshot: Snapshot, reason: str, by: Person) -> SnapshotRequest:
    """Ask to freeze the same day anew, with the reason."""
    check_correction(snapshot, reason)
    same = SnapshotRequest.objects.filter(corrects=snapshot)
    wanted = SnapshotRequest(
        reference_date=snapshot.reference_date, corrects=snapshot, reason=reason.strip()
    )
    return _under_way(same) or _request(wanted, by)


@transaction.atomic(durable=True)
def request_check(*, snapshot: Snapshot, knowledge: CheckKnowledge, by: Person) -> SnapshotCheck:
    """Ask to compute a snapshot again; who asks while that is done gets the one under way."""
    same = SnapshotCheck.objects.filter(
        snapshot=snapshot, knowledge=knowledge, finished_at=None, run__state__in=_BUSY
    )
    under_way: SnapshotCheck | None = same.order_by("pk").first()
    if under_way is not None:
        return under_way
    check = SnapshotCheck.objects.create(snapshot=snapshot, knowledge=knowledge, requested_by=by)
    check.run = jobs.enqueue(CHECK, check=str(check.uuid), key=str(check.uuid))
    check.save(update_fields=["run"])
    logger.info("check of a snapshot asked for", check=check.pk, snapshot=snapshot.pk)
    return check


def _under_way(rows: QuerySet[SnapshotRequest]) -> SnapshotRequest | None:
    return rows.filter(finished_at=None, run__state__in=_BUSY).order_by("pk").first()


def _request(request: SnapshotRequest, by: Person) -> SnapshotRequest:
    request.requested_by = by
    request.save(force_insert=True)
    request.run = jobs.enqueue(TAKE, request=str(request.uuid), key=str(request.uuid))
    request.save(update_fields=["run"])
    logger.info("snapshot asked for", request=request.pk)
    return request

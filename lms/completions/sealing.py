"""Sealing: putting completions in batches and chaining these, without being in anybody's way.

Only rows of at least five minutes old are taken: no transaction lasts that long. Should one do so
after all, its rows come in a later batch; a row counts as sealed by its place in a batch, never by
its id. Who writes a completion waits for nobody.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet

from core import clock
from lms.completions.hashes import COLUMNS, batch_root, chain_head, row_hash
from lms.completions.models import Completion
from lms.completions.seal_models import LedgerSeal, SealedCompletion

logger = structlog.get_logger(__name__)

SETTLES_IN = timedelta(minutes=5)
"""After this long no transaction that was going on can still add a row of then."""
BATCH = 2000


class SealedMeanwhile(Exception):
    """Another process sealed at the same moment; it did the work."""


def unsealed(*, through: datetime) -> QuerySet[Completion]:
    """Return the completions that stand in no batch, of those recorded up to a moment."""
    members = SealedCompletion.objects.filter(completion=OuterRef("pk"))
    rows: QuerySet[Completion] = Completion.objects.filter(recorded_at__lte=through)
    return rows.filter(~Exists(members))


def seal_ledger(
    *,
    lag: timedelta = SETTLES_IN,
    batch: int = BATCH,
    report: Callable[[int], None] | None = None,
) -> list[LedgerSeal]:
    """Seal everything that has settled, in batches that are committed one by one."""
    through = clock.now() - lag
    seals: list[LedgerSeal] = []
    after = 0
    while True:
        rows = _next_rows(through=through, after=after, number=batch)
        if not rows:
            return seals
        # Only the last batch of a run can say that it left nothing behind.
        seals.append(_seal(rows, through=through if len(rows) < batch else None))
        # Where to go on reading; what was passed over and comes later is for the next time.
        after = rows[-1][0]
        if report:
            report(sum(seal.rows for seal in seals))


def _next_rows(*, through: datetime, after: int, number: int) -> list[tuple[Any, ...]]:
    rows = unsealed(through=through).filter(pk__gt=after).order_by("pk")
    return list(rows.values_list(*COLUMNS)[:number])


def _seal(rows: Sequence[tuple[Any, ...]], *, through: datetime | None) -> LedgerSeal:
    try:
        with transaction.atomic():
            seal = _write(rows, through=through)
    except IntegrityError as error:
        raise SealedMeanwhile from error
    logger.info("ledger sealed", seal=seal.number, rows=seal.rows, head=seal.head)
    return seal


def _write(rows: Sequence[tuple[Any, ...]], *, through: datetime | None) -> LedgerSeal:
    last = LedgerSeal.objects.order_by("-number").first()
    start = last.last_position + 1 if last else 1
    hashes = [(start + place, row_hash(row)) for place, row in enumerate(rows)]
    facts: dict[str, Any] = {
        "number": last.number + 1 if last else 1,
        "rows": len(rows),
        "last_position": start + len(rows) - 1,
        "root": batch_root(hashes),
        "previous": last.head if last else "",
        "sealed_through": through,
        "sealed_at": clock.now(),
    }
    seal = LedgerSeal.objects.create(**facts, head=chain_head(**facts))
    SealedCompletion.objects.bulk_create(
        [
            SealedCompletion(position=position, completion_id=row[0], seal=seal, row_hash=digest)
            for row, (position, digest) in zip(rows, hashes, strict=True)
        ],
        batch_size=500,
    )
    return seal

"""How rows of the ledger and batches become hashes. Never change this: add a format beside it.

Everything is read from the database, so that both engines give the same hash, also after a move
from one to the other.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

FORMAT = "kompas-ledger-1"

OWN_COLUMNS = (
    "id",
    "uuid",
    "person_id",
    "unit_id",
    "activity_id",
    "version_id",
    "occurred_at",
    "occurred_on",
    "recorded_at",
    "source",
    "source_key",
    "assurance",
    "unit_at_time_id",
    "voids_id",
    "reason",
    "recorder_id",
)
MEANING = (
    "person__uuid",
    "unit__uuid",
    "activity__key",
    "version__number",
    "version__content_hash",
    "voids__uuid",
)
"""What the numbers of the columns stand for: a duty may not be met by renaming something else."""
COLUMNS = (*OWN_COLUMNS, *MEANING)


def row_hash(values: Sequence[Any]) -> str:
    """Return the hash of one completion, from its values in the order of `COLUMNS`."""
    text = json.dumps([FORMAT, *map(_plain, values)], ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


class BatchHash:
    """The hash over the rows of a batch, fed row by row in the order of their positions."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256(f"{FORMAT}\n".encode())
        self.rows = 0

    def add(self, position: int, digest: str) -> None:
        """Take up the next row."""
        self._hash.update(f"{position} {digest}\n".encode())
        self.rows += 1

    def root(self) -> str:
        """Return the hash of what was taken up so far."""
        return self._hash.hexdigest()


def batch_root(members: Iterable[tuple[int, str]]) -> str:
    """Return the hash over (position, hash of the row)."""
    batch = BatchHash()
    for position, digest in members:
        batch.add(position, digest)
    return batch.root()


def chain_head(
    *,
    number: int,
    rows: int,
    last_position: int,
    root: str,
    previous: str,
    sealed_through: datetime | None,
    sealed_at: datetime,
) -> str:
    """Return the hash of a batch and, through `previous`, of everything before it."""
    moments = (_plain(sealed_through), _plain(sealed_at))
    parts = [FORMAT, number, rows, last_position, root, previous, *moments]
    return hashlib.sha256(json.dumps(parts, separators=(",", ":")).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return str(value) if isinstance(value, date | UUID) else value

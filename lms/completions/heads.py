"""The heads of the chain outside the database: a file that is only added to, and a mail a day.

One line per batch: number, moment of sealing, number of completions, head. Whoever keeps a copy of
the last line can show for ever that nothing before it was changed or taken away.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import structlog
from django.conf import settings

from lms.completions.seal_models import LedgerSeal

logger = structlog.get_logger(__name__)


class HeadsDiffer(Exception):
    """The file and the database tell different stories: nothing is sealed until somebody looks."""


class UnreadableHeads(Exception):
    """A line of the file is not one that we wrote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """One line of the file."""

    number: int
    sealed_at: str
    rows: int
    head: str

    @classmethod
    def of(cls, seal: LedgerSeal) -> "Head":
        """Return the line of a batch."""
        moment = seal.sealed_at.isoformat(timespec="seconds")
        return cls(number=seal.number, sealed_at=moment, rows=seal.rows, head=seal.head)

    @classmethod
    def parse(cls, line: str) -> "Head":
        """Read a line; raises `UnreadableHeads`."""
        try:
            number, sealed_at, rows, head = line.split()
            return cls(number=int(number), sealed_at=sealed_at, rows=int(rows), head=head)
        except ValueError as error:
            raise UnreadableHeads(line.strip()[:80]) from error

    def __str__(self) -> str:
        return f"{self.number} {self.sealed_at} {self.rows} {self.head}"


def heads_file() -> Path | None:
    """Return where the file stands, or None when the operator wants none."""
    return Path(settings.LEDGER_HEADS_FILE) if settings.LEDGER_HEADS_FILE else None


def read_heads(path: Path) -> Iterator[Head]:
    """Yield the lines of a file, also of one that was put aside years ago."""
    with path.open(encoding="ascii", errors="replace") as handle:
        yield from (Head.parse(line) for line in handle if line.strip())


def publish_heads() -> int:
    """Add to the file what it does not have yet; return how many lines that were.

    Also what an earlier run could not write any more. Raises `HeadsDiffer` rather than add to a
    file whose last line the database does not know.
    """
    path = heads_file()
    if path is None:
        return 0
    path.parent.mkdir(parents=True, exist_ok=True)
    with _locked(path) as handle:
        last = _last(handle)
        if last is not None:
            _must_be_known(last)
        new = LedgerSeal.objects.filter(number__gt=last.number if last else 0).order_by("number")
        lines = [f"{Head.of(seal)}\n" for seal in new]
        if last is None and len(lines) > 1:
            logger.warning("the file with heads was new", lines=len(lines))
        handle.write("".join(lines))
        handle.flush()
        os.fsync(handle.fileno())
    return len(lines)


def check_last_head() -> None:
    """Raise `HeadsDiffer` when the database does not know the last line of the file."""
    path = heads_file()
    if path is None or not path.exists():
        return
    with path.open(encoding="ascii", errors="replace") as handle:
        last = _last(handle)
    if last is not None:
        _must_be_known(last)


def _must_be_known(last: Head) -> None:
    if not LedgerSeal.objects.filter(number=last.number, head=last.head).exists():
        raise HeadsDiffer(
            f"The file with heads ends with batch {last.number}, which is not in the database "
            "like that. Run manage.py verify_ledger and read docs/ledger.md."
        )


def _last(handle: IO[str]) -> Head | None:
    last = ""
    handle.seek(0)
    for line in handle:
        last = line if line.strip() else last
    return Head.parse(last) if last else None


@contextmanager
def _locked(path: Path) -> Iterator[IO[str]]:
    with path.open("a+", encoding="ascii") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield handle

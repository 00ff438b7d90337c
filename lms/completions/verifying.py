"""Holding the ledger against its seals: what was changed, taken away, moved or put in between.

Reads in pages, so that it needs no more memory for a million rows than for a thousand, and only up
to the last batch that existed when it began: sealing and writing go on meanwhile.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core import clock
from lms.completions.hashes import COLUMNS, BatchHash, chain_head, row_hash
from lms.completions.heads_check import compare_with_file
from lms.completions.models import Completion
from lms.completions.seal_models import LedgerSeal, SealedCompletion
from lms.completions.sealing import unsealed

PAGE = 2000
SLOWEST = timedelta(hours=1)
"""No transaction and no job lasts longer. A row that says it is older than a batch by more than
this, and was not in it, was not there when it says so."""
_UUID, _RECORDED = COLUMNS.index("uuid"), COLUMNS.index("recorded_at")


@dataclass(slots=True, kw_only=True)
class Verdict:
    """What was looked at. The findings themselves are yielded, one plain sentence each."""

    batches: int = 0
    rows: int = 0
    waiting: int = 0
    with_file: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Member:
    position: int
    completion: int
    seal: int
    digest: str
    values: tuple[Any, ...] | None


def verify(verdict: Verdict, *, path: Path | None = None) -> Iterator[str]:
    """Yield a sentence for everything that is wrong; fill `verdict` on the way."""
    last = LedgerSeal.objects.order_by("-number").first()
    number = last.number if last else 0
    reading = _Reading(number, last.last_position if last else 0, verdict)
    yield from reading.problems()
    if path is not None:
        verdict.with_file = True
        yield from compare_with_file(path, number)
    verdict.waiting = unsealed(through=clock.now()).count()


class _Reading:
    """One time through all batches, with the rows of each beside it."""

    def __init__(self, number: int, end: int, verdict: Verdict) -> None:
        self._number, self._end, self._verdict = number, end, verdict
        self._members = _members(end)
        self._next = next(self._members, None)
        self._position = 0
        self._previous = ""
        self._through: datetime | None = None

    def problems(self) -> Iterator[str]:
        """Yield what is wrong, batch after batch, and then what stands outside them."""
        expected = 1
        for seal in _seals(self._number):
            if seal.number != expected:
                yield _("Batch %(batch)s is not there any more.") % {
                    "batch": _range(expected, seal.number - 1)
                }
            expected = seal.number + 1
            yield from self._batch(seal)
        yield from self._behind()
        yield from self._outside()

    def _batch(self, seal: LedgerSeal) -> Iterator[str]:
        batch = BatchHash()
        found = False
        for sentence in self._rows(seal, batch):
            found = True
            yield sentence
        self._verdict.batches += 1
        self._verdict.rows += batch.rows
        if not found and (batch.rows != seal.rows or batch.root() != seal.root):
            yield _(
                "Batch %(batch)s: its %(found)s completions are not, or not in this order, the "
                "%(rows)s that were sealed."
            ) % {"batch": seal.number, "found": batch.rows, "rows": seal.rows}
        yield from self._link(seal)

    def _link(self, seal: LedgerSeal) -> Iterator[str]:
        """Check the place of a batch in the chain."""
        if seal.previous != self._previous:
            yield _("Batch %(batch)s does not follow on the batch that stands before it.") % {
                "batch": seal.number
            }
        if seal.head != _head(seal):
            yield _("The seal of batch %(batch)s was changed.") % {"batch": seal.number}
        self._previous = seal.head
        self._through = seal.sealed_through or self._through
        # Not from what was found: one lost row must not make every batch after it look wrong.
        self._position = seal.last_position

    def _rows(self, seal: LedgerSeal, batch: BatchHash) -> Iterator[str]:
        expected = self._position + 1
        while self._next is not None and self._next.position <= seal.last_position:
            member = self._next
            self._next = next(self._members, None)
            yield from _gap(seal, expected, member.position - 1)
            expected = member.position + 1
            batch.add(member.position, member.digest)
            yield from self._row(seal, member)
        yield from _gap(seal, expected, seal.last_position)

    def _row(self, seal: LedgerSeal, member: _Member) -> Iterator[str]:
        if member.seal != seal.pk:
            yield _("Position %(position)s was moved to another batch than %(batch)s.") % {
                "position": member.position,
                "batch": seal.number,
            }
        if member.values is None:
            yield _(
                "The completion with id %(id)s, sealed in batch %(batch)s at position "
                "%(position)s, was deleted."
            ) % {"id": member.completion, "batch": seal.number, "position": member.position}
            return
        uuid, recorded_at = member.values[_UUID], member.values[_RECORDED]
        if row_hash(member.values) != member.digest:
            yield _("Completion %(uuid)s was changed after it was sealed in batch %(batch)s.") % {
                "uuid": uuid,
                "batch": seal.number,
            }
        elif self._through and recorded_at < self._through - SLOWEST:
            yield _(
                "Completion %(uuid)s in batch %(batch)s says that it was recorded at %(moment)s, "
                "but it was not there when all of then was sealed: it was put in later."
            ) % {"uuid": uuid, "batch": seal.number, "moment": _moment(recorded_at)}

    def _behind(self) -> Iterator[str]:
        """Yield that rows of a known batch stand behind its end."""
        strays = SealedCompletion.objects.filter(
            position__gt=self._end, seal__number__lte=self._number
        ).count()
        if strays:
            yield _("%(number)s rows stand behind the end of the last batch.") % {"number": strays}

    def _outside(self) -> Iterator[str]:
        """Yield the completions that are older than the last batch and stand in none."""
        if self._through is None:
            return
        rows = unsealed(through=self._through - SLOWEST).order_by("pk")
        for uuid, recorded_at in rows.values_list("uuid", "recorded_at").iterator(chunk_size=PAGE):
            yield _(
                "Completion %(uuid)s says that it was recorded at %(moment)s, but it stands in no "
                "batch: it was put in later."
            ) % {"uuid": uuid, "moment": _moment(recorded_at)}


def _range(first: int, final: int) -> str:
    return str(first) if first == final else f"{first}–{final}"


def _moment(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"


def _gap(seal: LedgerSeal, first: int, final: int) -> Iterator[str]:
    if first <= final:
        yield _("Batch %(batch)s: position %(position)s is not there any more.") % {
            "batch": seal.number,
            "position": _range(first, final),
        }


def _head(seal: LedgerSeal) -> str:
    return chain_head(
        number=seal.number,
        rows=seal.rows,
        last_position=seal.last_position,
        root=seal.root,
        previous=seal.previous,
        sealed_through=seal.sealed_through,
        sealed_at=seal.sealed_at,
    )


def _seals(last: int) -> Iterator[LedgerSeal]:
    after = 0
    rows = LedgerSeal.objects.filter(number__lte=last).order_by("number")
    while page := list(rows.filter(number__gt=after)[:PAGE]):
        yield from page
        after = page[-1].number


def _members(end: int) -> Iterator[_Member]:
    """Yield the rows of all batches in their order, each with the completion as it is now."""
    after = -1
    rows = SealedCompletion.objects.filter(position__lte=end).order_by("position")
    columns = rows.values_list("position", "completion_id", "seal_id", "row_hash")
    while page := list(columns.filter(position__gt=after)[:PAGE]):
        facts = Completion.objects.filter(pk__in=[row[1] for row in page])
        found = {values[0]: values for values in facts.values_list(*COLUMNS)}
        for position, completion, seal, digest in page:
            yield _Member(
                position=position,
                completion=completion,
                seal=seal,
                digest=digest,
                values=found.get(completion),
            )
        after = page[-1][0]

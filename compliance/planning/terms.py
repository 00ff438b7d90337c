"""From days in the audience to the terms in which somebody has a duty. Pure.

A spell is an unbroken stay in the audience; a gap of at most `SPELL_GAP_DAYS` does not break it.
Who starts while the duty exists is a newcomer: due so many days after the start, in the cycle in
which that date falls. So somebody who starts on 1 November has no duty for that year, but one for
the next year that is open, and counts, from 1 November. In every later cycle, and for whoever was
here before the duty existed, the due date is that of the cycle.
An edition is different: who starts while it is the current one is asked for that edition, and is a
newcomer in it; when the next one comes, that is asked of everybody who is there.
The rule is the version in force on the day on which the obligation opens.
A term ends when the spell ends; one that outlasts its cycle has no end.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from compliance.planning.presence import Piece
from compliance.rules.dates import SPELL_GAP_DAYS, Stated, newcomer_due
from compliance.rules.periods import FOREVER, union


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What planning needs of a version of a requirement."""

    version_id: int
    newcomer_days: int
    start: date
    end: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A cycle; `closes_on` None: it never closes.

    `current_until` is the last day on which an edition is the current one; None: it still is, or
    the cycle is of no edition.
    """

    cycle_id: int
    opens_on: date
    due_on: date
    closes_on: date | None
    is_edition: bool = False
    current_until: date | None = None

    @property
    def last_day(self) -> date:
        """The last day on which somebody may come into the cycle."""
        return self.current_until or self.closes_on or FOREVER

    @property
    def end(self) -> date:
        """The last day that falls in the cycle."""
        return self.closes_on or FOREVER

    @property
    def counts_earlier(self) -> bool:
        """Whether anything done before counts too: what is done once is done."""
        return self.closes_on is None and not self.is_edition


@dataclass(frozen=True, slots=True)
class Term:
    """Days, from `start` up to `end`, in which somebody has the duty of one cycle."""

    start: date
    end: date
    stated: Stated
    appointment_id: int | None


class Timetable:
    """The versions and cycles of one requirement, which turn spells into terms."""

    def __init__(self, rules: Sequence[Rule], cycles: Sequence[Window]) -> None:
        self.rules = rules
        self.cycles = cycles
        self.first_day = rules[0].start

    def terms(self, pieces: Sequence[Piece]) -> dict[int, list[Term]]:
        """Return the terms per cycle, in order, of somebody with these days in the audience."""
        found: dict[int, list[Term]] = {}
        days = ((piece.start, piece.end) for piece in pieces)
        for start, end in union(days, bridge_days=SPELL_GAP_DAYS):
            for cycle_id, term in self._of_spell(start, end, pieces):
                found.setdefault(cycle_id, []).append(term)
        return found

    def rule_on(self, day: date) -> Rule:
        """Return the version that is the rule on `day`, else the next, else the last."""
        return next((rule for rule in self.rules if day < rule.end), self.rules[-1])

    def _of_spell(
        self, entry: date, end: date, pieces: Sequence[Piece]
    ) -> Iterator[tuple[int, Term]]:
        first_due = newcomer_due(entry, self.rule_on(entry).newcomer_days)
        for cycle in self.cycles:
            decisive = entry if cycle.is_edition else first_due
            if entry >= self.first_day and decisive > cycle.last_day:
                continue
            is_newcomer = entry >= self.first_day and cycle.opens_on <= decisive
            start = entry if is_newcomer else max(cycle.opens_on, self.first_day)
            if start >= end or start > cycle.last_day:
                continue
            counts_from = min(entry, cycle.opens_on) if is_newcomer else cycle.opens_on
            stated = Stated(
                version_id=self.rule_on(start).version_id,
                opens_on=start,
                counts_from=None if cycle.counts_earlier else counts_from,
                due_on=first_due if is_newcomer else cycle.due_on,
                is_newcomer=is_newcomer,
            )
            term_end = end if end <= cycle.end else FOREVER
            yield cycle.cycle_id, Term(start, term_end, stated, _basis(pieces, start))


def _basis(pieces: Iterable[Piece], start: date) -> int | None:
    """Return the appointment that somebody had on the first day, or got soonest after it."""
    later = (piece for piece in pieces if piece.end > start)
    return min(
        later, key=lambda piece: (max(piece.start, start), piece.appointment_id or 0)
    ).appointment_id

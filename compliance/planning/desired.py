"""What an obligation and its events should be, given the facts as known now. Pure.

Planning never changes a row: it compares what should stand with what stands, adds what is missing
and voids what the facts no longer bear out. The same facts give the same answer whatever was known
in between, so a second run adds nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from compliance.enums import EventKind, ReasonCode
from compliance.planning.terms import Term
from compliance.rules.dates import FROM_THE_START, Stated, is_long_absence, moved_due
from compliance.rules.periods import FOREVER, Period, until_of


@dataclass(frozen=True, slots=True)
class Event:
    """An event as planning states it; two that are equal are the same event."""

    kind: str
    effective_on: date
    reason_code: str
    until_on: date | None = None
    stated: Stated | None = None


@dataclass(frozen=True, slots=True)
class Desired:
    """An obligation that should stand, with its events."""

    stated: Stated
    appointment_id: int | None
    events: frozenset[Event]


def desired(
    terms: Sequence[Term],
    absences: Sequence[Period],
    *,
    closes_on: date | None,
    standing: Stated | None = None,
) -> Desired:
    """Return what should stand for somebody in one cycle; `standing` is the row that exists.

    An obligation that was made with another start is stated anew, as if it had been made so. It
    keeps its rule: another version only comes in when it was published before the opening.
    """
    first = _whole(terms)
    events: list[Event] = []
    if standing is not None and standing != first:
        reason = (
            ReasonCode.START_CORRECTED
            if standing.version_id == first.version_id
            else ReasonCode.RULE_CHANGED
        )
        events.append(Event(EventKind.DUE_CHANGED, FROM_THE_START, reason, stated=first))
    events.extend(_events(terms, absences, first, closes_on))
    return Desired(first, terms[0].appointment_id, frozenset(_last_word(events)))


def nothing_desired(standing: Stated) -> frozenset[Event]:
    """Return the events of an obligation that somebody turns out never to have had."""
    return frozenset({Event(EventKind.WITHDRAWN, standing.opens_on, ReasonCode.LEFT)})


def _whole(terms: Sequence[Term]) -> Stated:
    """Return what the first term states; what counts in any later term counts from the start."""
    counted = [term.stated.counts_from for term in terms]
    known = [day for day in counted if day is not None]
    return replace(terms[0].stated, counts_from=min(known) if known else None)


def _events(
    terms: Sequence[Term], absences: Sequence[Period], stated: Stated, closes_on: date | None
) -> Iterator[Event]:
    for i, term in enumerate(terms):
        if i:
            yield Event(EventKind.REOPENED, term.start, ReasonCode.JOINED)
            entered = replace(
                stated, due_on=term.stated.due_on, is_newcomer=term.stated.is_newcomer
            )
            if entered != stated:
                stated = entered
                yield Event(EventKind.DUE_CHANGED, term.start, ReasonCode.JOINED, stated=stated)
        for days in absences:
            for event in _pause(term, days, stated, closes_on):
                stated = event.stated or stated
                yield event
        if term.end != FOREVER:
            yield Event(EventKind.WITHDRAWN, term.end, ReasonCode.LEFT)


def _pause(term: Term, days: Period, stated: Stated, closes_on: date | None) -> Iterator[Event]:
    """Yield what a long absence does to an obligation that is open in that time.

    The due date moves by the days of the absence that fall after the opening. Who is still away
    when a yearly cycle closes stays paused in it for good: nothing can be done for it any more.
    """
    away, back = days[0], until_of(days[1])
    start = max(away, term.start)
    is_open_then = away <= stated.due_on and start < min(days[1], term.end)
    if not (is_open_then and is_long_absence(away, back)):
        return
    outlasts = back is not None and closes_on is not None and back > closes_on
    until_on = None if outlasts else back
    yield Event(EventKind.PAUSED, start, ReasonCode.LONG_ABSENCE, until_on=until_on)
    if back is not None:
        due_on = moved_due(stated.due_on, days=(back - start).days, closes_on=closes_on)
        if due_on != stated.due_on:
            moved = replace(stated, due_on=due_on)
            yield Event(EventKind.DUE_CHANGED, start, ReasonCode.LONG_ABSENCE, stated=moved)


def _last_word(events: Sequence[Event]) -> list[Event]:
    """Keep of several changes of the due date on one day only the last."""
    last = {event.effective_on: event for event in events if event.kind == EventKind.DUE_CHANGED}
    return [
        event
        for event in events
        if event.kind != EventKind.DUE_CHANGED or last[event.effective_on] is event
    ]

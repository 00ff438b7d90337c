"""Where somebody stands with an obligation, on a day, as known at a moment. Pure.

The same rules stand in SQL in `compliance.status_query`; a property test holds the two together.
Precedence, from strong to weak: not applicable, done (on time or late), exempt, paused, overdue, in
grace, open, not yet open. Dates are inclusive; the end of an event is not.

- It does not apply when it was withdrawn and not reopened since, by planning or by a person: both
  must find that it applies. Nor, whatever the day, when we know that the person was merged into
  another.
- It is done on the day on which enough of the accepted activities had been completed, each with
  enough assurance, in the window of the obligation. What was completed under a record that was
  merged into this person counts.
- A changed due date counts from the day on which it takes effect; before that the earlier one does.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol, TypeVar

from compliance.enums import EventKind, Status
from compliance.rules import Stated


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFact:
    """An `ObligationEvent`."""

    id: int
    kind: str
    effective_on: date
    until_on: date | None
    stated: Stated | None
    actor_id: int | None
    voids_id: int | None
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletionFact:
    """A `Completion`, of this person or of a record that was ever merged into this person."""

    id: int
    person_id: int
    activity_id: int
    occurred_on: date
    assurance: int
    voids_id: int | None
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeFact:
    """A `PersonMerge`."""

    person_id: int
    into_id: int
    recorded_at: datetime
    superseded_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFact:
    """What a version asks: `needed` (None: all) of the accepted activities with their assurance."""

    grace_days: int
    needed: int | None
    accepted: Mapping[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationFacts:
    """Everything that the status of one obligation depends on."""

    person_id: int
    stated: Stated
    closes_on: date | None
    recorded_at: datetime
    rules: Mapping[int, RuleFact]
    events: Sequence[EventFact] = ()
    completions: Sequence[CompletionFact] = ()
    merges: Sequence[MergeFact] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusResult:
    """The status with the dates that explain it."""

    status: Status
    opens_on: date
    due_on: date
    done_on: date | None
    is_newcomer: bool


class _Fact(Protocol):
    @property
    def id(self) -> int: ...
    @property
    def voids_id(self) -> int | None: ...
    @property
    def recorded_at(self) -> datetime: ...


F = TypeVar("F", bound=_Fact)


def status(
    facts: ObligationFacts, as_of: date, known_at: datetime | None = None
) -> StatusResult | None:
    """Return the status on `as_of` as known at `known_at`; None: we did not know the obligation."""
    if known_at is not None and facts.recorded_at > known_at:
        return None
    events = [e for e in _standing(facts.events, known_at) if e.effective_on <= as_of]
    stated = _stated(facts, events)
    rule = facts.rules[stated.version_id]
    done_on = _done_on(facts, stated, rule, as_of, known_at)
    if _is_merged(facts, known_at) or _is_withdrawn(events):
        where = Status.NOT_APPLICABLE
    elif done_on is not None:
        where = Status.DONE_ON_TIME if done_on <= stated.due_on else Status.DONE_LATE
    else:
        where = _by_event(events, as_of) or _by_date(stated, rule, as_of)
    return StatusResult(
        status=where,
        opens_on=stated.opens_on,
        due_on=stated.due_on,
        done_on=done_on,
        is_newcomer=stated.is_newcomer,
    )


def _standing(facts: Sequence[F], known_at: datetime | None) -> list[F]:
    """Keep what is no void and not voided, as known."""
    known = [fact for fact in facts if known_at is None or fact.recorded_at <= known_at]
    voided = {fact.voids_id for fact in known}
    return [fact for fact in known if fact.voids_id is None and fact.id not in voided]


def _known_merges(facts: ObligationFacts, known_at: datetime | None) -> list[MergeFact]:
    if known_at is None:
        return [merge for merge in facts.merges if merge.superseded_at is None]
    return [
        merge
        for merge in facts.merges
        if merge.recorded_at <= known_at
        and (merge.superseded_at is None or merge.superseded_at > known_at)
    ]


def _latest(events: Iterable[EventFact], *kinds: EventKind) -> EventFact | None:
    found = (event for event in events if event.kind in kinds)
    return max(found, key=lambda event: (event.effective_on, event.id), default=None)


def _stated(facts: ObligationFacts, events: Sequence[EventFact]) -> Stated:
    change = _latest(events, EventKind.DUE_CHANGED)
    return facts.stated if change is None or change.stated is None else change.stated


def _done_on(
    facts: ObligationFacts,
    stated: Stated,
    rule: RuleFact,
    as_of: date,
    known_at: datetime | None,
) -> date | None:
    merged = {m.person_id for m in _known_merges(facts, known_at) if m.into_id == facts.person_id}
    first: dict[int, date] = {}
    for fact in _standing(facts.completions, known_at):
        if (
            fact.person_id in {facts.person_id, *merged}
            and fact.assurance >= rule.accepted.get(fact.activity_id, 1 << 15)
            and fact.occurred_on <= as_of
            and (stated.counts_from is None or fact.occurred_on >= stated.counts_from)
            and (facts.closes_on is None or fact.occurred_on <= facts.closes_on)
        ):
            earlier = first.get(fact.activity_id, fact.occurred_on)
            first[fact.activity_id] = min(earlier, fact.occurred_on)
    needed = len(rule.accepted) if rule.needed is None else rule.needed
    days = sorted(first.values())
    return days[needed - 1] if 0 < needed <= len(days) else None


def _is_merged(facts: ObligationFacts, known_at: datetime | None) -> bool:
    return any(merge.person_id == facts.person_id for merge in _known_merges(facts, known_at))


def _is_withdrawn(events: Sequence[EventFact]) -> bool:
    derived = [event for event in events if event.actor_id is None]
    decided = [event for event in events if event.actor_id is not None]
    latest = (_latest(e, EventKind.WITHDRAWN, EventKind.REOPENED) for e in (derived, decided))
    return any(event is not None and event.kind == EventKind.WITHDRAWN for event in latest)


def _by_event(events: Sequence[EventFact], as_of: date) -> Status | None:
    if any(e.kind == EventKind.EXEMPTED and _lasts(e, as_of) for e in events):
        return Status.EXEMPT
    resumed = _latest(events, EventKind.RESUMED)
    for event in events:
        stopped = resumed is not None and resumed.effective_on >= event.effective_on
        if event.kind == EventKind.PAUSED and _lasts(event, as_of) and not stopped:
            return Status.PAUSED
    return None


def _lasts(event: EventFact, as_of: date) -> bool:
    return event.until_on is None or as_of < event.until_on


def _by_date(stated: Stated, rule: RuleFact, as_of: date) -> Status:
    if stated.due_on < as_of - timedelta(days=rule.grace_days):
        return Status.OVERDUE
    if stated.due_on < as_of:
        return Status.IN_GRACE
    return Status.OPEN if stated.opens_on <= as_of else Status.NOT_YET_OPEN

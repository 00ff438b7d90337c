"""Where a subject stands with an obligation, on a day, as known at a moment, and why. Pure.

The same rules stand in SQL in `compliance.status.query`; a property test holds the two together.
Precedence, from strong to weak: not applicable, done (on time or late), exempt, paused, overdue, in
grace, open, not yet open. Dates are inclusive; the end of an event is not.

- It does not apply when it was withdrawn and not reopened since, by planning or by a person: both
  must find that it applies. Nor, whatever the day, when we know that the person was merged into
  another.
- It is done on the day on which enough items of the pool had been completed, each with enough
  assurance, in the window of the obligation. An activity and its equivalents are one item. What was
  completed under a record that was merged into this person counts.
- When the rule says "not the same as last time", the items that counted for the same subject in the
  cycle just before do not count.
- For an edition a completion of an earlier version of the activity does not count.
- A changed due date counts from the day on which it takes effect; before that the earlier one does.
  A deferral only ever makes the due date later, whatever else is stated.
- What a person decided about a record that was merged into this person holds for this person.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Protocol, TypeVar

from compliance.enums import EventKind, Status, WhyNot
from compliance.rules.dates import Stated


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFact:
    """An `ObligationEvent`.

    `person_id` is set when it happened to the obligation of a record that was ever merged into this
    person. `due_on` is what a deferral states.
    """

    id: int
    kind: str
    effective_on: date
    until_on: date | None
    stated: Stated | None
    actor_id: int | None
    voids_id: int | None
    recorded_at: datetime
    reason_code: str = ""
    due_on: date | None = None
    person_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletionFact:
    """A `Completion` of this subject, or of a record that was ever merged into this person."""

    id: int
    person_id: int | None
    activity_id: int
    occurred_on: date
    assurance: int
    voids_id: int | None
    recorded_at: datetime
    version_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeFact:
    """A `PersonMerge`."""

    person_id: int
    into_id: int
    recorded_at: datetime
    superseded_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFact:
    """What a version asks: `needed` (None: all) of the accepted activities with their assurance.

    `instead_of` names for each equivalent the activity that it stands in for.
    """

    grace_days: int
    needed: int | None
    accepted: Mapping[int, int]
    instead_of: Mapping[int, int] = field(default_factory=dict)
    not_same_as_last: bool = False

    def item(self, activity_id: int) -> int:
        """Return the item of the pool that an accepted activity meets: an activity id."""
        return self.instead_of.get(activity_id, activity_id)

    @property
    def pool(self) -> frozenset[int]:
        """The items of which `how_many` must be done, as activity ids."""
        return frozenset(self.item(activity_id) for activity_id in self.accepted)

    @property
    def how_many(self) -> int:
        """How many items must be done."""
        return len(self.pool) if self.needed is None else self.needed


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationFacts:
    """Everything that the status of one obligation depends on, all that was ever recorded.

    The subject is a person or a unit. `edition_id` is the version of the activity that the cycle
    asks for. `previous` is the obligation of the same subject in the cycle just before; it is only
    read for requirements with a rule that says "not the same as last time".
    """

    person_id: int | None
    stated: Stated
    closes_on: date | None
    recorded_at: datetime
    rules: Mapping[int, RuleFact]
    events: Sequence[EventFact] = ()
    completions: Sequence[CompletionFact] = ()
    merges: Sequence[MergeFact] = ()
    unit_id: int | None = None
    edition_id: int | None = None
    previous: "ObligationFacts | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A completion that meets an item of the pool: the first one that does."""

    item_id: int
    completion: CompletionFact


@dataclass(frozen=True, slots=True, kw_only=True)
class NotCounted:
    """A completion of an accepted activity that changes nothing, with the reason.

    `voided_by_id` is the row that declares it invalid.
    """

    item_id: int
    completion: CompletionFact
    reason: WhyNot
    voided_by_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A status with everything that led to it, on `as_of` as known at `known_at` (None: now).

    - `rule` is the version that holds on that day (`stated.version_id`).
    - `stated` is what holds: the obligation as it was made, or as `restated_by` states it anew.
    - `due_on` is the due date that holds; later than the stated one only by `deferred_by`.
    - `overdue_from` is the first day on which it is overdue; from the day after `due_on` up to then
      it is in grace.
    - `counted` are the completions that meet it, at most `needed`, in order of the day; `missing`
      says how many items are still needed. `barred` are the items that counted in the cycle before.
    - `withdrawn_by` are the events that take it away (of planning: no actor; of a person: one).
      `merged_into` is the person as whom this record counts now.
    - `exempted_by` and `paused_by` hold on that day, also when something stronger decides.
    """

    status: Status
    as_of: date
    known_at: datetime | None
    rule: RuleFact
    stated: Stated
    restated_by: EventFact | None
    deferred_by: EventFact | None
    due_on: date
    overdue_from: date
    closes_on: date | None
    done_on: date | None
    needed: int
    counted: tuple[Counted, ...]
    not_counted: tuple[NotCounted, ...]
    barred: frozenset[int]
    merged_into: int | None
    withdrawn_by: tuple[EventFact, ...]
    exempted_by: EventFact | None
    paused_by: EventFact | None

    @property
    def missing(self) -> int:
        """How many items are still needed."""
        return max(0, self.needed - len(self.counted))

    @property
    def open_items(self) -> frozenset[int]:
        """The items of the pool that could still be done for it, as activity ids."""
        return self.rule.pool - self.barred - {one.item_id for one in self.counted}


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
    decision = decide(facts, as_of, known_at)
    if decision is None:
        return None
    return StatusResult(
        status=decision.status,
        opens_on=decision.stated.opens_on,
        due_on=decision.due_on,
        done_on=decision.done_on,
        is_newcomer=decision.stated.is_newcomer,
    )


def decide(
    facts: ObligationFacts, as_of: date, known_at: datetime | None = None
) -> Decision | None:
    """Return the status with everything that led to it; None: we did not know the obligation."""
    if known_at is not None and facts.recorded_at > known_at:
        return None
    events = [e for e in _known_events(facts, known_at) if e.effective_on <= as_of]
    restated = _latest(events, EventKind.DUE_CHANGED)
    stated = facts.stated if restated is None or restated.stated is None else restated.stated
    rule = facts.rules[stated.version_id]
    due_on, deferred = _due(stated, events)
    barred = _counted_last_time(facts, rule, as_of, known_at)
    weighed = _Weighing(facts, stated, rule, barred, as_of, known_at)
    counted, not_counted = weighed.sort()
    done_on = counted[-1].completion.occurred_on if len(counted) == rule.how_many > 0 else None
    merged_into, withdrawn = _merged_into(facts, known_at), _withdrawn_by(events)
    exempted, paused = _exempted_by(events, as_of), _paused_by(events, as_of)
    overdue_from = due_on + timedelta(days=rule.grace_days + 1)
    if merged_into is not None or withdrawn:
        where = Status.NOT_APPLICABLE
    elif done_on is not None:
        where = Status.DONE_ON_TIME if done_on <= due_on else Status.DONE_LATE
    elif exempted or paused:
        where = Status.EXEMPT if exempted else Status.PAUSED
    else:
        where = _by_date(stated.opens_on, due_on, overdue_from, as_of)
    return Decision(
        status=where,
        as_of=as_of,
        known_at=known_at,
        rule=rule,
        stated=stated,
        restated_by=restated,
        deferred_by=deferred,
        due_on=due_on,
        overdue_from=overdue_from,
        closes_on=facts.closes_on,
        done_on=done_on,
        needed=rule.how_many,
        counted=counted,
        not_counted=not_counted,
        barred=barred,
        merged_into=merged_into,
        withdrawn_by=withdrawn,
        exempted_by=exempted,
        paused_by=paused,
    )


@dataclass(frozen=True, slots=True)
class _Weighing:
    """Sorts the completions of accepted activities into those that count and those that do not."""

    facts: ObligationFacts
    stated: Stated
    rule: RuleFact
    barred: frozenset[int]
    as_of: date
    known_at: datetime | None

    def sort(self) -> tuple[tuple[Counted, ...], tuple[NotCounted, ...]]:
        """Return what counts, in order of the day, and what does not."""
        known = _known(self.facts.completions, self.known_at)
        voids = {fact.voids_id: fact.id for fact in known if fact.voids_id is not None}
        owners = {self.facts.person_id, *_absorbed(self.facts, self.known_at)}
        counted: dict[int, Counted] = {}
        refused: list[NotCounted] = []
        for fact in sorted(known, key=lambda one: (one.occurred_on, self.item(one), one.id)):
            is_ours = fact.voids_id is None and fact.person_id in owners
            if not is_ours or fact.activity_id not in self.rule.accepted:
                continue
            item = self.item(fact)
            reason = WhyNot.VOIDED if fact.id in voids else self._why_not(fact)
            reason = reason or self._superfluous(item, counted)
            if reason is None:
                counted[item] = Counted(item_id=item, completion=fact)
            else:
                refused.append(
                    NotCounted(
                        item_id=item,
                        completion=fact,
                        reason=reason,
                        voided_by_id=voids.get(fact.id),
                    )
                )
        return tuple(counted.values()), tuple(refused)

    def item(self, fact: CompletionFact) -> int:
        """Return the item that a completion is about."""
        return self.rule.item(fact.activity_id)

    def _why_not(self, fact: CompletionFact) -> WhyNot | None:
        counts_from, closes_on = self.stated.counts_from, self.facts.closes_on
        tests = (
            (fact.assurance < self.rule.accepted[fact.activity_id], WhyNot.TOO_WEAK),
            (fact.occurred_on > self.as_of, WhyNot.NOT_YET),
            (counts_from is not None and fact.occurred_on < counts_from, WhyNot.TOO_EARLY),
            (closes_on is not None and fact.occurred_on > closes_on, WhyNot.TOO_LATE),
            (self._is_old_edition(fact), WhyNot.OLD_EDITION),
            (self.item(fact) in self.barred, WhyNot.SAME_AS_LAST),
        )
        return next((reason for holds, reason in tests if holds), None)

    def _superfluous(self, item: int, counted: Mapping[int, Counted]) -> WhyNot | None:
        if item in counted:
            return WhyNot.DOUBLE
        return WhyNot.MORE_THAN_NEEDED if len(counted) >= self.rule.how_many else None

    def _is_old_edition(self, fact: CompletionFact) -> bool:
        edition_id = self.facts.edition_id
        if edition_id is None or fact.version_id is None:
            return False
        return fact.activity_id not in self.rule.instead_of and fact.version_id < edition_id


def _known(facts: Sequence[F], known_at: datetime | None) -> list[F]:
    return [fact for fact in facts if known_at is None or fact.recorded_at <= known_at]


def _standing(facts: Sequence[F], known_at: datetime | None) -> list[F]:
    """Keep what is no void and not voided, as known."""
    known = _known(facts, known_at)
    voided = {fact.voids_id for fact in known}
    return [fact for fact in known if fact.voids_id is None and fact.id not in voided]


def _known_events(facts: ObligationFacts, known_at: datetime | None) -> list[EventFact]:
    """Return what happened to it, and what persons decided about records that count as this one."""
    absorbed = _absorbed(facts, known_at)
    return [
        event
        for event in _standing(facts.events, known_at)
        if event.person_id is None or (event.person_id in absorbed and event.actor_id is not None)
    ]


def _known_merges(facts: ObligationFacts, known_at: datetime | None) -> list[MergeFact]:
    if known_at is None:
        return [merge for merge in facts.merges if merge.superseded_at is None]
    return [
        merge
        for merge in facts.merges
        if merge.recorded_at <= known_at
        and (merge.superseded_at is None or merge.superseded_at > known_at)
    ]


def _absorbed(facts: ObligationFacts, known_at: datetime | None) -> set[int]:
    """Return the records that count as this person."""
    return {m.person_id for m in _known_merges(facts, known_at) if m.into_id == facts.person_id}


def _merged_into(facts: ObligationFacts, known_at: datetime | None) -> int | None:
    merges = _known_merges(facts, known_at)
    return next((m.into_id for m in merges if m.person_id == facts.person_id), None)


def _counted_last_time(
    facts: ObligationFacts, rule: RuleFact, as_of: date, known_at: datetime | None
) -> frozenset[int]:
    if not rule.not_same_as_last or facts.previous is None:
        return frozenset()
    last = decide(facts.previous, as_of, known_at)
    return frozenset(one.item_id for one in last.counted) if last else frozenset()


def _latest(events: Iterable[EventFact], *kinds: EventKind) -> EventFact | None:
    found = (event for event in events if event.kind in kinds)
    return max(found, key=lambda event: (event.effective_on, event.id), default=None)


def _due(stated: Stated, events: Iterable[EventFact]) -> tuple[date, EventFact | None]:
    """Return the due date that holds, and the deferral that made it later."""
    deferral = _latest(events, EventKind.DEFERRED)
    if deferral is None or deferral.due_on is None or deferral.due_on <= stated.due_on:
        return stated.due_on, None
    return deferral.due_on, deferral


def _withdrawn_by(events: Sequence[EventFact]) -> tuple[EventFact, ...]:
    derived = [event for event in events if event.actor_id is None]
    decided = [event for event in events if event.actor_id is not None]
    latest = (_latest(e, EventKind.WITHDRAWN, EventKind.REOPENED) for e in (derived, decided))
    return tuple(event for event in latest if event and event.kind == EventKind.WITHDRAWN)


def _exempted_by(events: Sequence[EventFact], as_of: date) -> EventFact | None:
    return _latest((e for e in events if _lasts(e, as_of)), EventKind.EXEMPTED)


def _paused_by(events: Sequence[EventFact], as_of: date) -> EventFact | None:
    paused = _latest((e for e in events if _lasts(e, as_of)), EventKind.PAUSED)
    resumed = _latest(events, EventKind.RESUMED)
    stopped = paused and resumed and resumed.effective_on >= paused.effective_on
    return None if stopped else paused


def _lasts(event: EventFact, as_of: date) -> bool:
    return event.until_on is None or as_of < event.until_on


def _by_date(opens_on: date, due_on: date, overdue_from: date, as_of: date) -> Status:
    if as_of >= overdue_from:
        return Status.OVERDUE
    if due_on < as_of:
        return Status.IN_GRACE
    return Status.OPEN if opens_on <= as_of else Status.NOT_YET_OPEN

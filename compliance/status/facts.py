"""Reads everything that the status of obligations depends on, for the pure function."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q

from compliance.models import AcceptedActivity, Obligation, ObligationEvent, RequirementVersion
from compliance.rules.dates import Stated
from compliance.status.decision import (
    CompletionFact,
    EventFact,
    MergeFact,
    ObligationFacts,
    RuleFact,
)
from compliance.status.memory import known_rules
from lms.api import Completion
from organisations.models import PersonMerge

_STATED = ("version_id", "opens_on", "counts_from", "due_on", "is_newcomer")
Subject = tuple[int | None, int | None]
"""The id of a person, or that of a unit."""


@dataclass(frozen=True, slots=True)
class _Row:
    pk: int
    subject: Subject
    cycle_id: int
    edition_id: int | None
    stated: Stated
    closes_on: date | None
    recorded_at: datetime


def facts_of(obligation_ids: Collection[int]) -> dict[int, ObligationFacts]:
    """Return the facts of these obligations, all that was ever recorded."""
    asked = _rows(Q(pk__in=obligation_ids))
    before = known_rules().memory.before
    rows = {*asked, *_earlier(asked, before)}
    read = _Reading(rows, before)
    return {row.pk: read.facts(row) for row in asked}


def _rows(condition: Q) -> list[_Row]:
    fields = ("pk", "person_id", "unit_id", "cycle_id", "closes_on", "recorded_at", *_STATED)
    found = Obligation.objects.filter(condition).values(*fields, edition_id=F("cycle__edition_id"))
    return [
        _Row(
            pk=row["pk"],
            subject=(row["person_id"], row["unit_id"]),
            cycle_id=row["cycle_id"],
            edition_id=row["edition_id"],
            stated=Stated(**{name: row[name] for name in _STATED}),
            closes_on=row["closes_on"],
            recorded_at=row["recorded_at"],
        )
        for row in found
    ]


def _earlier(asked: Iterable[_Row], before: Mapping[int, int]) -> list[_Row]:
    """Return the obligations of earlier cycles that may say what does not count again."""
    remembering = [row for row in asked if row.cycle_id in before]
    if not remembering:
        return []
    persons = [row.subject[0] for row in remembering if row.subject[0]]
    units = [row.subject[1] for row in remembering if row.subject[1]]
    subject = Q(person__in=persons) | Q(unit__in=units)
    return _rows(subject & Q(cycle__in=set(before.values())))


@dataclass(slots=True)
class _Reading:
    """The facts of some obligations, each kind of fact read once for all of them."""

    rows: Collection[_Row]
    before: Mapping[int, int]
    rules: Mapping[int, RuleFact] = field(init=False)
    merges: Mapping[int, list[MergeFact]] = field(init=False)
    events: Mapping[int, list[EventFact]] = field(init=False)
    completions: Mapping[Subject, list[CompletionFact]] = field(init=False)
    by_cycle: Mapping[tuple[Subject, int], _Row] = field(init=False)

    def __post_init__(self) -> None:
        persons = {row.subject[0] for row in self.rows if row.subject[0]}
        units = {row.subject[1] for row in self.rows if row.subject[1]}
        self.rules = _rules()
        self.merges = _merges(persons)
        self.events = _events(self.rows, self.merges)
        self.completions = _completions(persons, units, self.merges)
        self.by_cycle = {(row.subject, row.cycle_id): row for row in self.rows}

    def facts(self, row: _Row) -> ObligationFacts:
        """Return the facts of one obligation, with the one in the cycle before when it matters."""
        person_id, unit_id = row.subject
        previous = self.by_cycle.get((row.subject, self.before.get(row.cycle_id, 0)))
        return ObligationFacts(
            person_id=person_id,
            unit_id=unit_id,
            stated=row.stated,
            closes_on=row.closes_on,
            recorded_at=row.recorded_at,
            edition_id=row.edition_id,
            rules=self.rules,
            events=self.events.get(row.pk, ()),
            completions=self.completions.get(row.subject, ()),
            merges=self.merges.get(person_id, ()) if person_id else (),
            previous=self.facts(previous) if previous else None,
        )


def _rules() -> dict[int, RuleFact]:
    accepted: dict[int, dict[int, int]] = defaultdict(dict)
    instead_of: dict[int, dict[int, int]] = defaultdict(dict)
    fields = ("version_id", "activity_id", "minimum_assurance", "instead_of_id")
    for version_id, activity_id, minimum, item in AcceptedActivity.objects.values_list(*fields):
        accepted[version_id][activity_id] = minimum
        if item is not None:
            instead_of[version_id][activity_id] = item
    versions = RequirementVersion.objects.values("pk", "grace_days", "needed", "not_same_as_last")
    return {
        row["pk"]: RuleFact(
            grace_days=row["grace_days"],
            needed=row["needed"],
            accepted=accepted[row["pk"]],
            instead_of=instead_of[row["pk"]],
            not_same_as_last=row["not_same_as_last"],
        )
        for row in versions
    }


def _events(
    rows: Collection[_Row], merges: Mapping[int, list[MergeFact]]
) -> Mapping[int, list[EventFact]]:
    """Return the events of each obligation, with what persons decided about absorbed records."""
    events: dict[int, list[EventFact]] = defaultdict(list)
    for row in _event_rows(Q(obligation__in=[row.pk for row in rows])):
        events[row["obligation_id"]].append(_event(row, person_id=None))
    into: dict[tuple[int, int], list[int]] = defaultdict(list)
    for one in rows:
        person_id = one.subject[0]
        for merge in merges.get(person_id, ()) if person_id else ():
            if merge.into_id == person_id:
                into[merge.person_id, one.cycle_id].append(one.pk)
    if not into:
        return events
    absorbed = {person_id for person_id, _cycle in into}
    for row in _event_rows(Q(obligation__person__in=absorbed, actor__isnull=False)):
        person_id = row["obligation__person_id"]
        for pk in into.get((person_id, row["obligation__cycle_id"]), ()):
            events[pk].append(_event(row, person_id=person_id))
    return events


def _event_rows(condition: Q) -> Iterator[dict[str, Any]]:
    yield from (
        ObligationEvent.objects.filter(condition)
        .order_by("pk")
        .values(
            *("id", "kind", "effective_on", "until_on", "actor_id", "voids_id", "recorded_at"),
            *("reason_code", "obligation_id", "obligation__person_id", "obligation__cycle_id"),
            *_STATED,
        )
    )


def _event(row: Mapping[str, Any], *, person_id: int | None) -> EventFact:
    stated = {name: row[name] for name in _STATED}
    return EventFact(
        id=row["id"],
        kind=row["kind"],
        effective_on=row["effective_on"],
        until_on=row["until_on"],
        stated=Stated(**stated) if stated["version_id"] else None,
        actor_id=row["actor_id"],
        voids_id=row["voids_id"],
        recorded_at=row["recorded_at"],
        reason_code=row["reason_code"],
        due_on=row["due_on"],
        person_id=person_id,
    )


def _merges(persons: Collection[int]) -> Mapping[int, list[MergeFact]]:
    merges: dict[int, list[MergeFact]] = defaultdict(list)
    fields = ("person_id", "into_id", "recorded_at", "superseded_at")
    rows = PersonMerge.objects.filter(Q(person__in=persons) | Q(into__in=persons))
    for row in rows.values(*fields):
        merge = MergeFact(**row)
        merges[merge.person_id].append(merge)
        merges[merge.into_id].append(merge)
    return merges


def _completions(
    persons: Collection[int], units: Collection[int], merges: Mapping[int, list[MergeFact]]
) -> Mapping[Subject, list[CompletionFact]]:
    """Return completions under each person who may count them, and those of units."""
    counts_for: dict[int, set[int]] = {person: {person} for person in persons}
    for merge in (merge for found in merges.values() for merge in found):
        counts_for.setdefault(merge.person_id, set()).add(merge.into_id)
    completions: dict[Subject, list[CompletionFact]] = defaultdict(list)
    rows: Any = Completion.objects.filter(Q(person__in=counts_for) | Q(unit__in=units)).values(
        *("id", "person_id", "activity_id", "version_id", "occurred_on", "assurance"),
        *("voids_id", "recorded_at", "unit_id"),
        voided_person_id=F("voids__person_id"),
    )
    for row in rows:
        unit_id = row.pop("unit_id")
        subject = row.pop("voided_person_id") or row["person_id"]
        fact = CompletionFact(**row)
        if unit_id is not None:
            completions[None, unit_id].append(fact)
        for person in counts_for.get(subject, ()):
            completions[person, None].append(fact)
    return completions

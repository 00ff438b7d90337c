"""Reads everything that the status of obligations depends on, for the pure function."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import F, Q

from compliance.models import AcceptedActivity, Obligation, ObligationEvent, RequirementVersion
from compliance.rules import Stated
from compliance.status import (
    CompletionFact,
    EventFact,
    MergeFact,
    ObligationFacts,
    RuleFact,
)
from lms.api import Completion
from organisations.models import PersonMerge

_STATED = ("version_id", "opens_on", "counts_from", "due_on", "is_newcomer")


def facts_of(obligation_ids: Collection[int]) -> dict[int, ObligationFacts]:
    """Return the facts of these obligations of persons, all that was ever recorded."""
    rows = Obligation.objects.filter(pk__in=obligation_ids, person__isnull=False)
    found = list(rows.values("pk", "person_id", "closes_on", "recorded_at", *_STATED))
    persons = {row["person_id"] for row in found}
    rules = _rules()
    events = _events(obligation_ids)
    merges = _merges(persons)
    completions = _completions(persons, merges)
    return {
        row["pk"]: ObligationFacts(
            person_id=row["person_id"],
            stated=Stated(**{name: row[name] for name in _STATED}),
            closes_on=row["closes_on"],
            recorded_at=row["recorded_at"],
            rules=rules,
            events=events.get(row["pk"], ()),
            completions=completions.get(row["person_id"], ()),
            merges=merges.get(row["person_id"], ()),
        )
        for row in found
    }


def _rules() -> dict[int, RuleFact]:
    accepted: dict[int, dict[int, int]] = defaultdict(dict)
    fields = ("version_id", "activity_id", "minimum_assurance")
    for version_id, activity_id, minimum in AcceptedActivity.objects.values_list(*fields):
        accepted[version_id][activity_id] = minimum
    return {
        pk: RuleFact(grace_days=grace_days, needed=needed, accepted=accepted[pk])
        for pk, grace_days, needed in RequirementVersion.objects.values_list(
            "pk", "grace_days", "needed"
        )
    }


def _events(obligation_ids: Collection[int]) -> Mapping[int, list[EventFact]]:
    events: dict[int, list[EventFact]] = defaultdict(list)
    fields = ("id", "kind", "effective_on", "until_on", "actor_id", "voids_id", "recorded_at")
    rows = ObligationEvent.objects.filter(obligation__in=obligation_ids)
    for row in rows.order_by("pk").values("obligation_id", *fields, *_STATED):
        stated = {name: row.pop(name) for name in _STATED}
        event = EventFact(
            stated=Stated(**stated) if stated["version_id"] else None,
            **{name: row[name] for name in fields},
        )
        events[row["obligation_id"]].append(event)
    return events


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
    persons: Collection[int], merges: Mapping[int, list[MergeFact]]
) -> Mapping[int, list[CompletionFact]]:
    """Return completions under each person who may count them."""
    counts_for: dict[int, set[int]] = {person: {person} for person in persons}
    for merge in (merge for found in merges.values() for merge in found):
        counts_for.setdefault(merge.person_id, set()).add(merge.into_id)
    completions: dict[int, list[CompletionFact]] = defaultdict(list)
    rows: Any = Completion.objects.filter(person__in=counts_for).values(
        "id",
        "person_id",
        "activity_id",
        "occurred_on",
        "assurance",
        "voids_id",
        "recorded_at",
        voided_person_id=F("voids__person_id"),
    )
    for row in rows:
        subject = row.pop("voided_person_id") or row["person_id"]
        fact = CompletionFact(**row)
        for person in counts_for[subject]:
            completions[person].append(fact)
    return completions

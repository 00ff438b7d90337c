"""What stands now for some persons or teams: obligations, and the events that planning made."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q

from compliance.models import Obligation, ObligationEvent, Requirement
from compliance.planning.desired import Event
from compliance.planning.people import People, Teams
from compliance.rules.dates import Stated


@dataclass(frozen=True, slots=True)
class Standing:
    """An obligation as it was made, with planning's own events that were not voided, by id."""

    obligation_id: int
    stated: Stated
    events: dict[int, Event] = field(default_factory=dict)


def standing_of(
    requirement: Requirement, subjects: People | Teams
) -> Mapping[int, Mapping[int, Standing]]:
    """Return per subject and cycle what stands, for persons that were not merged into another."""
    rows = Obligation.objects.filter(subjects.own, cycle__requirement=requirement)
    found: dict[int, dict[int, Standing]] = defaultdict(dict)
    by_id: dict[int, Standing] = {}
    for pk, subject_id, cycle_id, *stated in rows.values_list(
        "pk",
        subjects.subject,
        "cycle_id",
        "version_id",
        "opens_on",
        "counts_from",
        "due_on",
        "is_newcomer",
    ):
        standing = Standing(pk, _stated(stated))
        by_id[pk] = found[subject_id][cycle_id] = standing
    for event_id, obligation_id, event in _events(requirement, subjects):
        if obligation_id in by_id:
            by_id[obligation_id].events[event_id] = event
    return found


def made_by_planning() -> Q:
    """Return the condition "made by planning, no void and not voided" on an event."""
    # Not as `voided_by__isnull`: of that PostgreSQL thinks that it leaves hardly any rows.
    voids = ObligationEvent.objects.filter(voids=OuterRef("pk"))
    return Q(~Exists(voids), actor__isnull=True, voids__isnull=True)


def _events(requirement: Requirement, subjects: People | Teams) -> list[tuple[int, int, Event]]:
    rows = ObligationEvent.objects.filter(
        made_by_planning(), subjects.obligations, obligation__cycle__requirement=requirement
    )
    return [
        (pk, obligation_id, Event(kind, on, reason, until, _stated(stated) if stated[0] else None))
        for pk, obligation_id, kind, on, reason, until, *stated in rows.values_list(
            "pk",
            "obligation_id",
            "kind",
            "effective_on",
            "reason_code",
            "until_on",
            "version_id",
            "opens_on",
            "counts_from",
            "due_on",
            "is_newcomer",
        )
    ]


def _stated(values: list[Any]) -> Stated:
    version_id, opens_on, counts_from, due_on, is_newcomer = values
    return Stated(
        version_id=version_id,
        opens_on=opens_on,
        counts_from=counts_from,
        due_on=due_on,
        is_newcomer=is_newcomer,
    )

"""What the ledger tells somebody of themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, QuerySet

from core.statements import Statement, given_id
from lms.completions.enums import ActivityKind
from lms.completions.models import Completion
from organisations.models import Person

BESIDE_COURSES = (
    ActivityKind.WORKSHOP,
    ActivityKind.ACKNOWLEDGEMENT,
    ActivityKind.EXTERNAL_PROOF,
)
"""What people finish outside a course. A module is part of one; a team session is of the team."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """Something that somebody finished, and when for the last time."""

    title: str
    last_on: date


def done_beside_courses(person: Person) -> Sequence[Done]:
    """Return what stands in the ledger of somebody besides courses; one query."""
    return [Done(title=title, last_on=last_on) for title, last_on in _DONE.rows(person=person.pk)]


def _done() -> QuerySet[Completion, tuple[Any, ...]]:
    mine = Completion.objects.filter(person=given_id("person"), voids__isnull=True)
    standing = mine.filter(voided_by__isnull=True, activity__kind__in=BESIDE_COURSES)
    by_activity = standing.values("activity", "activity__title").annotate(last=Max("occurred_on"))
    return by_activity.order_by("-last", "activity__title").values_list("activity__title", "last")


_DONE = Statement(_done)

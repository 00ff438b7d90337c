"""How often somebody joined and left: each time their calendar must take over something.

A session has one SEQUENCE for everybody. Whoever cancels and books again gets an invitation, a
cancellation and an invitation for one UID; without a higher number each time, calendars ignore the
last one.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q

from workshops.enums import Because, BookingState
from workshops.models import BookingTransition, EventRecord

SILENT = frozenset({Because.WALK_IN, Because.ATTENDANCE, Because.CORRECTION})
"""Steps of which no calendar hears: they write down who was there."""
_JOINS = Q(to_state=BookingState.BOOKED) & ~Q(because__in=SILENT)
_LEAVES = Q(from_state=BookingState.BOOKED) & Q(
    to_state__in=[BookingState.CANCELLED, BookingState.CALLED_OFF]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turns:
    """How often somebody joined and left after the first time, and when that was last."""

    number: int = 0
    changed_at: datetime | None = None


NONE = Turns()


def turns_of(
    people: Collection[int | None], events: Collection[int]
) -> Mapping[tuple[int | None, int], Turns]:
    """Return the turns of these persons in these events, by both, in one query."""
    steps = BookingTransition.objects.filter(
        _JOINS | _LEAVES, booking__person__in=people, booking__event__in=events
    )
    rows = (
        steps.order_by()
        .values_list("booking__person_id", "booking__event_id")
        .annotate(number=Count("id"), last=Max("recorded_at"))
    )
    return {
        (person, event): Turns(number=number - 1, changed_at=last)
        for person, event, number, last in rows
    }


def turns_of_leading(sessions: Collection[int]) -> Mapping[int, Turns]:
    """Return how often the trainers of these sessions changed, by session, in one query.

    Whoever led and leads again gets a higher number each time; for the others it does no harm.
    """
    steps = EventRecord.objects.filter(session__in=sessions, before__has_key="trainers")
    rows = steps.order_by().values_list("session_id")
    return {
        session: Turns(number=number, changed_at=last)
        for session, number, last in rows.annotate(number=Count("id"), last=Max("recorded_at"))
    }

"""What somebody has at the same time: a warning, because it may be meant so."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef

from organisations.models import Person
from workshops.enums import BookingState
from workshops.models import Booking, Event, Session

_COMING = (BookingState.BOOKED, BookingState.OFFERED, BookingState.WAITLISTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """Another workshop of the same person with a session at the same time."""

    title: str
    starts_at: datetime
    state: BookingState


def overlaps(*, event: Event, person: Person) -> tuple[Overlap, ...]:
    """Return the other bookings of somebody that share a moment with this event, in one query."""
    ours = Session.objects.taking_place().filter(
        event=event, starts_at__lt=OuterRef("ends_at"), ends_at__gt=OuterRef("starts_at")
    )
    theirs = Session.objects.taking_place().filter(Exists(ours), event=OuterRef("event"))
    rows = Booking.objects.of(person).filter(
        Exists(theirs), state__in=_COMING, event__cancelled_at__isnull=True
    )
    rows = rows.exclude(event=event).select_related("event__type")
    return tuple(
        Overlap(
            title=row.event.title,
            starts_at=row.event.starts_at,
            state=BookingState(row.state),
        )
        for row in rows.order_by(F("event__starts_at").asc(nulls_last=True), "pk")
    )

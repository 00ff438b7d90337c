"""What must be true of events and bookings, beyond what the database itself refuses."""

from collections.abc import Iterator

from django.db.models import Count, F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from core.invariants import invariant
from workshops.enums import HOLDS_A_PLACE
from workshops.models import Booking, BookingTransition, Event, PlaceReservation

_SHOWN = 20
_SEATED = Q(bookings__state__in=sorted(HOLDS_A_PLACE), bookings__is_walk_in=False)


@invariant("workshops.places")
def places_are_counted() -> Iterator[str]:
    """An event says of its places exactly what its bookings and kept places say.

    But for events whose bookings were deleted when their time was over: only numbers stay of those.
    """
    kept = PlaceReservation.objects.filter(event=OuterRef("pk"), released_at__isnull=True)
    sums = kept.order_by().values("event").annotate(n=Sum(F("places") - F("taken")))
    rows = (
        Event.objects.filter(forgotten_at__isnull=True)
        .annotate(
            taken=Count("bookings", filter=_SEATED),
            kept=Coalesce(Subquery(sums.values("n")), 0),
        )
        .exclude(taken=F("seats_taken"), kept=F("seats_kept"))
    )
    for event in rows.order_by("pk")[:_SHOWN]:
        yield (
            f"Event {event.pk} says {event.seats_taken} places are taken and {event.seats_kept}"
            f" kept; its bookings say {event.taken} and {event.kept}."
        )


@invariant("workshops.kept_places")
def kept_places_are_counted() -> Iterator[str]:
    """Of kept places as many are taken as there are bookings on them."""
    rows = (
        PlaceReservation.objects.filter(released_at__isnull=True)
        .annotate(booked=Count("bookings", filter=_SEATED))
        .exclude(booked=F("taken"))
    )
    for row in rows.order_by("pk")[:_SHOWN]:
        yield f"Kept places {row.pk} say {row.taken} are taken; bookings say {row.booked}."


@invariant("workshops.states")
def states_follow_steps() -> Iterator[str]:
    """A booking stands where its last step left it."""
    last = BookingTransition.objects.filter(booking=OuterRef("pk")).order_by("-pk")
    rows = Booking.objects.annotate(
        stands=Coalesce(Subquery(last.values("to_state")[:1]), Value(""))
    ).exclude(stands=F("state"))
    for row in rows.order_by("pk")[:_SHOWN]:
        yield f"Booking {row.pk} says {row.state}; its last step says {row.stands or 'nothing'}."


@invariant("workshops.line")
def numbers_were_given_out() -> Iterator[str]:
    """The numbers in line were given out by the event."""
    rows = Booking.objects.filter(line__gt=F("event__line_end"))
    for row in rows.order_by("pk")[:_SHOWN]:
        yield f"Booking {row.pk} has number {row.line}, which its event never gave out."

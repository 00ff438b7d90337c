"""Where somebody stands in the line."""

from collections.abc import Iterable

from django.db.models import Count, F, Q

from workshops.enums import BookingState
from workshops.models import Booking


def positions(bookings: Iterable[Booking]) -> dict[int, int]:
    """Return for each waiting booking how many there are up to and including it, in one query."""
    ahead = Count(
        "event__bookings",
        filter=Q(
            event__bookings__state=BookingState.WAITLISTED, event__bookings__line__lte=F("line")
        ),
    )
    rows = Booking.objects.filter(
        pk__in=[booking.pk for booking in bookings], state=BookingState.WAITLISTED
    )
    return dict(rows.annotate(position=ahead).values_list("pk", "position"))

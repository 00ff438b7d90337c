"""What somebody has at the same time as an event, in words; of a confidential one no title."""

from django.utils.translation import gettext as _

from organisations.models import Person
from workshops.enums import SEATED, BookingState
from workshops.models import Booking, Event, Session

_CLASHING = SEATED | {BookingState.REQUESTED, BookingState.WAITLISTED}


def clashes(event: Event, person: Person) -> tuple[str, ...]:
    """Say which other booked workshops are at the same time; of a confidential one no title."""
    others = (
        Session.objects.taking_place()
        .filter(event__in=Booking.objects.of(person).filter(state__in=_CLASHING).values("event"))
        .filter(event__cancelled_at__isnull=True)
        .exclude(event=event)
    )
    mine = Session.objects.taking_place().filter(event=event)
    spans = list(mine.values_list("starts_at", "ends_at"))
    if not spans:
        return ()
    first, last = min(start for start, _end in spans), max(end for _start, end in spans)
    near = others.overlapping(first, last).select_related("event__type")
    titles = {
        session.event_id: _title(session.event)
        for session in near.order_by("starts_at", "pk")
        if any(session.starts_at < end and session.ends_at > start for start, end in spans)
    }
    return tuple(
        _("You already have something at that time: %(title)s.") % {"title": title}
        for title in titles.values()
    )


def _title(event: Event) -> str:
    return _("an appointment") if event.is_confidential else event.title

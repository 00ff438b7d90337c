"""Messages of their own for the further sessions of a series: one mail moves one calendar entry."""

from collections.abc import Iterator, Sequence

from core import clock
from core.statements import Statement, given_id, given_moment
from notifications.services import NewNotice
from workshops.calendars.entries import CANCEL, REQUEST
from workshops.calendars.turns import SILENT
from workshops.enums import BookingState
from workshops.letters import kinds
from workshops.models import Booking, BookingTransition, Session

_OF_EVENT = Statement(
    lambda: (
        Session.objects.taking_place()
        .filter(event=given_id("event"), ends_at__gt=given_moment("now"))
        .order_by("starts_at", "pk")
    )
)
_LEFT = frozenset({BookingState.CANCELLED, BookingState.CALLED_OFF})


def further_sessions(steps: Sequence[BookingTransition]) -> Iterator[NewNotice]:
    """Yield a message per further session for who got a place with a step, or lost it.

    The first session comes with the message about the step itself.
    """
    telling = [step for step in steps if _method(step)]
    sessions = _to_come({step.booking.event_id for step in telling})
    for step in telling:
        for session in sessions[step.booking.event_id][1:]:
            yield session_notice(step.booking, session, method=_method(step), key=str(step.pk))


def session_notice(booking: Booking, session: Session, *, method: str, key: str) -> NewNotice:
    """Return the message that puts one session into the calendar of a participant, or out of it."""
    if booking.person is None:
        raise ValueError("A guest gets no messages.")
    return NewNotice(
        kind=kinds.SESSION,
        key=f"{kinds.SESSION}:{booking.pk}:{key}:{session.pk}:{session.sequence}",
        person=booking.person,
        context={"booking": booking.pk, "session": session.pk, "method": method},
    )


def _method(step: BookingTransition) -> str:
    """Return what a step means for a calendar; nothing for a guest and what was only marked."""
    if step.booking.person is None or step.because in SILENT:
        return ""
    if step.to_state == BookingState.BOOKED:
        return REQUEST
    left = step.from_state == BookingState.BOOKED and step.to_state in _LEFT
    return CANCEL if left else ""


def _to_come(events: set[int]) -> dict[int, list[Session]]:
    return {event: _OF_EVENT.objects(event=event, now=clock.now()) for event in sorted(events)}

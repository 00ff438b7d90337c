"""What to fill in for participants, judged right before sending."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from core import clock
from notifications.models import Notice
from workshops.booking.messages import moment_text
from workshops.enums import BookingState
from workshops.letters import kinds
from workshops.letters.details import event_lines, goes_on, session_lines, subject_of
from workshops.letters.reading import bookings_of, came_back, sessions_of
from workshops.models import Booking, EvaluationTurn, Event, EventNote, Session
from workshops.paths import own_path

Contexts = dict[int, Mapping[str, Any] | None]
IN_STATE = {
    kinds.BOOKED: BookingState.BOOKED,
    kinds.WAITLISTED: BookingState.WAITLISTED,
    kinds.OFFERED: BookingState.OFFERED,
    kinds.REQUESTED: BookingState.REQUESTED,
    kinds.DECLINED: BookingState.DECLINED,
    kinds.NO_PLACE: BookingState.DECLINED,
    kinds.CANCELLED: BookingState.CANCELLED,
    kinds.CALLED_OFF: BookingState.CALLED_OFF,
    kinds.REMINDER: BookingState.BOOKED,
    kinds.NOTE: BookingState.BOOKED,
}
"""Only true while the booking stands so; about every other state there is another message."""


def refresh_booking(notices: Sequence[Notice]) -> Contexts:
    """Fill in messages about one booking; None when the booking has moved on since."""
    bookings = _still_true(notices)
    return {row.pk: _about_booking(row, bookings.get(row.context["booking"])) for row in notices}


def _still_true(notices: Sequence[Notice]) -> dict[int, Booking]:
    """Return the bookings that messages name; not of who left and has a place again since."""
    bookings = bookings_of(notices)
    overtaken = came_back(bookings.values())
    return {pk: booking for pk, booking in bookings.items() if pk not in overtaken}


def _about_booking(notice: Notice, booking: Booking | None) -> Mapping[str, Any] | None:
    if booking is None or booking.state != IN_STATE.get(notice.kind, booking.state):
        return None
    until = booking.offered_until
    if notice.kind == kinds.OFFERED and (until is None or until <= clock.now()):
        return None
    with override(notice.person.language):
        event = booking.event
        return _opening(notice, booking) | {
            "wat": event_lines(event, zone=notice.person.time_zone),
            "tot": moment_text(until, notice.person.time_zone) if until else "",
            "uitleg": _why_called_off(event),
        }


def _why_called_off(event: Event) -> str:
    if not event.is_cancelled:
        return _("The organiser cancelled your booking.")
    if event.is_confidential:
        return _("This does not take place.")
    text = _("This workshop does not take place. The reason: %(reason)s")
    return text % {"reason": event.cancel_reason}


def refresh_session(notices: Sequence[Notice]) -> Contexts:
    """Fill in messages about one session of somebody's booking."""
    return _with_session(notices, _about_session)


def refresh_moved(notices: Sequence[Notice]) -> Contexts:
    """Fill in that a session was moved; None when it was moved again, or for who left."""
    return _with_session(notices, _about_move)


def refresh_reminder(notices: Sequence[Notice]) -> Contexts:
    """Fill in reminders; None when the session was moved, called off or has begun."""
    return _with_session(notices, _about_reminder)


def refresh_note(notices: Sequence[Notice]) -> Contexts:
    """Fill in what the trainer wrote; of a confidential workshop only that there is a note."""
    bookings = bookings_of(notices)
    asked = {row.context["note"] for row in notices}
    texts = dict(EventNote.objects.filter(pk__in=asked).values_list("pk", "text"))
    contexts: Contexts = {}
    for notice in notices:
        booking = bookings.get(notice.context["booking"])
        filled = _about_booking(notice, booking)
        if filled is not None and booking is not None:
            text = texts.get(notice.context["note"], "")
            with override(notice.person.language):
                sign_in = _("You can read it on the page of your bookings.")
            filled = {**filled, "bericht": sign_in if booking.event.is_confidential else text}
        contexts[notice.pk] = filled
    return contexts


def refresh_evaluation(notices: Sequence[Notice]) -> Contexts:
    """Fill in whose opinion is asked; None for who gave it, or was not there after all."""
    bookings = bookings_of(notices)
    asked = EvaluationTurn.objects.filter(booking__in=bookings, is_taken=False)
    waiting = set(asked.values_list("booking_id", flat=True))
    return {
        row.pk: _about_booking(row, bookings.get(row.context["booking"]))
        if row.context["booking"] in waiting
        else None
        for row in notices
    }


Words = Callable[[Notice, Booking, Session], Mapping[str, Any] | None]


def _with_session(notices: Sequence[Notice], words: Words) -> Contexts:
    bookings, sessions = _still_true(notices), sessions_of(notices)
    contexts: Contexts = {}
    for notice in notices:
        booking = bookings.get(notice.context["booking"])
        session = sessions.get(notice.context["session"])
        contexts[notice.pk] = None
        if booking is not None and session is not None:
            with override(notice.person.language):
                contexts[notice.pk] = words(notice, booking, session)
    return contexts


def _about_session(notice: Notice, booking: Booking, session: Session) -> Mapping[str, Any] | None:
    takes_part = is_for(booking, session)
    if takes_part != (notice.context["method"] == "REQUEST"):
        return None
    if takes_part:
        explanation = _("This session belongs to your workshop. Put it in your calendar.")
    elif session.called_off_at is not None:
        explanation = _("This session is called off. You can take it out of your calendar.")
    else:
        explanation = _("You can take this session out of your calendar.")
    return _opening(notice, booking) | {
        "uitleg": explanation,
        "wat": session_lines(session, zone=notice.person.time_zone),
    }


def _about_move(notice: Notice, booking: Booking, session: Session) -> Mapping[str, Any] | None:
    is_latest = session.sequence == notice.context["sequence"]
    if not is_latest or session.called_off_at is not None or booking.state not in _STILL_COMING:
        return None
    return _opening(notice, booking) | {
        "was": notice.context["was"].get(notice.person.language, ""),
        "wat": session_lines(session, zone=notice.person.time_zone),
    }


def _about_reminder(notice: Notice, booking: Booking, session: Session) -> Mapping[str, Any] | None:
    as_asked = session.starts_at.isoformat() == notice.context["starts_at"]
    if not as_asked or not is_for(booking, session) or session.starts_at <= clock.now():
        return None
    return _opening(notice, booking) | {
        "wat": session_lines(session, zone=notice.person.time_zone),
    }


_STILL_COMING = frozenset(
    {
        BookingState.BOOKED,
        BookingState.OFFERED,
        BookingState.WAITLISTED,
        BookingState.REQUESTED,
        BookingState.APPROVED,
    }
)
"""Who hears that a session was moved: also who waits, because the day may not suit them now."""


def is_for(booking: Booking, session: Session) -> bool:
    """Tell whether somebody takes part in a session as things stand."""
    return goes_on(session) and booking.state == BookingState.BOOKED


def _opening(notice: Notice, booking: Booking) -> dict[str, Any]:
    return {
        "naam": notice.person.name,
        "onderwerp": subject_of(booking.event),
        "knop": own_path(),
    }

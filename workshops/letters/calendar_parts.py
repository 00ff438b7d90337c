"""What messages bring along for the calendar: one session each (docs/adr/0031)."""

from collections.abc import Mapping, Sequence

from notifications.models import Notice
from notifications.specs import CalendarPart
from workshops.calendars.entries import CANCEL, REQUEST
from workshops.calendars.invitations import leading_invitation, session_invitation
from workshops.calendars.turns import NONE, Turns, turns_of, turns_of_leading
from workshops.enums import BookingState
from workshops.letters.details import taking_place, to_come
from workshops.letters.participants import is_for
from workshops.letters.reading import bookings_of, sessions_of
from workshops.models import Booking, Session

Parts = dict[int, CalendarPart | None]
_Turns = Mapping[tuple[int | None, int], Turns]


def part_for_booking(notices: Sequence[Notice]) -> Parts:
    """Give who has a place their first session, and take it from who left.

    The other sessions of a series come with messages of their own (`workshops.session`).
    """
    bookings = bookings_of(notices)
    turns = _turns(bookings)
    parts: Parts = {}
    for notice in notices:
        booking = bookings[notice.context["booking"]]
        sessions = to_come(booking.event) or taking_place(booking.event)
        parts[notice.pk] = _part(booking, sessions[0], turns) if sessions else None
    return parts


def part_for_session(notices: Sequence[Notice]) -> Parts:
    """Give or take the session that a message is about."""
    bookings, sessions = bookings_of(notices), sessions_of(notices)
    turns = _turns(bookings)
    return {
        notice.pk: _part(
            bookings[notice.context["booking"]], sessions[notice.context["session"]], turns
        )
        for notice in notices
    }


def part_for_move(notices: Sequence[Notice]) -> Parts:
    """Move the session for who has a place; whoever waits is not invited."""
    parts, bookings = part_for_session(notices), bookings_of(notices)
    return {
        notice.pk: parts[notice.pk]
        if bookings[notice.context["booking"]].state == BookingState.BOOKED
        else None
        for notice in notices
    }


def part_for_trainer(notices: Sequence[Notice]) -> Parts:
    """Give a session to who leads it, or take it from who does so no more."""
    sessions = sessions_of(notices)
    turns = turns_of_leading(sessions)
    return {
        notice.pk: leading_invitation(
            notice.person,
            sessions[notice.context["session"]],
            notice.context["method"],
            turns=turns.get(notice.context["session"], NONE),
        )
        for notice in notices
    }


def _part(booking: Booking, session: Session, turns: _Turns) -> CalendarPart | None:
    own = turns.get((booking.person_id, booking.event_id))
    if is_for(booking, session):
        return session_invitation(booking, session, REQUEST, turns=own or NONE)
    # Whoever never had a place has nothing in the calendar that could be taken out.
    return None if own is None else session_invitation(booking, session, CANCEL, turns=own)


def _turns(bookings: Mapping[int, Booking]) -> _Turns:
    people = {row.person_id for row in bookings.values() if row.person_id is not None}
    return turns_of(people, {row.event_id for row in bookings.values()})

"""What a mail carries for the calendar of one participant: one session, one method (RFC 5546)."""

from collections.abc import Mapping

from django.utils.translation import override

from notifications.specs import CalendarPart
from organisations.models import Person
from workshops.calendars.entries import CANCEL, REQUEST, About, calendar_of
from workshops.calendars.turns import NONE, Turns, turns_of
from workshops.models import Booking, Session


def session_invitation(
    booking: Booking, session: Session, method: str = REQUEST, *, turns: Turns | None = None
) -> CalendarPart | None:
    """Return what invites somebody to a session, or takes it away again.

    None for a guest, and for whoever has no address. `turns` saves a query when many are asked.
    """
    person = booking.person
    if person is None or not person.email:
        return None
    if turns is None:
        found: Mapping[tuple[int | None, int], Turns] = turns_of([person.pk], [booking.event_id])
        turns = found.get((person.pk, booking.event_id), NONE)
    row = About(
        session=session,
        is_off=method == CANCEL,
        turns=turns.number,
        changed_at=turns.changed_at,
        as_attendee=person,
    )
    return _part(row, person, method)


def leading_invitation(
    person: Person, session: Session, method: str, *, turns: Turns
) -> CalendarPart | None:
    """Return what invites somebody to lead a session, or takes it away again."""
    if not person.email:
        return None
    row = About(
        session=session,
        is_off=method == CANCEL,
        turns=turns.number,
        changed_at=turns.changed_at,
        as_attendee=person,
        leads=True,
    )
    return _part(row, person, method)


def _part(row: About, person: Person, method: str) -> CalendarPart:
    with override(person.language):
        return CalendarPart(method=method, content=calendar_of([row], method=method))

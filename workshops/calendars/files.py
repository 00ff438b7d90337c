"""A workshop as a file to put into one's calendar."""

from django.utils.translation import gettext as _

from organisations.models import Person
from workshops.calendars.entries import PUBLISH, About, calendar_of
from workshops.calendars.turns import NONE, turns_of
from workshops.enums import HOLDS_A_PLACE
from workshops.models import Booking, Event, Session


class NotPublic(LookupError):
    """There is no file of this workshop for who asks; to them it does not exist."""


def event_file(
    event: Event, *, for_person: Person | None = None, number: int | None = None
) -> bytes:
    """Return all sessions of a published event, or the one with a number; also what was called off.

    Both files have the same UIDs, so that a calendar takes a session over only once. Of a
    confidential event only whoever has a place gets a file, without what it is about. Raises
    `NotPublic`.
    """
    has_place = for_person is not None and _has_place(event, for_person)
    if event.published_at is None or (event.is_confidential and not has_place):
        raise NotPublic
    turns = NONE
    if for_person is not None and has_place:
        turns = turns_of([for_person.pk], [event.pk]).get((for_person.pk, event.pk), NONE)
    rows = [
        About(session=row, turns=turns.number, changed_at=turns.changed_at)
        for row in _sessions(event, number)
    ]
    if not rows and number is not None:
        raise NotPublic
    name = _("Workshops") if event.is_confidential else event.title
    return calendar_of(rows, method=PUBLISH, name=name)


def _has_place(event: Event, person: Person) -> bool:
    held = Booking.objects.of(person).filter(event=event, state__in=HOLDS_A_PLACE)
    return bool(held.exists())


def _sessions(event: Event, number: int | None) -> list[Session]:
    found = Session.objects.filter(event=event).order_by("starts_at", "pk")
    sessions = list(found if number is None else found.filter(number=number))
    for session in sessions:
        session.event = event
    return sessions

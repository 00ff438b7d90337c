"""A workshop as a file to put into one's calendar."""

from django.utils.translation import gettext as _

from organisations.models import Person
from workshops.calendars.entries import PUBLISH, About, calendar_of
from workshops.calendars.turns import NONE, turns_of
from workshops.enums import HOLDS_A_PLACE
from workshops.models import Booking, Event, Session


class NotPublic(LookupError):
    """There is no file of this workshop for who asks; to them it does not exist."""


def event_file(event: Event, *, for_person: Person | None = None) -> bytes:
    """Return all sessions of a published event, also those that were called off.

    Of a confidential event only whoever has a place gets a file, without what it is about. Raises
    `NotPublic`.
    """
    has_place = for_person is not None and _has_place(event, for_person)
    if event.published_at is None or (event.is_confidential and not has_place):
        raise NotPublic
    turns = NONE
    if for_person is not None and has_place:
        turns = turns_of([for_person.pk], [event.pk]).get((for_person.pk, event.pk), NONE)
    sessions = Session.objects.filter(event=event).order_by("starts_at", "pk")
    rows = [
        About(session=_of(event, row), turns=turns.number, changed_at=turns.changed_at)
        for row in sessions
    ]
    name = _("Workshops") if event.is_confidential else event.title
    return calendar_of(rows, method=PUBLISH, name=name)


def _has_place(event: Event, person: Person) -> bool:
    held = Booking.objects.of(person).filter(event=event, state__in=HOLDS_A_PLACE)
    return bool(held.exists())


def _of(event: Event, session: Session) -> Session:
    session.event = event
    return session

"""Notes to participants: what to bring, where to park."""

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from organisations.models import Person
from workshops.enums import EventStep
from workshops.models import Event, EventNote
from workshops.planning.errors import PlanningRefused
from workshops.planning.rows import locked_event, must_go_on, remember
from workshops.planning.telling import tell_note

LONGEST = 2000


@transaction.atomic(durable=True)
def send_note(*, event: Event, text: str, by: Person) -> EventNote:
    """Send a note to everybody with a place. Raises `PlanningRefused`."""
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise PlanningRefused(_("Write what participants must know."))
    if len(text) > LONGEST:
        values = {"n": LONGEST, "now": len(text)}
        raise PlanningRefused(_("Write at most %(n)d characters; now there are %(now)d.") % values)
    event = locked_event(event.pk)
    must_go_on(event)
    note = EventNote.objects.create(event=event, text=text, written_by=by, recorded_at=clock.now())
    note.event = event
    remember(event, EventStep.NOTE_SENT, by=by)
    tell_note(note)
    return note

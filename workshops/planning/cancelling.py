"""Cancelling an event: never without a reason, and everybody hears of it."""

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from organisations.models import Person
from workshops.booking import call_off_bookings
from workshops.calendars.entries import CANCEL
from workshops.enums import Because, EventStep
from workshops.models import Event, Session
from workshops.planning.errors import PlanningRefused
from workshops.planning.rows import change_entries, locked_event, must_go_on, remember
from workshops.planning.telling import leads_of, tell_leads

LONGEST_REASON = 300


@transaction.atomic(durable=True)
def cancel_event(*, event: Event, reason: str, by: Person) -> Event:
    """Cancel an event with all its sessions and bookings. Raises `PlanningRefused`.

    Everybody with a place, or in line, hears the reason by mail and can clear the calendar.
    """
    reason = " ".join(reason.split())
    if not reason:
        raise PlanningRefused(_("Say why the workshop is cancelled."))
    if len(reason) > LONGEST_REASON:
        text = _("Give the reason in at most %(n)d characters.")
        raise PlanningRefused(text % {"n": LONGEST_REASON})
    event = locked_event(event.pk)
    must_go_on(event)
    if event.has_ended:
        raise PlanningRefused(_("This workshop is over, so it can no longer be cancelled."))
    event.cancelled_at, event.cancel_reason = clock.now(), reason
    event.save(update_fields=["cancelled_at", "cancel_reason"])
    sessions = list(Session.objects.taking_place().filter(event=event).order_by("starts_at", "pk"))
    change_entries(sessions)
    remember(event, EventStep.CANCELLED, by=by)
    call_off_bookings(event=event, by=by, because=Because.EVENT_CANCELLED)
    if event.published_at is not None:
        for session in sessions:
            tell_leads(session, leads_of(session), by=by, method=CANCEL, key="cancelled")
    return event

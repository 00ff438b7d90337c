"""Finding the event, the session and the booking that a trainer asks for."""

from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from workshops.access import events_handled_by, events_organised_by
from workshops.models import Booking, Event, Session


def organised_event(request: HttpRequest, uuid: UUID) -> Event:
    """Return an event that the visitor may plan and change."""
    rows = events_organised_by(request.user).select_related("type__activity", "for_unit")
    found: Event = get_object_or_404(rows, uuid=uuid)
    return found


def organised_session(request: HttpRequest, uuid: UUID, number: int) -> Session:
    """Return a session, with its event, that the visitor may change."""
    return _session(organised_event(request, uuid), number)


def handled_event(request: HttpRequest, uuid: UUID) -> Event:
    """Return an event whose participants the visitor sees."""
    rows = events_handled_by(request.user).select_related("type__activity", "for_unit")
    found: Event = get_object_or_404(rows, uuid=uuid)
    return found


def handled_session(request: HttpRequest, uuid: UUID, number: int) -> Session:
    """Return a session, with its event, whose participants the visitor sees."""
    return _session(handled_event(request, uuid), number)


def booking_of(event: Event, uuid: UUID) -> Booking:
    """Return a booking of this event."""
    rows = event.bookings.select_related("person")
    found: Booking = get_object_or_404(rows, uuid=uuid)
    found.event = event
    return found


def _session(event: Event, number: int) -> Session:
    session: Session = get_object_or_404(event.sessions.all(), number=number)
    session.event = event
    return session

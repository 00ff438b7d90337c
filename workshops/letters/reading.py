"""What messages are about, read for a whole batch in a few queries."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from notifications.models import Notice
from workshops.enums import ENDED, BookingState
from workshops.models import Booking, Event, Session, SessionTrainer


def bookings_of(notices: Sequence[Notice]) -> dict[int, Booking]:
    """Return the bookings that messages name, with all that is said about them, by id."""
    wanted = _named(notices, "booking")
    rows = Booking.objects.filter(pk__in=wanted).select_related("event__type", "person")
    return {row.pk: row for row in rows.prefetch_related("event__sessions")}


def came_back(bookings: Iterable[Booking]) -> set[int]:
    """Return of bookings that ended those whose participant has a place by another booking now."""
    ended = [row for row in bookings if row.state in ENDED and row.person_id is not None]
    seated = Booking.objects.filter(
        person__in={row.person_id for row in ended},
        event__in={row.event_id for row in ended},
        state=BookingState.BOOKED,
    )
    there = set(seated.values_list("person_id", "event_id")) if ended else set()
    return {row.pk for row in ended if (row.person_id, row.event_id) in there}


def sessions_of(notices: Sequence[Notice]) -> dict[int, Session]:
    """Return the sessions that messages name, by id."""
    rows = Session.objects.filter(pk__in=_named(notices, "session")).select_related("event__type")
    return {row.pk: row for row in rows.prefetch_related("event__sessions")}


def sessions_led(notices: Sequence[Notice]) -> set[tuple[int, int]]:
    """Return which sessions that messages name are led by which of their readers, as ids."""
    rows = SessionTrainer.objects.filter(session__in=_named(notices, "session"))
    return set(rows.values_list("session_id", "person_id"))


def events_of(notices: Sequence[Notice]) -> dict[int, Event]:
    """Return the events that messages name, by id."""
    rows = Event.objects.filter(pk__in=_named(notices, "event")).select_related("type")
    return {row.pk: row for row in rows.prefetch_related("sessions")}


def _named(notices: Sequence[Notice], what: str) -> Collection[Any]:
    return {notice.context[what] for notice in notices if what in notice.context}

"""Reminders to participants, and the warning that too few come; safe to run again and again."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F

from core import clock
from notifications.services import NewNotice, queue_notices
from workshops.enums import BookingState
from workshops.letters import kinds
from workshops.models import Booking, Event, Session
from workshops.planning.telling import trainers_of

AT = time(10, 0)
"""When a reminder comes, on the clock of the participant; also in a weekend before a Monday."""
FIRST_SESSION, EVERY_SESSION = (7, 1), (1,)
WARN_BEFORE = timedelta(days=7)
_AHEAD = timedelta(hours=26)
_LATE = timedelta(hours=6)
_FURTHEST = timedelta(days=9)
_CHUNK = 500


def plan_reminders() -> int:
    """Put in the outbox who must be reminded in the coming day; return how many are new.

    Seven days and one day before the first session, and one day before each other session. The
    start is part of the key: whoever was reminded of a session that then moved is reminded anew.
    """
    now = clock.now()
    sessions = Session.objects.taking_place().filter(
        starts_at__gt=now,
        starts_at__lt=now + _FURTHEST,
        event__published_at__isnull=False,
        event__cancelled_at__isnull=True,
    )
    rows = list(sessions.select_related("event").order_by("starts_at", "pk"))
    bookings = _booked([session.event_id for session in rows])
    notices = [
        notice
        for session in rows
        for booking in bookings[session.event_id]
        for notice in _reminders(booking, session, now)
    ]
    return _queue(notices)


def _booked(events: Sequence[int]) -> dict[int, list[Booking]]:
    rows = Booking.objects.filter(
        event__in=set(events),
        state=BookingState.BOOKED,
        person__isnull=False,
        person__erased_at__isnull=True,
    )
    found: dict[int, list[Booking]] = defaultdict(list)
    for row in rows.select_related("person").order_by("pk"):
        found[row.event_id].append(row)
    return found


def _reminders(booking: Booking, session: Session, now: datetime) -> Iterator[NewNotice]:
    person = booking.person
    if person is None:
        return
    is_first = session.starts_at == session.event.starts_at
    for days in FIRST_SESSION if is_first else EVERY_SESSION:
        moment = reminder_moment(session.starts_at, days, person.time_zone)
        # A worker that was away is late; somebody who books two days before gets no "in a week".
        if now - _LATE <= moment <= now + _AHEAD and moment < session.starts_at:
            yield NewNotice(
                kind=kinds.REMINDER,
                key=(
                    f"{kinds.REMINDER}:{booking.pk}:{session.pk}"
                    f":{session.starts_at.astimezone(UTC).isoformat()}:{days}"
                ),
                person=person,
                context={
                    "booking": booking.pk,
                    "session": session.pk,
                    "starts_at": session.starts_at.isoformat(),
                },
                not_before=moment,
            )


def reminder_moment(starts_at: datetime, days: int, zone: str) -> datetime:
    """Return ten o'clock in the morning, so many days before, where somebody is."""
    here = ZoneInfo(zone)
    day = starts_at.astimezone(here).date() - timedelta(days=days)
    return datetime.combine(day, AT, here).astimezone(UTC)


def warn_below_minimum() -> int:
    """Tell trainers of events that too few have booked for; return how many messages are new.

    When registration closes, or seven days before the start when that is earlier: then there is
    still time to decide. Once per start: a workshop that was moved gets a new chance.
    """
    now = clock.now()
    events = Event.objects.published().going_on().starting_after(now)
    small = events.filter(seats_taken__lt=F("minimum")).order_by("starts_at", "pk")
    rows = [event for event in small if _warned_at(event) <= now]
    trainers = trainers_of(rows)
    notices = [
        NewNotice(
            kind=kinds.BELOW_MINIMUM,
            key=(
                f"{kinds.BELOW_MINIMUM}:{event.pk}"
                f":{event.starts_at.astimezone(UTC).isoformat()}:{person.pk}"
            ),
            person=person,
            context={"event": event.pk},
        )
        for event in rows
        for person in trainers[event.pk]
    ]
    return _queue(notices)


def _warned_at(event: Event) -> datetime:
    start: datetime = event.starts_at or clock.now()
    moments = [start - WARN_BEFORE]
    if event.closes_at is not None:
        moments.append(event.closes_at)
    return min(moments)


def _queue(notices: Sequence[NewNotice]) -> int:
    new = 0
    for start in range(0, len(notices), _CHUNK):
        with transaction.atomic(durable=True):
            new += queue_notices(notices[start : start + _CHUNK])
    return new

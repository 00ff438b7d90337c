"""Workshops to measure with: places to book, and a month that is full of sessions."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import urlencode

from benchmarks.load import Call
from benchmarks.prepare import Learner
from core import clock
from organisations.models import Person, Unit
from workshops.enums import Region
from workshops.models import Event, Session, WorkshopType

SESSIONS = 2000
"""In the month that is measured (issue 4)."""
_SERIES = 2
_LENGTH = timedelta(hours=2)
_PLACES = 100


def month_path() -> str:
    """Fill the month after next; return its address."""
    first = _first_of_month(2)
    kind = _kind("bench-month")
    events = Event.objects.bulk_create(
        _event(kind, first + timedelta(days=number % 28), maximum=12, sessions=_SERIES)
        for number in range(SESSIONS // _SERIES)
    )
    Session.objects.bulk_create(
        _session(event, first + timedelta(days=place % 28, hours=3 * number), number + 1)
        for place, event in enumerate(events)
        for number in range(_SERIES)
    )
    return f"/workshops/?maand={first:%Y-%m}"


def bookings(everybody: list[Learner]) -> Iterator[Call]:
    """Yield bookings, each of somebody who has no place in that event yet."""
    kind, first = _kind("bench-booking"), _first_of_month(4)
    number = 0
    while True:
        start = first + timedelta(hours=3 * number)
        event = _event(kind, start, maximum=_PLACES)
        event.save()
        _session(event, start, 1).save()
        number += 1
        for learner in everybody:
            fields = {"event": str(event.uuid), "csrfmiddlewaretoken": learner.csrf}
            yield Call(
                method="POST",
                path="/workshops/aanmelden/",
                cookie=learner.cookie,
                csrf=learner.csrf,
                body=urlencode(fields),
                expect=302,
            )


def _first_of_month(ahead: int) -> datetime:
    day = clock.now().astimezone(clock.AMSTERDAM).replace(day=1)
    for _month in range(ahead):
        day = (day + timedelta(days=31)).replace(day=1)
    return day.replace(hour=9, minute=0, second=0, microsecond=0)


def _kind(key: str) -> WorkshopType:
    kind: WorkshopType = WorkshopType.objects.create(
        key=key, title="Omstander: van kijken naar helpen", minutes=120, maximum=_PLACES
    )
    return kind


def _event(kind: WorkshopType, start: datetime, *, maximum: int, sessions: int = 1) -> Event:
    unit = Unit.objects.get(code="bench")
    return Event(
        type=kind,
        organiser=unit,
        region=Region.UTRECHT,
        maximum=maximum,
        starts_at=start,
        ends_at=start + timedelta(hours=3 * (sessions - 1)) + _LENGTH,
        published_at=clock.now(),
        planned_by=Person.objects.earliest("pk"),
    )


def _session(event: Event, start: datetime, number: int) -> Session:
    return Session(
        event=event,
        number=number,
        starts_at=start,
        ends_at=start + _LENGTH,
        place="Koningskade 4, Den Haag",
        room=f"2.{number}",
    )

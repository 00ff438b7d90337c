"""Small calendars on iCalendar libraries of others: they take over what our mails and files say.

They follow RFC 5546 §2.1.5: a message counts when its SEQUENCE is higher than what is there, or
when it is the same and its DTSTAMP is later.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import vobject
from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What a calendar shows of one entry."""

    start: datetime
    end: datetime
    sequence: int
    stamp: datetime
    status: str
    summary: str
    location: str


@dataclass
class Diary:
    """A calendar that applies iTIP messages, read by the library `ical`."""

    entries: dict[str, Seen] = field(default_factory=dict)
    refused: int = 0

    def take(self, content: bytes) -> None:
        """Apply a REQUEST, a CANCEL or a PUBLISH."""
        calendar = read(content)
        for event in calendar.events:
            seen = _seen(event, cancelled=calendar.method == "CANCEL")
            there = self.entries.get(event.uid)
            if there and (seen.sequence, seen.stamp) <= (there.sequence, there.stamp):
                self.refused += 1
                continue
            self.entries[event.uid] = seen


def read(content: bytes) -> Calendar:
    """Return a calendar as the library `ical` reads it."""
    return IcsCalendarStream.calendar_from_ics(content.decode())


def read_with_own_zones(content: bytes) -> list[tuple[datetime, datetime]]:
    """Return the moments as `vobject` works them out from the VTIMEZONE in the file alone."""
    # Under another name no library can look the zone up: only the rules in the file are left.
    text = content.decode()
    for zone in ("Europe/Amsterdam", "America/Kralendijk", "Africa/Casablanca", "Africa/Cairo"):
        text = text.replace(zone, f"Only/{zone.rsplit('/', 1)[-1]}")
    calendar = vobject.readOne(text)
    return [
        (row.dtstart.value.astimezone(UTC), row.dtend.value.astimezone(UTC))
        for row in calendar.vevent_list
    ]


def _seen(event: Any, *, cancelled: bool) -> Seen:
    return Seen(
        start=event.start.astimezone(UTC),
        end=event.end.astimezone(UTC),
        sequence=event.sequence or 0,
        stamp=event.dtstamp,
        status="CANCELLED" if cancelled else str(event.status.value if event.status else ""),
        summary=event.summary or "",
        location=event.location or "",
    )

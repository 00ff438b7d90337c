"""What somebody who plans fills in."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self

from organisations.models import Person, Unit
from workshops.models import Event, Session, WorkshopType

AMSTERDAM = "Europe/Amsterdam"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSession:
    """One meeting. `starts_at` and `ends_at` are what the clock on the wall says in `zone`."""

    starts_at: datetime
    ends_at: datetime
    zone: str = AMSTERDAM
    place: str = ""
    room: str = ""
    online_url: str = ""
    trainers: tuple[Person, ...] = ()

    @classmethod
    def like(cls, session: Session) -> Self:
        """Return what a session that stands would be filled in as."""
        return cls(
            starts_at=session.local_start.replace(tzinfo=None),
            ends_at=session.local_end.replace(tzinfo=None),
            zone=session.time_zone,
            place=session.place,
            room=session.room,
            online_url=session.online_url,
            trainers=tuple(row.person for row in session.trainers.select_related("person")),
        )

    def later(self, days: int) -> Self:
        """Return the same so many days later, at the same time on the clock."""
        shift = timedelta(days=days)
        return replace(self, starts_at=self.starts_at + shift, ends_at=self.ends_at + shift)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventChanges:
    """What can be filled in of an event apart from its sessions; moments are moments, not clocks.

    None for the group size takes that of the kind of workshop.
    """

    region: str
    language: str = "nl"
    subtitle: str = ""
    minimum: int | None = None
    maximum: int | None = None
    required_sessions: int | None = None
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    cancel_until: datetime | None = None
    offer_hours: int = 48

    @classmethod
    def like(cls, event: Event) -> Self:
        """Return what an event that stands would be filled in as."""
        return cls(**{name: getattr(event, name) for name in EventChanges.__dataclass_fields__})


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEvent:
    """An event to plan: of which kind, by and for whom, and when."""

    type: WorkshopType
    organiser: Unit
    about: EventChanges
    for_unit: Unit | None = None
    sessions: Sequence[NewSession] = ()

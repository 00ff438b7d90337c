"""What "Waarom?" shows: the verdict, what would change it, and each ground for it."""

from dataclasses import dataclass
from datetime import date, datetime

from compliance.enums import Status
from compliance.reports.badges import Badge


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One fact with its name, such as the last day."""

    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that counts, that does not, or that is still missing, with an icon that agrees."""

    kind: str
    icon: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One ground: the rule, the audience, the dates, what counts, or what was decided."""

    key: str
    title: str
    sentences: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StartLink:
    """Something that can be done now, with the path where it starts."""

    title: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """A status on a day, as known at a moment (None: now), with everything that led to it.

    `cycles` are the names of all rounds of this duty that the same subject has or had.
    """

    status: Status
    badge: Badge
    verdict: str
    change: tuple[str, ...]
    starts: tuple[StartLink, ...]
    sections: tuple[Section, ...]
    as_of: date
    known_at: datetime | None
    cycle_label: str
    cycles: tuple[str, ...]

    @property
    def definition(self) -> str:
        """The anchor of this status on the page with definitions."""
        return f"status-{self.status.value}"

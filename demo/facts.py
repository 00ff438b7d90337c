"""What is true of the people of the demo, and when we got to know it. Plain data."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from demo.names import Name

LOADED = date(2023, 12, 4)
"""The day on which the organisation was loaded for the first time."""


@dataclass(slots=True, kw_only=True)
class Fact:
    """Somebody works, holds a role or a mandate, or is away, from `start` up to `end`.

    `known` is the day on which it was recorded. Without `end_known` its end was recorded with it;
    with `end_known` the end became known on that day. `corrected_on` and `first_start`: at first
    another start was recorded.
    """

    person: "Somebody"
    kind: str
    start: date
    known: date
    unit: str = ""
    function: str = ""
    end: date | None = None
    end_known: date | None = None
    first_start: date | None = None
    corrected_on: date | None = None

    def is_active_on(self, day: date) -> bool:
        """Tell whether it is so on `day`."""
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(slots=True, kw_only=True, eq=False)
class Somebody:
    """One person of the demo. `diligence` from 0 to 1 says how readily they learn.

    `key` and `story` are of those who have a part in the demo: who they are, and how they learn.
    """

    uuid: UUID
    name: Name
    diligence: float
    known: date = LOADED
    key: str = ""
    story: str = ""
    zone: str = "Europe/Amsterdam"
    language: str = "nl"
    jobs: list[Fact] = field(default_factory=list)
    absences: list[Fact] = field(default_factory=list)

    @property
    def starts(self) -> date:
        """The first day at work."""
        return min(job.start for job in self.jobs)

    def works_on(self, day: date) -> bool:
        """Tell whether somebody works here on `day` and is not away for long."""
        employed = any(job.is_active_on(day) for job in self.jobs)
        return employed and not any(away.is_active_on(day) for away in self.absences)


@dataclass(slots=True, kw_only=True)
class Double:
    """Two records that turned out, on `known`, to be one human being."""

    person: Somebody
    into: Somebody
    known: date


@dataclass(slots=True, kw_only=True)
class Population:
    """Everybody of the demo with everything that is so."""

    people: list[Somebody] = field(default_factory=list)
    roles: list[Fact] = field(default_factory=list)
    mandates: list[Fact] = field(default_factory=list)
    doubles: list[Double] = field(default_factory=list)
    erased: list[tuple[Somebody, date]] = field(default_factory=list)

    def by_key(self, key: str) -> Somebody:
        """Return somebody who has a name of their own in the story of the demo."""
        return next(person for person in self.people if person.key == key)

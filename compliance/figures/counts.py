"""What figures consist of: counts of persons per status, and persons with their status."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date

from compliance.enums import DONE, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many persons stand where; every person is counted in exactly one field.

    A newcomer whose term still runs is not in `open` but in `newcomer_in_term`.
    """

    done_on_time: int = 0
    done_late: int = 0
    open: int = 0
    in_grace: int = 0
    overdue: int = 0
    exempt: int = 0
    paused: int = 0
    newcomer_in_term: int = 0
    not_applicable: int = 0

    @property
    def done(self) -> int:
        """How many are done, on time or late."""
        return self.done_on_time + self.done_late

    @property
    def not_done(self) -> int:
        """How many should be done or still must become so: open, in grace and overdue."""
        return self.open + self.in_grace + self.overdue

    @property
    def rated(self) -> int:
        """How many the rate is about."""
        return self.done + self.not_done

    @property
    def rate(self) -> float | None:
        """The part of `rated` that is done, from 0 to 1; None when it is about nobody."""
        return self.done / self.rated if self.rated else None

    @property
    def persons(self) -> int:
        """How many persons have the duty; this is the n of the suppression of small groups."""
        return self.rated + self.exempt + self.paused + self.newcomer_in_term

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            **{f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(Counts)}
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonStatus:
    """Where somebody stands with one requirement. Never a score, never an answer."""

    requirement_id: int
    cycle_label: str
    status: Status
    due_on: date
    done_on: date | None
    is_newcomer: bool

    @property
    def is_done(self) -> bool:
        """Whether it is done, on time or late."""
        return self.status in DONE

    @property
    def is_newcomer_in_term(self) -> bool:
        """Whether this newcomer still has time; such a person stands beside the rate."""
        return self.is_newcomer and self.status == Status.OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """Somebody in one or more teams with their status per requirement id; no status: no duty."""

    person_id: int
    uuid: str
    name: str
    sort_name: str
    kinds: tuple[str, ...]
    unit_ids: frozenset[int]
    statuses: Mapping[int, PersonStatus]


def count_field(status: Status, *, is_newcomer: bool) -> str:
    """Return the field of `Counts` in which a status is counted; it must have opened."""
    if is_newcomer and status == Status.OPEN:
        return "newcomer_in_term"
    return status.value

"""The editions of the code: the one of a day, and the one that is coming."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gir.models import Edition


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionLine:
    """An edition as a reader knows it."""

    code: str
    title: str
    valid_from: date
    summary: str
    stcrt_ref: str
    official_url: str
    declaration_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Editions:
    """All approved editions, earliest first, seen from a day."""

    all: Sequence[EditionLine]
    day: date

    @property
    def of_the_day(self) -> EditionLine | None:
        """The edition in force on the day."""
        found = [one for one in self.all if one.valid_from <= self.day]
        return found[-1] if found else None

    @property
    def coming(self) -> EditionLine | None:
        """The first edition after the day."""
        return next((one for one in self.all if one.valid_from > self.day), None)

    @property
    def first(self) -> EditionLine | None:
        """The edition with which the code begins here."""
        return self.all[0] if self.all else None

    @property
    def is_before_the_first(self) -> bool:
        """Whether there was no code yet on the day."""
        return self.of_the_day is None and bool(self.all)


def editions_on(day: date) -> Editions:
    """Return the editions, seen from a day. Of two that start on one day the later one counts."""
    rows = Edition.objects.standing().order_by("valid_from", "pk")
    by_day = {row.valid_from: _line(row) for row in rows}
    return Editions(all=tuple(by_day.values()), day=day)


def _line(row: Edition) -> EditionLine:
    return EditionLine(
        code=row.code,
        title=row.title,
        valid_from=row.valid_from,
        summary=row.summary,
        stcrt_ref=row.stcrt_ref,
        official_url=row.official_url,
        declaration_url=row.declaration_url,
    )

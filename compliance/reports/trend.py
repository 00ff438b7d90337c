"""How the figure of a unit ran through the year, beside last year and the target.

The lines go through the ends of the months, and end on the reference date. There is no forecast.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from compliance.figures.counts import Counts
from compliance.figures.daily import DayFigures, day_ends, month_end
from compliance.privacy.hiding import Reader
from compliance.reports.bars import percentage_of

WIDTH, HEIGHT = 720, 260
LEFT, RIGHT, TOP, BOTTOM = 64, 12, 14, 32
"""The drawing, in units of its own; it takes the width that there is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """The figure on one day, and where it stands in the drawing."""

    day: date
    counts: Counts
    x: float
    y: float

    @property
    def at(self) -> tuple[str, str]:
        """The place in the drawing, as SVG wants it."""
        return _svg(self.x), _svg(self.y)

    @property
    def percentage(self) -> int | None:
        """The rate in whole per cents."""
        return percentage_of(self.counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The points of one year; where a day has no figure, the line is broken."""

    year: int
    parts: tuple[tuple[Point, ...], ...]

    @property
    def points(self) -> tuple[Point, ...]:
        """All points in order."""
        return tuple(point for part in self.parts for point in part)

    @property
    def drawn(self) -> list[str]:
        """The coordinates of each unbroken part, as SVG wants them."""
        return [
            " ".join(",".join(point.at) for point in part) for part in self.parts if len(part) > 1
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendRow:
    """A line of the table: the end of a month, this year and last year."""

    day: date
    now: Counts | None
    before: Counts | None

    @property
    def now_percentage(self) -> int | None:
        """The rate of this year in whole per cents."""
        return percentage_of(self.now)

    @property
    def before_percentage(self) -> int | None:
        """The rate of last year in whole per cents."""
        return percentage_of(self.before)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """Two years month by month, and the target in per cents."""

    now: Line
    before: Line
    rows: tuple[TrendRow, ...]
    target: int | None

    @property
    def compared(self) -> TrendRow | None:
        """The last day of which both years are known."""
        both = (row for row in reversed(self.rows) if row.now and row.before)
        return next(both, None)

    @property
    def target_y(self) -> str | None:
        """The height of the target in the drawing."""
        return None if self.target is None else _svg(_height(self.target / 100))

    @property
    def grid(self) -> list[tuple[int, str]]:
        """The per cents that have a line across, with its height."""
        return [(per_cent, _svg(_height(per_cent / 100))) for per_cent in (0, 25, 50, 75, 100)]

    @property
    def months(self) -> list[tuple[date, str]]:
        """The first day of each month, with the middle of that month."""
        firsts = (date(self.now.year, month, 1) for month in range(1, 13))
        return [(first, _svg(_across((first.month - 0.5) / 12))) for first in firsts]


def trend(
    *,
    days: Mapping[date, DayFigures],
    reader_on: Callable[[date], Reader | None],
    requirement_id: int,
    as_of: date,
    target: int | None,
) -> Trend | None:
    """Return the course of the year; None when fewer than two days have a figure to show."""
    figures = {day: _counts(found, reader_on(day), requirement_id) for day, found in days.items()}
    ends = day_ends(as_of)
    now = [*(day for day in ends if day.year == as_of.year), as_of]
    before = [day for day in ends if day.year < as_of.year]
    lines = [_line(year, sorted(set(year)), figures) for year in (now, before)]
    if sum(len(line.points) for line in lines) <= 1:
        return None
    before_by_day = {_year_later(day): figures.get(day) for day in before}
    rows = tuple(
        TrendRow(day=day, now=figures.get(day), before=before_by_day.get(day))
        for day in sorted({*now, *_still_to_come(as_of, before)})
    )
    return Trend(now=lines[0], before=lines[1], rows=rows, target=target)


def _counts(found: DayFigures, reader: Reader | None, requirement_id: int) -> Counts | None:
    if reader is None or not found.shows(reader, requirement_id):
        return None
    counts = found.figure(reader.chain[-1], requirement_id).counts
    return counts if counts.rated else None


def _line(
    days: Sequence[date], ordered: Sequence[date], figures: Mapping[date, Counts | None]
) -> Line:
    parts: list[list[Point]] = [[]]
    for day in ordered:
        counts = figures.get(day)
        if counts is None or counts.rate is None:
            parts.append([])
        else:
            parts[-1].append(_point(day, counts, counts.rate))
    return Line(year=days[0].year, parts=tuple(tuple(part) for part in parts if part))


def _point(day: date, counts: Counts, rate: float) -> Point:
    length = (date(day.year + 1, 1, 1) - date(day.year, 1, 1)).days
    share = ((day - date(day.year, 1, 1)).days + 1) / length
    return Point(day=day, counts=counts, x=_across(share), y=_height(rate))


def _still_to_come(as_of: date, before: Sequence[date]) -> list[date]:
    """Return the ends of the months that are still to come, when last year has figures."""
    return [day for day in map(_year_later, before) if day > as_of]


def _year_later(end: date) -> date:
    """Return the end of the same month a year later."""
    return month_end(end.year + 1, end.month)


def _across(share: float) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * share


def _height(rate: float) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - rate)


def _svg(place: float) -> str:
    """Write a number as SVG wants it, whatever the language of the page."""
    return f"{place:.1f}"

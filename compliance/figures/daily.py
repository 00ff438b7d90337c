"""Figures as the pages show them: from the counters of the day, or from the facts themselves.

This is the one place where a page, an export or a report gets the figure of a unit, together with
what of it may be shown and the moment up to which it knows the facts.
"""

from calendar import monthrange
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q

from compliance.figures.units import UnitFigure, read_figures, unit_figures
from compliance.models import CountedDay, DailyCount, HiddenGroup
from compliance.privacy.hiding import Closed, Figures, Reader, closed_units, is_open, row_is_shown

NOBODY = UnitFigure()


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFigures:
    """The figures of some units on a day. `counted_at`: from counters that know so much.

    Without `counted_at` they were computed at this very moment.
    """

    as_of: date
    counted_at: datetime | None
    figures: Figures
    closed: Closed

    def figure(self, unit: int, requirement: int) -> UnitFigure:
        """Return the figure of a unit for a duty; it may not be shown to everybody."""
        return self.figures.get((unit, requirement), NOBODY)

    def shows(self, reader: Reader, requirement: int) -> bool:
        """Tell whether this reader may see the figure of the last unit of their chain."""
        return is_open(reader, requirement, figures=self.figures, closed=self.closed)

    def shows_row(self, reader: Reader, unit: int, requirement: int) -> bool:
        """Tell whether this reader may see a unit right below the last unit of their chain."""
        above = reader.chain[-1]
        return row_is_shown(reader, unit, requirement, above=above, closed=self.closed)


def figures_on(
    *,
    as_of: date,
    chain: Sequence[int],
    children: Mapping[int, Sequence[int]],
    requirement_ids: Collection[int],
    known_at: datetime | None = None,
    past: Mapping[date, Collection[int]] | None = None,
    past_requirement: int | None = None,
) -> dict[date, DayFigures]:
    """Return the figures of the units of a chain and of those right below them on a day.

    `past` are other days, each with its chain, of which the figures of one duty are wanted too; of
    these only the days that have counters are in the answer. With `known_at` nothing of the day
    itself is read from counters.
    """
    wanted = {unit for rows in children.values() for unit in rows} | set(chain)
    places = _places({as_of: wanted})
    others = {day: units for day, units in (past or {}).items() if day != as_of}
    counted = _counted(
        [as_of, *others],
        counts=places & Q(cycle__requirement__in=requirement_ids)
        | _places(others) & Q(cycle__requirement=past_requirement),
        closed=places & Q(requirement__in=requirement_ids)
        | _places(others) & Q(requirement=past_requirement),
    )
    if known_at is not None or as_of not in counted:
        counted[as_of] = _live(as_of, wanted, children, requirement_ids, known_at)
    return counted


def _live(
    as_of: date,
    wanted: Collection[int],
    children: Mapping[int, Sequence[int]],
    requirement_ids: Collection[int],
    known_at: datetime | None,
) -> DayFigures:
    figures = unit_figures(
        unit_ids=wanted, as_of=as_of, known_at=known_at, requirement_ids=requirement_ids
    )
    closed = closed_units(children, figures, requirement_ids)
    return DayFigures(as_of=as_of, counted_at=None, figures=figures, closed=closed)


def _counted(days: Collection[date], *, counts: Q, closed: Q) -> dict[date, DayFigures]:
    """Return those days that have counters; three queries, however many days."""
    moments = dict(CountedDay.objects.filter(as_of__in=days).values_list("as_of", "known_at"))
    if not moments:
        return {}
    counters = DailyCount.objects.filter(counts, as_of__in=moments).values_list(*_COUNTERS)
    groups = HiddenGroup.objects.filter(closed, as_of__in=moments)
    figures = _by_day(counters)
    hidden = _by_day(groups.values_list("as_of", "unit_id", "requirement_id", "hidden_from"))
    return {
        day: DayFigures(
            as_of=day,
            counted_at=known_at,
            figures=read_figures(figures.get(day, ())),
            closed=frozenset(hidden.get(day, ())),
        )
        for day, known_at in moments.items()
    }


def _places(wanted: Mapping[date, Collection[int]]) -> Q:
    """Return the condition "these units on these days"; days with the same units go together."""
    same: dict[tuple[int, ...], list[date]] = {}
    for day, units in wanted.items():
        same.setdefault(tuple(sorted(units)), []).append(day)
    condition = Q(pk__in=())
    for ids, days in same.items():
        condition |= Q(as_of__in=days, unit__in=ids)
    return condition


def _by_day(rows: Iterable[tuple[Any, ...]]) -> dict[date, list[tuple[Any, ...]]]:
    found: dict[date, list[tuple[Any, ...]]] = {}
    for day, *rest in rows:
        found.setdefault(day, []).append(tuple(rest))
    return found


_COUNTERS = (
    "as_of",
    "unit_id",
    "cycle__requirement_id",
    "status",
    "is_newcomer",
    "n",
    "alone",
    "direct",
)


def is_month_end(day: date) -> bool:
    """Tell whether this is the last day of its month."""
    return (day + timedelta(days=1)).day == 1


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def day_ends(day: date) -> list[date]:
    """Return the month ends of last year and of this year up to a day, in order."""
    ends = (month_end(year, month) for year in (day.year - 1, day.year) for month in range(1, 13))
    return [end for end in ends if end <= day]


def last_month_end(day: date) -> date:
    """Return the last day of the month before, or the day itself when it is one."""
    return day if is_month_end(day) else day.replace(day=1) - timedelta(days=1)

"""The page of a unit in a year: what it wants, how far it is, and what it does about it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from compliance.access import UnitTree, all_requirements
from compliance.enums import ImprovementPhase
from compliance.figures.counts import Counts
from compliance.figures.daily import DayFigures, figures_on
from compliance.figures.teams import team_duty_counts
from compliance.improving.access import YearOfUnit
from compliance.improving.actions import ActionCounts, ListedAction, counts_of, listed_actions
from compliance.improving.indicators import Indicator, indicators_of
from compliance.improving.lines import (
    Duty,
    DutyLine,
    Moment,
    duty_lines,
    held_targets,
    moments_of,
)
from compliance.models import Requirement
from compliance.reports.bars import Bar
from core import clock
from organisations.access import Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class ImprovementReport:
    """What the page shows. `counted_at` is the moment up to which the counters know."""

    year: int
    day: date | None
    counted_at: datetime | None
    lines: tuple[DutyLine, ...]
    moments: tuple[Moment, ...]
    actions: tuple[ListedAction, ...]
    indicators: tuple[Indicator, ...]

    @property
    def phases(self) -> list[tuple[ImprovementPhase, list[ListedAction]]]:
        """The actions of each step."""
        return [
            (phase, [row for row in self.actions if row.phase is phase])
            for phase in ImprovementPhase
        ]

    @property
    def bars(self) -> list[Bar]:
        """The figures of duties of persons."""
        return [row.bar for row in self.lines if not row.duty.is_of_teams]

    @property
    def team_bars(self) -> list[Bar]:
        """The figures of duties of teams, those without any such team left out."""
        rows = [row.bar for row in self.lines if row.duty.is_of_teams]
        return [bar for bar in rows if bar.counts and bar.counts.persons]

    @property
    def targets(self) -> list[DutyLine]:
        """The duties that have a target."""
        return [row for row in self.lines if row.target]

    @property
    def counts(self) -> ActionCounts:
        """How many actions stand where."""
        return counts_of(self.actions)

    @property
    def any_hidden(self) -> bool:
        """Whether some group was too small to show."""
        return self.day is not None and any(row.counts is None for row in self.lines)


def improvement_report(user: Viewer, seen: YearOfUnit) -> ImprovementReport:
    """Report on a unit in a year; as many queries, however many duties and actions there are."""
    persons, teams = all_requirements()
    today = clock.today()
    day, tree = seen.day, seen.tree
    found = _figures(tree, day, persons)
    of_teams = _team_counts(tree, day, teams)
    moments = moments_of(user, code=tree.unit.code, day=day) if day else ()

    def counts(duty: Duty) -> Counts | None:
        if found is None:
            return None
        if duty.is_of_teams:
            return of_teams.get((tree.unit.pk, duty.pk), Counts())
        shown = found.shows(tree.reader, duty.pk)
        return found.figure(tree.unit.pk, duty.pk).counts if shown else None

    return ImprovementReport(
        year=seen.year,
        day=day,
        counted_at=found.counted_at if found else None,
        lines=duty_lines(
            duties=[*_duties(persons, is_of_teams=False), *_duties(teams, is_of_teams=True)],
            counts_of=counts,
            targets=held_targets(
                tree.unit.pk, duties=_ids([*persons, *teams]), on=day or date(seen.year, 1, 1)
            ),
            moments=moments,
        ),
        moments=moments,
        actions=listed_actions(unit_id=tree.unit.pk, year=seen.year, on=today),
        indicators=indicators_of(user, tree=tree, day=day) if day else (),
    )


def _figures(tree: UnitTree, day: date | None, duties: Sequence[Requirement]) -> DayFigures | None:
    """Return the figures as the page of the organisation has them; None before the year."""
    if day is None:
        return None
    days = figures_on(
        as_of=day,
        chain=tree.reader.chain,
        children={
            unit.pk: [row.pk for row in tree.children.get(unit.pk, ())] for unit in tree.chain
        },
        requirement_ids=_ids(duties),
    )
    return days[day]


def _team_counts(
    tree: UnitTree, day: date | None, duties: Sequence[Requirement]
) -> dict[tuple[int, int], Counts]:
    if day is None or not duties:
        return {}
    return team_duty_counts(unit_ids=[tree.unit.pk], as_of=day, requirement_ids=_ids(duties))


def _duties(rows: Collection[Requirement], *, is_of_teams: bool) -> list[Duty]:
    return [Duty(pk=row.pk, title=row.title, is_of_teams=is_of_teams) for row in rows]


def _ids(rows: Collection[Requirement]) -> list[int]:
    return [row.pk for row in rows]

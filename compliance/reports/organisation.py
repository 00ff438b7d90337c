"""A unit and the units right below it on a day; groups that are too small show no number."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime

from compliance.access import SeenUnit, UnitTree
from compliance.figures.counts import Counts
from compliance.figures.daily import DayFigures, day_ends, figures_on, is_month_end
from compliance.figures.targets import target_of
from compliance.models import Requirement, Target
from compliance.privacy.suppression import minimum, needs_coarse_days
from compliance.reports.bars import Bar, percentage_of
from compliance.reports.rijk import MatrixRow, matrix
from compliance.reports.trend import Trend, trend
from core import clock


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationReport:
    """The figures of one duty; `total` is None when the unit may not be shown.

    `rest` is what stays of the total after the rows that are shown: small groups, and people in
    the unit itself. It is None when there is no such rest, and when somebody stands in two rows.
    `counted_at` is the moment up to which the counters know; None: computed now.
    """

    as_of: date
    counted_at: datetime | None
    total: Counts | None
    children: tuple[Bar, ...]
    rest: Bar | None
    overlaps: bool
    requirement_bars: tuple[Bar, ...]
    trend: Trend | None
    target: Target | None
    is_too_fine: bool
    matrix: tuple[MatrixRow, ...]

    @property
    def any_hidden(self) -> bool:
        """Whether some group was too small to show."""
        return self.total is None or any(bar.counts is None for bar in self.children)

    @property
    def percentage(self) -> int | None:
        """The rate in whole per cents, or None when it is hidden or about nobody."""
        return percentage_of(self.total)

    @property
    def rows(self) -> tuple[Bar, ...]:
        """The units below, and the rest."""
        return self.children if self.rest is None else (*self.children, self.rest)


def organisation_report(
    *,
    tree: UnitTree,
    as_of: date,
    requirement: Requirement,
    requirements: Sequence[Requirement],
    unit_url: Callable[[SeenUnit], str],
    requirement_url: Callable[[Requirement], str],
    rest_label: str = "",
    known_at: datetime | None = None,
) -> OrganisationReport:
    """Report on the last unit of the chain; one set of queries, however many units there are."""
    days = _figures(tree, as_of, requirement, requirements, known_at)
    found = days[as_of]
    is_shown = found.shows(tree.reader, requirement.pk)
    total = found.figure(tree.unit.pk, requirement.pk).counts if is_shown else None
    children = _children(tree, found, requirement, unit_url) if is_shown else ()
    overlaps = is_shown and _overlaps(tree, found, requirement)
    rest = None if total is None or overlaps else _rest(total, children, rest_label)
    above = [row.pk for row in tree.ancestry if row.is_there_on(as_of)]
    target = target_of(above, requirement_id=requirement.pk, on=as_of)
    bars = (*children, rest) if rest else children
    return OrganisationReport(
        as_of=as_of,
        counted_at=found.counted_at,
        total=total,
        children=children,
        rest=rest,
        overlaps=overlaps,
        requirement_bars=_duties(tree, found, requirements, requirement_url),
        trend=trend(
            days=days,
            reader_on=tree.reader_on,
            requirement_id=requirement.pk,
            as_of=as_of,
            target=target.percentage if target else None,
        ),
        target=target,
        is_too_fine=_is_too_fine(tree, as_of, [total, *(bar.counts for bar in bars)]),
        matrix=matrix(tree=tree, found=found, requirements=requirements, unit_url=unit_url),
    )


def _children(
    tree: UnitTree,
    found: DayFigures,
    requirement: Requirement,
    unit_url: Callable[[SeenUnit], str],
) -> tuple[Bar, ...]:
    def counts(child: SeenUnit) -> Counts | None:
        is_shown = found.shows_row(tree.reader, child.pk, requirement.pk)
        return found.figure(child.pk, requirement.pk).counts if is_shown else None

    return tuple(
        Bar(label=child.name, url=unit_url(child), counts=counts(child)) for child in tree.rows
    )


def _duties(
    tree: UnitTree,
    found: DayFigures,
    requirements: Sequence[Requirement],
    requirement_url: Callable[[Requirement], str],
) -> tuple[Bar, ...]:
    def counts(duty: Requirement) -> Counts | None:
        is_shown = found.shows(tree.reader, duty.pk)
        return found.figure(tree.unit.pk, duty.pk).counts if is_shown else None

    return tuple(
        Bar(label=duty.title, url=requirement_url(duty), counts=counts(duty))
        for duty in requirements
    )


def _figures(
    tree: UnitTree,
    as_of: date,
    requirement: Requirement,
    requirements: Sequence[Requirement],
    known_at: datetime | None,
) -> dict[date, DayFigures]:
    readers = {day: tree.reader_on(day) for day in day_ends(as_of)}
    return figures_on(
        as_of=as_of,
        known_at=known_at,
        chain=tree.reader.chain,
        children={
            unit.pk: [row.pk for row in tree.children.get(unit.pk, ())] for unit in tree.chain
        },
        requirement_ids=[row.pk for row in requirements],
        past={day: reader.chain for day, reader in readers.items() if reader},
        past_requirement=requirement.pk,
    )


def _overlaps(tree: UnitTree, found: DayFigures, requirement: Requirement) -> bool:
    """Tell whether somebody stands in two rows, so that the rows are more than the total."""
    whole = found.figure(tree.unit.pk, requirement.pk)
    rows = sum(found.figure(row.pk, requirement.pk).group.persons for row in tree.rows)
    return whole.direct + rows > whole.group.persons


def _rest(total: Counts, children: Iterable[Bar], label: str) -> Bar | None:
    """Return what the shown rows leave of the total; a sum that anybody can make."""
    shown = [bar.counts for bar in children if bar.counts is not None]
    left = {
        f.name: getattr(total, f.name) - sum(getattr(counts, f.name) for counts in shown)
        for f in fields(Counts)
    }
    rest = Counts(**left)
    if not rest.persons or not shown:
        return None
    # Only who lists the few people in the unit itself gets here with so few; they know them.
    return Bar(label=label, url="", counts=rest if rest.persons >= minimum() else None)


def _is_too_fine(tree: UnitTree, as_of: date, shown: Iterable[Counts | None]) -> bool:
    """Tell whether this day is too fine a step for one of these groups."""
    if tree.lists_everybody or as_of == clock.today() or is_month_end(as_of):
        return False
    return any(needs_coarse_days(counts.persons) for counts in shown if counts is not None)

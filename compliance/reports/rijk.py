"""All duties beside each other, per unit: the table for who oversees a whole organisation."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from compliance.access import SeenUnit, UnitTree
from compliance.figures.counts import Counts
from compliance.figures.daily import DayFigures
from compliance.models import Requirement
from compliance.reports.bars import percentage_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """The figure of one duty; `counts` is None when the group is too small to show."""

    title: str
    counts: Counts | None

    @property
    def percentage(self) -> int | None:
        """The rate in whole per cents, or None when it is hidden or about nobody."""
        return percentage_of(self.counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    """A unit with its figure of each duty, in the order of the duties."""

    label: str
    url: str
    cells: tuple[Cell, ...]
    is_total: bool = False


def matrix(
    *,
    tree: UnitTree,
    found: DayFigures,
    requirements: Sequence[Requirement],
    unit_url: Callable[[SeenUnit], str],
) -> tuple[MatrixRow, ...]:
    """Return a row for each unit right below the last of the chain, and one for that itself."""
    reader = tree.reader
    open_duties = {duty.pk for duty in requirements if found.shows(reader, duty.pk)}

    def cell(unit: SeenUnit, duty: Requirement) -> Cell:
        shown = duty.pk in open_duties and (
            unit is tree.unit or found.shows_row(reader, unit.pk, duty.pk)
        )
        counts = found.figure(unit.pk, duty.pk).counts if shown else None
        return Cell(title=duty.title, counts=counts)

    return tuple(
        MatrixRow(
            label=unit.name,
            url=unit_url(unit),
            cells=tuple(cell(unit, duty) for duty in requirements),
            is_total=unit is tree.unit,
        )
        for unit in (*tree.rows, tree.unit)
    )

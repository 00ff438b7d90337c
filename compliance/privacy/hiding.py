"""Which units stay closed on a day, worked out from the figures of a tree, and to which reader."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from compliance.enums import HiddenFrom
from compliance.figures.units import UnitFigure
from compliance.privacy.suppression import hidden_in, is_small

Figures = Mapping[tuple[int, int], UnitFigure]
Closed = Collection[tuple[int, int, str]]
"""Unit, requirement and `HiddenFrom`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """The way from the unit of a mandate to a unit, and whether the holder lists its people."""

    chain: Sequence[int]
    lists_people: bool


def closed_units(
    children: Mapping[int, Sequence[int]], figures: Figures, requirement_ids: Iterable[int]
) -> set[tuple[int, int, str]]:
    """Return what stays closed of these units and the units right below each of them."""
    closed: set[tuple[int, int, str]] = set()
    for requirement in requirement_ids:
        for unit, rows in children.items():
            whole = figures.get((unit, requirement))
            if whole is not None and whole.group.persons:
                closed |= _closed_in(unit, rows, requirement, whole, figures)
    return closed


def _closed_in(
    unit: int, rows: Sequence[int], requirement: int, whole: UnitFigure, figures: Figures
) -> set[tuple[int, int, str]]:
    nobody = UnitFigure()
    groups = [figures.get((row, requirement), nobody).group for row in rows]
    hidden = hidden_in(groups, whole=whole.group, direct=whole.direct)
    closed = {(rows[place], requirement, HiddenFrom.EVERYBODY.value) for place in hidden.everybody}
    closed |= {(rows[place], requirement, HiddenFrom.OTHERS.value) for place in hidden.others}
    if hidden.total:
        closed.add((unit, requirement, HiddenFrom.LISTERS.value))
    return closed


def is_open(reader: Reader, requirement: int, *, figures: Figures, closed: Closed) -> bool:
    """Tell whether a reader may see the figure of the last unit of the chain."""
    root = reader.chain[0]
    if is_small(figures.get((root, requirement), UnitFigure()).group):
        return False
    if reader.lists_people and (root, requirement, HiddenFrom.LISTERS) in closed:
        return False
    return all(
        row_is_shown(reader, below, requirement, above=above, closed=closed)
        for above, below in pairwise(reader.chain)
    )


def row_is_shown(
    reader: Reader, unit: int, requirement: int, *, above: int, closed: Closed
) -> bool:
    """Tell whether the row of a unit is shown in the table of the unit above it."""
    if (unit, requirement, HiddenFrom.EVERYBODY) in closed:
        return False
    knows_others = reader.lists_people and above == reader.chain[0]
    return knows_others or (unit, requirement, HiddenFrom.OTHERS) not in closed

"""A whole part of the organisation, unit by unit, with what of each may be shown."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from compliance.access import SeenUnit
from compliance.figures.daily import DayFigures
from compliance.figures.units import UnitFigure
from compliance.privacy.hiding import Reader, closed_units
from compliance.snapshots.counting import (
    PlacedUnit,
    counts_of,
    placed_units,
    unit_figures_of,
)
from compliance.snapshots.source import Source
from compliance.snapshots.stored import stored_counts, stored_units


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """One unit; a figure is None when it may not be shown."""

    unit: PlacedUnit
    parent_name: str
    figures: Mapping[int, UnitFigure | None]


def spread(source: Source) -> Iterator[Spread]:
    """Yield the unit of the source and everything below it, from the top down.

    Nothing for a unit that was not known yet at the moment of the figures.
    """
    root = source.tree.chain[0]
    placed = _placed(source)
    if source.tree.unit.pk not in placed:
        return
    below = _below(placed, root)
    found = _found(source, placed, [unit.unit_id for unit in below])
    start = placed[source.tree.unit.pk].path
    for unit in below:
        if unit.path.startswith(start):
            parent = placed.get(unit.parent_id or 0)
            yield Spread(
                unit=unit,
                parent_name=parent.name if parent else "",
                figures={
                    duty["id"]: _shown(source, found, root, unit, duty["id"])
                    for duty in source.basis.duties
                },
            )


def _placed(source: Source) -> Mapping[int, PlacedUnit]:
    if source.snapshot is not None:
        return stored_units(source.snapshot)
    return placed_units(source.basis.reference_date, source.basis.known_at)


def _below(placed: Mapping[int, PlacedUnit], root: SeenUnit) -> list[PlacedUnit]:
    """Return the units of the whole mandate: what is hidden above decides about what is below."""
    start = placed[root.pk].path if root.pk in placed else "none"
    found = [unit for unit in placed.values() if unit.path.startswith(start)]
    return sorted(found, key=lambda unit: (unit.path.count("/"), unit.name, unit.unit_id))


def _found(source: Source, placed: Mapping[int, PlacedUnit], ids: list[int]) -> DayFigures:
    basis = source.basis
    counts = (
        counts_of(basis.reference_date, basis.known_at, ids)
        if source.snapshot is None
        else stored_counts(source.snapshot, ids)
    )
    figures = unit_figures_of(counts)
    children: dict[int, list[int]] = {pk: [] for pk in ids}
    for pk in ids:
        parent = placed[pk].parent_id
        if parent in children:
            children[parent].append(pk)
    duties = [duty["id"] for duty in basis.duties]
    return DayFigures(
        as_of=basis.reference_date,
        counted_at=basis.known_at,
        figures=figures,
        closed=frozenset(closed_units(children, figures, duties)),
    )


def _shown(
    source: Source, found: DayFigures, root: SeenUnit, unit: PlacedUnit, requirement: int
) -> UnitFigure | None:
    if requirement in source.of_teams:
        return found.figure(unit.unit_id, requirement)
    way = [int(part) for part in unit.path.strip("/").split("/")]
    chain = way[way.index(root.pk) :]
    reader = Reader(chain=chain, lists_people=source.tree.lists_people)
    if not found.shows(reader, requirement):
        return None
    figure = found.figure(unit.unit_id, requirement)
    return None if source.is_too_fine(figure.counts) else figure

"""Figures with the reader for whom they are: counted from the facts, or read from a snapshot.

Whichever it is, what may be shown follows the same rules as on every other page.
"""

from dataclasses import dataclass
from datetime import date, datetime

from compliance.access import SeenUnit, UnitTree, unit_tree
from compliance.enums import Subject
from compliance.figures.counts import Counts
from compliance.figures.daily import DayFigures, is_month_end
from compliance.figures.units import UnitFigure
from compliance.models import Snapshot
from compliance.privacy.hiding import closed_units
from compliance.privacy.suppression import needs_coarse_days
from compliance.reports.documents import Basis
from compliance.snapshots.counting import (
    DEFINITIONS,
    Figures,
    counts_of,
    duties_of,
    placed_units,
    unit_figures_of,
)
from compliance.snapshots.hashing import rule_hash
from compliance.snapshots.stored import stored_counts
from compliance.snapshots.taking import settled_moment
from compliance.snapshots.trees import frozen_tree, settled_tree
from core import clock
from organisations.access import Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A unit with the units below it, their figures, and what these rest on."""

    tree: UnitTree
    found: DayFigures
    basis: Basis
    snapshot: Snapshot | None = None

    def shown(self, unit: SeenUnit, requirement_id: int) -> UnitFigure | None:
        """Return the figure of the unit itself or of one right below it; None: not shown."""
        if requirement_id in self.of_teams:
            return self.found.figure(unit.pk, requirement_id)
        reader = self.tree.reader
        if not self.found.shows(reader, requirement_id):
            return None
        if unit.pk != self.tree.unit.pk and not self.found.shows_row(
            reader, unit.pk, requirement_id
        ):
            return None
        figure = self.found.figure(unit.pk, requirement_id)
        return None if self.is_too_fine(figure.counts) else figure

    @property
    def of_teams(self) -> frozenset[int]:
        """The duties of teams: whether a team did it may be seen (domain.md §5.2)."""
        duties = self.basis.duties
        return frozenset(duty["id"] for duty in duties if duty["subject"] == Subject.TEAM)

    def is_too_fine(self, counts: Counts) -> bool:
        """Tell whether a small group would be shown as of a day that somebody picked."""
        day = self.basis.reference_date
        if self.tree.lists_everybody or is_month_end(day) or day == clock.today():
            return False
        return needs_coarse_days(counts.persons)


def live_source(user: Viewer, *, code: str, day: date) -> Source:
    """Count from the facts as they were known five minutes ago, in the tree of that moment.

    A unit that was recorded since then has nobody yet. Raises `Unit.DoesNotExist` for a unit that
    somebody may not see, now or then, or that was not there on that day.
    """
    seen = unit_tree(user, code=code, on=day)
    known_at = settled_moment()
    units = placed_units(day, known_at)
    tree = settled_tree(user, seen, units)
    wanted = {unit.pk for rows in tree.children.values() for unit in rows}
    wanted |= {unit.pk for unit in tree.chain}
    counts = counts_of(day, known_at, wanted)
    duties = duties_of(day, known_at)
    figures = Figures(
        units={pk: unit for pk, unit in units.items() if pk in wanted},
        duties=duties,
        counts=counts,
    )
    signed = rule_hash(figures, reference_date=day, known_at=known_at, definitions=DEFINITIONS)
    basis = Basis(
        reference_date=day,
        known_at=known_at,
        rule_hash=signed,
        definitions=DEFINITIONS,
        duties=duties,
    )
    return Source(tree=tree, found=_found(tree, figures, day, known_at), basis=basis)


def frozen_source(user: Viewer, *, snapshot: Snapshot, code: str) -> Source:
    """Read a snapshot, in the tree as it was frozen, under the mandates of today.

    Raises `Unit.DoesNotExist` for a unit that somebody may not see or that was not there then.
    """
    tree = frozen_tree(user, snapshot=snapshot, code=code)
    wanted = {unit.pk for rows in tree.children.values() for unit in rows}
    wanted |= {unit.pk for unit in tree.chain}
    figures = Figures(units={}, duties=snapshot.duties, counts=stored_counts(snapshot, wanted))
    basis = Basis(
        reference_date=snapshot.reference_date,
        known_at=snapshot.known_at,
        rule_hash=snapshot.rule_hash,
        definitions=snapshot.definitions,
        duties=snapshot.duties,
        frozen_at=snapshot.taken_at,
        reason=snapshot.reason,
    )
    found = _found(tree, figures, snapshot.reference_date, snapshot.taken_at)
    return Source(tree=tree, found=found, basis=basis, snapshot=snapshot)


def _found(tree: UnitTree, figures: Figures, day: date, counted_at: datetime) -> DayFigures:
    children = {unit.pk: [row.pk for row in tree.children.get(unit.pk, ())] for unit in tree.chain}
    counted = unit_figures_of(figures.counts)
    duties = [duty["id"] for duty in figures.duties]
    return DayFigures(
        as_of=day,
        counted_at=counted_at,
        figures=counted,
        closed=frozenset(closed_units(children, counted, duties)),
    )

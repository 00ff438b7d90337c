"""A unit and the units right below it on a day; groups that are too small show no number."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from compliance.access import SeenUnit, UnitTree
from compliance.figures import Counts, unit_counts
from compliance.models import Requirement
from compliance.reports.bars import Bar
from compliance.suppression import Hidden, hidden_in

Figures = Mapping[tuple[int, int], Counts]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationReport:
    """The figures of one duty; `total` is None when the unit may not be shown."""

    total: Counts | None
    children: tuple[Bar, ...]
    requirement_bars: tuple[Bar, ...]

    @property
    def any_hidden(self) -> bool:
        """Whether some group was too small to show."""
        return self.total is None or any(bar.counts is None for bar in self.children)

    @property
    def percentage(self) -> int | None:
        """The rate in whole per cents, or None when it is hidden or about nobody."""
        rate = self.total.rate if self.total else None
        return None if rate is None else round(100 * rate)


def organisation_report(
    *,
    tree: UnitTree,
    as_of: date,
    requirement: Requirement,
    requirements: Sequence[Requirement],
    unit_url: Callable[[SeenUnit], str],
    requirement_url: Callable[[Requirement], str],
) -> OrganisationReport:
    """Report on the last unit of the chain; one set of queries, however many units there are."""
    figures = unit_counts(unit_ids=tree.all_ids, as_of=as_of)
    children = tree.children.get(tree.unit.pk, ())
    hidden = _hidden(tree.unit, children, figures, requirements)
    closed = hidden.total or not _path_is_shown(tree, figures, requirements)
    bars = (
        Bar(
            label=child.name,
            url=unit_url(child),
            counts=None
            if closed or place in hidden.rows
            else figures.get((child.pk, requirement.pk), Counts()),
        )
        for place, child in enumerate(children)
    )
    return OrganisationReport(
        total=None if closed else figures.get((tree.unit.pk, requirement.pk), Counts()),
        children=() if closed else tuple(bars),
        requirement_bars=tuple(
            Bar(
                label=row.title,
                url=requirement_url(row),
                counts=None if closed else figures.get((tree.unit.pk, row.pk), Counts()),
            )
            for row in requirements
        ),
    )


def _path_is_shown(tree: UnitTree, figures: Figures, requirements: Sequence[Requirement]) -> bool:
    """Tell whether no row on the way down from the unit of the mandate is hidden."""
    for above, below in pairwise(tree.chain):
        rows = tree.children.get(above.pk, ())
        hidden = _hidden(above, rows, figures, requirements)
        place = next((place for place, row in enumerate(rows) if row.pk == below.pk), None)
        if hidden.total or place in hidden.rows:
            return False
    return True


def _hidden(
    unit: SeenUnit,
    children: Sequence[SeenUnit],
    figures: Figures,
    requirements: Sequence[Requirement],
) -> Hidden:
    """Hide what any of the duties asks to hide, so that one duty does not give another away."""
    tables = [
        hidden_in(
            [figures.get((child.pk, duty.pk), Counts()).persons for child in children],
            total=figures.get((unit.pk, duty.pk), Counts()).persons,
        )
        for duty in requirements
    ]
    return Hidden(
        rows=frozenset().union(*(table.rows for table in tables)),
        total=any(table.total for table in tables),
    )

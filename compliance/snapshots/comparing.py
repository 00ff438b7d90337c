"""Two sources of figures side by side: two snapshots, or a snapshot and what is known now."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from compliance.access import SeenUnit
from compliance.figures.counts import Counts
from compliance.snapshots.source import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """The figure of one of the two; `is_shown` is False when the group is too small."""

    counts: Counts = field(default_factory=Counts)
    is_shown: bool = True

    @property
    def percentage(self) -> int | None:
        """The rate in whole per cents, or None when it is hidden or about nobody."""
        rate = self.counts.rate if self.is_shown else None
        return None if rate is None else round(100 * rate)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A unit in both; hidden in one is hidden in both, or the difference would tell it."""

    label: str
    before: Side
    after: Side
    is_total: bool

    @property
    def is_shown(self) -> bool:
        """Whether both may be shown."""
        return self.before.is_shown and self.after.is_shown

    @property
    def done(self) -> int:
        """How many more finished."""
        return self.after.counts.done - self.before.counts.done

    @property
    def rated(self) -> int:
        """How many more must do it."""
        return self.after.counts.rated - self.before.counts.rated

    @property
    def points(self) -> int | None:
        """How many per cent points it went up; None when one of the two is about nobody."""
        before, after = self.before.percentage, self.after.percentage
        return None if before is None or after is None else after - before

    @property
    def is_same(self) -> bool:
        """Whether every number is the same."""
        return self.before.counts == self.after.counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One duty, with the units that are in either of the two."""

    title: str
    pairs: tuple[Pair, ...]

    @property
    def is_same(self) -> bool:
        """Whether nothing that may be shown differs."""
        return all(pair.is_same for pair in self.pairs if pair.is_shown)


def compared(before: Source, after: Source) -> list[Compared]:
    """Return the duties of both, the units in the order of the newer one."""
    duties = {duty["id"]: str(duty["title"]) for duty in before.basis.duties}
    duties |= {duty["id"]: str(duty["title"]) for duty in after.basis.duties}
    rows = _rows(before, after)
    return [
        Compared(
            title=title,
            pairs=tuple(
                Pair(
                    label=unit.name,
                    before=_side(before, unit, duty),
                    after=_side(after, unit, duty),
                    is_total=unit.pk == after.tree.unit.pk,
                )
                for unit in rows
            ),
        )
        for duty, title in duties.items()
    ]


def _rows(before: Source, after: Source) -> Sequence[SeenUnit]:
    now = {unit.pk for unit in after.tree.rows}
    gone = [unit for unit in before.tree.rows if unit.pk not in now]
    return [*after.tree.rows, *gone, after.tree.unit]


def _side(source: Source, unit: SeenUnit, duty: int) -> Side:
    there = {row.pk for row in source.tree.rows} | {source.tree.unit.pk}
    if unit.pk not in there:
        return Side()
    figure = source.shown(unit, duty)
    return Side(is_shown=False) if figure is None else Side(counts=figure.counts)

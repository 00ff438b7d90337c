"""The tree of units as it was known at another moment, under the mandates of today.

Whether somebody may look follows from today's mandates; what they see is of that moment, because
rows and totals that are of two moments would not add up, and could not be suppressed together.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from compliance.access import SeenUnit, UnitTree
from compliance.models import Snapshot, SnapshotUnit
from compliance.snapshots.counting import PlacedUnit
from organisations.access import Viewer, mandates_of
from organisations.enums import PERSON_LISTING_MANDATES, MandateKind
from organisations.models import Unit


def settled_tree(user: Viewer, seen: UnitTree, units: Mapping[int, PlacedUnit]) -> UnitTree:
    """Return the tree of a unit as these units were known: `seen` is how it is known now.

    A unit that was not known then stands alone. Raises `Unit.DoesNotExist` for one that was not
    under a mandate then.
    """
    unit = units.get(seen.unit.pk)
    if unit is None:
        return replace(seen, chain=(seen.unit,), children={})
    mandates = _Mandates.of(user)
    path = mandates.way_down(unit.path)
    children: dict[int, list[SeenUnit]] = {}
    for row in sorted(units.values(), key=lambda row: (row.name, row.unit_id)):
        if row.parent_id in path:
            children.setdefault(row.parent_id, []).append(_placed(row))
    chain = [_placed(units[pk]) for pk in path]
    return mandates.tree(chain, children, way=_ids(unit.path))


def frozen_tree(user: Viewer, *, snapshot: Snapshot, code: str) -> UnitTree:
    """Return a frozen unit, the way to it from the unit of the mandate, and what lies below."""
    mandates = _Mandates.of(user)
    unit = snapshot.units.filter(code=code).first()
    if unit is None:
        raise Unit.DoesNotExist
    path = mandates.way_down(unit.path)
    known = {row.pk: row for row in _seen(snapshot.units.filter(unit__in=path))}
    children: dict[int, list[SeenUnit]] = {}
    for row in _seen(snapshot.units.filter(parent__in=path)):
        children.setdefault(row.parent_id or 0, []).append(row)
    return mandates.tree([known[pk] for pk in path], children, way=_ids(unit.path))


def frozen_tops(user: Viewer, *, snapshot: Snapshot) -> list[SeenUnit]:
    """Return the highest frozen units that somebody may see figures of."""
    mandated = set(mandates_of(user).values_list("unit_id", flat=True))
    rows = snapshot.units.filter(unit__in=mandated)
    paths = {row.unit_id: row.path for row in rows}
    return [
        unit
        for unit in _seen(rows)
        if not any(
            paths[unit.pk] != path and paths[unit.pk].startswith(path) for path in paths.values()
        )
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mandates:
    """The mandates of today, with which an organisation of another moment is looked at."""

    held: Sequence[tuple[int, str]]

    @classmethod
    def of(cls, user: Viewer) -> "_Mandates":
        return cls(held=list(mandates_of(user).values_list("unit_id", "kind")))

    @property
    def units(self) -> frozenset[int]:
        return frozenset(unit for unit, _kind in self.held)

    def way_down(self, path: str) -> list[int]:
        """Return the way to a unit from the nearest one with a mandate."""
        way = _ids(path)
        start = next((n for n in reversed(range(len(way))) if way[n] in self.units), None)
        if start is None:
            raise Unit.DoesNotExist
        return way[start:]

    def tree(
        self,
        chain: Sequence[SeenUnit],
        children: Mapping[int, Sequence[SeenUnit]],
        *,
        way: Collection[int],
    ) -> UnitTree:
        """Return what may be seen from the first unit of the chain; `way` leads to the last."""
        return UnitTree(
            chain=tuple(chain),
            children={pk: tuple(rows) for pk, rows in children.items()},
            lists_people=any(
                pk == chain[0].pk and kind in PERSON_LISTING_MANDATES for pk, kind in self.held
            ),
            lists_everybody=any(
                pk in way and kind == MandateKind.COMPLIANCE_OFFICER for pk, kind in self.held
            ),
            ancestry=(),
            mandated=self.units,
        )


def _ids(path: str) -> list[int]:
    return [int(part) for part in path.strip("/").split("/")]


def _placed(unit: PlacedUnit) -> SeenUnit:
    return SeenUnit(
        pk=unit.unit_id,
        code=unit.code,
        name=unit.name,
        kind=unit.kind,
        parent_id=unit.parent_id,
    )


def _seen(rows: QuerySet[SnapshotUnit]) -> list[SeenUnit]:
    ordered = rows.order_by("name", "unit")
    columns = ("unit_id", "code", "name", "kind", "parent_id")
    return [
        SeenUnit(pk=pk, code=code, name=name, kind=kind, parent_id=parent)
        for pk, code, name, kind, parent in ordered.values_list(*columns)
    ]

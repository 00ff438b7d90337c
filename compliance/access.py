"""Which units the screens of compliance may show to somebody, with their names on a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from compliance.models import Requirement
from organisations.access import Viewer, listable_units, mandates_of, units_visible_to
from organisations.models import Unit, UnitAncestry, UnitVersion
from organisations.querysets import active_q


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenUnit:
    """A unit that somebody may see, as it was called on a day."""

    pk: int
    code: str
    name: str
    kind: str
    parent_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitTree:
    """A unit, the way to it from the unit of the mandate, and the units below each of those."""

    chain: tuple[SeenUnit, ...]
    children: Mapping[int, tuple[SeenUnit, ...]]

    @property
    def unit(self) -> SeenUnit:
        """The unit that the page is about."""
        return self.chain[-1]

    @property
    def all_ids(self) -> set[int]:
        """The ids of every unit whose figures decide what may be shown."""
        below = {row.pk for rows in self.children.values() for row in rows}
        return below | {row.pk for row in self.chain}


def requirements() -> list[Requirement]:
    """Return the duties of persons, in a fixed order."""
    return list(Requirement.objects.filter(subject="person").order_by("pk"))


def teams_of(user: Viewer, *, on: date) -> list[SeenUnit]:
    """Return the units whose people somebody may see by name, sorted by name."""
    return _seen(listable_units(user).values("pk"), on=on)


def top_units_of(user: Viewer, *, on: date) -> list[SeenUnit]:
    """Return the highest units that somebody may see figures of."""
    seen = _seen(units_visible_to(user, on=on).values("pk"), on=on)
    known = {unit.pk for unit in seen}
    return [unit for unit in seen if unit.parent_id not in known]


def unit_tree(user: Viewer, *, code: str, on: date) -> UnitTree:
    """Return a visible unit, the way to it from the unit of the mandate, and what lies below.

    Raises `Unit.DoesNotExist` for a unit that somebody may not see or that was not there then.
    """
    unit = units_visible_to(user, on=on).get(code=code)
    mandated = set(mandates_of(user).values_list("unit_id", flat=True))
    above = (
        UnitAncestry.objects.filter(active_q(on), descendant=unit)
        .order_by("depth")
        .values_list("ancestor_id", flat=True)
    )
    path: list[int] = []
    for pk in above:
        path.append(pk)
        if pk in mandated:
            break
    rows = _seen(path, on=on)
    known = {row.pk: row for row in rows}
    if unit.pk not in known:
        raise Unit.DoesNotExist
    children: dict[int, list[SeenUnit]] = {}
    below = UnitVersion.objects.current().active_on(on).filter(parent__in=path).values("unit")
    for row in _seen(below, on=on):
        children.setdefault(row.parent_id or 0, []).append(row)
    return UnitTree(
        chain=tuple(known[pk] for pk in reversed(path) if pk in known),
        children={pk: tuple(rows) for pk, rows in children.items()},
    )


def _seen(units: object, *, on: date) -> list[SeenUnit]:
    rows = (
        UnitVersion.objects.current()
        .active_on(on)
        .filter(unit__in=units)
        .order_by("name", "unit")
        .values_list("unit_id", "unit__code", "name", "kind", "parent_id")
    )
    return [
        SeenUnit(pk=pk, code=code, name=name, kind=kind, parent_id=parent)
        for pk, code, name, kind, parent in rows
    ]

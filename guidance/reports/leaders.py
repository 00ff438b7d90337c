"""Who leads the units of somebody: their manager, and the one above (GOR m1)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import F, OuterRef, Subquery

from core import clock
from guidance.models import HelpRole
from organisations.enums import MandateKind
from organisations.models import Mandate, Person, PersonMerge, UnitAncestry, UnitVersion
from organisations.querysets import active_q

FROM_MANDATES = ("leidinggevende", "naast-hogere-leidinggevende")
"""Roles whose names come from the mandates, so nobody types them."""

_LEADS = (MandateKind.MANAGER, MandateKind.ACTING_MANAGER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leader:
    """Somebody who leads a unit, or stands in for who does."""

    name: str
    email: str
    unit: str
    is_acting: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLeaders:
    """Who leads one unit: the nearest level with a manager, and the next one above that."""

    unit: str
    managers: tuple[Leader, ...]
    next_higher: tuple[Leader, ...]
    is_explained: bool
    """Both roles have a page of their own."""


def leaders_of(*, unit_ids: Collection[int], but: Person | None = None) -> list[UnitLeaders]:
    """Return who leads each of these units today, never the reader themselves.

    A level where nobody else leads is passed over: a unit without a manager shows the next one up,
    and so does a reader who leads it. Three queries, however many units there are.
    """
    today = clock.today()
    names = UnitVersion.objects.current().active_on(today).filter(unit=OuterRef("ancestor"))
    above = UnitAncestry.objects.filter(active_q(today), descendant__in=list(unit_ids))
    rows = list(
        above.annotate(name=Subquery(names.order_by("pk").values("name")[:1]))
        .order_by("descendant", "depth")
        .values_list("descendant_id", "ancestor_id", "name")
    )
    pages = HelpRole.objects.filter(live=True, key__in=FROM_MANDATES).count() if rows else 0
    levels = _levels({unit for _below, unit, _name in rows}, but)
    found = []
    for unit_id in dict.fromkeys(below for below, _unit, _name in rows):
        path = [(unit, name or "") for below, unit, name in rows if below == unit_id]
        nearest, higher = _two_levels(
            _named(levels[unit], name) for unit, name in path if unit in levels
        )
        found.append(
            UnitLeaders(
                unit=path[0][1],
                managers=nearest,
                next_higher=higher,
                is_explained=pages == len(FROM_MANDATES),
            )
        )
    return sorted(found, key=lambda one: one.unit)


def _two_levels(
    levels: Iterable[Mapping[int, Leader]],
) -> tuple[tuple[Leader, ...], tuple[Leader, ...]]:
    """Return the first level, and the first above it that is led by somebody else."""
    nearest: Mapping[int, Leader] = {}
    for level in levels:
        others = {person: leader for person, leader in level.items() if person not in nearest}
        if not nearest:
            nearest = level
        elif others:
            return tuple(nearest.values()), tuple(others.values())
    return tuple(nearest.values()), ()


def _levels(units: Collection[int], but: Person | None) -> Mapping[int, Mapping[int, Leader]]:
    """Return by unit who leads it, other than the reader; a merged record counts as the other."""
    mandates = Mandate.objects.current().active_on(clock.today())
    merge = PersonMerge.objects.current().filter(person=OuterRef("holder"))
    rows = (
        mandates.filter(unit__in=units, kind__in=_LEADS, holder__erased_at__isnull=True)
        .annotate(root=Subquery(merge.order_by("pk").values("into")[:1]))
        .select_related("holder")
        .order_by(F("kind").desc(), "holder__sort_name", "pk")
    )
    found: dict[int, dict[int, Leader]] = {}
    for row in rows:
        person = row.root or row.holder_id
        if but is not None and person == but.pk:
            continue
        leader = Leader(
            name=row.holder.name,
            email=row.holder.email,
            unit="",
            is_acting=row.kind == MandateKind.ACTING_MANAGER,
        )
        found.setdefault(row.unit_id, {}).setdefault(person, leader)
    return found


def _named(level: Mapping[int, Leader], unit: str) -> Mapping[int, Leader]:
    return {
        person: Leader(name=one.name, email=one.email, unit=unit, is_acting=one.is_acting)
        for person, one in level.items()
    }

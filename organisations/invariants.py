"""What must be true of persons and units, beyond what the database itself refuses."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, groupby, pairwise
from typing import Any

from django.db import connection

from core.invariants import invariant
from organisations.models import (
    Absence,
    Appointment,
    Dated,
    Mandate,
    PersonMerge,
    RoleAssignment,
    UnitAncestry,
    UnitVersion,
)
from organisations.services.ancestry import PATHS
from organisations.services.dated import Period, covers
from organisations.services.exclusions import missing_exclusions

Edge = tuple[int, int, date, date | None]
_SHOWN = 20


@invariant("organisations.ancestry")
def ancestry_follows_versions() -> Iterator[str]:
    """The derived table says exactly what the versions known now say."""
    with connection.cursor() as cursor:
        cursor.execute(PATHS)
        expected = {tuple(map(str, row)) for row in cursor.fetchall()}
    columns = ("ancestor_id", "descendant_id", "depth", "valid_from", "valid_until")
    found = {tuple(map(str, row)) for row in UnitAncestry.objects.values_list(*columns)}
    for verb, rows in (("misses", expected - found), ("has too much:", found - expected)):
        for ancestor, descendant, depth, start, end in sorted(rows)[:_SHOWN]:
            yield (
                f"The ancestry {verb} unit {ancestor} above unit {descendant}"
                f" (depth {depth}) from {start} to {end}."
            )


@invariant("organisations.tree")
def tree_has_no_cycle() -> Iterator[str]:
    """On no day does a unit stand above itself."""
    rows = UnitVersion.objects.current().filter(parent__isnull=False)
    edges: dict[int, list[Edge]] = defaultdict(list)
    for edge in rows.values_list("unit_id", "parent_id", "valid_from", "valid_until"):
        edges[edge[0]].append(edge)
    days = sorted({start for _unit, _parent, start, _end in chain.from_iterable(edges.values())})
    for day in days:
        for unit in _units_in_a_cycle(edges, day):
            yield f"Unit {unit} stands above itself on {day}."


@invariant("organisations.parents")
def parents_exist() -> Iterator[str]:
    """Whoever stands in or below a unit does so only while that unit exists."""
    lives: dict[int, list[Period]] = defaultdict(list)
    versions = UnitVersion.objects.current().order_by("unit_id", "valid_from")
    for unit, start, end in versions.values_list("unit_id", "valid_from", "valid_until"):
        lives[unit].append((start, end))
    for model, field in (
        (UnitVersion, "parent_id"),
        (Appointment, "unit_id"),
        (RoleAssignment, "unit_id"),
        (Mandate, "unit_id"),
    ):
        rows = model.objects.current().filter(**{f"{field}__isnull": False})
        for pk, unit, start, end in rows.values_list("pk", field, "valid_from", "valid_until"):
            if not covers(lives[unit], start, end):
                yield f"{model.__name__} {pk} lies outside the life of unit {unit}."


@invariant("organisations.periods")
def periods_do_not_overlap() -> Iterator[str]:
    """Of one thing at most one row holds on any day."""
    for model, same in (
        (UnitVersion, ("unit_id",)),
        (Appointment, ("person_id", "unit_id", "kind")),
        (RoleAssignment, ("person_id", "unit_id", "role")),
        (Mandate, ("holder_id", "unit_id", "kind")),
        (Absence, ("person_id",)),
    ):
        yield from _overlaps(model, same)


@invariant("organisations.merges")
def merges_are_flat() -> Iterator[str]:
    """Nobody is merged into somebody who was merged as well."""
    merged = PersonMerge.objects.current().values("person")
    for merge in PersonMerge.objects.current().filter(into__in=merged):
        yield f"Person {merge.person_id} is merged into {merge.into_id}, who was merged as well."


@invariant("organisations.exclusions")
def database_refuses_overlaps() -> Iterator[str]:
    """PostgreSQL has the constraints that refuse overlapping periods."""
    for name in missing_exclusions():
        yield f"The database lacks {name}: run migrate with the right to create btree_gist."


def _units_in_a_cycle(edges: dict[int, list[Edge]], day: date) -> set[int]:
    parent = {
        unit: above
        for unit, rows in edges.items()
        for _unit, above, start, end in rows
        if start <= day and (end is None or day < end)
    }
    safe: set[int] = set()
    cyclic: set[int] = set()
    for start_unit in parent:
        path: list[int] = []
        here = start_unit
        while here in parent and here not in safe and here not in path:
            path.append(here)
            here = parent[here]
        if here in path:
            cyclic.update(path[path.index(here) :])
        safe.update(path)
    return cyclic


def _overlaps(model: type[Dated], same: Sequence[str]) -> Iterator[str]:
    rows = model.objects.current().order_by(*same, "valid_from")
    values: Iterable[tuple[Any, ...]] = rows.values_list(*same, "pk", "valid_from", "valid_until")
    for _key, group in groupby(values.iterator(), key=lambda row: row[: len(same)]):  # type: ignore[attr-defined]
        for (*_same, pk, _start, end), (*_also, next_pk, start, _end) in pairwise(group):
            if end is None or start < end:
                yield f"{model.__name__} {pk} and {next_pk} overlap from {start}."

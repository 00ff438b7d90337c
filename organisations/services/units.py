"""Units come, are renamed, move and go; ministries merge and split. History stays true."""

from collections.abc import Iterable
from datetime import date
from typing import TypedDict, Unpack

from django.db import connection, transaction

from organisations.enums import UnitKind
from organisations.models import Unit, UnitAncestry, UnitVersion
from organisations.querysets import overlap_q
from organisations.services import dated
from organisations.services.ancestry import rebuild_ancestry
from organisations.services.errors import (
    CodeTaken,
    EndBeforeStart,
    ParentNotThere,
    UnitBelowItself,
    UnitNotThere,
    UnitStillUsed,
)

_SAME = ("unit",)
_TREE_LOCK = 7_301_001


class UnitChange(TypedDict, total=False):
    """What can be different about a unit from some day on."""

    name: str
    kind: UnitKind
    parent: Unit | None


class VersionFields(UnitChange, total=False):
    """What can be corrected in one version; `valid_until` is exclusive."""

    valid_from: date
    valid_until: date | None


@transaction.atomic
def create_unit(
    *,
    code: str,
    name: str,
    kind: UnitKind,
    valid_from: date,
    parent: Unit | None = None,
    valid_until: date | None = None,
) -> Unit:
    """Add a unit with its first version."""
    _lock_tree()
    if Unit.objects.filter(code=code).exists():
        raise CodeTaken
    unit: Unit = Unit.objects.create(code=code)
    _record(
        UnitVersion(
            unit=unit,
            name=name,
            kind=kind,
            parent=parent,
            valid_from=valid_from,
            valid_until=valid_until,
        )
    )
    rebuild_ancestry()
    return unit


@transaction.atomic
def change_unit(*, unit: Unit, on: date, **changes: Unpack[UnitChange]) -> UnitVersion:
    """Rename or move a unit from a day; what it was before that day stays."""
    _lock_tree()
    before = unit.versions.current().active_on(on).first()
    if before is None:
        raise UnitNotThere
    dated.supersede(before)
    if before.valid_from < on:
        _record(dated.copy(before, valid_until=on))
    after = _record(dated.copy(before, valid_from=on, **changes))
    rebuild_ancestry()
    return after


@transaction.atomic
def correct_unit_version(*, version: UnitVersion, **changes: Unpack[VersionFields]) -> UnitVersion:
    """Replace a version that was recorded wrongly.

    When its first or last day changes, the version before or after it goes along: the day of the
    change was another day, and no gap appears.
    """
    _lock_tree()
    start = changes.get("valid_from", version.valid_from)
    end = changes.get("valid_until", version.valid_until)
    rows = version.unit.versions.current()
    earlier = rows.filter(valid_until=version.valid_from).first()
    later = rows.filter(valid_from=version.valid_until).first() if version.valid_until else None
    dated.supersede(version)
    if earlier and start != earlier.valid_until:
        _replace(earlier, valid_until=start)
    if later and end and end != later.valid_from:
        _replace(later, valid_from=end)
    corrected = _record(dated.copy(version, **changes))
    _refuse_orphans(version.unit)
    rebuild_ancestry()
    return corrected


@transaction.atomic
def end_unit(*, unit: Unit, on: date) -> UnitVersion:
    """Let a unit end; `on` is the first day on which it no longer exists."""
    _lock_tree()
    last = unit.versions.current().order_by("valid_from").last()
    if last is None:
        raise UnitNotThere
    if last.valid_from >= on:
        raise EndBeforeStart
    Unit.objects.select_for_update().get(pk=unit.pk)
    ended = _replace(last, valid_until=on)
    _refuse_orphans(unit)
    rebuild_ancestry()
    return ended


def _lock_tree() -> None:
    """Let no one else change the tree until the transaction ends: a cycle takes two to make."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TREE_LOCK])


def _replace(version: UnitVersion, **changes: date | None) -> UnitVersion:
    dated.supersede(version)
    return _record(dated.copy(version, **changes))


def _record(version: UnitVersion) -> UnitVersion:
    if version.parent is not None:
        _refuse_parent(version, version.parent)
    return dated.record(version, same=_SAME)


def _refuse_parent(version: UnitVersion, parent: Unit) -> None:
    if parent.pk == version.unit_id:
        raise UnitBelowItself
    if not dated.is_covered(parent.versions.current(), version.valid_from, version.valid_until):
        raise ParentNotThere
    # The path from the unit down to its new parent does not use the edge that changes, so what the
    # ancestry says from before this change is enough to see a cycle.
    below = UnitAncestry.objects.filter(ancestor=version.unit_id, descendant=parent)
    if below.filter(overlap_q(version.valid_from, version.valid_until)).exists():
        raise UnitBelowItself


def _refuse_orphans(unit: Unit) -> None:
    """Refuse when a unit, appointment, role or mandate falls outside the life of this unit."""
    life = list(
        unit.versions.current().order_by("valid_from").values_list("valid_from", "valid_until")
    )
    for start, end in _periods_within(unit):
        if not dated.covers(life, start, end):
            raise UnitStillUsed


def _periods_within(unit: Unit) -> Iterable[dated.Period]:
    for rows in (unit.child_versions, unit.appointments, unit.role_assignments, unit.mandates):
        yield from rows.current().values_list("valid_from", "valid_until").distinct()

"""Frozen figures, read back."""

from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet

from compliance.models import Snapshot, SnapshotCount
from compliance.snapshots.counting import CountKey, Figures, Number, PlacedUnit
from compliance.snapshots.hashing import rule_hash

_UNIT = ("unit_id", "parent_id", "code", "name", "kind", "path")
_COUNT = ("unit_id", "requirement_id", "status", "n", "alone", "direct")


def stored_figures(snapshot: Snapshot) -> Figures:
    """Return everything that a snapshot froze."""
    return Figures(
        units=stored_units(snapshot),
        duties=snapshot.duties,
        counts=_counts(snapshot.counts.all()),
    )


def stored_units(snapshot: Snapshot) -> dict[int, PlacedUnit]:
    """Return the units of a snapshot."""
    rows = snapshot.units.order_by("unit").values(*_UNIT)
    return {row["unit_id"]: PlacedUnit(**row) for row in rows}


def stored_counts(snapshot: Snapshot, unit_ids: Collection[int]) -> dict[CountKey, Number]:
    """Return what a snapshot froze of these units."""
    return _counts(snapshot.counts.filter(unit__in=unit_ids))


def signature_holds(snapshot: Snapshot, figures: Figures) -> bool:
    """Tell whether the frozen rows are still those that were signed."""
    expected = rule_hash(
        figures,
        reference_date=snapshot.reference_date,
        known_at=snapshot.known_at,
        definitions=snapshot.definitions,
    )
    return expected == snapshot.rule_hash


def newest_snapshot(reference_date: date) -> Snapshot | None:
    """Return the snapshot of a day that was not corrected; None when there is none."""
    rows = Snapshot.objects.filter(reference_date=reference_date, correction__isnull=True)
    return rows.first()


def _counts(rows: QuerySet[SnapshotCount]) -> dict[CountKey, Number]:
    return {
        CountKey(*row[:3]): Number(*row[3:]) for row in rows.order_by("pk").values_list(*_COUNT)
    }

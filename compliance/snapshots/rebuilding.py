"""Computing a snapshot again: with the knowledge of then it must be the same, row by row."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from compliance.models import Snapshot
from compliance.snapshots.counting import NOBODY, CountKey, Figures, Number, figures_of
from compliance.snapshots.stored import signature_holds, stored_figures


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A number that differs: what was frozen and what comes out now."""

    key: CountKey
    frozen: Number
    found: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """The outcome of computing a snapshot again.

    `is_signed`: the frozen rows are those that were signed. `rows` is how many were compared.
    """

    frozen: Figures
    found: Figures
    is_signed: bool
    rows: int
    changes: tuple[Change, ...]
    changed_units: tuple[str, ...]
    changed_duties: tuple[str, ...]

    @property
    def is_equal(self) -> bool:
        """Whether everything came out as it was frozen, and nothing frozen was touched."""
        return self.is_signed and not (self.changes or self.changed_units or self.changed_duties)


def recompute_as_known_then(snapshot: Snapshot) -> Rebuilt:
    """Compute from the facts as known at the moment of the snapshot; a difference is an alarm."""
    return recompute_as_known_at(snapshot, snapshot.known_at)


def recompute_as_known_at(snapshot: Snapshot, known_at: datetime | None) -> Rebuilt:
    """Compute from all facts known at a moment; a difference is what was heard of later."""
    return _compare(snapshot, figures_of(reference_date=snapshot.reference_date, known_at=known_at))


def _compare(snapshot: Snapshot, found: Figures) -> Rebuilt:
    frozen = stored_figures(snapshot)
    return Rebuilt(
        frozen=frozen,
        found=found,
        is_signed=signature_holds(snapshot, frozen),
        rows=len(frozen.counts) + len(frozen.units),
        changes=tuple(changes(frozen.counts, found.counts)),
        changed_units=tuple(_changed_units(frozen, found)),
        changed_duties=tuple(_changed_duties(frozen, found)),
    )


def changes(
    before: Mapping[CountKey, Number], after: Mapping[CountKey, Number]
) -> Iterable[Change]:
    """Yield the numbers that differ, in a fixed order."""
    for key in sorted(before.keys() | after.keys()):
        frozen, found = before.get(key, NOBODY), after.get(key, NOBODY)
        if frozen != found:
            yield Change(key=key, frozen=frozen, found=found)


def _changed_units(frozen: Figures, found: Figures) -> Iterable[str]:
    for pk in sorted(frozen.units.keys() | found.units.keys()):
        before, after = frozen.units.get(pk), found.units.get(pk)
        if before != after:
            unit = after or before
            yield unit.name if unit else str(pk)


def _changed_duties(frozen: Figures, found: Figures) -> Iterable[str]:
    """Yield the duties whose rules differ in what was frozen; a rule may have learned new words."""
    now = {duty["id"]: duty for duty in found.duties}
    then = {duty["id"]: duty for duty in frozen.duties}
    for pk in sorted(now.keys() | then.keys()):
        before, after = then.get(pk), now.get(pk)
        if before is None or after is None or not _same_rules(before["rules"], after["rules"]):
            yield str((after or before or {}).get("title", pk))


def _same_rules(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> bool:
    return len(before) == len(after) and all(
        {name: new.get(name) for name in old} == old for old, new in zip(before, after, strict=True)
    )

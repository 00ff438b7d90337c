"""Checks of a snapshot, read back: what they were about, and the figures that came out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from compliance.access import unit_tree
from compliance.enums import CheckOutcome, DifferenceReason, SnapshotWorkState
from compliance.figures.daily import DayFigures
from compliance.models import Snapshot, SnapshotCheck
from compliance.privacy.hiding import closed_units
from compliance.privacy.suppression import minimum
from compliance.snapshots.comparing import Compared
from compliance.snapshots.counting import CountKey, Number, duties_of, placed_units, unit_figures_of
from compliance.snapshots.source import Source
from compliance.snapshots.stored import stored_counts
from compliance.snapshots.trees import settled_tree
from organisations.access import Viewer, mandates_of, person_of
from organisations.enums import MandateKind
from organisations.models import Person, Unit

SHOWN = 20
STATE_BADGES = {
    SnapshotWorkState.WAITING: ("neutral", "clock"),
    SnapshotWorkState.BUSY: ("neutral", "loader"),
    SnapshotWorkState.DONE: ("good", "circle-check"),
    SnapshotWorkState.FAILED: ("bad", "circle-alert"),
    SnapshotWorkState.REFUSED: ("warn", "circle-alert"),
}
_OUTCOME_BADGES = {
    CheckOutcome.EQUAL: ("good", "circle-check"),
    CheckOutcome.DIFFERENT: ("info", "scale"),
    CheckOutcome.ALARM: ("bad", "circle-alert"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedCheck:
    """One check: who asked, when, with which knowledge, and how it ended or how far it is.

    `asked_by` is empty for who may not know.
    """

    uuid: UUID
    knowledge: str
    asked_by: str
    asked_at: datetime
    text: str
    badge: str
    icon: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """How many people stand elsewhere now for one reason; None: too few to show."""

    reason: DifferenceReason
    people: int | None


def listed_checks(snapshot: Snapshot, user: Viewer) -> list[ListedCheck]:
    """Return the checks of a snapshot, the newest first."""
    rows = snapshot.checks.select_related("run", "requested_by")
    sees_names = _sees_names(user)
    return [
        _listed(row, _name(row, user, sees_names=sees_names))
        for row in rows.order_by("-requested_at", "-pk")[:SHOWN]
    ]


def who_asked(work: SnapshotCheck, user: Viewer) -> str:
    """Return who asked for a check; empty for a reader of figures who sees nobody by name.

    A compliance officer sees everybody by name, and everybody sees themselves (domain.md §5.2).
    """
    return _name(work, user, sees_names=_sees_names(user))


def _sees_names(user: Viewer) -> bool:
    return mandates_of(user).filter(kind=MandateKind.COMPLIANCE_OFFICER).exists()


def _name(work: SnapshotCheck, user: Viewer, *, sees_names: bool) -> str:
    asker: Person = work.requested_by
    return asker.name if sees_names or asker == person_of(user) else ""


def _listed(row: SnapshotCheck, who: str) -> ListedCheck:
    state = row.state
    is_done = state == SnapshotWorkState.DONE
    badge, icon = _OUTCOME_BADGES[CheckOutcome(row.outcome)] if is_done else STATE_BADGES[state]
    return ListedCheck(
        uuid=row.uuid,
        knowledge=row.get_knowledge_display(),
        asked_by=who,
        asked_at=row.requested_at,
        text=row.get_outcome_display() if is_done else str(state.label),
        badge=badge,
        icon=icon,
    )


def checked_source(user: Viewer, *, check: SnapshotCheck, frozen: Source) -> Source:
    """Return the figures that a check found, for the unit of a frozen source.

    In the tree as it was known when it was checked, so that rows and total are of one moment.
    Raises `Unit.DoesNotExist` when the unit is not there, as known now or at the check.
    """
    day, known_at = check.snapshot.reference_date, check.known_at
    seen = unit_tree(user, code=frozen.tree.unit.code, on=day)
    units = placed_units(day, known_at)
    if seen.unit.pk not in units:
        raise Unit.DoesNotExist
    tree = settled_tree(user, seen, units)
    below = {unit.pk: [row.pk for row in tree.children.get(unit.pk, ())] for unit in tree.chain}
    wanted = {*below, *(row for rows in below.values() for row in rows)}
    figures = unit_figures_of(_counts(check, sorted(wanted)))
    duties = duties_of(day, known_at)
    closed = closed_units(below, figures, [duty["id"] for duty in duties])
    return Source(
        tree=tree,
        found=DayFigures(as_of=day, counted_at=known_at, figures=figures, closed=frozenset(closed)),
        basis=replace(frozen.basis, known_at=known_at or frozen.basis.known_at, duties=duties),
    )


def _counts(check: SnapshotCheck, unit_ids: Sequence[int]) -> dict[CountKey, Number]:
    """Return what came out: what was frozen, with the numbers that differ."""
    counts = stored_counts(check.snapshot, unit_ids)
    columns = ("unit_id", "requirement_id", "status", "n", "alone", "direct")
    for row in check.counts.filter(unit__in=unit_ids).order_by("pk").values_list(*columns):
        counts[CountKey(*row[:3])] = Number(*row[3:])
    return {key: number for key, number in counts.items() if number.n}


def shown_reasons(
    check: SnapshotCheck, unit_id: int, duties: Sequence[Compared]
) -> list[Explained]:
    """Return why people of a unit stand elsewhere, when any figure of that unit may be shown."""
    if not any(pair.is_total and pair.is_shown for duty in duties for pair in duty.pairs):
        return []
    rows = dict(check.reasons.filter(unit=unit_id).values_list("reason", "people"))
    return [
        Explained(reason=reason, people=None if rows[reason] < minimum() else rows[reason])
        for reason in DifferenceReason
        if reason in rows
    ]

"""Actions as somebody reads them: where they stand on a day, and what was changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from compliance.enums import ActionState, ImprovementPhase
from compliance.models import ImprovementAction
from compliance.reports.badges import Badge

_BADGES = {
    ActionState.OPEN: ("neutral", "circle-dot"),
    ActionState.LATE: ("bad", "circle-alert"),
    ActionState.CARRIED: ("neutral", "arrow-right"),
    ActionState.DONE: ("good", "circle-check"),
    ActionState.DROPPED: ("neutral", "circle-slash"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedAction:
    """One action as it stands on a day."""

    action: UUID
    phase: ImprovementPhase
    text: str
    owner: str
    source: str
    due_on: date
    done_on: date | None
    dropped_on: date | None
    outcome: str
    state: ActionState

    @property
    def badge(self) -> Badge:
        """The state in a word, with a colour and an icon that agree."""
        kind, icon = _BADGES[self.state]
        return Badge(text=str(self.state.label), kind=kind, icon=icon)

    @property
    def ended_on(self) -> date | None:
        """The day on which it was done or dropped."""
        return self.done_on or self.dropped_on


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionCounts:
    """How many actions stand where; each is counted once. `next_due`: the first that is open."""

    open: int = 0
    late: int = 0
    carried: int = 0
    done: int = 0
    dropped: int = 0
    next_due: date | None = None

    @property
    def total(self) -> int:
        """All of them."""
        return self.open + self.late + self.carried + self.done + self.dropped


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionOfAction:
    """What was recorded of an action at a moment, and what of it was different before."""

    recorded_at: datetime
    recorded_by: str
    row: ImprovementAction
    changed: frozenset[str]


_COMPARED = ("phase", "text", "owner", "source", "due_on", "done_on", "dropped_on", "outcome")


def listed_actions(
    *, unit_id: int, year: int, on: date, known_at: datetime | None = None
) -> tuple[ListedAction, ...]:
    """Return the actions of a unit in a year by their last day; two queries.

    With `known_at` as they were recorded by then. What happened after `on` has not happened yet.
    """
    known = ImprovementAction.objects.as_known_at(known_at).filter(unit=unit_id)
    taken = set(known.filter(year=year + 1).values_list("carried_from", flat=True))
    rows = known.filter(year=year).order_by("due_on", "text", "pk")
    return tuple(_listed(row, on=on, is_taken=row.action in taken) for row in rows)


def counts_of(actions: Iterable[ListedAction]) -> ActionCounts:
    """Count actions by where they stand."""
    rows = list(actions)
    numbers = {state.value: sum(row.state is state for row in rows) for state in ActionState}
    unfinished = [row.due_on for row in rows if row.state in {ActionState.OPEN, ActionState.LATE}]
    return ActionCounts(**numbers, next_due=min(unfinished, default=None))


def history_of(versions: Sequence[ImprovementAction]) -> tuple[VersionOfAction, ...]:
    """Return the versions of one action, the newest first; given are they with the oldest first."""
    found: list[VersionOfAction] = []
    before: ImprovementAction | None = None
    for row in versions:
        old = before or row
        changed = [name for name in _COMPARED if getattr(old, name) != getattr(row, name)]
        found.append(
            VersionOfAction(
                recorded_at=row.recorded_at,
                recorded_by=row.recorded_by.name,
                row=row,
                changed=frozenset(changed),
            )
        )
        before = row
    return tuple(reversed(found))


def _listed(row: ImprovementAction, *, on: date, is_taken: bool) -> ListedAction:
    state = state_of(row, on=on, is_taken=is_taken)
    has_ended = state in {ActionState.DONE, ActionState.DROPPED}
    return ListedAction(
        action=row.action,
        phase=ImprovementPhase(row.phase),
        text=row.text,
        owner=row.owner,
        source=row.source,
        due_on=row.due_on,
        done_on=row.done_on if has_ended else None,
        dropped_on=row.dropped_on if has_ended else None,
        outcome=row.outcome,
        state=state,
    )


def state_of(row: ImprovementAction, *, on: date, is_taken: bool) -> ActionState:
    """Return where an action stands on a day."""
    if row.done_on is not None and row.done_on <= on:
        return ActionState.DONE
    if row.dropped_on is not None and row.dropped_on <= on:
        return ActionState.DROPPED
    if is_taken:
        return ActionState.CARRIED
    return ActionState.LATE if row.due_on < on else ActionState.OPEN

"""Somebody with where they stand in each duty, as a line of a list. Only status and dates."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from compliance.enums import Status
from compliance.figures.counts import PersonRow, PersonStatus
from compliance.models import Requirement
from compliance.reports.badges import LATE, SOON, Badge, badge_of, state_of
from organisations.enums import AppointmentKind

WhyUrl = Callable[[str, str], str]
"""Gives the address of "Waarom?" from who has the duty (uuid, or code) and the key of the duty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedDuty:
    """Where somebody stands with one duty, and where that is explained."""

    title: str
    due_on: date
    done_on: date | None
    is_to_do: bool
    badge: Badge
    why_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPerson:
    """One line of a list: who, what is still to be done, by when."""

    uuid: str
    name: str
    sort_name: str
    kinds: tuple[str, ...]
    units: tuple[str, ...]
    duties: tuple[ListedDuty, ...]
    due_on: date | None
    state: str
    badge: Badge

    @property
    def labels(self) -> str:
        """How the person works here, when that is not as a civil servant."""
        return kind_labels(kind for kind in self.kinds if kind != AppointmentKind.CIVIL_SERVANT)

    @property
    def kind_labels(self) -> str:
        """How the person works here."""
        return kind_labels(self.kinds)

    @property
    def todo(self) -> tuple[str, ...]:
        """What is still to be done, late or not."""
        return tuple(duty.title for duty in self.duties if duty.is_to_do)

    @property
    def last_done_on(self) -> date | None:
        """The last day on which something of the choice was finished."""
        return max((duty.done_on for duty in self.duties if duty.done_on), default=None)


def listed_person(
    row: PersonRow,
    *,
    requirements: Sequence[Requirement],
    unit_names: Mapping[int, str],
    as_of: date,
    why_url: WhyUrl,
) -> ListedPerson:
    """Return the line of somebody for these duties."""
    found = [(duty, row.statuses[duty.pk]) for duty in requirements if duty.pk in row.statuses]
    applying = [(duty, s) for duty, s in found if s.status != Status.NOT_APPLICABLE]
    due = [status for _duty, status in applying if _is_to_do(status)]
    first = min((status.due_on for status in due), default=None)
    state = person_state((status for _duty, status in applying), as_of)
    return ListedPerson(
        uuid=row.uuid,
        name=row.name,
        sort_name=row.sort_name,
        kinds=row.kinds,
        units=tuple(sorted(unit_names[pk] for pk in row.unit_ids if pk in unit_names)),
        duties=tuple(
            listed_duty(duty, status, as_of, why_url(row.uuid, duty.key))
            for duty, status in applying
        ),
        due_on=first,
        state=state,
        badge=badge_of(state, first, as_of),
    )


def person_state(statuses: Iterable[PersonStatus], as_of: date) -> str:
    """Return where somebody stands over several duties: what asks for attention first wins."""
    rows = list(statuses)
    due = [row for row in rows if _is_to_do(row)]
    if any(row.status in LATE for row in due):
        return "late"
    rated = [row for row in due if not row.is_newcomer_in_term]
    if rated:
        return "soon" if min(row.due_on for row in rated) - as_of <= SOON else "open"
    if due:
        return "newcomer"
    states = {state_of(row, as_of) for row in rows}
    return next((state for state in ("exempt", "paused", "done") if state in states), "none")


def kind_labels(kinds: Iterable[str]) -> str:
    """Return how somebody works, in words."""
    return ", ".join(str(AppointmentKind(kind).label) for kind in kinds)


def _is_to_do(row: PersonStatus) -> bool:
    return row.status == Status.OPEN or row.status in LATE


def listed_duty(duty: Requirement, row: PersonStatus, as_of: date, why_url: str) -> ListedDuty:
    """Return the line of one duty."""
    return ListedDuty(
        title=duty.title,
        due_on=row.due_on,
        done_on=row.done_on,
        is_to_do=_is_to_do(row),
        badge=badge_of(state_of(row, as_of), row.due_on, as_of),
        why_url=why_url,
    )

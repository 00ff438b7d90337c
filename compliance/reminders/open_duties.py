"""What people still have to do, for a message: from the facts, at the moment it is sent."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from compliance.enums import Status
from compliance.models import Requirement
from compliance.status.sql import StatusRow, status_rows
from organisations.models import Absence

TO_DO = frozenset({Status.OPEN, Status.IN_GRACE, Status.OVERDUE})
LATE = frozenset({Status.IN_GRACE, Status.OVERDUE})


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDuty:
    """A duty that somebody can and must still do."""

    obligation_id: int
    requirement_id: int
    title: str
    due_on: date
    is_late: bool


def open_duties(
    *,
    person_ids: Collection[int],
    as_of: date,
    requirement_ids: Collection[int] | None = None,
) -> dict[int, list[OpenDuty]]:
    """Return per person what is still to be done, first due first; whoever is away has nothing.

    Done, exempt, postponed, withdrawn and closed duties are not there. Four queries.
    """
    away = set(
        Absence.objects.current()
        .active_on(as_of)
        .filter(person__in=person_ids)
        .values_list("person_id", flat=True)
    )
    rows = status_rows(as_of=as_of, person_ids=person_ids, requirement_ids=requirement_ids)
    wanted = [row for row in rows if _is_to_do(row, as_of) and row.person_id not in away]
    titles = dict(Requirement.objects.values_list("pk", "title"))
    return _by_person(wanted, titles)


def _is_to_do(row: StatusRow, as_of: date) -> bool:
    is_closed = row.closes_on is not None and row.closes_on < as_of
    return row.person_id is not None and row.status in TO_DO and not is_closed


def _by_person(rows: Iterable[StatusRow], titles: Mapping[int, str]) -> dict[int, list[OpenDuty]]:
    found: dict[int, list[OpenDuty]] = {}
    for row in sorted(rows, key=lambda row: (row.due_on, row.obligation_id)):
        if row.person_id is not None:
            found.setdefault(row.person_id, []).append(
                OpenDuty(
                    obligation_id=row.obligation_id,
                    requirement_id=row.requirement_id,
                    title=titles[row.requirement_id],
                    due_on=row.due_on,
                    is_late=row.status in LATE,
                )
            )
    return found

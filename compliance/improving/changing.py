"""Recording actions: nothing is overwritten, and what stood there before can be read."""

import calendar
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

import structlog
from django.db import transaction

from compliance.enums import ImprovementPhase
from compliance.models import ImprovementAction
from core import clock
from organisations.models import Person, Unit
from organisations.services.dated import supersede

logger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionContent:
    """What is said of an action. Done and dropped do not go together; dropped says why."""

    phase: str
    text: str
    owner: str
    source: str
    due_on: date
    done_on: date | None = None
    dropped_on: date | None = None
    outcome: str = ""


@transaction.atomic(durable=True)
def add_action(*, unit_id: int, year: int, content: ActionContent, by: Person) -> ImprovementAction:
    """Record a new action of a unit."""
    made: ImprovementAction = ImprovementAction.objects.create(
        unit_id=unit_id, year=year, recorded_by=by, **asdict(content)
    )
    logger.info("improvement recorded", action=str(made.action), unit=unit_id)
    return made


@transaction.atomic(durable=True)
def change_action(
    *, action: ImprovementAction, content: ActionContent, by: Person
) -> ImprovementAction:
    """Replace a version of an action by another; the same again changes nothing.

    Raises `StaleFact` when somebody else changed it meanwhile.
    """
    changes = asdict(content)
    is_same = all(getattr(action, name) == value for name, value in changes.items())
    if is_same and action.superseded_at is None:
        return action
    supersede(action)
    made: ImprovementAction = ImprovementAction.objects.create(
        action=action.action,
        unit_id=action.unit_id,
        year=action.year,
        carried_from=action.carried_from,
        recorded_by=by,
        **changes,
    )
    logger.info("improvement changed", action=str(made.action), unit=made.unit_id)
    return made


@transaction.atomic(durable=True)
def carry_over(*, unit_id: int, year: int, by: Person) -> int:
    """Take the open actions of a year along to the next; return how many that were.

    One that was taken along before stays as it is. The old one stays where it is, so that the
    report of its year still tells what was not ready.
    """
    # One at a time: a second click waits here, and then finds everything taken along.
    Unit.objects.select_for_update(no_key=True).get(pk=unit_id)
    rows = ImprovementAction.objects.current().filter(unit=unit_id)
    still_open = rows.filter(year=year, done_on=None, dropped_on=None).order_by("due_on", "pk")
    taken = _taken(unit_id, year + 1)
    found = [row for row in still_open if row.action not in taken]
    ImprovementAction.objects.bulk_create(_next_year(row, by) for row in found)
    logger.info("improvements taken along", unit=unit_id, year=year, count=len(found))
    return len(found)


def _taken(unit_id: int, year: int) -> set[UUID | None]:
    rows = ImprovementAction.objects.current().filter(unit=unit_id, year=year)
    return set(rows.exclude(carried_from=None).values_list("carried_from", flat=True))


def _next_year(row: ImprovementAction, by: Person) -> ImprovementAction:
    return ImprovementAction(
        unit_id=row.unit_id,
        year=row.year + 1,
        phase=ImprovementPhase.PLAN,
        text=row.text,
        owner=row.owner,
        source=row.source,
        due_on=_year_later(row.due_on, row.year),
        carried_from=row.action,
        recorded_at=clock.now(),
        recorded_by=by,
    )


def _year_later(due_on: date, year: int) -> date:
    """Return the same day of the next year; a day that lies after the old year stays."""
    if due_on.year > year:
        return due_on
    length = calendar.monthrange(year + 1, due_on.month)[1]
    return date(year + 1, due_on.month, min(due_on.day, length))

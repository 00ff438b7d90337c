"""A manager has people of the team reminded; what is old is forgotten."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import structlog
from django.db import transaction

from compliance.models import Reminder
from compliance.reminders.asking import Remindable, remindable
from core import clock
from notifications.services import NewNotice, queue_notices
from organisations.models import Person

logger = structlog.get_logger(__name__)
KIND = "compliance.asked"
KEPT = timedelta(days=396)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How many are reminded, and how many of those chosen must wait or have nothing to do."""

    reminded: int
    waiting: int
    finished: int


@transaction.atomic
def remind_people(*, by: Person, unit_ids: Collection[int], uuids: Collection[str]) -> Asked:
    """Send these people of these units a reminder of what they owe, at most once in seven days.

    Who has nothing to do, or is in none of the units, gets none.
    """
    today, wanted = clock.today(), {text for text in uuids if _is_uuid(text)}
    # Two managers of a team may press at the same moment: the second sees what the first did.
    locked = Person.objects.select_for_update(no_key=True).filter(uuid__in=wanted).order_by("pk")
    list(locked.values_list("pk", flat=True))
    people = [row for row in remindable(unit_ids=unit_ids, today=today) if row.uuid in wanted]
    chosen = [row for row in people if row.may_be_asked]
    Reminder.objects.bulk_create(
        Reminder(
            obligation_id=duty.obligation_id,
            due_on=duty.due_on,
            asked_by=by,
            recorded_at=clock.now(),
        )
        for row in chosen
        for duty in row.duties
    )
    queue_notices(_messages(chosen, by))
    logger.info("people reminded", by=by.pk, number=len(chosen))
    return Asked(
        reminded=len(chosen),
        waiting=len(people) - len(chosen),
        finished=len(wanted) - len(people),
    )


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def _messages(chosen: Sequence[Remindable], by: Person) -> list[NewNotice]:
    people = Person.objects.in_bulk([row.person_id for row in chosen])
    return [
        NewNotice(
            kind=KIND,
            key=f"{KIND}:{row.uuid}:{clock.today()}",
            person=people[row.person_id],
            context={
                "obligations": [duty.obligation_id for duty in row.duties],
                "sender": by.name,
            },
        )
        for row in chosen
    ]


def forget_reminders() -> int:
    """Delete what was reminded more than thirteen months ago (domain.md §5.2)."""
    old = Reminder.objects.filter(recorded_at__lt=clock.now() - KEPT)
    return old.delete()[0]

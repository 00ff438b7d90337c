"""Planning of reminders: set-based, for a thousand persons at a time; safe to run twice."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from compliance.enums import EventKind
from compliance.models import Obligation, ObligationEvent, Reminder
from compliance.reminders.days import SPACING, due_dates, reached
from compliance.reminders.open_duties import open_duties
from compliance.reminders.rules import days_by_requirement
from core import clock
from notifications.services import NewNotice, queue_notices
from organisations.models import Person

KIND = "compliance.reminder"
BATCH = 1000
Days = Mapping[int, tuple[int, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """How many messages were put in the outbox, and about how many duties."""

    messages: int = 0
    duties: int = 0

    def __add__(self, other: "Planned") -> "Planned":
        return Planned(messages=self.messages + other.messages, duties=self.duties + other.duties)

    def __str__(self) -> str:
        return f"{self.messages} messages about {self.duties} duties"


def plan_reminders(*, report: Callable[[int, int], None] = lambda _done, _total: None) -> Planned:
    """Put a message in the outbox for everybody whose day it is: one each, whatever they owe."""
    today, days = clock.today(), days_by_requirement()
    people = sorted(set(_candidates(days, today)))
    total = Planned()
    for start in range(0, len(people), BATCH):
        total += _plan_batch(people[start : start + BATCH], days, today)
        report(min(start + BATCH, len(people)), len(people))
    return total


def _candidates(days: Days, today: date) -> Iterator[int]:
    """Yield who has a due date, first or changed, for which today may be the day."""
    same: dict[tuple[int, ...], list[int]] = {}
    for requirement, own in days.items():
        same.setdefault(own, []).append(requirement)
    for own, requirements in same.items():
        dates = due_dates(own, today)
        wanted: dict[str, Any] = {"person__isnull": False, "cycle__requirement__in": requirements}
        first = Obligation.objects.filter(due_on__in=dates, **wanted)
        yield from first.values_list("person_id", flat=True)
        changed = ObligationEvent.objects.filter(
            kind=EventKind.DUE_CHANGED,
            due_on__in=dates,
            **{f"obligation__{name}": value for name, value in wanted.items()},
        )
        yield from changed.values_list("obligation__person_id", flat=True)


@transaction.atomic
def _plan_batch(people: Sequence[int], days: Days, today: date) -> Planned:
    waiting = _reminded_lately(people)
    duties = open_duties(person_ids=[pk for pk in people if pk not in waiting], as_of=today)
    due = {
        (duty.obligation_id, duty.due_on): (person, day)
        for person, owed in duties.items()
        for duty in owed
        if (day := reached(days.get(duty.requirement_id, ()), duty.due_on, today)) is not None
    }
    done = set(
        Reminder.objects.filter(
            obligation__in={obligation for obligation, _due_on in due}, days__isnull=False
        ).values_list("obligation_id", "due_on", "days")
    )
    new = [
        Reminder(obligation_id=obligation, due_on=due_on, days=day, recorded_at=clock.now())
        for (obligation, due_on), (_person, day) in due.items()
        if (obligation, due_on, day) not in done
    ]
    owners = {obligation: person for (obligation, _due_on), (person, _day) in due.items()}
    return _queue(new, owners, today)


def _reminded_lately(people: Iterable[int]) -> set[int]:
    since = clock.now() - SPACING
    lately = Reminder.objects.filter(obligation__person__in=people, recorded_at__gt=since)
    return set(lately.values_list("obligation__person_id", flat=True))


def _queue(new: Sequence[Reminder], owners: Mapping[int, int], today: date) -> Planned:
    """Remember what is reminded of, and put one message per person in the outbox."""
    about: dict[int, list[int]] = {}
    for row in new:
        about.setdefault(owners[row.obligation_id], []).append(row.obligation_id)
    people = Person.objects.in_bulk(list(about))
    Reminder.objects.bulk_create(new, ignore_conflicts=True)
    messages = queue_notices(
        [
            NewNotice(
                kind=KIND,
                key=f"{KIND}:{people[pk].uuid}:{today}",
                person=people[pk],
                context={"obligations": obligations},
            )
            for pk, obligations in about.items()
        ]
    )
    return Planned(messages=messages, duties=len(new))

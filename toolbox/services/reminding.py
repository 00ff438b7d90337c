"""Reminding the manager of the team session: few messages, and none when it is arranged.

Sixty and fourteen days before the last day when nothing is planned or held; the day after a
planned day when nothing was recorded; and on the day on which the team would look at an agreement.
Whoever is away gets nothing, and all go in working hours (`toolbox.session_notices`).
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.db import transaction

from compliance.reminders.days import CATCH_UP, due_dates, reached
from core import clock
from notifications.services import NewNotice, queue_notices
from organisations.models import Person
from toolbox.enums import SessionState
from toolbox.models import TeamAgreement, TeamSession
from toolbox.reports.session_reminders import managers_of, teams_to_plan
from toolbox.session_letters import PLAN, RECORD, REVIEW

DAYS_BEFORE = (-60, -14)


@transaction.atomic(durable=True)
def remind_managers() -> int:
    """Put in the outbox what managers must know of today; return how many messages are new."""
    today = clock.today()
    return queue_notices([*_to_plan(today), *_to_record(today), *_to_review(today)])


def _to_plan(today: date) -> Iterable[NewNotice]:
    nearby = due_dates(DAYS_BEFORE, today)
    found = {unit: due_on for unit, due_on in teams_to_plan(today).items() if due_on in nearby}
    for unit, person in _receivers(found, today):
        day = reached(DAYS_BEFORE, found[unit], today)
        yield NewNotice(
            kind=PLAN,
            key=f"{PLAN}:{unit}:{found[unit]}:{day}:{person.uuid}",
            person=person,
            context={"unit": unit},
        )


def _to_record(today: date) -> Iterable[NewNotice]:
    since = today - timedelta(days=CATCH_UP + 1)
    passed = TeamSession.objects.filter(
        state=SessionState.PLANNED, planned_on__gte=since, planned_on__lt=today
    )
    sessions = {row.unit_id: row for row in passed}
    for unit, person in _receivers(sessions, today):
        session = sessions[unit]
        yield NewNotice(
            kind=RECORD,
            key=f"{RECORD}:{session.uuid}:{session.planned_on}:{person.uuid}",
            person=person,
            context={"unit": unit, "session": session.pk, "day": str(session.planned_on)},
        )


def _to_review(today: date) -> Iterable[NewNotice]:
    since = today - timedelta(days=CATCH_UP)
    rows = TeamAgreement.objects.filter(
        result="", review_on__range=(since, today), session__state=SessionState.HELD
    )
    due = set(rows.values_list("session__unit_id", "session_id", "session__uuid", "review_on"))
    people = dict.fromkeys(unit for unit, *_rest in due)
    managers: dict[int, list[Person]] = {}
    for unit, person in _receivers(people, today):
        managers.setdefault(unit, []).append(person)
    for unit, session, uuid, day in sorted(due, key=lambda row: (row[3], row[1])):
        for person in managers.get(unit, ()):
            yield NewNotice(
                kind=REVIEW,
                key=f"{REVIEW}:{uuid}:{day}:{person.uuid}",
                person=person,
                context={"unit": unit, "session": session, "day": str(day)},
            )


def _receivers(
    units: Mapping[int, object] | Iterable[int], today: date
) -> list[tuple[int, Person]]:
    """Return the managers of these units who are here today."""
    managers = managers_of(list(units), today)
    people = Person.objects.in_bulk({one for found in managers.values() for one in found})
    return [
        (unit, people[one])
        for unit, found in sorted(managers.items())
        for one in sorted(found)
        if one in people
    ]

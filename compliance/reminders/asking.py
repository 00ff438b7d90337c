"""People of a team who can be reminded by their manager, and when again."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max

from compliance.figures.counts import PersonRow
from compliance.figures.people import person_rows
from compliance.models import Reminder
from compliance.reminders.open_duties import OpenDuty, open_duties
from core import clock

COOL_DOWN = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Remindable:
    """Somebody who still has to do something. `again_on` lies ahead as long as one must wait."""

    person_id: int
    uuid: str
    name: str
    duties: tuple[OpenDuty, ...]
    asked_on: date | None
    again_on: date | None

    @property
    def is_late(self) -> bool:
        """Whether something should have been done."""
        return any(duty.is_late for duty in self.duties)

    @property
    def may_be_asked(self) -> bool:
        """Whether the last time is long enough ago."""
        return self.again_on is None


def remindable(*, unit_ids: Collection[int], today: date) -> list[Remindable]:
    """Return who of exactly these units still has to do something, by name; late ones first."""
    rows = person_rows(unit_ids=unit_ids, as_of=today)
    ids = [row.person_id for row in rows]
    duties = open_duties(person_ids=ids, as_of=today)
    asked = last_asked(ids)
    found = [
        _remindable(row, duties[row.person_id], asked.get(row.person_id), today)
        for row in rows
        if row.person_id in duties
    ]
    return sorted(found, key=lambda person: not person.is_late)


def last_asked(people: Iterable[int]) -> dict[int, date]:
    """Return per person the day on which a manager had them reminded last."""
    rows = Reminder.objects.filter(obligation__person__in=people, asked_by__isnull=False)
    latest = rows.values("obligation__person_id").annotate(at=Max("recorded_at")).order_by()
    return {
        person: clock.business_date(at)
        for person, at in latest.values_list("obligation__person_id", "at")
    }


def _remindable(
    row: PersonRow, duties: Sequence[OpenDuty], asked_on: date | None, today: date
) -> Remindable:
    again_on = asked_on + COOL_DOWN if asked_on else None
    return Remindable(
        person_id=row.person_id,
        uuid=row.uuid,
        name=row.name,
        duties=tuple(duties),
        asked_on=asked_on,
        again_on=again_on if again_on and today < again_on else None,
    )

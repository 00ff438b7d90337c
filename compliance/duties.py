"""What somebody has to do, for "Mijn leren": two queries, whatever the number of duties."""

# The statement is put together from names of our own tables and from a number only.
# ruff: noqa: S608

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter

from compliance.enums import DONE, Status
from compliance.models import RequirementVersion
from compliance.status_query import StatusQuery
from compliance.status_sql import RESULT, StatusRow, as_date, fetch, read_row
from organisations.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyActivity:
    """An activity that counts for a duty, and when the person first did it in this cycle."""

    key: str
    title: str
    kind: str
    start_path: str
    minutes: int | None
    done_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One's own duty in one cycle. `needed` of `activities` must be done."""

    obligation_id: int
    requirement_id: int
    requirement_key: str
    title: str
    cycle_label: str
    status: Status
    opens_on: date
    due_on: date
    closes_on: date | None
    done_on: date | None
    is_newcomer: bool
    is_closed: bool
    needed: int
    activities: tuple[DutyActivity, ...]

    @property
    def is_done(self) -> bool:
        """Whether it is done, on time or late."""
        return self.status in DONE

    @property
    def is_to_do(self) -> bool:
        """Whether the person can and must still do it."""
        return not self.is_closed and self.status in {
            Status.OPEN,
            Status.IN_GRACE,
            Status.OVERDUE,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    """A version of a requirement with the activities that count for it."""

    grace_days: int
    needed: int | None
    requirement_key: str
    title: str
    activities: list[tuple[int, DutyActivity]]


_RULE = ("pk", "grace_days", "needed", "requirement__key", "requirement__title")
_ACTIVITY = (
    "accepted__activity_id",
    *(f"accepted__activity__{name}" for name in ("key", "title", "kind", "start_path", "minutes")),
)


def own_duties(person: Person, as_of: date, known_at: datetime | None = None) -> list[Duty]:
    """Return the duties of somebody that apply on a day, what is due first in front.

    `as_of` is today in the person's own zone. All cycles are there, also done and closed ones and
    those that open later. Of a record that was merged into another the duties are those of the
    person as whom it counts.
    """
    rules = _rules()
    own = int(person.pk)
    query = StatusQuery(
        as_of=as_of,
        known_at=known_at,
        grace_days={rule.grace_days for rule in rules.values()},
        scope=f"SELECT COALESCE((SELECT into_id FROM merged WHERE person_id = {own}), {own})",
    )
    sql = f"""WITH {query.merges()}, {query.ctes()}
SELECT f.activity_id, f.done_on, {RESULT}
FROM result r LEFT JOIN first_done f ON f.id = r.id
WHERE r.status <> 'not_applicable'
ORDER BY r.due_on, r.id"""
    rows = fetch(sql, query.params)
    return [
        _duty(read_row(same[0][2:]), rules, {row[0]: as_date(row[1]) for row in same}, as_of)
        for same in (list(found) for _id, found in groupby(rows, key=itemgetter(2)))
    ]


def _rules() -> dict[int, _Rule]:
    """Return every version; there are few, and the statement needs their days of grace."""
    rules: dict[int, _Rule] = {}
    rows = RequirementVersion.objects.order_by("pk", "accepted__pk").values_list(*_RULE, *_ACTIVITY)
    for pk, grace_days, needed, key, title, activity_id, *shown in rows:
        rule = rules.get(pk) or _Rule(
            grace_days=grace_days, needed=needed, requirement_key=key, title=title, activities=[]
        )
        rules[pk] = rule
        if activity_id is not None:
            rule.activities.append((activity_id, _activity(*shown)))
    return rules


def _activity(
    key: str, title: str, kind: str, start_path: str, minutes: int | None
) -> DutyActivity:
    return DutyActivity(
        key=key, title=title, kind=kind, start_path=start_path, minutes=minutes, done_on=None
    )


def _duty(
    row: StatusRow, rules: Mapping[int, _Rule], done: Mapping[int, date | None], as_of: date
) -> Duty:
    rule = rules[row.version_id]
    activities = tuple(
        replace(shown, done_on=done.get(activity_id)) for activity_id, shown in rule.activities
    )
    return Duty(
        obligation_id=row.obligation_id,
        requirement_id=row.requirement_id,
        requirement_key=rule.requirement_key,
        title=rule.title,
        cycle_label=row.cycle_label,
        status=row.status,
        opens_on=row.opens_on,
        due_on=row.due_on,
        closes_on=row.closes_on,
        done_on=row.done_on,
        is_newcomer=row.is_newcomer,
        is_closed=row.closes_on is not None and row.closes_on < as_of,
        needed=len(activities) if rule.needed is None else rule.needed,
        activities=activities,
    )

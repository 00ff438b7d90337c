"""What somebody has to do, for "Mijn leren": two queries, whatever the number of duties."""

# The statement is put together from names of our own tables only.
# ruff: noqa: S608

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import QuerySet

from compliance.enums import DONE, CycleKind, Status
from compliance.models import RequirementVersion
from compliance.status.decision import decide
from compliance.status.facts import facts_of
from compliance.status.memory import KnownRules, memory_of
from compliance.status.query import StatusQuery
from compliance.status.sql import RESULT, StatusRow, as_date, read_row
from core.statements import Statement, fetch_prepared
from lms.plugins import whole_course_of
from organisations.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyActivity:
    """An activity that counts for a duty, and when the person first did it in this cycle.

    `item_id` is the same for an activity and what counts instead of it. `helps`: doing it now would
    bring the duty nearer. It does not when it is done, when something that counts instead of it is
    done, or when it counted the time before and may not count again.
    """

    key: str
    title: str
    kind: str
    start_path: str
    minutes: int | None
    done_on: date | None
    item_id: int
    helps: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One's own duty in one cycle. `needed` of `activities` must be done.

    An activity and what counts instead of it are one of them. `is_closed`: the cycle is over, or a
    later edition takes its place.
    """

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
    def next_activity(self) -> DutyActivity | None:
        """What to do first: the first activity that brings it nearer."""
        return next((one for one in self.activities if one.helps), None)

    @property
    def ways(self) -> tuple[DutyActivity, ...]:
        """The ways to do what comes next: the activity itself, then what counts instead of it.

        Not a shorter form: the page of the whole course offers it to who may take it.
        """
        first = self.next_activity
        same = [one for one in self.activities if first and one.item_id == first.item_id]
        return tuple(one for one in same if one == first or whole_course_of(one.key) is None)

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
    requirement_id: int
    requirement_key: str
    title: str
    cycle_kind: str
    not_same_as_last: bool
    activities: list[tuple[int, int, DutyActivity]]

    @property
    def how_many(self) -> int:
        """How many items must be done."""
        pool = {item_id for _activity, item_id, _shown in self.activities}
        return len(pool) if self.needed is None else self.needed


_SCOPE = "SELECT COALESCE((SELECT into_id FROM merged WHERE person_id = %(person)s), %(person)s)"
_RULE = (
    *("pk", "grace_days", "needed", "cycle_kind", "not_same_as_last"),
    *("requirement_id", "requirement__key", "requirement__title"),
)
_SHOWN = ("key", "title", "kind", "start_path", "minutes")
_ACTIVITY = (
    "accepted__activity_id",
    "accepted__instead_of_id",
    *(f"accepted__activity__{name}" for name in _SHOWN),
)


def _ask_rules() -> QuerySet[RequirementVersion, tuple[Any, ...]]:
    versions = RequirementVersion.objects.order_by("pk", "accepted__pk")
    return versions.values_list(*_RULE, *_ACTIVITY)


_RULES = Statement(_ask_rules)


def own_duties(person: Person, as_of: date, known_at: datetime | None = None) -> list[Duty]:
    """Return the duties of somebody that apply on a day, what is due first in front.

    `as_of` is today in the person's own zone. All cycles are there, also done and closed ones and
    those that open later. Of a record that was merged into another the duties are those of the
    person as whom it counts.
    """
    rules = _rules()
    query = StatusQuery(
        as_of=as_of,
        known_at=known_at,
        rules=_known(rules.values()),
        scope=_SCOPE,
    )
    sql = f"""WITH {query.merges()}, {query.ctes()}
SELECT f.activity_id, f.done_on, {RESULT}
FROM result r LEFT JOIN (
  SELECT id, activity_id, MIN(occurred_on) AS done_on FROM completed GROUP BY id, activity_id
) f ON f.id = r.id
WHERE r.status <> 'not_applicable'
ORDER BY r.due_on, r.id"""
    rows = fetch_prepared(sql, {**query.params, "person": person.pk})
    found = [
        (read_row(same[0][2:]), {row[0]: as_date(row[1]) for row in same})
        for same in (list(group) for _id, group in groupby(rows, key=itemgetter(2)))
    ]
    barred = _barred([row for row, _done in found], rules, as_of, known_at)
    duties = [
        _duty(row, rules[row.version_id], done, barred.get(row.obligation_id, frozenset()), as_of)
        for row, done in found
    ]
    return _without_old_editions(duties, rules, as_of)


def _known(rules: Collection[_Rule]) -> KnownRules:
    return KnownRules(
        grace_days=frozenset(rule.grace_days for rule in rules),
        memory=memory_of(frozenset(r.requirement_id for r in rules if r.not_same_as_last)),
    )


def _rules() -> dict[int, _Rule]:
    """Return every version; there are few, and the statement needs their days of grace."""
    rules: dict[int, _Rule] = {}
    for row in _RULES.rows():
        pk, grace_days, needed, cycle_kind, not_same_as_last, requirement_id, key, title = row[:8]
        activity_id, instead_of_id, *shown = row[8:]
        rule = rules.get(pk) or _Rule(
            grace_days=grace_days,
            needed=needed,
            cycle_kind=cycle_kind,
            not_same_as_last=not_same_as_last,
            requirement_id=requirement_id,
            requirement_key=key,
            title=title,
            activities=[],
        )
        rules[pk] = rule
        if activity_id is not None:
            item_id = instead_of_id or activity_id
            rule.activities.append((activity_id, item_id, _activity(item_id, shown)))
    return rules


def _barred(
    rows: Sequence[StatusRow], rules: Mapping[int, _Rule], as_of: date, known_at: datetime | None
) -> dict[int, frozenset[int]]:
    """Return which items may not count again, per obligation; no query when no rule remembers."""
    asked = [row.obligation_id for row in rows if rules[row.version_id].not_same_as_last]
    if not asked:
        return {}
    decisions = {pk: decide(facts, as_of, known_at) for pk, facts in facts_of(asked).items()}
    return {pk: decision.barred for pk, decision in decisions.items() if decision}


def _without_old_editions(
    duties: Sequence[Duty], rules: Mapping[int, _Rule], as_of: date
) -> list[Duty]:
    """Close every edition after which another one opened: the latest is the one to read."""
    editions = {
        rule.requirement_id for rule in rules.values() if rule.cycle_kind == CycleKind.EDITION
    }
    latest: dict[int, date] = {}
    for duty in duties:
        if duty.requirement_id in editions and duty.opens_on <= as_of:
            known = latest.get(duty.requirement_id, duty.opens_on)
            latest[duty.requirement_id] = max(known, duty.opens_on)
    return [
        replace(duty, is_closed=duty.opens_on < latest.get(duty.requirement_id, date.min))
        if duty.requirement_id in editions
        else duty
        for duty in duties
    ]


def _activity(item_id: int, shown: Sequence[Any]) -> DutyActivity:
    named = dict(zip(_SHOWN, shown, strict=True))
    return DutyActivity(**named, done_on=None, item_id=item_id)


def _duty(
    row: StatusRow,
    rule: _Rule,
    done: Mapping[int, date | None],
    barred: frozenset[int],
    as_of: date,
) -> Duty:
    met = {item for activity_id, item, _shown in rule.activities if done.get(activity_id)}
    activities = tuple(
        replace(shown, done_on=done.get(activity_id), helps=item not in met | barred)
        for activity_id, item, shown in rule.activities
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
        needed=rule.how_many,
        activities=activities,
    )

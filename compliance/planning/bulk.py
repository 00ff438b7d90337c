"""Plans in a few statements for everybody whose case is simple, however many they are.

Simple is who was in the audience in one unbroken stay, is nobody's merged record, was away for long
at most once in a cycle, and of whom nothing that stands is untrue. For them the statements of
`bulk_sql` say the same as `presence`, `terms` and `desired` do; a property test holds the two
together. Whoever is not simple is left to those, person by person. Who is simple and of whom
everything stands as it should is read by no one but the database.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction

from compliance.enums import EventKind
from compliance.models import Requirement
from compliance.planning.bulk_sql import duties, people, rows, tables
from compliance.planning.bulk_sql.dialect import Statement
from compliance.planning.presence import Audience
from compliance.planning.result import PlanResult
from compliance.planning.terms import Timetable
from compliance.rules.audiences import AudienceRule
from core import clock
from organisations.models import Appointment

FEWEST_APPOINTMENTS = 5000
"""With fewer it takes longer to prepare the statements than to go through the persons."""
ROWS_PER_TRANSACTION = 20_000
"""On SQLite, where a transaction keeps everybody from writing; PostgreSQL takes all at once."""
ROWS_WORTH_COUNTING = 10_000
"""After so many new rows PostgreSQL is told at once how many there are, so that it plans well."""
_UNDERSTOOD = {"units", "kinds", "function_groups", "min_contract_days", "min_contract_kinds"}
_UNDERSTOOD_EXCLUDED = {"kinds", "function_groups"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What was added, and the persons whose case is not simple."""

    result: PlanResult
    left: frozenset[int]


def settle(
    *,
    requirement: Requirement,
    timetable: Timetable,
    audiences: Sequence[Audience],
    closes_on: Mapping[int, date | None],
    horizon: date,
) -> Settled | None:
    """Bring the obligations of everybody whose case is simple in line with the facts.

    None: nothing was done, because there are few people or because the audience asks for something
    that only the other way understands (roles, units that are excluded).
    """
    if not all(_understands(audience.rule) for audience in audiences) or not _is_worth_it():
        return None
    cycles = [
        duties.BulkCycle(timetable, window, closes_on[window.cycle_id])
        for window in timetable.cycles
    ]
    with _tables():
        _find(requirement, audiences, cycles, horizon)
        result = PlanResult()
        cycles_to_fill = _numbers(rows.new_cycles())
        for first, last in _ranges():
            result += _add(requirement, cycles_to_fill, first, last)
        obligations, events = result.created, result.total - result.created
        _run(
            rows.count_rows(
                obligations=obligations > ROWS_WORTH_COUNTING, events=events > ROWS_WORTH_COUNTING
            )
        )
        return Settled(result=result, left=frozenset(_numbers(rows.left_persons())))


def _find(
    requirement: Requirement,
    audiences: Sequence[Audience],
    cycles: Sequence[duties.BulkCycle],
    horizon: date,
) -> None:
    """Find what is missing, and who is not simple."""
    for audience in audiences:
        _run(people.pieces(audience.rule, audience.window))
        _run(people.chained_contracts(audience.rule))
    _run(people.merged())
    _run(people.spells())
    _run(people.absences())
    for cycle in cycles:
        _run(duties.wanted(cycle, horizon))
        _run(duties.odd(cycle))
    _run(duties.events(requirement))
    _run(duties.not_simple())
    _run(duties.missing())


def _understands(rule: AudienceRule) -> bool:
    given = rule.model_dump(exclude_defaults=True)
    excluded = given.pop("exclude", {})
    return given.keys() <= _UNDERSTOOD and excluded.keys() <= _UNDERSTOOD_EXCLUDED


def _is_worth_it() -> bool:
    few = Appointment.objects.current().order_by()[:FEWEST_APPOINTMENTS]
    return few.count() == FEWEST_APPOINTMENTS


@contextmanager
def _tables() -> Iterator[None]:
    """Make the tables of this connection in which the statements keep what they found."""
    _run(tables.make_tables())
    try:
        yield
    finally:
        # In a transaction that failed nothing more can be said; the tables go with it.
        if not connection.needs_rollback:
            _run(tables.drop_tables())


@transaction.atomic
def _add(requirement: Requirement, cycles: Sequence[int], first: int, last: int) -> PlanResult:
    """Add what is missing for the persons from `first` to `last`, recorded at one moment."""
    Requirement.objects.select_for_update(no_key=True).get(pk=requirement.pk)
    moment = connection.ops.adapt_datetimefield_value(clock.now())
    created = _insert(rows.add_obligations(cycles), first, last, moment) if cycles else 0
    kinds = {
        kind: _insert(rows.add_events(kind), first, last, moment)
        for kind in (EventKind.WITHDRAWN, EventKind.DUE_CHANGED, EventKind.PAUSED)
    }
    return PlanResult(
        created=created,
        withdrawn=kinds[EventKind.WITHDRAWN],
        due_changed=kinds[EventKind.DUE_CHANGED],
        paused=kinds[EventKind.PAUSED],
    )


def _insert(statement: str, first: int, last: int, moment: datetime | str | None) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, [moment, first, last])
        return int(cursor.rowcount)


def _ranges() -> list[tuple[int, int]]:
    """Return from which to which person one transaction goes; none when nothing is missing."""
    size = ROWS_PER_TRANSACTION if connection.vendor == "sqlite" else None
    firsts = _numbers(rows.first_persons(size))
    lasts = [first - 1 for first in firsts[1:]]
    return list(zip(firsts, [*lasts, rows.LAST_ID], strict=False))


def _numbers(statement: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return [row[0] for row in cursor.fetchall()]


def _run(statements: Iterable[Statement]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement.text, statement.params)

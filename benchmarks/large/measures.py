"""What is measured for one size. Times are seconds of processor time unless said otherwise."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count, OuterRef, Q, Subquery
from django.test import Client

from accounts.models import User
from benchmarks.large import handwritten
from benchmarks.large.database import MORNING, NOON
from benchmarks.large.measuring import Spent, explain, interleaved, spent
from benchmarks.synthetic.generate import DUTY
from benchmarks.synthetic.lives import TODAY
from compliance.figures.daily import figures_on
from compliance.figures.rollup import rollup
from compliance.models import Cycle, DailyCount, Obligation, Requirement
from compliance.planning import PlanResult, plan
from compliance.services.daily import rebuild_day
from compliance.status.everybody import MEMORY, reading_everybody
from core import clock
from lms.api import Activity
from organisations.enums import MandateKind
from organisations.models import Mandate, Person, Unit, UnitVersion

ROUNDS = 3
READS = 100
PAGES = 20
USUAL_TEAM = 9
Measured = dict[str, Any]


def planning() -> Measured:
    """Plan five years at once, plan again, and then plan a new year beside a bare insert."""
    found: Measured = {}
    with clock.at(MORNING):
        found["plan_history"], result = _timed(_this_year)
        found["plan_history_rows"] = result.total
        found["plan_again"], again = _timed(_this_year)
    if again != PlanResult():
        raise RuntimeError(f"planning again added {again}")
    _look_after()
    return found


def _look_after() -> None:
    """Do what the autovacuum of PostgreSQL does within minutes of so many new rows."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _this_year() -> PlanResult:
    """Plan up to the end of this year, so that the next one is still to come."""
    return plan(horizon_days=30)


def new_cycle() -> Measured:
    """Plan the year that comes, for everybody at once, beside a bare INSERT of the same rows."""
    with clock.at(MORNING.replace(year=TODAY.year + 1, month=1)):
        taken, result = _timed(plan)
    like = Cycle.objects.get(requirement__key=DUTY, label=str(TODAY.year + 1))
    values = {"requirement": like.requirement, "due_on": like.due_on, "closes_on": like.closes_on}
    floor = []
    for number in range(3):
        with transaction.atomic():
            into = Cycle.objects.create(label=f"floor {number}", opens_on=like.opens_on, **values)
            with spent() as one, connection.cursor() as cursor:
                params = {"into": into.pk, "like": like.pk}
                cursor.execute(handwritten.NEW_CYCLE, params)
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            floor.append(one)
            transaction.set_rollback(True)
    rows = Obligation.objects.filter(cycle=like).count()
    return {
        "new_cycle": taken,
        "new_cycle_rows": result.created,
        "new_cycle_floor": min(floor, key=lambda one: one.cpu),
        "new_cycle_floor_rows": rows,
    }


def roll_up() -> Measured:
    """Count all units from the facts, beside the statement written by hand and the counters."""
    times = interleaved(roll_ups(), rounds=ROUNDS)
    return {**times, "plans": {name: work() for name, work in roll_ups(explain).items()}}


def roll_ups(do: Callable[[str, Any], Any] | None = None) -> dict[str, Callable[[], Any]]:
    """Return what counts all units: the statement of Kompas, and the one written by hand.

    One backend does all the work, each statement in the way that suits it, with the same memory.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0")
    ways = {"roll_up": reading_everybody, "roll_up_floor": _with_memory}
    return {
        name: ways[name]()(partial(do or _fetch, *statement))
        for name, statement in _statements().items()
    }


@contextmanager
def _with_memory() -> Iterator[None]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL work_mem = '{MEMORY}'")
        yield


def _statements() -> dict[str, tuple[str, Any]]:
    cycle = Cycle.objects.get(requirement__key=DUTY, label=str(TODAY.year))
    activity = Activity.objects.get(key=DUTY)
    by_hand = handwritten.roll_up_params(cycle, activity, TODAY)
    return {"roll_up": rollup(as_of=TODAY), "roll_up_floor": (handwritten.ROLL_UP, by_hand)}


def counters() -> Measured:
    """Make the counters of the day, and compare them with the facts row by row."""
    with clock.at(NOON), spent() as made:
        rebuild_day(as_of=TODAY)
    rows = DailyCount.objects.filter(as_of=TODAY).values_list(
        "unit_id", "cycle__requirement_id", "cycle_id", "status", "is_newcomer", *_NUMBERS
    )
    counted = {tuple(row[:5]): tuple(map(int, row[5:])) for row in rows.iterator()}
    facts = {
        (*row[:4], bool(row[4])): tuple(map(int, row[5:])) for row in _fetch(*rollup(as_of=TODAY))
    }
    if counted != facts:
        raise RuntimeError("the counters are not what the facts say")
    return {"counters": made, "counters_rows": len(counted)}


def dashboard() -> Measured:
    """Read what the page of a ministry shows, from the counters."""
    top = Unit.objects.get(code="bench-rijk").pk
    ministry = Unit.objects.get(code="bench-fin").pk
    current = UnitVersion.objects.current().active_on(TODAY)
    children = {
        unit: list(current.filter(parent=unit).values_list("unit_id", flat=True))
        for unit in (top, ministry)
    }
    requirements = list(Requirement.objects.values_list("pk", flat=True))

    def read() -> None:
        figures_on(
            as_of=TODAY, chain=[top, ministry], children=children, requirement_ids=requirements
        )

    return interleaved({"dashboard": read}, rounds=ROUNDS, times=READS)


def pages() -> Measured:
    """Get the page of a team, and the page of a ministry, as their managers do."""
    manager = _signed_in(_manager())
    logging.disable(logging.ERROR)
    works = {"team_page": _page(manager, "/mijn-team/")}
    officer = _signed_in(officer_of("bench-fin"))
    works["ministry_page"] = _page(officer, "/organisatie/bench-fin/")
    return interleaved(works, rounds=ROUNDS, times=PAGES)


def _manager() -> Person:
    """Return the manager of one team, of the usual size."""
    here = Q(unit__appointments__superseded_at=None, unit__appointments__valid_until=None)
    mandates = Mandate.objects.annotate(size=Count("unit__appointments", filter=here))
    held = Mandate.objects.filter(holder=OuterRef("holder")).order_by().values("holder")
    alone = mandates.filter(size=USUAL_TEAM).annotate(
        held=Subquery(held.annotate(number=Count("pk")).values("number"))
    )
    holder: Person = alone.filter(held=1).order_by("pk")[0].holder
    return holder


def officer_of(code: str) -> Person:
    """Return a compliance officer of a unit, made when there is none."""
    unit = Unit.objects.get(code=code)
    mandate = Mandate.objects.filter(unit=unit, kind=MandateKind.COMPLIANCE_OFFICER).first()
    if mandate is not None:
        person: Person = mandate.holder
        return person
    person = Person.objects.create(name=f"Officer {code}")
    Mandate.objects.create(
        holder=person, unit=unit, kind=MandateKind.COMPLIANCE_OFFICER, valid_from=date(2022, 1, 1)
    )
    return person


def account_of(person: Person) -> User:
    """Return the account of somebody, made when there is none."""
    if person.user is None:
        person.user = User.objects.create_user(f"bench{person.pk}@example.test")
        person.save(update_fields=["user"])
    return person.user


def _signed_in(person: Person) -> Client:
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(account_of(person), backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def _page(client: Client, path: str) -> Callable[[], None]:
    def get() -> None:
        with clock.at(NOON):
            response = client.get(path)
            if response.status_code != 200:
                raise RuntimeError(f"{path}: {response.status_code}")

    return get


def _timed(work: Callable[[], PlanResult]) -> tuple[Spent, PlanResult]:
    with spent() as one:
        result = work()
    return one, result


def _fetch(sql: str, params: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


_NUMBERS = ("n", "alone", "direct")

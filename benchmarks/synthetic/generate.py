"""Fills a benchmark database with people, their histories and what they completed."""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from operator import itemgetter
from random import Random
from typing import Any

from django.db import connection

from benchmarks.synthetic.copying import after_copying, copy_rows
from benchmarks.synthetic.lives import BEGIN, TODAY, Life, Simulation, Stay
from benchmarks.synthetic.shape import LONG_AGO, Tree, build_tree
from compliance.enums import CycleKind
from compliance.models import AcceptedActivity, Requirement, RequirementVersion
from core import clock
from lms.api import Activity, Assurance, Completion
from organisations.enums import MandateKind, UnitKind
from organisations.models import (
    Absence,
    Appointment,
    Mandate,
    Person,
    PersonMerge,
    Unit,
    UnitVersion,
)
from organisations.services.ancestry import rebuild_ancestry

PREFIX = "kompas_bench"
SHARE_MERGED = 0.001
SHARE_REORGANISED = 0.01
REORGANISED_ON = date(2025, 1, 1)
DUTY = "bench-duty"


class NoBenchmarkDatabase(Exception):
    """The connection is not to a database that may be filled with made-up people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """How many rows of each kind there are."""

    units: int
    teams: int
    persons: int
    here: int
    appointments: int
    absences: int
    completions: int


def check_name() -> str:
    """Return the name of the database; raise `NoBenchmarkDatabase` when it is not one of ours."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor != "postgresql" or not name.startswith(PREFIX):
        raise NoBenchmarkDatabase(
            f"{name} is no benchmark database: use PostgreSQL and a name that begins with {PREFIX}."
        )
    return name


def check_database() -> None:
    """Raise `NoBenchmarkDatabase` unless this is an empty PostgreSQL database for benchmarks."""
    name = check_name()
    if Person.objects.exists():
        raise NoBenchmarkDatabase(f"There are people in {name} already: begin with an empty one.")


def generate(size: int, *, seed: int = 1) -> Generated:
    """Fill the database with about `size` people who work here today, and those who left."""
    check_database()
    rng = Random(seed)  # noqa: S311 - the same numbers each time is the point
    with _without_checks():
        tree = build_tree(size, rng)
        _write_units(tree, rng)
        lives = list(Simulation(tree, rng).lives())
        found = _write_lives(lives, rng)
        _write_mandates(tree, lives)
        after_copying([Unit, UnitVersion, Person, PersonMerge, Appointment, Absence, Completion])
    rebuild_ancestry()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    here = sum(life.is_here for life in lives)
    return Generated(units=len(tree.nodes), teams=len(tree.teams), here=here, **found)


@contextmanager
def _without_checks() -> Iterator[None]:
    """Let PostgreSQL take the rows as they are: they refer to each other by construction."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        yield
        cursor.execute("RESET session_replication_role")


def _write_units(tree: Tree, rng: Random) -> None:
    known = datetime.combine(LONG_AGO, time(5), UTC)
    copy_rows(Unit, ["id", "uuid", "code"], ((n.pk, _uuid(rng), n.code) for n in tree.nodes))
    departments = [node for node in tree.nodes if node.kind == UnitKind.DEPARTMENT]
    parents = [node.pk for node in tree.nodes if node.kind == UnitKind.DIRECTORATE]
    moved = {
        node.pk: rng.choice(parents)
        for node in rng.sample(departments, int(len(departments) * SHARE_REORGANISED))
    }

    def rows() -> Iterator[Sequence[Any]]:
        for node in tree.nodes:
            parent = moved.get(node.pk, node.parent)
            end = REORGANISED_ON if parent != node.parent else None
            yield (node.pk, node.code, node.kind, node.parent, LONG_AGO, end, known)
            if end:
                yield (node.pk, node.code, node.kind, parent, end, None, known)

    names = ["unit_id", "name", "kind", "parent_id", "valid_from", "valid_until", "recorded_at"]
    copy_rows(UnitVersion, names, rows())


def _write_lives(lives: Sequence[Life], rng: Random) -> dict[str, int]:
    uuids = [_uuid(rng) for _life in lives]
    persons = copy_rows(
        Person,
        ["id", "uuid", "name", "sort_name", "email", "time_zone"],
        (
            (
                life.pk,
                key,
                f"Persoon {life.pk}",
                f"{life.pk:07}, Persoon",
                f"p{life.pk}@rijk.example",
                "America/Kralendijk" if life.on_bonaire else "Europe/Amsterdam",
            )
            for life, key in zip(lives, uuids, strict=True)
        ),
    )
    # A record that was merged is somebody who left, and came back under another key.
    left = [life for life in lives if not life.is_here]
    merged = rng.sample(left, min(len(left), int(len(lives) * SHARE_MERGED)))
    others = rng.sample([life for life in lives if life.is_here], len(merged))
    pairs = zip(merged, others, strict=True)
    copy_rows(
        PersonMerge,
        ["person_id", "into_id", "recorded_at"],
        ((old.pk, new.pk, _known(TODAY - timedelta(days=300))) for old, new in pairs),
    )
    dated = ["person_id", "valid_from", "valid_until", "recorded_at"]
    placed = [*dated, "superseded_at", "unit_id", "kind"]
    return {
        "persons": persons,
        "appointments": copy_rows(Appointment, placed, _appointments(lives)),
        "absences": copy_rows(
            Absence,
            dated,
            (
                (life.pk, start, until, _known(start + timedelta(days=10)))
                for life in lives
                for start, until in life.away
            ),
        ),
        "completions": _write_completions(lives, uuids, rng),
    }


def _appointments(lives: Sequence[Life]) -> Iterator[Sequence[Any]]:
    """Yield what we knew of each stay: first without an end, and then with the end."""
    for life in lives:
        stays = [*life.stays, life.second] if life.second else life.stays
        for stay in stays:
            for until, recorded_at, superseded_at in _knowledge(stay):
                yield (
                    life.pk,
                    stay.start,
                    until,
                    recorded_at,
                    superseded_at,
                    stay.unit,
                    life.kind,
                )


def _knowledge(stay: Stay) -> Iterator[tuple[date | None, datetime, datetime | None]]:
    heard = _known(stay.start)
    ended = _known(stay.until) if stay.until else None
    if ended is None or stay.planned or ended <= heard:
        yield stay.until, heard, None
        return
    yield None, heard, ended
    yield stay.until, ended, None


def _write_completions(lives: Sequence[Life], uuids: Sequence[uuid.UUID], rng: Random) -> int:
    """Write what was completed and what of it was taken back, day by day as a ledger grows."""
    activity = Activity.objects.create(key=DUTY, kind="course", title="Bench")
    names = ["id", "uuid", "person_id", "activity_id", "occurred_at", "occurred_on", "recorded_at"]
    names += ["source", "source_key", "assurance", "unit_at_time_id", "voids_id", "reason"]
    level = int(Assurance.SERVER_GRADED)
    voided: dict[tuple[int, date], int] = {}

    def rows() -> Iterator[Sequence[Any]]:
        ordered = sorted(_recorded(lives), key=itemgetter(0, 1, 2))
        for pk, (recorded_at, is_void, number, day) in enumerate(ordered, start=1):
            life = lives[number]
            at = datetime.combine(day, time(12), UTC)
            unit = next(s.unit for s in reversed(life.stays) if s.start <= day)
            voids = voided.get((number, day)) if is_void else None
            if day in life.voided:
                voided.setdefault((number, day), pk)
            yield (
                *(pk, _uuid(rng), life.pk, activity.pk, at, day, recorded_at),
                *("void" if is_void else "course", f"{uuids[number]}:{day.year}", level, unit),
                *(voids, "Bench" if is_void else ""),
            )

    return copy_rows(Completion, names, rows())


def _recorded(lives: Sequence[Life]) -> Iterator[tuple[datetime, bool, int, date]]:
    """Yield when it was recorded, whether it takes back, the number of the life, and the day."""
    for number, life in enumerate(lives):
        for day in life.done:
            at = datetime.combine(day, time(12), UTC)
            yield at, False, number, day
            if day in life.voided:
                yield min(at + timedelta(days=10), _known(TODAY)), True, number, day


def _write_mandates(tree: Tree, lives: Sequence[Life]) -> None:
    """Give every unit a manager: the first who works there, above the teams the first of all."""
    here: dict[int, int] = {}
    for life in lives:
        if life.is_here:
            here.setdefault(life.stays[-1].unit, life.pk)
    anybody = next(iter(here.values()))
    rows = (
        (here.get(node.pk, anybody), node.pk, MandateKind.MANAGER, BEGIN, _known(BEGIN))
        for node in tree.nodes
        if node.kind == UnitKind.TEAM
    )
    copy_rows(Mandate, ["holder_id", "unit_id", "kind", "valid_from", "recorded_at"], rows)


def make_duty() -> Requirement:
    """Make a duty of every year for everybody whose contract is longer than 30 days."""
    with clock.at(_known(BEGIN)):
        requirement = Requirement.objects.create(key=DUTY, title="Bench")
        version = RequirementVersion.objects.create(
            requirement=requirement,
            number=1,
            cycle_kind=CycleKind.CALENDAR_YEAR,
            audience={"min_contract_days": 30},
            valid_from=BEGIN,
        )
        AcceptedActivity.objects.create(version=version, activity=Activity.objects.get(key=DUTY))
    return requirement


def _known(day: date) -> datetime:
    """Return when we heard of something that happened on a day."""
    return datetime.combine(min(max(day, BEGIN), TODAY), time(5), UTC)


def _uuid(rng: Random) -> uuid.UUID:
    return uuid.UUID(int=rng.getrandbits(128), version=4)

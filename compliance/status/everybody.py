"""The status statement in the form for everybody at once, on PostgreSQL.

It says the same as `compliance.status.ctes` and `compliance.status.done`. Those find the rows of
some persons through indexes; with everybody it is cheaper to read each table once, in the order of
persons, and to lay the tables beside each other. What the rules say is looked up beforehand and
written into the statement: of a part of a statement PostgreSQL knows no numbers, of our tables it
does.

Looking persons up in a table in memory (a hash) is as quick for 20,000 people, but costs more for
each of 200,000, who do not fit in the cache of the processor. In order the cost grows with people.
"""

# The statements are put together from names of our own tables and from our own conditions only.
# ruff: noqa: S608

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.db import connection, transaction
from django.db.models import BooleanField, Count, ExpressionWrapper, Q
from django.db.models.functions import Coalesce

from compliance.models import (
    AcceptedActivity,
    Cycle,
    Obligation,
    ObligationEvent,
    RequirementVersion,
)
from compliance.status.words import found_in, in_order, integers, mostly, one_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from compliance.status.query import StatusQuery

MEMORY = "64MB"
"""What a step of such a statement may use, so that it need not write 200,000 people to disk."""
_SUITED = "; ".join(
    f"SET LOCAL {setting}"
    for setting in (f"work_mem = '{MEMORY}'", "enable_hashjoin = off", "enable_nestloop = off")
)
_AS_ALWAYS = "RESET work_mem; RESET enable_hashjoin; RESET enable_nestloop"

IN_ORDER = "person_id, id"
"""In what order obligations are laid beside what belongs to them."""


@contextmanager
def reading_everybody() -> Iterator[None]:
    """Let PostgreSQL run statements about everybody inside this the way that suits them.

    It takes whatever it knows nothing of for a few rows that are each found often, and would look
    all people up one by one. What is really few says so itself: `one_of` and `found_in`.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_SUITED)
        yield
        cursor.execute(_AS_ALWAYS)


@contextmanager
def asking_everybody() -> Iterator[None]:
    """Do the same for a statement that is asked inside this, outside a transaction, and read later.

    The server keeps its rows, so that nothing stays open while a file is written. It works them out
    at the end of the transaction; that also puts the settings back, whichever connection of a pool
    this is.
    """
    if connection.vendor != "postgresql" or connection.in_atomic_block:
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_SUITED)
        yield


class Accepted(NamedTuple):
    """An activity that counts, as which item, how sure it must be, and if it is an equivalent."""

    activity: int
    item: int
    minimum_assurance: int
    is_equivalent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Everybody:
    """What is known beforehand of the rules when everybody is asked for.

    `asked` are the cycles that are asked for, `cycles` these and those that are looked back at,
    with their requirement and edition; `rivals` those in which somebody may have an obligation
    beside one of another cycle that is asked for. `accepted` has what each version accepts. Nearly
    all completions that count are of `since` or later. `several` are the versions that ask for more
    than one item; `grace` has the days of grace of each version.
    """

    asked: Collection[int]
    cycles: Mapping[int, tuple[int, int | None]]
    rivals: Collection[int]
    accepted: Mapping[int, tuple["Accepted", ...]]
    since: date
    several: Collection[int]
    grace: Mapping[int, int]


def look_up(query: "StatusQuery") -> Everybody:
    """Return what the rules say that are asked for: three small queries."""
    cycles = Cycle.objects.order_by("requirement", "-opens_on", "-pk")
    accepted = AcceptedActivity.objects.order_by()
    versions = RequirementVersion.objects.order_by()
    if query.requirement_ids is not None:
        cycles = cycles.filter(requirement__in=query.requirement_ids)
        accepted = accepted.filter(version__requirement__in=query.requirement_ids)
        versions = versions.filter(requirement__in=query.requirement_ids)
    remembering = Q(requirement__in=query.memory.requirement_ids)
    rows = list(
        cycles.annotate(is_asked=ExpressionWrapper(_is_asked(query), BooleanField()))
        .filter(Q(is_asked=True) | remembering)
        .values_list("requirement_id", "pk", "opens_on", "edition_id", "is_asked")
    )
    items = Count(Coalesce("accepted__instead_of", "accepted__activity"), distinct=True)
    asks = versions.annotate(items=items)
    rules = list(asks.values_list("pk", "newcomer_days", "needed", "items", "grace_days"))
    opened = [row[:3] for row in rows if row[4]]
    first = min((opens_on for _requirement, _pk, opens_on in opened), default=query.as_of)
    return Everybody(
        asked=[pk for _requirement, pk, _opens_on in opened],
        cycles={pk: (requirement, edition) for requirement, pk, _on, edition, _asked in rows},
        rivals=_rivals(opened, query.as_of),
        accepted=_accepted(accepted),
        since=first - timedelta(days=max((days for _pk, days, *_rest in rules), default=0)),
        several=[pk for pk, _days, needed, number, _grace in rules if (needed or number) != 1],
        grace={pk: grace for pk, _days, _needed, _number, grace in rules},
    )


def _accepted(rows: "QuerySet[AcceptedActivity]") -> dict[int, tuple[Accepted, ...]]:
    columns = ("version_id", "activity_id", "instead_of_id", "minimum_assurance")
    found: dict[int, tuple[Accepted, ...]] = {}
    for version, activity, instead_of, assurance in rows.order_by("activity").values_list(*columns):
        one = Accepted(activity, instead_of or activity, assurance, instead_of is not None)
        found[version] = (*found.get(version, ()), one)
    return found


def _is_asked(query: "StatusQuery") -> Q:
    if query.cycle_label is not None:
        return Q(label=query.cycle_label)
    return Q(closes_on__isnull=True) | Q(closes_on__gte=query.as_of)


def _rivals(asked: Sequence[tuple[int, int, date]], as_of: date) -> list[int]:
    """Return the cycles but for one of each requirement: that in which most people will be."""
    main: dict[int, int] = {}
    for requirement, cycle, opens_on in asked:
        if opens_on <= as_of:
            main.setdefault(requirement, cycle)
    return [cycle for requirement, cycle, _opens_on in asked if main.get(requirement) != cycle]


_ABSORBED = "SELECT m.person_id FROM merged m"
_ABSORBING = "SELECT m.into_id FROM merged m"


def is_merged(column: str) -> str:
    """Return the condition that a person counts as another one; no join, as few do."""
    return f"{column} IN ({_ABSORBED})"


def places(appointments: str, where: str) -> str:
    """Return the SELECT of where everybody works, under the person as whom they count."""
    unmerged = mostly(f"NOT ({is_merged('a.person_id')})")
    return f"""
  SELECT a.person_id, a.unit_id FROM {appointments} a WHERE {where} AND {unmerged}
  UNION ALL
  SELECT m.into_id, a.unit_id
  FROM (
    SELECT a.person_id, a.unit_id FROM {appointments} a
    WHERE {one_of("a.person_id", _ABSORBED)} AND {where}
  ) a JOIN merged m ON m.person_id = a.person_id"""


WITHDRAWN = f"CASE WHEN {is_merged('p.person_id')} THEN 1 ELSE s.is_withdrawn END"
"""Whether an obligation does not apply any more."""


def picked(query: "StatusQuery", known: Everybody) -> str:
    """Return `picked`: the obligations of the cycles, which say all that else needs a join.

    They are read again where they are needed: that takes less than keeping them.
    """
    asked = ""
    if query.memory.before:
        is_asked = f"o.cycle_id IN ({integers(known.asked)})"
        asked = f",\n    CASE WHEN {is_asked} THEN 1 ELSE 0 END AS is_asked"
    requirements = {cycle: requirement for cycle, (requirement, _edition) in known.cycles.items()}
    editions = {cycle: edition for cycle, (_requirement, edition) in known.cycles.items()}
    return f"""picked AS NOT MATERIALIZED (
  SELECT o.id, o.person_id, o.unit_id, o.cycle_id, o.closes_on, o.version_id, o.opens_on,
    o.counts_from, o.due_on, o.is_newcomer,
    {_looked_up("o.cycle_id", requirements)} AS requirement_id,
    {_looked_up("o.cycle_id", editions)} AS edition_id{asked}
  FROM {_OBLIGATION} o
  WHERE o.person_id IS NOT NULL AND o.cycle_id IN ({integers(known.cycles)}){query.recorded("o")}
)"""


def absorbed(known: Everybody, columns: str, happened: str) -> str:
    """Return the SELECT of what persons decided about records that were merged into others."""
    cycles = f"cycle_id IN ({integers(known.cycles)})"
    theirs = f"""
      SELECT o.id, o.person_id, o.cycle_id FROM {_OBLIGATION} o
      WHERE {one_of("o.person_id", _ABSORBED)} AND o.{cycles}"""
    return f"""
    SELECT {columns}
    FROM ({theirs}) o
    JOIN merged m ON m.person_id = o.person_id
    JOIN (SELECT * FROM picked p WHERE {one_of("p.person_id", _ABSORBING)}) p
      ON p.person_id = m.into_id AND p.cycle_id = o.cycle_id
    JOIN (
      SELECT * FROM {_EVENT} e
      WHERE {one_of("e.obligation_id", f"SELECT o.id FROM ({theirs}) o")}
        AND e.actor_id IS NOT NULL AND {happened}
    ) e ON e.obligation_id = o.id"""


def overdue(known: Everybody) -> str:
    """Return the condition that a duty is late: its days of grace are over too."""
    first_days = {pk: f"%(grace_{days})s" for pk, days in known.grace.items()}
    return f"d.due_on < {_chosen('d.version_id', first_days)}"


def _looked_up(column: str, values: Mapping[int, int | None]) -> str:
    """Return the number that belongs to the number in a column; CASE, when there are several."""
    texts = {key: "NULL" if one is None else str(int(one)) for key, one in values.items()}
    return f"CAST({_chosen(column, texts)} AS bigint)"


def _chosen(column: str, texts: Mapping[int, str]) -> str:
    """Return SQL that gives for each key its text."""
    keys: dict[str, list[int]] = {}
    for key, text in texts.items():
        keys.setdefault(text, []).append(key)
    if not keys:
        return "NULL"
    if len(keys) == 1:
        return next(iter(keys))
    whens = " ".join(f"WHEN {column} IN ({integers(of)}) THEN {text}" for text, of in keys.items())
    return f"CASE {whens} END"


def kept(query: "StatusQuery") -> str:
    """Return which obligations `any_duty` keeps: those that opened; a memory may need others."""
    return "" if query.memory.before else f" WHERE {_opened('p')}"


def _opened(alias: str) -> str:
    return mostly(f"{alias}.opens_on <= %(as_of)s")


def current(query: "StatusQuery", known: Everybody) -> str:
    """Return `duty` from `any_duty`: of each person and requirement the one that is due last.

    Of two of one person at least one is in a rival; `passed` are those with a later one.
    """
    opened = f"d.is_asked = 1 AND {_opened('d')}" if query.memory.before else "1 = 1"
    every = in_order("any_duty", IN_ORDER)
    if not known.rivals:
        return f"duty AS (SELECT d.* FROM {every} d WHERE {opened})"
    return f"""chooser AS (
  SELECT DISTINCT d.person_id FROM any_duty d
  WHERE d.cycle_id IN ({integers(known.rivals)}) AND {opened}
),
passed AS (
  SELECT o.id FROM (
    SELECT d.id, ROW_NUMBER() OVER (
      PARTITION BY d.person_id, d.requirement_id ORDER BY d.due_on DESC, d.id DESC) AS place
    FROM any_duty d
    WHERE {found_in("d.person_id", "SELECT s.person_id FROM chooser s")} AND {opened}
  ) o WHERE o.place > 1
),
duty AS (
  SELECT d.* FROM {every} d WHERE {opened} AND {mostly("NOT (d.id IN (SELECT id FROM passed))")}
)"""


_OBLIGATION = Obligation._meta.db_table
_EVENT = ObligationEvent._meta.db_table

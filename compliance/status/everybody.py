"""The status statement in the form for everybody at once, on PostgreSQL.

It says the same as `compliance.status.ctes` and `compliance.status.done`. Those find the rows of
some persons through indexes; with everybody it is cheaper to read each table once. What the rules
say is looked up beforehand and written into the statement: of a part of a statement PostgreSQL
knows no numbers, of our tables it does.
"""

# The statements are put together from names of our own tables and from our own conditions only.
# ruff: noqa: S608

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import BooleanField, Count, ExpressionWrapper, Q
from django.db.models.functions import Coalesce

from compliance.models import AcceptedActivity, Cycle, Obligation, RequirementVersion
from compliance.status.words import integers, mostly
from lms.api import Completion

if TYPE_CHECKING:
    from compliance.status.query import StatusQuery

MEMORY = "64MB"
"""What a step of such a statement may use, so that it need not write 200,000 people to disk."""
_SUITED = f"{{0}} work_mem = '{MEMORY}'; {{0}} enable_mergejoin = off"
_AS_ALWAYS = "RESET work_mem; RESET enable_mergejoin"


FENCE = "OFFSET 0"
"""At the end of a part: PostgreSQL works it out as it stands, and expects fewer groups of it.

Else it sets apart memory for ten times as many as there are.
"""


@contextmanager
def reading_everybody() -> Iterator[None]:
    """Let PostgreSQL run statements about everybody inside this the way that suits them.

    It takes whatever it knows nothing of for a few rows that are each found often, and would sort
    all people again at every step.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_SUITED.format("SET LOCAL"))
        yield
        cursor.execute(_AS_ALWAYS)


@contextmanager
def asking_everybody() -> Iterator[None]:
    """Do the same for a statement that is asked inside this, outside a transaction, and read later.

    The server keeps its rows, so that nothing stays open while a file is written.
    """
    if connection.vendor != "postgresql" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(_SUITED.format("SET"))
        try:
            yield
        finally:
            cursor.execute(_AS_ALWAYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Everybody:
    """What is known beforehand of the rules when everybody is asked for.

    `asked` are the cycles that are asked for, `cycles` these and those that are looked back at,
    with their requirement and edition; `rivals` those in which somebody may have an obligation
    beside one of another cycle that is asked for. Nearly all completions that count are of `since`
    or later. `several` are the versions that ask for more than one item; `grace` has the days of
    grace of each version.
    """

    asked: Collection[int]
    cycles: Mapping[int, tuple[int, int | None]]
    rivals: Collection[int]
    activities: Collection[int]
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
        activities=set(accepted.values_list("activity_id", flat=True)),
        since=first - timedelta(days=max((days for _pk, days, *_rest in rules), default=0)),
        several=[pk for pk, _days, needed, number, _grace in rules if (needed or number) != 1],
        grace={pk: grace for pk, _days, _needed, _number, grace in rules},
    )


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


def is_merged(column: str) -> str:
    """Return the condition that a person counts as another one; no join, as few do."""
    return f"{column} IN (SELECT m.person_id FROM merged m)"


def places(appointments: str, where: str) -> str:
    """Return the SELECT of where everybody works, under the person as whom they count."""
    unmerged = mostly(f"NOT ({is_merged('a.person_id')})")
    return f"""
  SELECT a.person_id, a.unit_id FROM {appointments} a WHERE {where} AND {unmerged}
  UNION ALL
  SELECT m.into_id, a.unit_id
  FROM merged m JOIN {appointments} a ON a.person_id = m.person_id
  WHERE {where}"""


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
    if not known.rivals:
        return f"duty AS (SELECT d.* FROM any_duty d WHERE {opened})"
    return f"""chooser AS (
  SELECT DISTINCT d.person_id, d.requirement_id FROM any_duty d
  WHERE d.cycle_id IN ({integers(known.rivals)}) AND {opened}
),
passed AS (
  SELECT o.id FROM (
    SELECT d.id, ROW_NUMBER() OVER (
      PARTITION BY d.person_id, d.requirement_id ORDER BY d.due_on DESC, d.id DESC) AS place
    FROM any_duty d
    JOIN chooser s ON s.person_id = d.person_id AND s.requirement_id = d.requirement_id
    WHERE {opened}
  ) o WHERE o.place > 1
),
duty AS (
  SELECT d.* FROM any_duty d WHERE {opened} AND {mostly("NOT (d.id IN (SELECT id FROM passed))")}
)"""


def completed(query: "StatusQuery", known: Everybody, columns: str, conditions: str) -> str:
    """Return the SELECT of the completions that count, also for obligations that are passed.

    Old ones are only read for the obligations that look back further than `since`: mostly none.
    """
    since = f"DATE '{known.since}'"
    old = f"(SELECT * FROM any_duty d WHERE d.counts_from IS NULL OR d.counts_from < {since})"
    parts = [
        f"""
  SELECT {columns}
  FROM {duties} d
  JOIN {_facts(query, known, f"f.occurred_on {when} {since}")} f ON f.person_id = d.person_id
  JOIN {_ACCEPTED} a ON a.version_id = d.version_id AND a.activity_id = f.activity_id
  WHERE {mostly(conditions)}"""
        for duties, when in (("any_duty", ">="), (old, "<"))
    ]
    return " UNION ALL".join(parts)


def _facts(query: "StatusQuery", known: Everybody, when: str) -> str:
    """Return completions under the person as whom they count; the fence has them read at once."""
    columns = "f.activity_id, f.version_id, f.assurance, f.occurred_on"
    where = f"""f.activity_id IN ({integers(known.activities)}) AND {when}
      AND f.voids_id IS NULL AND f.occurred_on <= %(as_of)s{query.recorded("f")}
      AND NOT EXISTS (SELECT 1 FROM {_COMPLETION} v
        WHERE v.voids_id = f.id AND v.voids_id IS NOT NULL{query.recorded("v")})"""
    return f"""(
    SELECT f.person_id, {columns} FROM {_COMPLETION} f WHERE {where}
    UNION ALL
    SELECT m.into_id, {columns} FROM merged m JOIN {_COMPLETION} f ON f.person_id = m.person_id
    WHERE {where}
    {FENCE})"""


def done(known: Everybody) -> str:
    """Return `done`: the day on which enough was completed; of one item that is its first day."""
    one = "SELECT id, MIN(occurred_on) AS done_on FROM completed"
    if not known.several:
        return f"done AS ({one} GROUP BY id)"
    several = f"IN ({integers(known.several)})"
    return f"""done AS (
  {one} WHERE version_id NOT {several} GROUP BY id
  UNION ALL
  SELECT f.id, f.done_on
  FROM (
    SELECT id, version_id, MIN(occurred_on) AS done_on,
      ROW_NUMBER() OVER (PARTITION BY id ORDER BY MIN(occurred_on)) AS place
    FROM completed WHERE version_id {several} GROUP BY id, version_id, item_id
  ) f JOIN rule ON rule.id = f.version_id AND rule.needed = f.place
)"""


_ACCEPTED = AcceptedActivity._meta.db_table
_COMPLETION = Completion._meta.db_table
_OBLIGATION = Obligation._meta.db_table

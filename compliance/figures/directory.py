"""Everybody below a unit, by name, in batches: so that a list costs the same at any size.

A batch goes on from a person (`Place`), not from a number: what was added in between moves nobody,
and the last page costs no more than the first.
"""

# The statements are put together from names of our own tables and from our own conditions only.
# ruff: noqa: S608

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import connection

from compliance.status.memory import NO_RULES
from compliance.status.query import StatusQuery, integers
from compliance.status.sql import fetch
from organisations.models import Appointment, Person, PersonMerge, UnitAncestry, UnitVersion
from organisations.querysets import active_q

LARGE = 1000
"""From this number of units on, walking through all names is cheaper than sorting."""
FIRST_STEP, LAST_STEP = 200, 6400
"""How many names such a walk takes at a time, from the first step to the largest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place in the list of names."""

    sort_name: str
    person_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Somebody in the list."""

    person_id: int
    uuid: str
    name: str
    sort_name: str

    @property
    def place(self) -> Place:
        """Where somebody stands in the list."""
        return Place(sort_name=self.sort_name, person_id=self.person_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """How somebody in the list works in a unit, with the name of the unit on the day."""

    kind: str
    unit_id: int
    unit: str


@dataclass(frozen=True, kw_only=True)
class Directory:
    """The persons with an appointment in or below a unit on a day, as known now.

    `search` is part of a name; `kind` a kind of appointment that somebody must have there.
    """

    unit_id: int
    as_of: date
    search: str = ""
    kind: str = ""

    def batch(self, *, after: Place | None, size: int) -> list[Named]:
        """Return the next persons by name; fewer than `size` means that these are the last."""
        if not self._is_large:
            return self._names(after, size, only=self._place())
        found: list[Named] = []
        step = max(FIRST_STEP, 2 * size)
        while True:
            rows = self._names(after, step)
            works = self.appointments([row.person_id for row in rows])
            found += [row for row in rows if self._fits(works.get(row.person_id, ()))]
            if len(found) >= size or len(rows) < step:
                return found[:size]
            after = rows[-1].place
            step = min(2 * step, LAST_STEP)

    def is_large(self) -> bool:
        """Tell whether there is so much below it that looking at everybody is quicker."""
        return self._is_large

    def listed(self) -> str:
        """Return the condition that a person, as `p`, stands in this list; needs `merged`."""
        return self._listed(None, "")

    def params(self) -> dict[str, Any]:
        """Return the parameters of `listed`."""
        return self._params(None)

    def _fits(self, works: Sequence[Work]) -> bool:
        return any(not self.kind or work.kind == self.kind for work in works)

    def _names(self, after: Place | None, size: int, *, only: str = "") -> list[Named]:
        columns = "p.id, p.uuid, p.name, p.sort_name"
        return self._named_rows(*self._statement(after, size, only, columns=columns))

    def _named_rows(self, sql: str, params: dict[str, Any]) -> list[Named]:
        return [
            Named(person_id=pk, uuid=str(UUID(str(uuid))), name=name, sort_name=sort_name)
            for pk, uuid, name, sort_name in fetch(sql, params)
        ]

    def _statement(
        self, after: Place | None, size: int, only: str, *, columns: str
    ) -> tuple[str, dict[str, Any]]:
        """Return how to read the next persons by name: those of the CTE `place`, or everybody."""
        sql = f"""WITH {self._query.merges()}{only}
SELECT {columns}
FROM {_PERSON} p
WHERE {self._listed(after, only)}
ORDER BY p.sort_name, p.id LIMIT {int(size)}"""
        return sql, self._query.params | self._params(after)

    def _listed(self, after: Place | None, only: str) -> str:
        """Return the condition "stands in this list, after this place"."""
        placed = " AND p.id IN (SELECT person_id FROM place)" if only else ""
        return f"""p.erased_at IS NULL AND p.id NOT IN (SELECT person_id FROM merged)
  {self._after(after)}{self._named()}{placed}"""

    def _params(self, after: Place | None) -> dict[str, Any]:
        params: dict[str, Any] = {}
        if after is not None:
            params |= {"sort_name": after.sort_name, "person_id": after.person_id}
        if self.search.strip():
            params["search"] = f"%{_escaped(self.search.strip())}%"
        if self.kind:
            params["kind"] = self.kind
        return params

    def appointments(self, person_ids: Sequence[int]) -> dict[int, list[Work]]:
        """Return where and as what these persons work in this part of the organisation."""
        merges = PersonMerge.objects.current()
        roots = dict(merges.values_list("person_id", "into_id"))
        wanted = set(person_ids)
        absorbed = [person for person, into in roots.items() if into in wanted]
        rows = fetch(self._works([*person_ids, *absorbed]), self._query.params)
        same: dict[tuple[int, str], Work] = {}
        found: dict[int, list[Work]] = {}
        for person, kind, unit, name in rows:
            work = same.get((unit, kind))
            if work is None:
                work = same[unit, kind] = Work(kind=kind, unit_id=unit, unit=name or "")
            found.setdefault(roots.get(person, person), []).append(work)
        return found

    def _works(self, person_ids: Sequence[int]) -> str:
        """Return the statement of the appointments of these records, the oldest first."""
        query = self._query
        return f"""SELECT a.person_id, a.kind, a.unit_id, v.name
FROM {_APPOINTMENT} a
LEFT JOIN {_VERSION} v ON v.unit_id = a.unit_id AND {query.known("v")} AND {query.active("v")}
WHERE a.person_id IN ({integers(person_ids)}) AND {query.known("a")} AND {query.active("a")}
  AND a.unit_id IN (
    SELECT t.descendant_id FROM {_ANCESTRY} t
    WHERE t.ancestor_id = {int(self.unit_id)} AND {query.active("t")})
ORDER BY a.id"""

    @property
    def _query(self) -> StatusQuery:
        return StatusQuery(as_of=self.as_of, rules=NO_RULES)

    @cached_property
    def _is_large(self) -> bool:
        below = UnitAncestry.objects.filter(active_q(self.as_of), ancestor=self.unit_id)
        return below[LARGE : LARGE + 1].exists()

    def _place(self) -> str:
        """Return the CTE of everybody who works in this part of the organisation."""
        kind = " AND a.kind = %(kind)s" if self.kind else ""
        return f""",
place AS (
  SELECT COALESCE(m.into_id, a.person_id) AS person_id
  FROM {_ANCESTRY} t JOIN {_APPOINTMENT} a ON a.unit_id = t.descendant_id
  LEFT JOIN merged m ON m.person_id = a.person_id
  WHERE t.ancestor_id = {int(self.unit_id)} AND {self._query.active("t")}
    AND {self._query.active("a")} AND {self._query.known("a")}{kind}
)"""

    def _named(self) -> str:
        # LIKE of SQLite takes a letter in both cases by itself, but only the letters of ASCII.
        like = "ILIKE" if connection.vendor == "postgresql" else "LIKE"
        return f" AND p.name {like} %(search)s ESCAPE '!'" if self.search.strip() else ""

    def _after(self, after: Place | None) -> str:
        return "" if after is None else "AND (p.sort_name, p.id) > (%(sort_name)s, %(person_id)s)"


def place_of(uuid: UUID) -> Place | None:
    """Return the place of somebody in the list of names; None when there is nobody."""
    found = Person.objects.filter(uuid=uuid).values_list("sort_name", "pk").first()
    return found and Place(sort_name=found[0], person_id=found[1])


def _escaped(text: str) -> str:
    """Return text in which nothing stands for something else in LIKE."""
    for sign in "!%_":
        text = text.replace(sign, f"!{sign}")
    return text


_ANCESTRY = UnitAncestry._meta.db_table
_APPOINTMENT = Appointment._meta.db_table
_PERSON = Person._meta.db_table
_VERSION = UnitVersion._meta.db_table

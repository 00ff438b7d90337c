"""Everybody below a unit who stands somewhere, by name: the filter is part of the statement.

What asks for attention first decides where somebody stands over several duties, as in
`compliance.reports.standing.person_state`, with which this is tested against.
"""

# The statements are put together from names of our own tables and from our own conditions only.
# ruff: noqa: S608

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import connection

from compliance.enums import Status
from compliance.figures.directory import Directory, Named, Place
from compliance.status.query import StatusQuery
from compliance.status.sql import fetch
from organisations.models import Person

WINDOWS = (400, 6400)
"""How many names are looked at first, and then; what remains is looked at as a whole.

Most filters leave so many that the first window fills a page; a rare one costs one full count.
"""
STATES = ("late", "soon", "open", "newcomer", "exempt", "paused", "done")
"""Where somebody can stand, what asks for attention first comes first."""


@dataclass(frozen=True, kw_only=True)
class StandingDirectory(Directory):
    """The persons of a directory who stand in one of these states with these duties.

    Who is due up to and including `soon` is "soon", who is due later "open".
    """

    soon: date
    states: Collection[str]
    requirement_ids: Collection[int]

    def batch(self, *, after: Place | None, size: int) -> list[Named]:
        """Return the next persons by name; fewer than `size` means that these are the last."""
        found: list[Named] = []
        for window in WINDOWS:
            end = self._name_at(after, window)
            found += self._between(after, end, size - len(found))
            if end is None or len(found) >= size:
                return found[:size]
            after = end
        return found + self._between(after, None, size - len(found))

    def _name_at(self, after: Place | None, number: int) -> Place | None:
        """Return the place of so many names further; None: there are not so many."""
        only = "" if self._is_large else self._place()
        columns = "p.sort_name, p.id"
        sql, params = self._statement(after, 1, only, columns=columns)
        rows = fetch(f"{sql} OFFSET {int(number) - 1}", params)
        return Place(sort_name=rows[0][0], person_id=rows[0][1]) if rows else None

    def _between(self, after: Place | None, end: Place | None, size: int) -> list[Named]:
        """Return who of the names after a place stands there; up to an end all, else so many."""
        # A window of a large part is narrower than the part: its few people are looked up below.
        is_wide = end is not None and self._is_large
        only = "" if is_wide else self._place()
        upto = "" if end is None else "AND (p.sort_name, p.id) <= (%(end_name)s, %(end_id)s)"
        query = StatusQuery(
            as_of=self.as_of,
            requirement_ids=self.requirement_ids,
            only_current=True,
            scope="SELECT person_id FROM listed",
        )
        limit = "" if is_wide else f"LIMIT {int(size)}"
        sql = f"""WITH {query.merges()}{only},
listed AS (
  SELECT p.id AS person_id FROM {_PERSON} p
  WHERE {self._listed(after, only)} {upto}
),
{query.ctes()},
stands AS ({_STANDS})
SELECT p.id, p.uuid, p.name, p.sort_name
FROM {_PERSON} p JOIN stands s ON s.person_id = p.id
WHERE s.place IN ({self._places()})
ORDER BY p.sort_name, p.id {limit}"""
        params = query.params | self._params(after)
        params["soon"] = connection.ops.adapt_datefield_value(self.soon)
        if end is not None:
            params |= {"end_name": end.sort_name, "end_id": end.person_id}
        return self._of_this_part(self._named_rows(sql, params), is_wide=is_wide)

    def _of_this_part(self, rows: list[Named], *, is_wide: bool) -> list[Named]:
        if not is_wide or not rows:
            return rows
        works = self.appointments([row.person_id for row in rows])
        return [row for row in rows if self._fits(works.get(row.person_id, ()))]

    def _places(self) -> str:
        return ", ".join(str(STATES.index(state)) for state in sorted(self.states))


_STANDS = f"""SELECT r.person_id, MIN(CASE
    WHEN r.status IN ('{Status.OVERDUE}', '{Status.IN_GRACE}') THEN 0
    WHEN r.status = '{Status.OPEN}' AND r.is_newcomer = 1 THEN 3
    WHEN r.status = '{Status.OPEN}' AND r.due_on <= %(soon)s THEN 1
    WHEN r.status = '{Status.OPEN}' THEN 2
    WHEN r.status = '{Status.EXEMPT}' THEN 4
    WHEN r.status = '{Status.PAUSED}' THEN 5
    WHEN r.status IN ('{Status.DONE_ON_TIME}', '{Status.DONE_LATE}') THEN 6
    ELSE 7
  END) AS place
FROM result r GROUP BY r.person_id"""
_PERSON = Person._meta.db_table

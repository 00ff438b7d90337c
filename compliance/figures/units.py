"""Figures for the screens: how many in a unit are done, and who in a team.

Everything is computed from the facts in one statement, whatever the number of rows.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from compliance.duties import Duty, DutyActivity, own_duties
from compliance.enums import Status
from compliance.figures.counts import Counts, PersonRow, PersonStatus, count_field
from compliance.figures.people import person_rows
from compliance.figures.rollup import rollup
from compliance.figures.teams import team_duty_counts
from compliance.privacy.suppression import Group
from compliance.status.sql import fetch

__all__ = [
    "Counts",
    "Duty",
    "DutyActivity",
    "PersonRow",
    "PersonStatus",
    "UnitFigure",
    "own_duties",
    "person_rows",
    "team_duty_counts",
    "unit_counts",
    "unit_figures",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFigure:
    """The figure of a unit for a duty: the counts, and of how large a group they tell.

    `direct` is how many of the group have a place in the unit itself, not below it.
    """

    counts: Counts = field(default_factory=Counts)
    group: Group = field(default_factory=Group)
    direct: int = 0

    def __add__(self, other: "UnitFigure") -> "UnitFigure":
        return UnitFigure(
            counts=self.counts + other.counts,
            group=self.group + other.group,
            direct=self.direct + other.direct,
        )


def unit_counts(
    *,
    unit_ids: Collection[int],
    requirement_ids: Collection[int] | None = None,
    as_of: date,
    known_at: datetime | None = None,
    cycle_label: str | None = None,
) -> dict[tuple[int, int], Counts]:
    """Count the persons of each unit and everything below it, per unit id and requirement id.

    Who has an appointment there on `as_of` counts once, whatever their number of appointments.
    Counted is the obligation that opened by `as_of`, of a cycle that did not close before it, and
    of several the one due last; or that of the named cycle, when it opened.
    A pair that nobody has a duty in is not in the answer; use `.get(pair, Counts())`.
    """
    found = unit_figures(
        unit_ids=unit_ids,
        requirement_ids=requirement_ids,
        as_of=as_of,
        known_at=known_at,
        cycle_label=cycle_label,
    )
    return {pair: figure.counts for pair, figure in found.items()}


def unit_figures(
    *,
    unit_ids: Collection[int] | None,
    requirement_ids: Collection[int] | None = None,
    as_of: date,
    known_at: datetime | None = None,
    cycle_label: str | None = None,
) -> dict[tuple[int, int], UnitFigure]:
    """Count as `unit_counts`, with what the suppression of small groups needs; None: all units."""
    sql, params = rollup(
        as_of=as_of,
        unit_ids=unit_ids,
        known_at=known_at,
        requirement_ids=requirement_ids,
        cycle_label=cycle_label,
    )
    return read_figures(
        (unit, requirement, status, is_newcomer, n, alone, direct)
        for unit, requirement, _cycle, status, is_newcomer, n, alone, direct in fetch(sql, params)
    )


def read_figures(rows: Iterable[tuple[Any, ...]]) -> dict[tuple[int, int], UnitFigure]:
    """Return figures from rows of unit, requirement, status, newcomer, n, alone and direct."""
    found: dict[tuple[int, int], UnitFigure] = {}
    for unit_id, requirement_id, status, is_newcomer, *numbers in rows:
        pair = (unit_id, requirement_id)
        name = count_field(Status(status), is_newcomer=bool(is_newcomer))
        figure = _figure(name, *map(int, numbers))
        found[pair] = found[pair] + figure if pair in found else figure
    return found


def _figure(name: str, n: int, alone: int, direct: int) -> UnitFigure:
    counts = Counts(**{name: n})
    if not counts.persons:
        return UnitFigure(counts=counts)
    return UnitFigure(counts=counts, group=Group(persons=n, alone=alone), direct=direct)

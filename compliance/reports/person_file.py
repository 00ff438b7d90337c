"""Everybody below a unit as the rows of a file: hundreds of thousands of them, in little memory.

Few things differ between persons: what stands in a row is worked out once for everybody who stands
in the same place with every duty, by the same words as on the page (`listed_person`).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from django.utils.translation import gettext as _

from compliance.enums import Status
from compliance.figures.counts import PersonRow, PersonStatus
from compliance.figures.everybody import Standing, Work, everybody, standings_in, unit_names
from compliance.reports.persons import Persons
from compliance.reports.standing import kind_labels, listed_person
from core.spreadsheets import Cell

KEPT = 10_000
"""How many different places to stand are remembered; of the usual duties there are some tens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """The part of a row that follows from where somebody stands."""

    cells: tuple[Cell, ...]
    is_wanted: bool


def person_header(persons: Persons) -> list[str]:
    """Return the heads of the columns of `person_cells`."""
    titles = [row.title for row in persons.requirements]
    return [
        *(_("Name"), _("Unit"), _("Works here as")),
        *titles,
        *(_("Due by"), _("Status"), _("Reference date")),
    ]


def person_cells(persons: Persons) -> Iterator[list[Cell]]:
    """Yield the row of everybody whom the filter leaves, without holding them all."""
    day = persons.directory.as_of
    line_of, kinds_of, units_of = _line_of(persons), cache(_kinds), _units_of(persons)
    asked = [row.pk for row in persons.requirements]
    for name, works, where in everybody(persons.directory, requirement_ids=asked):
        line = line_of(where)
        if line.is_wanted:
            kinds = works[0][:1] if len(works) == 1 else tuple(kind for kind, _unit in works)
            yield [name, units_of(works), kinds_of(kinds), *line.cells, day]


def _line_of(persons: Persons) -> Callable[[str], _Line]:
    """Return what gives the line of a standing, in the language of now."""

    @lru_cache(maxsize=KEPT)
    def line(where: str) -> _Line:
        listed = listed_person(
            _somebody([_status(standing) for standing in standings_in(where)]),
            requirements=persons.requirements,
            unit_names={},
            as_of=persons.directory.as_of,
            why_url=lambda _person, key: key,
        )
        texts = {duty.why_url: duty.badge.text for duty in listed.duties}
        duties = [texts.get(row.key, "") for row in persons.requirements]
        return _Line(
            cells=(*duties, listed.due_on, listed.badge.text),
            is_wanted=persons.wants(listed.state),
        )

    return line


def _somebody(statuses: Sequence[PersonStatus]) -> PersonRow:
    """Return anybody who stands there."""
    return PersonRow(
        person_id=0,
        uuid="",
        name="",
        sort_name="",
        kinds=(),
        unit_ids=frozenset(),
        statuses={row.requirement_id: row for row in statuses},
    )


def _status(standing: Standing) -> PersonStatus:
    requirement_id, status, due_on, is_newcomer = standing
    return PersonStatus(
        requirement_id=requirement_id,
        cycle_label="",
        status=Status(status),
        due_on=date.fromisoformat(due_on),
        done_on=None,
        is_newcomer=is_newcomer,
    )


def _kinds(kinds: tuple[str, ...]) -> str:
    return kind_labels(dict.fromkeys(kinds))


def _units_of(persons: Persons) -> Callable[[tuple[Work, ...]], str]:
    """Return what gives the names of the units in which somebody works."""
    names = unit_names(persons.directory)

    def units(works: tuple[Work, ...]) -> str:
        if len(works) == 1:
            return names.get(works[0][1], "")
        here = {unit: names[unit] for _kind, unit in works if names.get(unit)}
        return ", ".join(sorted(here.values()))

    return units

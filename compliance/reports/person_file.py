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
from compliance.figures.directory import Work
from compliance.figures.people import Standing, standings_of
from compliance.reports.persons import Persons
from compliance.reports.standing import kind_labels, listed_person
from compliance.status.sql import as_date
from core.spreadsheets import Cell

STEP = 4000
"""How many people are read at a time."""
KEPT = 10_000
"""How many different places to stand are remembered; of the usual duties there are some tens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """The part of a row that follows from where somebody stands."""

    duties: tuple[str, ...]
    due_on: date | None
    text: str
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
    line_of, kinds_of = _line_of(persons), cache(kind_labels)
    for batch in persons.directory.everybody(step=STEP):
        standings = standings_of(
            person_ids=[person_id for person_id, _name, _works in batch],
            as_of=day,
            requirement_ids=[row.pk for row in persons.requirements],
        )
        for person_id, name, works in batch:
            line = line_of(standings.get(person_id, ()))
            if line.is_wanted:
                kinds = kinds_of(tuple(dict.fromkeys(work.kind for work in works)))
                yield [name, _units(works), kinds, *line.duties, line.due_on, line.text, day]


def _line_of(persons: Persons) -> Callable[[tuple[Standing, ...]], _Line]:
    """Return what gives the line of a standing, in the language of now."""

    @lru_cache(maxsize=KEPT)
    def line(standings: tuple[Standing, ...]) -> _Line:
        listed = listed_person(
            _somebody([_status(standing) for standing in standings]),
            requirements=persons.requirements,
            unit_names={},
            as_of=persons.directory.as_of,
            why_url=lambda _person, key: key,
        )
        texts = {duty.why_url: duty.badge.text for duty in listed.duties}
        return _Line(
            duties=tuple(texts.get(row.key, "") for row in persons.requirements),
            due_on=listed.due_on,
            text=listed.badge.text,
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
    day = as_date(due_on)
    if day is None:
        raise ValueError(standing)
    return PersonStatus(
        requirement_id=requirement_id,
        cycle_label="",
        status=Status(status),
        due_on=day,
        done_on=None,
        is_newcomer=bool(is_newcomer),
    )


def _units(works: Sequence[Work]) -> str:
    if len(works) == 1:
        return works[0].unit
    return ", ".join(sorted({work.unit_id: work.unit for work in works if work.unit}.values()))

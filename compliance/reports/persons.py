"""Everybody below a unit with where they stand, for the compliance officer. Pages by name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from compliance.figures.counts import PersonRow, PersonStatus
from compliance.figures.directory import Directory, Named, Place, Work
from compliance.figures.people import statuses_of
from compliance.figures.standing import StandingDirectory
from compliance.models import Requirement
from compliance.reports.badges import SOON
from compliance.reports.standing import ListedPerson, WhyUrl, listed_person

SIZE = 50
STILL_TO_DO = frozenset({"open", "soon", "late", "newcomer"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Persons:
    """Who is listed and what of them is shown."""

    directory: Directory
    requirements: Sequence[Requirement]
    state: str
    why_url: WhyUrl

    @property
    def states(self) -> frozenset[str]:
        """Where somebody whom the filter leaves may stand; empty: anywhere."""
        if not self.state:
            return frozenset()
        return STILL_TO_DO if self.state == "open" else frozenset({self.state})

    def wants(self, state: str) -> bool:
        """Tell whether the filter leaves somebody who stands there."""
        return not self.state or state in self.states

    @property
    def filtered(self) -> Directory:
        """Whom the filter leaves."""
        if not self.state:
            return self.directory
        return StandingDirectory(
            unit_id=self.directory.unit_id,
            as_of=self.directory.as_of,
            search=self.directory.search,
            kind=self.directory.kind,
            soon=self.directory.as_of + SOON,
            states=self.states,
            requirement_ids=[row.pk for row in self.requirements],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonsPage:
    """One page. `next_after` is the uuid of whom the next page starts after, empty at the end."""

    people: tuple[ListedPerson, ...]
    next_after: str


def persons_page(persons: Persons, *, after: Place | None) -> PersonsPage:
    """Return the people after a place, at most `SIZE`."""
    batch = persons.filtered.batch(after=after, size=SIZE + 1)
    people = _people(persons, batch[:SIZE])
    return PersonsPage(people=people, next_after=people[-1].uuid if len(batch) > SIZE else "")


def _people(persons: Persons, shown: Sequence[Named]) -> tuple[ListedPerson, ...]:
    directory = persons.directory
    ids = [row.person_id for row in shown]
    statuses = statuses_of(
        person_ids=ids,
        as_of=directory.as_of,
        requirement_ids=[row.pk for row in persons.requirements],
    )
    works = directory.appointments(ids)
    return tuple(
        _listed(persons, row, works.get(row.person_id, ()), statuses.get(row.person_id, {}))
        for row in shown
    )


def _listed(
    persons: Persons,
    row: Named,
    works: Sequence[Work],
    statuses: Mapping[int, PersonStatus],
) -> ListedPerson:
    placed = PersonRow(
        person_id=row.person_id,
        uuid=row.uuid,
        name=row.name,
        sort_name=row.sort_name,
        kinds=tuple(dict.fromkeys(work.kind for work in works)),
        unit_ids=frozenset(work.unit_id for work in works),
        statuses=statuses,
    )
    return listed_person(
        placed,
        requirements=persons.requirements,
        unit_names={work.unit_id: work.unit for work in works},
        as_of=persons.directory.as_of,
        why_url=persons.why_url,
    )

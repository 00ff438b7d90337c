"""Everybody below a unit with where they stand, for the compliance officer. Pages by name.

With a filter on where people stand, a page looks at a limited number of people, so that it never
takes long; it then says from where to look on.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from compliance.figures.counts import PersonRow, PersonStatus
from compliance.figures.directory import Directory, Named, Place, Work
from compliance.figures.people import statuses_of
from compliance.models import Requirement
from compliance.reports.standing import ListedPerson, WhyUrl, listed_person, person_state

SIZE = 50
BATCHES = (200, 1800)
"""How many people a page with a filter looks at, batch after batch, until it is full."""
STILL_TO_DO = frozenset({"open", "soon", "late", "newcomer"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Persons:
    """Who is listed and what of them is shown."""

    directory: Directory
    requirements: Sequence[Requirement]
    state: str
    why_url: WhyUrl

    def wants(self, state: str) -> bool:
        """Tell whether the filter leaves somebody who stands there."""
        wanted = STILL_TO_DO if self.state == "open" else {self.state}
        return not self.state or state in wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonsPage:
    """One page. `next_after` is the uuid of whom the next page starts after, empty at the end.

    `is_partial` says that the page is not full because it stopped looking.
    """

    people: tuple[ListedPerson, ...]
    next_after: str
    is_partial: bool


def persons_page(persons: Persons, *, after: Place | None) -> PersonsPage:
    """Return the people after a place, at most `SIZE`."""
    found: list[ListedPerson] = []
    last = ""
    for batch, is_last in _batches(persons, after, BATCHES if persons.state else (SIZE + 1,)):
        found += _matching(persons, batch)
        if len(found) > SIZE:
            shown = tuple(found[:SIZE])
            return PersonsPage(people=shown, next_after=shown[-1].uuid, is_partial=False)
        last = "" if is_last else batch[-1].uuid
    return PersonsPage(people=tuple(found), next_after=last, is_partial=bool(last))


def _batches(
    persons: Persons, after: Place | None, sizes: Iterable[int]
) -> Iterator[tuple[list[Named], bool]]:
    """Yield batches of people, and of each whether it is the last of the list."""
    for size in sizes:
        batch = persons.directory.batch(after=after, size=size)
        is_last = len(batch) < size
        yield batch, is_last
        if is_last:
            return
        after = batch[-1].place


def _matching(persons: Persons, batch: Sequence[Named]) -> list[ListedPerson]:
    """Return the people of a batch who stand where the filter says."""
    directory = persons.directory
    statuses = statuses_of(
        person_ids=[row.person_id for row in batch],
        as_of=directory.as_of,
        requirement_ids=[row.pk for row in persons.requirements],
    )
    kept = [
        row
        for row in batch
        if persons.wants(person_state(statuses.get(row.person_id, {}).values(), directory.as_of))
    ]
    works = directory.appointments([row.person_id for row in kept])
    return [
        _listed(persons, row, works.get(row.person_id, ()), statuses.get(row.person_id, {}))
        for row in kept
    ]


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

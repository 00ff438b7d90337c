"""Somebody who adds and subtracts figures to find out how a single person stands.

The attacker knows exactly who works where and sees all that one mandate opens. Each figure is a sum
over persons, so it is a row of zeros and ones; whatever can be worked out by adding and subtracting
is a combination of rows. The attack succeeds when some combination is about one to four persons
and about nobody else.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from hypothesis import strategies as st

from compliance.figures.counts import Counts
from compliance.figures.units import UnitFigure
from compliance.privacy.hiding import Reader, closed_units, is_open, row_is_shown
from compliance.privacy.suppression import Group, minimum

PRIME = 2**61 - 1
DUTY = 1
Rows = list[dict[int, int]]


@dataclass(frozen=True, slots=True)
class Organisation:
    """`parents[n]` is the unit above unit n + 1; `places` are the units of each person."""

    parents: tuple[int, ...]
    places: tuple[frozenset[int], ...]

    @property
    def children(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {unit: [] for unit in range(len(self.parents) + 1)}
        for number, parent in enumerate(self.parents):
            found[parent].append(number + 1)
        return found

    def chain(self, unit: int) -> tuple[int, ...]:
        chain = [unit]
        while chain[0]:
            chain.insert(0, self.parents[chain[0] - 1])
        return tuple(chain)

    def people(self, unit: int) -> set[int]:
        """Who works in a unit or below it."""
        return {
            person
            for person, units in enumerate(self.places)
            if any(unit in self.chain(place) for place in units)
        }

    def direct(self, unit: int) -> set[int]:
        return {person for person, units in enumerate(self.places) if unit in units}

    def figures(self) -> dict[tuple[int, int], UnitFigure]:
        """The figure of each unit: here everybody has done the duty."""
        alone = {person for person, units in enumerate(self.places) if len(units) == 1}
        return {
            (unit, DUTY): UnitFigure(
                counts=Counts(done_on_time=len(people)),
                group=Group(persons=len(people), alone=len(people & alone)),
                direct=len(self.direct(unit)),
            )
            for unit in self.children
            if (people := self.people(unit))
        }


def shown_units(organisation: Organisation, *, lists_people: bool) -> set[int]:
    """The units of which a mandate on the top opens a figure, on whatever page."""
    figures, children = organisation.figures(), organisation.children
    closed = closed_units(children, figures, [DUTY])
    shown = set()
    for unit in children:
        reader = Reader(chain=organisation.chain(unit), lists_people=lists_people)
        if not is_open(reader, DUTY, figures=figures, closed=closed):
            continue
        shown.add(unit)
        shown |= {
            row
            for row in children[unit]
            if row_is_shown(reader, row, DUTY, above=unit, closed=closed)
        }
    return shown


def small_groups_found(
    cells: Iterable[Collection[int]], *, known: Collection[int] = ()
) -> list[tuple[int, ...]]:
    """Return groups of fewer than the minimum that some combination of cells is about.

    `cells` are the persons that each figure is about; of `known` persons the attacker knows how
    they stand.
    """
    rows = [{person: 1 for person in cell if person not in known} for cell in cells]
    types = _types(rows)
    matrix = [[row.get(people[0], 0) for people in types] for row in rows]
    whole = rank(matrix)
    small = [place for place, people in enumerate(types) if len(people) < minimum()]
    found = []
    for size in range(1, minimum()):
        for chosen in combinations(small, size):
            persons = tuple(p for place in chosen for p in types[place])
            others = [place for place in range(len(types)) if place not in chosen]
            if len(persons) < minimum() and rank(_columns(matrix, others)) < whole:
                found.append(persons)
    return found


def _types(rows: Rows) -> list[tuple[int, ...]]:
    """Return persons who stand in the same cells, together: no combination tells them apart."""
    cells: dict[int, list[int]] = {}
    for number, row in enumerate(rows):
        for person in row:
            cells.setdefault(person, []).append(number)
    same: dict[tuple[int, ...], list[int]] = {}
    for person, numbers in cells.items():
        same.setdefault(tuple(numbers), []).append(person)
    return [tuple(people) for people in same.values()]


def _columns(matrix: Sequence[Sequence[int]], places: Sequence[int]) -> list[list[int]]:
    return [[row[place] for place in places] for row in matrix]


def rank(matrix: Sequence[Sequence[int]]) -> int:
    """Return how many rows do not follow from the others; exact, counting modulo a large prime."""
    rows = [[value % PRIME for value in row] for row in matrix]
    found = 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((n for n in range(found, len(rows)) if rows[n][column]), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        inverse = pow(rows[found][column], -1, PRIME)
        rows[found] = [value * inverse % PRIME for value in rows[found]]
        for n, row in enumerate(rows):
            if n != found and row[column]:
                factor = row[column]
                rows[n] = [
                    (value - factor * own) % PRIME
                    for value, own in zip(row, rows[found], strict=True)
                ]
        found += 1
    return found


@st.composite
def organisations(draw: st.DrawFn) -> Organisation:
    """Trees of up to nine units, groups around the minimum, some people with two or three jobs."""
    number = draw(st.integers(1, 8))
    parents = tuple(draw(st.integers(0, unit)) for unit in range(number))
    sizes = draw(
        st.lists(
            st.sampled_from([0, 0, 1, 2, 3, 4, 5, 6, 9]),
            min_size=number + 1,
            max_size=number + 1,
        )
    )
    places = [frozenset([unit]) for unit, size in enumerate(sizes) for _ in range(size)]
    several = st.frozensets(st.integers(0, number), min_size=2, max_size=3)
    places += draw(st.lists(several, max_size=5))
    return Organisation(parents=parents, places=tuple(places))

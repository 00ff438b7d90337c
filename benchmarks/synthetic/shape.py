"""The ministries and their tree: who stands below whom, and how many seats a team has.

Numbers: domain.md §4.3 (headcount per ministry, teams of 3 to 25 with median 9, depth 4 to 6).
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from organisations.enums import UnitKind

MINISTRIES = {
    "AZ": 600,
    "BZ": 5_500,
    "BZK": 24_000,
    "EZK": 16_000,
    "Fin": 50_000,
    "IenW": 20_000,
    "JenV": 48_000,
    "LVVN": 8_000,
    "OCW": 8_000,
    "SZW": 7_500,
    "VWS": 10_000,
    "Def": 2_400,
}
WHOLE = sum(MINISTRIES.values())
LONG_AGO = date(2000, 1, 1)
TEAMS_PER_DEPARTMENT = 8
CHILDREN = 6
SHARE_WITHOUT_DEPARTMENT = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A unit; `seats` is only of a team."""

    pk: int
    code: str
    kind: UnitKind
    parent: int | None
    ministry: str = ""
    seats: int = 0


@dataclass(slots=True)
class Tree:
    """All units, in an order in which a parent comes before what is below it."""

    nodes: list[Node] = field(default_factory=list)

    def add(self, parent: Node | None, kind: UnitKind, *, name: str = "", seats: int = 0) -> Node:
        """Add a unit below another one."""
        pk = len(self.nodes) + 1
        node = Node(
            pk=pk,
            code=f"bench-{name or pk}".lower(),
            kind=kind,
            parent=parent.pk if parent else None,
            ministry=(parent.ministry or name) if parent else "",
            seats=seats,
        )
        self.nodes.append(node)
        return node

    @property
    def teams(self) -> list[Node]:
        """The units in which people work."""
        return [node for node in self.nodes if node.kind == UnitKind.TEAM]


def build_tree(size: int, rng: Random) -> Tree:
    """Return a tree for about `size` people."""
    tree = Tree()
    top = tree.add(None, UnitKind.CENTRAL_GOVERNMENT, name="rijk")
    for name, people in MINISTRIES.items():
        ministry = tree.add(top, UnitKind.MINISTRY, name=name)
        teams = list(_team_sizes(max(people * size // WHOLE, 6), rng))
        _fill(tree, ministry, _batches(teams, TEAMS_PER_DEPARTMENT), rng)
    return tree


def _fill(tree: Tree, ministry: Node, departments: list[list[int]], rng: Random) -> None:
    directorates = _batches(departments, CHILDREN)
    generals = _batches(directorates, CHILDREN) if len(directorates) > CHILDREN else [directorates]
    for general in generals:
        above = ministry
        if len(generals) > 1:
            above = tree.add(ministry, UnitKind.DIRECTORATE_GENERAL)
        for directorate in general:
            parent = tree.add(above, UnitKind.DIRECTORATE)
            for department in directorate:
                without = rng.random() < SHARE_WITHOUT_DEPARTMENT
                at = parent if without else tree.add(parent, UnitKind.DEPARTMENT)
                for seats in department:
                    tree.add(at, UnitKind.TEAM, seats=seats)


def _team_sizes(people: int, rng: Random) -> Iterator[int]:
    left = people
    while left > 0:
        seats = min(left, max(3, min(25, round(math.exp(rng.gauss(math.log(9), 0.45))))))
        yield seats
        left -= seats


def _batches(items: Sequence[Any], size: int) -> list[Any]:
    return [list(items[start : start + size]) for start in range(0, len(items), size)]

"""What the status statement must know of the rules beforehand: days of grace, and who remembers.

"Not the same as last time" looks back at the cycle before.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.db.models import QuerySet

from compliance.models import Cycle, RequirementVersion
from core.statements import Statement


@dataclass(frozen=True, slots=True)
class Memory:
    """The cycles of the requirements that remember.

    `before` names for each cycle the one just before it. `requirement_ids` are all of them.
    """

    requirement_ids: frozenset[int] = frozenset()
    before: Mapping[int, int] = field(default_factory=dict)

    def steps(self) -> list[Mapping[int, int]]:
        """Return per step which cycle follows which: first the earliest pair of each requirement.

        What counts in a cycle depends on what counted in the one before, so they are worked out in
        this order.
        """
        after = {earlier: later for later, earlier in self.before.items()}
        step = {cycle: later for cycle, later in after.items() if cycle not in self.before}
        found: list[Mapping[int, int]] = []
        while step:
            found.append(step)
            step = {later: after[later] for later in step.values() if later in after}
        return found


NO_MEMORY = Memory()


@dataclass(frozen=True, slots=True)
class KnownRules:
    """All days of grace that occur in the rules, and the requirements that remember."""

    grace_days: frozenset[int] = frozenset()
    memory: Memory = NO_MEMORY


NO_RULES = KnownRules()
"""For a statement that asks for no status."""


def known_rules() -> KnownRules:
    """Return what all rules ask: one small query, and one more when a rule remembers."""
    rows = _RULES.rows()
    remember = frozenset(requirement for _days, remembers, requirement in rows if remembers)
    return KnownRules(
        grace_days=frozenset(days for days, _remembers, _requirement in rows),
        memory=memory_of(remember),
    )


def memory_of(requirement_ids: frozenset[int]) -> Memory:
    """Return the cycles of these requirements; no query when there are none."""
    if not requirement_ids:
        return NO_MEMORY
    cycles: dict[int, list[int]] = {}
    rows = Cycle.objects.filter(requirement__in=requirement_ids, closes_on__isnull=False)
    for requirement_id, cycle_id in rows.order_by("opens_on").values_list("requirement_id", "pk"):
        cycles.setdefault(requirement_id, []).append(cycle_id)
    before = {later: earlier for found in cycles.values() for earlier, later in pairwise(found)}
    return Memory(requirement_ids=requirement_ids, before=before)


def _ask() -> QuerySet[RequirementVersion, tuple[Any, ...]]:
    versions = RequirementVersion.objects.order_by().distinct()
    return versions.values_list("grace_days", "not_same_as_last", "requirement_id")


_RULES = Statement(_ask)

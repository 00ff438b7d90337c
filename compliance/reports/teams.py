"""Duties of teams: how many teams in a unit met them. A team is no person, so nothing is hidden.

Higher levels see of a team that it held its session, and not what was said (domain.md §5.2).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from compliance.access import SeenUnit, UnitTree
from compliance.figures.counts import Counts
from compliance.figures.teams import team_duty_counts
from compliance.models import Requirement
from compliance.reports.bars import Bar


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamDuty:
    """A duty of teams in a unit and in each unit right below it."""

    title: str
    total: Bar
    rows: tuple[Bar, ...]


def team_duties(
    *,
    tree: UnitTree,
    as_of: date,
    requirements: Sequence[Requirement],
    unit_url: Callable[[SeenUnit], str],
) -> tuple[TeamDuty, ...]:
    """Return the duties that some team of the unit has; one query, and none without any duty."""
    if not requirements:
        return ()
    units = (tree.unit, *tree.rows)
    found = team_duty_counts(
        unit_ids=[unit.pk for unit in units],
        as_of=as_of,
        requirement_ids=[row.pk for row in requirements],
    )

    def bar(unit: SeenUnit, duty: Requirement) -> Bar:
        counts = found.get((unit.pk, duty.pk), Counts())
        return Bar(label=unit.name, url=unit_url(unit), counts=counts)

    return tuple(
        TeamDuty(
            title=duty.title,
            total=bar(tree.unit, duty),
            rows=tuple(bar(unit, duty) for unit in tree.rows if (unit.pk, duty.pk) in found),
        )
        for duty in requirements
        if (tree.unit.pk, duty.pk) in found
    )

"""A figure in the three ways in which Kompas gives it: from facts, counters and a snapshot."""

from datetime import date, datetime

from compliance.figures.counts import Counts
from compliance.figures.daily import figures_on
from compliance.figures.units import unit_counts
from compliance.models import Requirement, Snapshot
from compliance.services.daily import rebuild_day
from compliance.snapshots.counting import unit_figures_of
from compliance.snapshots.rebuilding import recompute_as_known_then
from compliance.snapshots.stored import newest_snapshot, stored_figures
from compliance.snapshots.taking import correct_snapshot, settled_moment, take_snapshot
from core import clock
from organisations.models import Unit
from tests.compliance.story import day, moment
from tests.factories.organisations import PersonFactory


def figure(unit: Unit, requirement: Requirement, as_of: str, *, at: str) -> Counts:
    """Return the figure of a day as it is given at a moment, in three ways that must agree.

    A snapshot of the day that was taken before must still come out as it was, and is corrected.
    """
    with clock.at(moment(at)):
        found = _counted_from_facts(unit, requirement, day(as_of), settled_moment())
        assert _counted_beforehand(unit, requirement, day(as_of)) == found
        assert _frozen(unit, requirement, day(as_of)) == found
    return found


def known(unit: Unit, requirement: Requirement, as_of: str, known_at: str) -> Counts:
    """Return the figure of a day as it was known at a moment in the past."""
    return _counted_from_facts(unit, requirement, day(as_of), moment(known_at))


def _counted_from_facts(
    unit: Unit, requirement: Requirement, as_of: date, known_at: datetime
) -> Counts:
    counts = unit_counts(unit_ids=[unit.pk], as_of=as_of, known_at=known_at)
    return counts.get((unit.pk, requirement.pk), Counts())


def _counted_beforehand(unit: Unit, requirement: Requirement, as_of: date) -> Counts:
    rebuild_day(as_of=as_of)
    found = figures_on(as_of=as_of, chain=[unit.pk], children={}, requirement_ids=[requirement.pk])[
        as_of
    ]
    assert found.counted_at == settled_moment()
    return found.figure(unit.pk, requirement.pk).counts


def _frozen(unit: Unit, requirement: Requirement, as_of: date) -> Counts:
    snapshot = _snapshot(as_of)
    assert recompute_as_known_then(snapshot).is_equal
    figures = unit_figures_of(stored_figures(snapshot).counts)
    pair = (unit.pk, requirement.pk)
    return figures[pair].counts if pair in figures else Counts()


def _snapshot(as_of: date) -> Snapshot:
    earlier = newest_snapshot(as_of)
    if earlier is None:
        return take_snapshot(reference_date=as_of)
    assert recompute_as_known_then(earlier).is_equal
    if earlier.known_at == settled_moment():
        return earlier
    return correct_snapshot(snapshot=earlier, reason="Test", by=PersonFactory())

"""Which days the schedule takes a snapshot of, and taking those that were missed."""

from collections.abc import Iterator
from datetime import date, timedelta

import structlog

from compliance.models import Snapshot, SnapshotDay
from compliance.snapshots.errors import SnapshotExists
from compliance.snapshots.taking import take_snapshot
from core import clock

logger = structlog.get_logger(__name__)

CATCH_UP = timedelta(days=31)
"""How far back a day that was missed is still taken."""
_LONGEST_WAIT = 9
"""Years; around 2100 there are eight between two leap years."""


def due_days(today: date) -> Iterator[date]:
    """Yield the days of the table that lie behind us and have no snapshot, oldest first."""
    rows = SnapshotDay.objects.all()
    for back in range(CATCH_UP.days, 0, -1):
        day = today - timedelta(days=back)
        listed = rows.active_on(day).filter(month=day.month, day=day.day)
        if listed.exists() and not Snapshot.objects.filter(reference_date=day).exists():
            yield day


def next_on(*, month: int, day: int, today: date) -> date:
    """Return the first day from today on with this place in the year; 29 February waits."""
    for year in range(today.year, today.year + _LONGEST_WAIT):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found >= today:
            return found
    raise ValueError(f"{day}-{month} is not a day of any year")


def take_due_snapshots() -> list[Snapshot]:
    """Take what is due. In the morning, when the day has ended on Bonaire too."""
    taken = []
    for day in list(due_days(clock.today())):
        try:
            taken.append(take_snapshot(reference_date=day))
        except SnapshotExists:
            logger.info("snapshot was taken by hand meanwhile", reference_date=str(day))
    return taken


def schedule_day(*, month: int, day: int) -> SnapshotDay:
    """Freeze the figures of this day of every year from now on."""
    found: SnapshotDay = SnapshotDay.objects.get_or_create(
        month=month, day=day, valid_until=None, defaults={"valid_from": clock.today()}
    )[0]
    return found


def stop_day(*, month: int, day: int) -> None:
    """Freeze this day no longer; what was frozen stays."""
    for row in SnapshotDay.objects.filter(month=month, day=day, valid_until=None):
        if row.valid_from < clock.today():
            row.valid_until = clock.today()
            row.save(update_fields=["valid_until"])
        else:
            row.delete()

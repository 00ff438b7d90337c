"""The snapshots of the demo: the quarters as they were known on the morning after each."""

from datetime import UTC, datetime, time, timedelta

from compliance.models import SnapshotDay
from compliance.snapshots.forms import quarter_ends
from compliance.snapshots.taking import take_snapshot
from core import clock
from demo.facts import LOADED

QUARTERS = ((3, 31), (6, 30), (9, 30), (12, 31))
_SHOWN = 5


def freeze_quarters(*, until: datetime) -> None:
    """Freeze the last quarters, and let the schedule go on with those to come."""
    today = clock.business_date(until)
    for month, day in QUARTERS:
        SnapshotDay.objects.create(month=month, day=day, valid_from=today)
    for end in reversed(quarter_ends(today)[:_SHOWN]):
        moment = datetime.combine(end + timedelta(days=1), time(5, 40), UTC)
        if end > LOADED and moment < until:
            with clock.at(moment):
                take_snapshot(reference_date=end)

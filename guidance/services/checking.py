"""The nightly check of the directory: where nobody is, and which contacts became old."""

import structlog
from django.db import transaction

from core import clock
from guidance import letters
from guidance.models import Contact, GapCheck
from guidance.querysets import ContactQuerySet
from guidance.reports.keeping import coverage_ids, stale

logger = structlog.get_logger(__name__)


@transaction.atomic(durable=True)
def check_directory() -> GapCheck:
    """Store how many units have no confidential adviser today, and tell who can do something.

    Coordinators hear of a unit when it becomes a gap, and of a contact when it becomes old; the
    adviser hears of that too. Doing it again on the same day stores the same row and tells nobody
    twice.
    """
    today = clock.today()
    looked_at, gaps = coverage_ids()
    before = GapCheck.objects.filter(day__lt=today).order_by("-day").first()
    known = set(before.gap_unit_ids) if before else set()
    check, _created = GapCheck.objects.update_or_create(
        day=today,
        defaults={
            "units": len(looked_at),
            "gaps": len(gaps),
            "gap_unit_ids": sorted(gaps),
            "recorded_at": clock.now(),
        },
    )
    told = letters.tell_of_gaps(gaps - known, day=today)
    told += _tell_of_stale()
    logger.info("directory checked", units=check.units, gaps=check.gaps, letters=told)
    return check


def _tell_of_stale() -> int:
    rows: ContactQuerySet = Contact.objects.active_on(clock.today())
    # Once for each time that somebody said it was right.
    old = [
        row
        for row in stale(rows).select_related("person").order_by("pk")
        if row.reminded_for != row.checked_or_added_on
    ]
    told = letters.tell_of_stale(old)
    for row in old:
        row.reminded_for = row.checked_or_added_on
    Contact.objects.bulk_update(old, ["reminded_for"], batch_size=500)
    return told

"""Looking at the links of the register, a few at a time; what was found is kept with the link."""

from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import F, Q

from core import clock
from toolbox import link_letters
from toolbox.linking.looking import Found, look_at
from toolbox.linking.visiting import Visit
from toolbox.models import Link
from toolbox.models.links import FAILURES_THAT_COUNT

logger = structlog.get_logger(__name__)

BATCH = 10
WEEKLY = timedelta(days=7)
DAILY = timedelta(hours=20)
"""A link that failed is looked at again the next night."""


def links_to_check(at: datetime) -> list[Link]:
    """Return the next links to look at: those that failed daily, the others weekly."""
    due = Q(last_checked_at__isnull=True) | Q(last_checked_at__lt=at - WEEKLY)
    failing = Q(failures__gt=0, last_checked_at__lt=at - DAILY)
    rows = Link.objects.filter(due | failing, is_checked=True)
    return list(rows.order_by(F("last_checked_at").asc(nulls_first=True), "pk")[:BATCH])


def check_links(*, visit: Visit | None = None) -> int:
    """Look at a few links and tell the editors of those that are dead; return how many.

    Nothing is locked and no transaction is open while a site is waited for.
    """
    now = clock.now()
    links = links_to_check(now)
    visit = visit or Visit()
    dead = [
        link
        for link in links
        if note_found(link=link, url=link.url, found=look_at(link.url, visit))
    ]
    if dead:
        with transaction.atomic(durable=True):
            link_letters.tell_editors(dead, at=now)
    return len(links)


@transaction.atomic(durable=True)
def note_found(*, link: Link, url: str, found: Found) -> bool:
    """Keep what was found; tell whether this was the second failure in a row.

    Nothing is kept of a link that was changed or removed while its site was waited for.
    """
    row = Link.objects.select_for_update().filter(pk=link.pk, url=url, is_checked=True).first()
    if row is None:
        return False
    row.last_checked_at, row.last_status = clock.now(), found.status
    row.last_outcome = found.outcome
    if found.outcome.is_failure:
        row.failures += 1
        row.failing_since = row.failing_since or row.last_checked_at
    else:
        row.failures, row.failing_since = 0, None
    row.save()
    logger.info("link looked at", link=row.pk, outcome=str(found.outcome), status=found.status)
    return found.outcome.is_failure and row.failures == FAILURES_THAT_COUNT

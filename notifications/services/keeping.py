"""How long messages are kept (domain.md §5.2: reminders thirteen months)."""

from datetime import timedelta

from core import clock
from notifications.enums import NoticeState
from notifications.models import Notice

KEPT = timedelta(days=396)
_BATCH = 1000


def prune() -> int:
    """Delete messages of more than thirteen months ago; empty those of who was erased."""
    Notice.objects.filter(person__erased_at__isnull=False).exclude(context={}, body="").update(
        context={}, subject="", body=""
    )
    old = Notice.objects.filter(queued_at__lt=clock.now() - KEPT).exclude(
        state__in=[NoticeState.WAITING, NoticeState.SENDING]
    )
    deleted = 0
    while batch := list(old.values_list("pk", flat=True)[:_BATCH]):
        deleted += Notice.objects.filter(pk__in=batch).delete()[0]
    return deleted

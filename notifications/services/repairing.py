"""What an operator does about messages that failed, came back or are in doubt."""

import structlog
from django.db import transaction

from core import clock
from notifications.enums import NoticeState
from notifications.models import BouncingAddress, Notice
from notifications.services.outbox import deliver_soon

logger = structlog.get_logger(__name__)
RETRIED = frozenset({NoticeState.FAILED, NoticeState.BOUNCED, NoticeState.UNKNOWN})


class NothingToDo(Exception):
    """The message is in a state in which this makes no sense."""


@transaction.atomic
def send_again(*, notice: Notice) -> None:
    """Let a message wait again, with all its attempts. In doubt, it may arrive a second time.

    A mail that came back is sent again because the address is said to work now.
    """
    changed = Notice.objects.filter(pk=notice.pk, state__in=RETRIED).update(
        state=NoticeState.WAITING, attempts=0, error="", because="", not_before=clock.now()
    )
    if not changed:
        raise NothingToDo
    if notice.address:
        BouncingAddress.objects.filter(digest=notice.address).delete()
    logger.info("message is sent again", notice=notice.pk)
    transaction.on_commit(deliver_soon, robust=True)


def settle_as_sent(*, notice: Notice) -> None:
    """Record that a message in doubt did arrive."""
    changed = Notice.objects.filter(pk=notice.pk, state=NoticeState.UNKNOWN).update(
        state=NoticeState.SENT, sent_at=notice.claimed_at or clock.now(), error="", context={}
    )
    if not changed:
        raise NothingToDo
    logger.info("message did arrive", notice=notice.pk)

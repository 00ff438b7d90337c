"""Mail that comes back: which message it was, and that its address does not work."""

import mailbox
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message
from pathlib import Path
from uuid import UUID

import structlog
from django.db import transaction

from notifications.enums import NoticeState
from notifications.models import BouncingAddress, Notice

logger = structlog.get_logger(__name__)

_TOKEN = re.compile(r"<notice\.([0-9a-f]{32})@")
_MAYBE_SENT = (NoticeState.SENT, NoticeState.SENDING, NoticeState.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What was in a mailbox: mails about a message that came back for good, and all others."""

    bounced: int
    others: int


@transaction.atomic
def record_bounce(*, token: UUID) -> bool:
    """Record that a message came back for good; False: there is no such message.

    The same again changes nothing. Its address gets no more mail until an operator says so.
    """
    notice = Notice.objects.filter(token=token).first()
    if notice is None:
        return False
    Notice.objects.filter(pk=notice.pk, state__in=_MAYBE_SENT).update(state=NoticeState.BOUNCED)
    if notice.address:
        BouncingAddress.objects.get_or_create(digest=notice.address)
    logger.warning("message came back", notice=notice.pk, kind=notice.kind)
    return True


def read_bounces(path: Path) -> Read:
    """Read a mailbox (mbox) or a single mail from a file, and record what came back."""
    bounced = others = 0
    for message in _mails(path):
        token = token_of_bounce(message)
        if token is not None and record_bounce(token=token):
            bounced += 1
        else:
            others += 1
    return Read(bounced=bounced, others=others)


def _mails(path: Path) -> Iterator[Message]:
    content = path.read_bytes()
    if content.startswith(b"From "):
        with closing(mailbox.mbox(path, create=False)) as mails:
            yield from mails
    elif content.strip():
        yield message_from_bytes(content, policy=policy.compat32)


def token_of_bounce(message: Message) -> UUID | None:
    """Return which message came back for good; None: no report of that (RFC 3464), or not ours."""
    parts = list(message.walk())
    if not any(_says_failed(part) for part in parts):
        return None
    for part in parts:
        found = _TOKEN.search(_original_id(part))
        if found:
            return UUID(found[1])
    return None


def _says_failed(part: Message) -> bool:
    """Tell whether a part reports a failure for good: a delay may still arrive."""
    if part.get_content_type() != "message/delivery-status":
        return False
    blocks = part.get_payload()
    return any(
        str(block.get("Action", "")).strip().lower() == "failed"
        and str(block.get("Status", "5")).strip().startswith("5")
        for block in (blocks if isinstance(blocks, list) else [])
        if isinstance(block, Message)
    )


def _original_id(part: Message) -> str:
    """Return the Message-ID of the mail that a report brings along, whole or its headers only."""
    if part.get_content_type() == "text/rfc822-headers":
        content = part.get_payload(decode=True)
        return content.decode("ascii", "replace") if isinstance(content, bytes) else ""
    return str(part.get("Message-ID", ""))

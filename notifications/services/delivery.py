"""Sending: take up one message, commit, send it, write down how that went.

Whatever stops a worker, a message is sent at most once without anybody knowing. Stopped before the
commit, it still waits; after it, it stays `sending` and becomes `unknown`: it may have been sent,
and only a person can decide to send it again.
"""

import smtplib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import structlog
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F

from core import clock
from notifications.addresses import digest_of
from notifications.enums import STOPPED, NoticeState
from notifications.mail import to_mail
from notifications.models import BouncingAddress, Notice
from notifications.moments import working_moment
from notifications.services.preparing import Ready, lay_aside, prepare

logger = structlog.get_logger(__name__)

BATCH = 200
PAUSES = tuple(timedelta(minutes=n) for n in (1, 5, 30, 120, 480))
"""How long to wait after the first, second … refusal that may pass; after the last it failed."""
_DOUBTS_IN_A_ROW = 3
_PERMANENT = 500
_SHORT_ERROR = 60


class MailServerAway(Exception):
    """The mail server takes nothing; what waits stays waiting."""


@dataclass(slots=True, kw_only=True)
class Delivery:
    """How many messages became what."""

    numbers: dict[str, int] = field(default_factory=dict)

    def count(self, state: str, number: int = 1) -> None:
        """Add to one state."""
        self.numbers[state] = self.numbers.get(state, 0) + number

    def __str__(self) -> str:
        return ", ".join(f"{n} {state}" for state, n in sorted(self.numbers.items()) if n) or "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How sending one message went."""

    state: NoticeState
    error: str = ""


def deliver(
    *, report: Callable[[int], None] = lambda _done: None, back_end: str | None = None
) -> Delivery:
    """Send everything whose time has come, until nothing is left.

    Two workers may do this at once: the row itself says who took it up. `back_end` is the dotted
    path of another way to send than the one of the settings. Raises `MailServerAway`.
    """
    total = Delivery()
    total.count("unknown", find_left_behind())
    post = _Post(back_end)
    try:
        while rows := _next_batch():
            for ready in prepare(rows):
                total.count(_send(ready, post).state)
                report(sum(total.numbers.values()))
    finally:
        post.close()
    return total


def find_left_behind() -> int:
    """Say of what a stopped worker had taken up that we do not know; return how many."""
    now = clock.now()
    rows = list(Notice.objects.left_behind(now).values_list("pk", "claim"))
    found = 0
    for pk, claim in rows:
        found += (
            Notice.objects.left_behind(now)
            .filter(pk=pk, claim=claim)
            .update(state=NoticeState.UNKNOWN, error=STOPPED)
        )
        logger.error("message may have been sent", notice=pk)
    return found


def _next_batch() -> list[Notice]:
    due = Notice.objects.due(clock.now()).select_related("person")
    return list(due.order_by("not_before", "pk")[:BATCH])


def _send(ready: Ready, post: "_Post") -> Outcome:
    notice = ready.notice
    try:
        mail = to_mail(
            ready.letter,
            to=notice.person.email,
            token=notice.token,
            language=notice.person.language,
            calendar=ready.calendar,
        )
        mail.message()
    except ValueError as error:
        # Such as a line break in an address: no attempt will ever succeed.
        lay_aside([notice], error=type(error).__name__)
        return Outcome(state=NoticeState.FAILED)
    post.open()
    claim = take_up(ready)
    if claim is None:
        return Outcome(state=NoticeState.SENDING)
    outcome = post.send(mail)
    _write_down(ready, claim, outcome)
    post.watch(outcome)
    return outcome


def take_up(ready: Ready) -> UUID | None:
    """Take up a message and commit that; None: another worker did, or it was taken back."""
    claim = uuid4()
    notice, letter = ready.notice, ready.letter
    # Durable: inside another transaction nothing would be committed before the mail leaves.
    with transaction.atomic(durable=True):
        taken = (
            Notice.objects.waiting()
            .filter(pk=notice.pk)
            .update(
                state=NoticeState.SENDING,
                claim=claim,
                claimed_at=clock.now(),
                attempts=F("attempts") + 1,
                address=digest_of(notice.person.email),
                language=notice.person.language,
                subject=letter.subject[:200],
                body=letter.plain if ready.spec.keep_text else "",
            )
        )
    return claim if taken else None


def _write_down(ready: Ready, claim: UUID, outcome: Outcome) -> None:
    """Record the outcome, while the message is still ours or in doubt."""
    notice = ready.notice
    changes: dict[str, Any] = {"state": outcome.state, "error": outcome.error}
    if outcome.state == NoticeState.SENT:
        changes |= {"sent_at": clock.now(), "context": {}}
    elif outcome.state == NoticeState.WAITING:
        changes |= _next_attempt(ready)
    with transaction.atomic():
        Notice.objects.filter(
            pk=notice.pk, claim=claim, state__in=[NoticeState.SENDING, NoticeState.UNKNOWN]
        ).update(**changes)
        if outcome.state == NoticeState.BOUNCED:
            digest = digest_of(notice.person.email)
            BouncingAddress.objects.get_or_create(digest=digest)
    log = logger.info if outcome.state == NoticeState.SENT else logger.warning
    log("message handled", notice=notice.pk, kind=notice.kind, state=str(changes["state"]))


def _next_attempt(ready: Ready) -> dict[str, Any]:
    """Return when to try again, or that it has failed."""
    attempts_before = ready.notice.attempts
    if attempts_before >= len(PAUSES):
        return {"state": NoticeState.FAILED}
    moment = clock.now() + PAUSES[attempts_before]
    if ready.spec.working_hours:
        moment = working_moment(moment, ready.notice.person.time_zone)
    return {"not_before": moment}


class _Post:
    """The connection with the mail server; opened anew after whatever went wrong."""

    def __init__(self, back_end: str | None) -> None:
        self._back_end = back_end
        self._connection: BaseEmailBackend | None = None
        self._doubts = 0

    def open(self) -> None:
        """Be connected before anything is taken up: then nothing is in doubt when it fails."""
        if self._connection is not None:
            return
        connection = get_connection(self._back_end)
        try:
            connection.open()
        except (OSError, smtplib.SMTPException) as error:
            raise MailServerAway(type(error).__name__) from error
        self._connection = connection

    def close(self) -> None:
        """Hang up."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(OSError, smtplib.SMTPException):
                connection.close()

    def send(self, mail: Any) -> Outcome:
        """Send one mail, and tell what is sure about it."""
        assert self._connection is not None  # noqa: S101 - `open` comes first
        try:
            sent = self._connection.send_messages([mail])
        except Exception as error:  # noqa: BLE001 - back ends raise errors of their own
            self.close()
            return outcome_of(error)
        return (
            Outcome(state=NoticeState.SENT)
            if sent
            else Outcome(state=NoticeState.FAILED, error="nothing sent")
        )

    def watch(self, outcome: Outcome) -> None:
        """Stop when one message after the other ends in doubt: each one costs a person time."""
        self._doubts = self._doubts + 1 if outcome.state == NoticeState.UNKNOWN else 0
        if self._doubts >= _DOUBTS_IN_A_ROW:
            raise MailServerAway(outcome.error)


def outcome_of(error: Exception) -> Outcome:
    """Tell what an error says about the mail: refused for now, for good, or nobody knows.

    Only an answer of the server is sure. A connection that breaks may break after the mail was in.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = next((answer[0] for answer in error.recipients.values()), 0)
        state = NoticeState.BOUNCED if code >= _PERMANENT else NoticeState.WAITING
        return Outcome(state=state, error=str(code))
    if isinstance(error, smtplib.SMTPResponseException):
        code = error.smtp_code
        state = NoticeState.FAILED if code >= _PERMANENT else NoticeState.WAITING
        return Outcome(state=state, error=str(code))
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return Outcome(state=NoticeState.FAILED, error=type(error).__name__)
    if not isinstance(error, OSError):
        logger.error("mail back end broke", error=type(error).__name__)
    return Outcome(state=NoticeState.UNKNOWN, error=type(error).__name__[:_SHORT_ERROR])

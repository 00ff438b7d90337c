"""A message in the words of who reads the list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from notifications.enums import NoticeState, NotSentBecause
from notifications.models import Notice
from notifications.registry import specs


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One message: what it is, when, and what became of it."""

    title: str
    subject: str
    body: str
    language: str
    at: datetime
    badge: str
    icon: str
    state: str
    is_forgotten: bool
    address_fails: bool


def lines_of(notices: Iterable[Notice]) -> list[Line]:
    """Return messages as their receiver reads them."""
    titles = {kind: str(spec.title) for kind, spec in specs().items()}
    return [_line(notice, titles) for notice in notices]


def _line(notice: Notice, titles: dict[str, str]) -> Line:
    badge, icon, state = _state(notice)
    is_sent = notice.state in {NoticeState.SENT, NoticeState.BOUNCED}
    return Line(
        title=titles.get(notice.kind, _("Message")),
        subject=notice.subject,
        body=notice.body if is_sent else "",
        language=notice.language or "nl",
        at=notice.sent_at or (notice.not_before if _waits(notice) else notice.queued_at),
        badge=badge,
        icon=icon,
        state=state,
        is_forgotten=is_sent and not notice.body,
        address_fails=notice.state == NoticeState.BOUNCED
        or notice.because in {NotSentBecause.BOUNCING, NotSentBecause.NO_ADDRESS},
    )


def _waits(notice: Notice) -> bool:
    return notice.state in {NoticeState.WAITING, NoticeState.SENDING}


def _state(notice: Notice) -> tuple[str, str, str]:
    """Return kind and icon of the badge, and the state in words for the receiver."""
    if notice.state == NoticeState.CANCELLED:
        return "neutral", "circle-slash", _not_sent(NotSentBecause(notice.because))
    return {
        NoticeState.WAITING: ("info", "clock", _("Will be sent")),
        NoticeState.SENDING: ("info", "clock", _("Will be sent")),
        NoticeState.SENT: ("good", "check", _("Sent")),
        NoticeState.FAILED: ("bad", "triangle-alert", _("Could not be sent")),
        NoticeState.BOUNCED: ("bad", "triangle-alert", _("Came back")),
        NoticeState.UNKNOWN: ("warn", "circle-help", _("Not sure whether it was sent")),
    }[NoticeState(notice.state)]


def _not_sent(because: NotSentBecause) -> str:
    return {
        NotSentBecause.NOT_NEEDED: _("Not sent: no longer needed"),
        NotSentBecause.SWITCHED_OFF: _("Not sent: you switched it off"),
        NotSentBecause.NO_ADDRESS: _("Not sent: we have no address"),
        NotSentBecause.BOUNCING: _("Not sent: mail to you comes back"),
    }[because]

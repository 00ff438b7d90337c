"""Texts that editors write; every version is kept."""

import structlog
from django.db import IntegrityError, transaction

from accounts.models import User
from notifications.enums import Language
from notifications.models import NoticeText
from notifications.registry import get_spec
from notifications.reports import latest_text
from notifications.specs import NoticeSpec, Text
from notifications.texts import problems

logger = structlog.get_logger(__name__)


class WrongText(Exception):
    """A text cannot be used; the argument is a list of sentences."""

    @property
    def problems(self) -> list[str]:
        """What to change."""
        found: list[str] = self.args[0]
        return found


class SomebodyWasFirst(Exception):
    """Somebody saved another version meanwhile."""


def write_text(*, kind: str, language: Language, text: Text, based_on: int, by: User) -> NoticeText:
    """Let this text count from now on. `based_on` is the version that the writer saw; 0: none.

    The same text again makes no version. Raises `WrongText` and `SomebodyWasFirst`.
    """
    spec = get_spec(kind)
    found = problems(spec, text)
    if found:
        raise WrongText(found)
    return _add(spec, language, text, based_on, by)


def reset_text(*, kind: str, language: Language, based_on: int, by: User) -> NoticeText:
    """Let the text count again that Kompas comes with."""
    return _add(get_spec(kind), language, None, based_on, by)


def _add(
    spec: NoticeSpec, language: Language, text: Text | None, based_on: int, by: User
) -> NoticeText:
    last = latest_text(kind=spec.kind, language=language)
    if (last.number if last else 0) != based_on:
        raise SomebodyWasFirst
    if last and text and (last.subject, last.body, last.is_ours) == (*_parts(text), False):
        return last
    subject, body = _parts(text) if text else ("", "")
    try:
        with transaction.atomic():
            row: NoticeText = NoticeText.objects.create(
                kind=spec.kind,
                language=language,
                number=based_on + 1,
                is_ours=text is None,
                subject=subject,
                body=body,
                written_by=by,
            )
    except IntegrityError:
        raise SomebodyWasFirst from None
    logger.info("text of message changed", kind=spec.kind, language=language, version=row.number)
    return row


def _parts(text: Text) -> tuple[str, str]:
    return text.subject.strip(), text.body.replace("\r\n", "\n").strip()

"""A real mail server in the test: it takes mail in as bytes, and what it got can be read.

A test module imports the fixture `postbox` and what it reads with.
"""

import re
import socket
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from organisations.models import Person


class Postbox:
    """What a mail server of our own took in, as bytes."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []

    async def handle_DATA(self, server: object, session: object, envelope: Any) -> str:  # noqa: N802
        """Take a letter in, as SMTP brings it."""
        self.taken.append(envelope.original_content)
        return "250 OK"

    def letters(self, to: Person | None = None) -> list[EmailMessage]:
        """Return the letters, read; those to one person when asked."""
        found: list[Any] = [message_from_bytes(raw, policy=policy.default) for raw in self.taken]
        return [one for one in found if to is None or one["To"] == to.email]


@pytest.fixture
def postbox(settings: Any) -> Iterator[Postbox]:
    """Let Kompas send its mail, over SMTP, to a server of this test."""
    handler = Postbox()
    controller = Controller(handler, hostname="127.0.0.1", port=_free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.DEFAULT_FROM_EMAIL = "Kompas <kompas@rijk.example>"
    yield handler
    controller.stop()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def part_of(letter: EmailMessage) -> bytes | None:
    """Return what a calendar takes from a mail, as Outlook, Google and Thunderbird look for it."""
    parts = [part for part in letter.walk() if part.get_content_type() == "text/calendar"]
    assert len(parts) <= 1
    content: Any = parts[0].get_payload(decode=True) if parts else None
    return content


def text_of(letter: EmailMessage, kind: str = "plain") -> str:
    """Return what somebody reads."""
    body: Any = letter.get_body((kind,))
    text: str = body.get_content()
    return text


def links(letter: EmailMessage) -> set[str]:
    """Return the addresses in the text and in the page of a mail."""
    found = set(re.findall(r"https?://[^\s<>\"]+", text_of(letter)))
    return found | set(re.findall(r'href="(http[^"]+)"', text_of(letter, "html")))

"""Mail back ends for tests: one that writes to a file and may hang, one that answers as told."""

import os
import smtplib
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class FileBackend(BaseEmailBackend):
    """Writes the Message-ID of each mail to `letters`; hangs where the folder says so."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Deliver."""
        folder = Path(os.environ["KOMPAS_TEST_POST"])
        for mail in email_messages:
            self._hang(folder, "before")
            with (folder / "letters").open("a") as letters:
                letters.write(f"{mail.extra_headers['Message-ID']}\n")
            self._hang(folder, "after")
        return len(email_messages)

    def _hang(self, folder: Path, when: str) -> None:
        if (folder / f"hang-{when}").exists():
            (folder / "started").write_text(str(os.getpid()))
            time.sleep(300)


class ToldBackend(BaseEmailBackend):
    """Raises what `answers` holds, in order; a None is success. `away` refuses the connection."""

    answers: ClassVar[list[Exception | None]] = []
    sent: ClassVar[list[EmailMessage]] = []
    away: ClassVar[bool] = False

    def open(self) -> bool:
        """Connect."""
        if ToldBackend.away:
            raise ConnectionRefusedError("no")
        return True

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Answer as told."""
        answer = self.answers.pop(0) if self.answers else None
        if answer is not None:
            raise answer
        self.sent.extend(email_messages)
        return len(email_messages)


def refused(code: int) -> Exception:
    """Return the error of a server that does not want this receiver."""
    return smtplib.SMTPRecipientsRefused({"somebody@example.test": (code, b"no somebody here")})


def answered(code: int) -> Exception:
    """Return the error of a server that does not want this mail."""
    return smtplib.SMTPDataError(code, b"no")


def lost(*_args: Any) -> Exception:
    """Return the error of a connection that broke."""
    return smtplib.SMTPServerDisconnected("gone")

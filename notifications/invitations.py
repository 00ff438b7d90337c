"""A mail with something for the calendar of the receiver (iMIP, RFC 6047); see docs/adr/0031.

multipart/mixed
  multipart/alternative
    text/plain
    text/html
    text/calendar; method=REQUEST    what Outlook, Google and Thunderbird apply
  application/ics                    the same, for programs that only look at attachments
"""

from email.encoders import encode_base64
from typing import Any

from django.core.mail import EmailMultiAlternatives

from notifications.specs import CalendarPart

# Outlook refuses some updates whose file has another name.
FILE_NAME = "invite.ics"


class CalendarMail(EmailMultiAlternatives):
    """A mail that may carry one iTIP message."""

    calendar: CalendarPart | None = None

    def invite(self, calendar: CalendarPart) -> None:
        """Add what the calendar takes over, as the last and best alternative and as a file."""
        self.calendar = calendar
        text = calendar.content.decode()
        self.attach_alternative(text, f"text/calendar; method={calendar.method}")
        self.attach(FILE_NAME, calendar.content, "application/ics")

    def message(self, *args: Any, **kwargs: Any) -> Any:
        """Return the mail; the part for the calendar survives every mail server on its way."""
        message = super().message(*args, **kwargs)
        if self.calendar is not None and not self.calendar.content.isascii():
            for part in message.walk():
                if part.get_content_type() == "text/calendar":
                    # Not 8bit: a relay that only takes seven would write the part anew.
                    del part["Content-Transfer-Encoding"]
                    part.set_payload(self.calendar.content)
                    encode_base64(part)
        return message

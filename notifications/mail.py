"""A message as a mail: plain text, and the same as accessible HTML without anything from outside.

The styles stand in the tags: many mail programs read no style sheet. A preview on a screen gets the
same page with the style sheet beside it, because our own pages allow no styles in tags.
"""

from email.utils import format_datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from core import clock
from design.navigation import in_language
from notifications.invitations import CalendarMail
from notifications.specs import CalendarPart
from notifications.texts import Letter, absolute

_STYLES = Path(__file__).parent / "static" / "notifications" / "mail.css"


def to_mail(
    letter: Letter, *, to: str, token: UUID, language: str, calendar: CalendarPart | None = None
) -> EmailMultiAlternatives:
    """Return the mail. The same token gives the same Message-ID: a double is known as one."""
    sender = settings.DEFAULT_FROM_EMAIL
    with override(language):
        plain = f"{letter.plain}\n-- \n{_footer()}\n"
        page = render_page(letter, language=language)
    mail = CalendarMail(
        subject=letter.subject,
        body=plain,
        from_email=settings.BOUNCES_TO or sender,
        to=[to],
        headers={
            "From": sender,
            "Message-ID": message_id(token),
            "Date": format_datetime(clock.now()),
            "Content-Language": language,
            # Nobody is on holiday for a machine.
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    )
    mail.attach_alternative(_inliner().inline(page), "text/html")
    if calendar is not None:
        mail.invite(calendar)
    return mail


def message_id(token: UUID) -> str:
    """Return the Message-ID of a message; a mail that comes back carries it."""
    return f"<notice.{token.hex}@{urlsplit(settings.BASE_URL).hostname or 'kompas'}>"


def render_page(letter: Letter, *, language: str, is_preview: bool = False) -> str:
    """Return a message as a page, without styles in its tags."""
    with override(language):
        context: dict[str, Any] = {
            "letter": letter,
            "language": language,
            "is_preview": is_preview,
            "site_url": settings.BASE_URL,
            "footer": _footer().split("\n"),
        }
        return render_to_string("notifications/mail.html", context)


def _footer() -> str:
    """Return who sent this and where to go, as lines of text."""
    return "\n".join(
        [
            _("Kompas sent this message by itself. You cannot answer it."),
            _("All messages to you: %(url)s") % {"url": absolute(reverse("mijn-berichten"))},
            _("Help, or something to report? %(url)s") % {"url": absolute(in_language("/hulp/"))},
        ]
    )


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(
        extra_css=_STYLES.read_text(encoding="utf-8"), load_remote_stylesheets=False
    )

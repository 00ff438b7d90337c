"""The code of the day: shown in the room, typed or scanned by participants.

It follows from the session and the secret of the site, so nothing is stored, and it is no secret
that is worth much: it works around the session only, and only for who has a place.
"""

import hmac
from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

from core import clock
from design.navigation import in_language
from workshops.models import Session
from workshops.querysets import SessionQuerySet

LENGTH = 6
# Without letters and digits that look alike on a screen in the back of a room.
_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_BEFORE = timedelta(minutes=30)
_AFTER = timedelta(hours=1)


def code_of(session: Session) -> str:
    """Return the code of a session; another one when the session is moved."""
    about = f"{session.uuid}:{session.starts_at.isoformat()}"
    digest = salted_hmac("workshops.attendance", about, algorithm="sha256").digest()
    return "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in digest[:LENGTH])


def is_code_of(session: Session, typed: str) -> bool:
    """Tell whether somebody typed the code; case, spaces and dashes do not matter."""
    letters = "".join(char for char in typed.upper() if char.isalnum())
    return hmac.compare_digest(letters.encode(), code_of(session).encode())


def open_sessions() -> SessionQuerySet:
    """Return the sessions whose code works now."""
    now = clock.now()
    sessions: SessionQuerySet = Session.objects.taking_place()
    return sessions.filter(
        event__published_at__isnull=False, event__cancelled_at__isnull=True
    ).overlapping(now - _AFTER, now + _BEFORE)


def works_now(session: Session) -> bool:
    """Tell whether the code of a session that takes place works now."""
    now = clock.now()
    return session.starts_at < now + _BEFORE and session.ends_at > now - _AFTER


def check_in_url(session: Session) -> str:
    """Return the address in the QR code; nothing in it says which workshop it is."""
    path = in_language(reverse("workshops-check-in"))
    return f"{settings.BASE_URL.rstrip('/')}{path}?code={code_of(session)}"

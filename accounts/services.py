"""Keeps count of wrong passwords, per account and in the database.

Not per network address: a whole office shares one. Not in the cache: that differs between
processes, and signing in must go on, safely, while Redis is away.
"""

from datetime import timedelta

from django.utils.crypto import salted_hmac

from accounts.models import FailedSignIn
from core import clock

TRIES = 5
LOCKED_FOR = timedelta(minutes=5)
_KEPT = timedelta(days=1)


def is_locked(email: str) -> bool:
    """Tell whether too many wrong passwords were given for an address lately."""
    since = clock.now() - LOCKED_FOR
    return FailedSignIn.objects.filter(key=_key(email), failed_at__gt=since).count() >= TRIES


def remember_failure(email: str) -> None:
    """Count a wrong password, and forget those of long ago."""
    now = clock.now()
    FailedSignIn.objects.create(key=_key(email), failed_at=now)
    FailedSignIn.objects.filter(failed_at__lt=now - _KEPT).delete()


def forget_failures(email: str) -> None:
    """Start counting again: somebody signed in, or chose a new password."""
    FailedSignIn.objects.filter(key=_key(email)).delete()


def _key(email: str) -> str:
    # A digest: addresses that were only tried are nobody's business.
    return salted_hmac(
        "accounts.FailedSignIn", email.strip().lower(), algorithm="sha256"
    ).hexdigest()

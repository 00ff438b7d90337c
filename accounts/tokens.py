"""Tokens of the REST API: made once, shown once, found by their SHA-256 in one query.

A plain hash is enough: the key is 256 bits of chance, which nobody guesses, where a slow hash for
passwords would cost a second of processor time per request.
"""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

import structlog
from django.conf import settings
from django.core.cache import cache

from accounts.enums import ApiScope
from accounts.models import ApiToken, User
from core import clock

logger = structlog.get_logger(__name__)

PREFIX = "kompas_"
LONGEST = timedelta(days=366)
_HINT = len(PREFIX) + 4


class TooLong(ValueError):
    """A token must end within a year."""


def make_token(
    *,
    name: str,
    purpose: str,
    scopes: Iterable[ApiScope],
    reach: UUID,
    expires_on: date,
    by: User | None,
) -> tuple[ApiToken, str]:
    """Return a new token and its key, which is nowhere to be found afterwards."""
    if not clock.today() <= expires_on <= clock.today() + LONGEST:
        raise TooLong(expires_on)
    key = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        name=name,
        purpose=purpose,
        key_hash=_hash(key),
        hint=key[:_HINT],
        scopes=sorted(ApiScope(scope).value for scope in scopes),
        reach=reach,
        expires_on=expires_on,
        created_by=by,
    )
    logger.info("token made", token=token.pk, scopes=token.scopes, user=by.pk if by else None)
    return token, key


def revoke_token(*, token: ApiToken, by: User | None) -> None:
    """Withdraw a token at once; doing so again changes nothing."""
    open_ones = ApiToken.objects.filter(pk=token.pk, revoked_at=None)
    if open_ones.update(revoked_at=clock.now()):
        logger.info("token withdrawn", token=token.pk, user=by.pk if by else None)


def token_of(key: str) -> ApiToken | None:
    """Return the token of a key that gives access now; costs one query, and one write a day."""
    today = clock.today()
    token = ApiToken.objects.filter(
        key_hash=_hash(key), revoked_at=None, expires_on__gte=today
    ).first()
    if token is not None and token.last_used_on != today and not settings.READ_ONLY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_on=today)
    return token


def is_over_rate(token: ApiToken, *, per_minute: int) -> bool:
    """Count a request; tell whether there were too many in this minute.

    Each process counts for itself unless they share a cache. A cache that is away counts nothing.
    """
    key = f"api-rate:{token.pk}:{int(clock.now().timestamp()) // 60}"
    cache.add(key, 0, 120)
    try:
        return cache.incr(key) > per_minute
    except ValueError:
        return False


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode(errors="replace")).hexdigest()

"""Sessions live in the database; a shared cache only saves reading them, and may be absent.

Every page reads one, so it is read by a statement that is worked out once.
"""

from typing import Any

from django.contrib.sessions.backends.cached_db import SessionStore as CachedSessionStore
from django.contrib.sessions.backends.db import SessionStore as StoredSessionStore
from django.core.cache.backends.base import BaseCache
from django.db import models
from django.utils import timezone

from core.statements import Given, Statement

# A cache that was away while somebody signed out still holds that session: not longer than this.
CACHE_SECONDS = 60


def _ask() -> models.QuerySet[Any, Any]:
    key = Given("key", models.CharField())
    now = Given("now", models.DateTimeField())
    found = StoredSessionStore.get_model_class().objects.filter(session_key=key)
    return found.filter(expire_date__gt=now).values_list("session_data", "expire_date")


_SESSION = Statement(_ask)


class PlainSessionStore(StoredSessionStore):
    """Django's session in the database."""

    def _get_session_from_db(self) -> Any:
        """Return the row of this session; None, and no key any more, when it is gone or over."""
        # A session ends by the real clock, also where a test or the demo sets another one.
        row = _SESSION.row(key=self.session_key, now=timezone.now())  # noqa: TID251
        if row is None:
            self._session_key = None
            return None
        return self.model(
            session_key=str(self.session_key), session_data=row[0], expire_date=row[1]
        )


class SessionStore(PlainSessionStore, CachedSessionStore):
    """Django's session in the database with a cache before it, whose copies live for one minute."""

    cache_key_prefix = "session:"
    _cache: BaseCache
    _session: dict[str, object]

    def load(self) -> dict[str, object]:
        """Return the data from the cache, else from the database."""
        data: dict[str, object] | None = self._cache.get(self.cache_key)
        if data is not None:
            return data
        session = self._get_session_from_db()
        if session is None:
            return {}
        data = self.decode(session.session_data)
        left = self.get_expiry_age(expiry=session.expire_date)
        self._cache.set(self.cache_key, data, min(CACHE_SECONDS, left))
        return data

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002
        """Write to the database first: the cache follows what is true."""
        super(CachedSessionStore, self).save(must_create)
        self._cache.set(self.cache_key, self._session, min(CACHE_SECONDS, self.get_expiry_age()))

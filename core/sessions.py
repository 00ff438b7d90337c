"""Sessions live in the database; a shared cache only saves reading them, and may be absent."""

from django.contrib.sessions.backends.cached_db import SessionStore as CachedSessionStore
from django.core.cache.backends.base import BaseCache

# A cache that was away while somebody signed out still holds that session: not longer than this.
CACHE_SECONDS = 60


class SessionStore(CachedSessionStore):
    """Django's session in the database with a cache before it, whose copies live for one minute."""

    cache_key_prefix = "session:"
    _cache: BaseCache
    _session: dict[str, object]

    def load(self) -> dict[str, object]:
        """Return the data from the cache, else from the database."""
        data: dict[str, object] | None = self._cache.get(self.cache_key)
        if data is not None:
            return data
        session = self._get_session_from_db()  # type: ignore[attr-defined]
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

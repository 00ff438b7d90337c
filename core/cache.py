"""A Redis or Valkey cache that may be absent: what cannot be reached is a miss."""

import time
from collections.abc import Callable, Iterable
from typing import Any

import structlog
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache as DjangoRedisCache
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

logger = structlog.get_logger(__name__)

_AWAY = (RedisConnectionError, RedisTimeoutError, OSError)
_PAUSE = 5.0


class RedisCache(DjangoRedisCache):
    """Django's Redis cache, in which a lost connection is a miss; one wait in five seconds."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._away_until = 0.0

    def _try(self, call: Callable[[], Any], *, otherwise: Any) -> Any:
        """Return what the call gives, or `otherwise` when the server does not answer."""
        if time.monotonic() < self._away_until:
            return otherwise
        try:
            return call()
        except _AWAY as error:
            self._away_until = time.monotonic() + _PAUSE
            logger.warning("cache is away", error=type(error).__name__, pause=_PAUSE)
            return otherwise

    def add(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        return bool(
            self._try(
                lambda: super(RedisCache, self).add(key, value, timeout, version), otherwise=False
            )
        )

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return self._try(
            lambda: super(RedisCache, self).get(key, default, version), otherwise=default
        )

    def set(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        self._try(lambda: super(RedisCache, self).set(key, value, timeout, version), otherwise=None)

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return bool(
            self._try(lambda: super(RedisCache, self).touch(key, timeout, version), otherwise=False)
        )

    def delete(self, key: str, version: int | None = None) -> bool:
        return bool(
            self._try(lambda: super(RedisCache, self).delete(key, version), otherwise=False)
        )

    def get_many(self, keys: Iterable[str], version: int | None = None) -> dict[str, Any]:
        keys = list(keys)
        found: dict[str, Any] = self._try(
            lambda: super(RedisCache, self).get_many(keys, version), otherwise={}
        )
        return found

    def has_key(self, key: str, version: int | None = None) -> bool:
        return bool(
            self._try(lambda: super(RedisCache, self).has_key(key, version), otherwise=False)
        )

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        value = self._try(lambda: super(RedisCache, self).incr(key, delta, version), otherwise=None)
        if value is None:
            raise ValueError(f"Key '{key}' not found.")
        return int(value)

    def set_many(
        self,
        data: dict[str, Any],
        timeout: Any = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> list[Any]:
        keys = list(data)
        failed: list[Any] = self._try(
            lambda: super(RedisCache, self).set_many(data, timeout, version), otherwise=keys
        )
        return failed

    def delete_many(self, keys: Iterable[str], version: int | None = None) -> None:
        keys = list(keys)
        self._try(lambda: super(RedisCache, self).delete_many(keys, version), otherwise=None)

    def clear(self) -> bool:  # type: ignore[override]
        return bool(self._try(lambda: super(RedisCache, self).clear(), otherwise=False))


def cache_settings(url: str) -> dict[str, Any]:
    """Return Django's settings of the cache: Redis or Valkey, or the memory of the process."""
    if not url:
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    return {
        "BACKEND": "core.cache.RedisCache",
        "LOCATION": url,
        "KEY_PREFIX": "kompas",
        "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 0.5},
    }

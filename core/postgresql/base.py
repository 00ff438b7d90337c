"""The backend: Django's, with a breaker before every new connection."""

from collections import defaultdict
from typing import Any

from django.db.backends.postgresql import base

from core.postgresql.breaker import Breaker

_breakers: defaultdict[str, Breaker] = defaultdict(Breaker)


class DatabaseWrapper(base.DatabaseWrapper):
    """While the server is away a request fails at once, so that threads stay free for /gezond."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect, or say at once that the server was away a moment ago."""
        breaker = _breakers[self.alias]
        if not breaker.allows():
            raise self.Database.OperationalError("The server was away a moment ago.")
        try:
            connection = super().get_new_connection(conn_params)
        except self.Database.OperationalError:
            breaker.failed()
            raise
        breaker.worked()
        return connection

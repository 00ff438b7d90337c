"""The backend: Django's, with a breaker before every new connection, and with prepared statements.

Django puts values into the text of a statement, which PostgreSQL then plans anew every time.
"""

from collections import defaultdict
from typing import Any

from django.db.backends.postgresql import base

from core.postgresql.breaker import Breaker

_breakers: defaultdict[str, Breaker] = defaultdict(Breaker)


class _PreparedCursor(base.ServerBindingCursor):
    """Lets the server keep the plan of each statement, by its text."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        # The stubs of Django know the cursors of the psycopg before this one.
        return super().execute(query, params, **{**options, "prepare": True})  # type: ignore[misc]


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

    def prepared_cursor(self) -> Any:
        """Return a cursor for statements of which the text is always the same."""
        self.ensure_connection()
        with self.wrap_database_errors:
            cursor = _PreparedCursor(self.connection)  # type: ignore[call-arg]
            return self._prepare_cursor(cursor)  # type: ignore[attr-defined]

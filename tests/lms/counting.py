"""Counts the statements that read or write; what opens and closes transactions is not one.

And the rows that come out of the database: a statement that gives all of them to Python is one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

_TRANSACTION = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


@contextmanager
def count_queries() -> Iterator[list[str]]:
    """Give the list to which every statement inside the block is added."""
    queries: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.lstrip().upper().startswith(_TRANSACTION):
            queries.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield queries


@contextmanager
def count_fetched_rows() -> Iterator[list[Any]]:
    """Give the list to which every row is added that is fetched inside the block."""
    rows: list[Any] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        wrapper = context["cursor"]
        if not isinstance(wrapper.cursor, _Watched):
            wrapper.cursor = _Watched(wrapper.cursor, rows)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield rows


class _Watched:
    """A cursor that notes what is fetched from it."""

    def __init__(self, cursor: Any, rows: list[Any]) -> None:
        self._cursor, self._rows = cursor, rows

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)

    def __iter__(self) -> Iterator[Any]:
        return (self._note(row) for row in self._cursor)

    def fetchone(self) -> Any:
        row = self._cursor.fetchone()
        return None if row is None else self._note(row)

    def fetchmany(self, *size: int) -> Any:
        return [self._note(row) for row in self._cursor.fetchmany(*size)]

    def fetchall(self) -> Any:
        return [self._note(row) for row in self._cursor.fetchall()]

    def _note(self, row: Any) -> Any:
        self._rows.append(row)
        return row

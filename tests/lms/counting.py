"""Counts the statements that read or write; what opens and closes transactions is not one."""

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

"""Triggers with which the database itself refuses to change or delete rows of a table.

Installed after every `migrate` and not by a migration: SQLite rebuilds a table when a field changes
and silently drops its triggers (architecture §8).
"""

from collections.abc import Iterator, Sequence

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

_FUNCTION = """
CREATE OR REPLACE FUNCTION kompas_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Rows of % are never changed or deleted: add a row instead.', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$"""


def guard(connection: BaseDatabaseWrapper, tables: Sequence[str]) -> None:
    """Make the triggers on these tables be there; a table that does not exist is left out."""
    present = _present(connection)
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
        for name, sql in _wanted(connection, tables):
            if connection.vendor == "sqlite" and present.get(name) != sql:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            if present.get(name) != sql:
                cursor.execute(sql)


def unguarded(connection: BaseDatabaseWrapper, tables: Sequence[str]) -> list[str]:
    """Return the triggers that should be on these tables and are not."""
    present = _present(connection)
    return sorted(name for name, _sql in _wanted(connection, tables) if name not in present)


def _wanted(connection: BaseDatabaseWrapper, tables: Sequence[str]) -> Iterator[tuple[str, str]]:
    existing = set(connection.introspection.table_names())
    triggers = _sqlite if connection.vendor == "sqlite" else _postgresql
    for table in tables:
        if table in existing:
            yield from triggers(table)


def _sqlite(table: str) -> Iterator[tuple[str, str]]:
    sentence = f"Rows of {table} are never changed or deleted: add a row instead."
    for event in ("UPDATE", "DELETE"):
        name = f"{table}_no_{event.lower()}"
        body = f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
        yield name, f"CREATE TRIGGER {name} BEFORE {event} ON {table} {body}"


def _postgresql(table: str) -> Iterator[tuple[str, str]]:
    for event, each in (("UPDATE", "ROW"), ("DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
        name = f"{table}_no_{event.lower()}"
        body = f"FOR EACH {each} EXECUTE FUNCTION kompas_append_only()"
        yield name, f"CREATE OR REPLACE TRIGGER {name} BEFORE {event} ON {table} {body}"


def _present(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Return the triggers that work, with their SQL; only SQLite keeps that as it was written."""
    if connection.vendor == "sqlite":
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = (
            "SELECT tgname, '' FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
        )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return dict(cursor.fetchall())

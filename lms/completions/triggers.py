"""Triggers with which the database itself keeps the ledger append-only.

Installed after every `migrate` and not by a migration: SQLite rebuilds a table when a field changes
and silently drops its triggers (architecture §8).
"""

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "lms_completion"

_SQLITE = {
    "lms_completion_no_change": """CREATE TRIGGER lms_completion_no_change
BEFORE UPDATE ON lms_completion
BEGIN SELECT RAISE(ABORT, 'Completions are never changed: void this one, add a new one.'); END""",
    "lms_completion_no_delete": """CREATE TRIGGER lms_completion_no_delete
BEFORE DELETE ON lms_completion
BEGIN SELECT RAISE(ABORT, 'Completions are never deleted: void this one.'); END""",
    "lms_completion_voids": """CREATE TRIGGER lms_completion_voids
BEFORE INSERT ON lms_completion
WHEN NEW.voids_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM lms_completion fact
    WHERE fact.id = NEW.voids_id AND fact.voids_id IS NULL AND fact.activity_id = NEW.activity_id
    AND fact.person_id IS NEW.person_id AND fact.unit_id IS NEW.unit_id)
BEGIN SELECT RAISE(ABORT, 'A void is of a completion of the same activity and subject.'); END""",
}

_POSTGRESQL = """
CREATE OR REPLACE FUNCTION lms_completion_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Completions are never changed or deleted: void this one and record a new one.'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE OR REPLACE FUNCTION lms_completion_check_void() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM lms_completion fact
    WHERE fact.id = NEW.voids_id AND fact.voids_id IS NULL AND fact.activity_id = NEW.activity_id
    AND fact.person_id IS NOT DISTINCT FROM NEW.person_id
    AND fact.unit_id IS NOT DISTINCT FROM NEW.unit_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'A void is of a completion of the same activity and subject.'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER lms_completion_no_change BEFORE UPDATE ON lms_completion
    FOR EACH ROW EXECUTE FUNCTION lms_completion_append_only();
CREATE OR REPLACE TRIGGER lms_completion_no_delete BEFORE DELETE ON lms_completion
    FOR EACH ROW EXECUTE FUNCTION lms_completion_append_only();
CREATE OR REPLACE TRIGGER lms_completion_no_truncate BEFORE TRUNCATE ON lms_completion
    FOR EACH STATEMENT EXECUTE FUNCTION lms_completion_append_only();
CREATE OR REPLACE TRIGGER lms_completion_voids BEFORE INSERT ON lms_completion
    FOR EACH ROW WHEN (NEW.voids_id IS NOT NULL) EXECUTE FUNCTION lms_completion_check_void();
"""

# The unique constraint on `voids` sees to it that a completion is voided once.
_EXPECTED = {
    "sqlite": frozenset(_SQLITE),
    "postgresql": frozenset({*_SQLITE, "lms_completion_no_truncate"}),
}


def install_triggers(connection: BaseDatabaseWrapper) -> None:
    """Make the triggers be there, and be those of this version. Does nothing without the table."""
    if TABLE not in connection.introspection.table_names():
        return
    if connection.vendor == "sqlite":
        _install_sqlite(connection)
    else:
        with connection.cursor() as cursor:
            cursor.execute(_POSTGRESQL)


def missing_triggers(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the triggers that should guard the ledger and do not; none without the table."""
    if TABLE not in connection.introspection.table_names():
        return []
    return sorted(_EXPECTED[connection.vendor] - _present(connection))


def _present(connection: BaseDatabaseWrapper) -> frozenset[str]:
    if connection.vendor == "sqlite":
        found = _sqlite_triggers(connection)
        return frozenset(name for name, sql in found.items() if sql == _SQLITE.get(name))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal "
            "AND tgenabled IN ('O', 'A')",
            [TABLE],
        )
        return frozenset(name for (name,) in cursor.fetchall())


def _install_sqlite(connection: BaseDatabaseWrapper) -> None:
    found = _sqlite_triggers(connection)
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for name, sql in _SQLITE.items():
            if found.get(name) == sql:
                continue
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            cursor.execute(sql)


def _sqlite_triggers(connection: BaseDatabaseWrapper) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [TABLE]
        )
        return dict(cursor.fetchall())

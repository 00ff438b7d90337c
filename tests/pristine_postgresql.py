"""Databases of one PostgreSQL server, and putting one back without making it anew.

`CREATE DATABASE … TEMPLATE` copies files and `DROP DATABASE` waits for a checkpoint: half a second
on a quiet machine, seconds on a busy one, for each test that commits. Only the rows that a test
changed are put back, in some hundredths of a second. A test that changed a table, a trigger or a
function is noticed, and gets the whole database anew.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
from django.db import connection
from psycopg import sql

from tests.processes import database_url

# What is kept beside the tables, in a schema that Django does not look at.
_KEEP_ROWS = """
CREATE SCHEMA kompas_pristine;
CREATE TABLE kompas_pristine.changed (what text);
CREATE TABLE kompas_pristine.sequences AS
  SELECT format('%I.%I', schemaname, sequencename)::regclass AS name,
    coalesce(last_value, start_value) AS value, last_value IS NOT NULL AS is_called
  FROM pg_sequences WHERE schemaname = 'public';
CREATE TABLE kompas_pristine.tables (name regclass, columns text, has_rows boolean);
DO $$
DECLARE
  found record;
  filled boolean;
BEGIN
  FOR found IN
    SELECT c.oid::regclass AS name, c.relname,
      (SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute a
        WHERE a.attrelid = c.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '')
        AS columns
    FROM pg_class c
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
  LOOP
    EXECUTE format('SELECT EXISTS (SELECT FROM %s)', found.name) INTO filled;
    IF filled THEN
      EXECUTE format('CREATE TABLE kompas_pristine.%I AS SELECT %s FROM %s',
        'rows_of_' || found.relname, found.columns, found.name);
    END IF;
    INSERT INTO kompas_pristine.tables VALUES (found.name, found.columns, filled);
  END LOOP;
END $$;
"""
# Triggers and foreign keys sleep meanwhile: the ledger refuses to be emptied.
_PUT_BACK = """
CREATE FUNCTION kompas_pristine.put_back() RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
  kept record;
BEGIN
  PERFORM set_config('session_replication_role', 'replica', true);
  FOR kept IN
    SELECT t.name, t.columns, t.has_rows, c.relname
    FROM kompas_pristine.tables t JOIN pg_class c ON c.oid = t.name
  LOOP
    -- Nothing was ever written where there is no file.
    CONTINUE WHEN NOT kept.has_rows AND pg_relation_size(kept.name) = 0;
    EXECUTE format('DELETE FROM %s', kept.name);
    IF kept.has_rows THEN
      EXECUTE format('INSERT INTO %s (%s) SELECT %s FROM kompas_pristine.%I',
        kept.name, kept.columns, kept.columns, 'rows_of_' || kept.relname);
    END IF;
    IF pg_relation_size(kept.name) > 1000000 THEN
      RETURN NEXT kept.name::text;
    END IF;
  END LOOP;
  PERFORM setval(name, value, is_called) FROM kompas_pristine.sequences;
END $$;
"""
_NOTICE_CHANGES = """
CREATE FUNCTION kompas_pristine.notice() RETURNS event_trigger LANGUAGE plpgsql AS $$
BEGIN
  IF tg_event = 'sql_drop' THEN
    INSERT INTO kompas_pristine.changed SELECT object_identity
    FROM pg_event_trigger_dropped_objects() WHERE NOT is_temporary;
  ELSE
    INSERT INTO kompas_pristine.changed SELECT object_identity
    FROM pg_event_trigger_ddl_commands() WHERE schema_name IS DISTINCT FROM 'pg_temp';
  END IF;
END $$;
CREATE EVENT TRIGGER kompas_pristine_makes ON ddl_command_end
  EXECUTE FUNCTION kompas_pristine.notice();
CREATE EVENT TRIGGER kompas_pristine_drops ON sql_drop
  EXECUTE FUNCTION kompas_pristine.notice();
"""


class PostgresDatabases:
    """Databases of one server."""

    def template(self, key: str) -> str:
        return f"kompas_template_{key}"

    def exists(self, name: str) -> bool:
        return bool(self._run("SELECT 1 FROM pg_database WHERE datname = %s", [name]))

    def copy(self, source: str, target: str) -> None:
        self.remove(target)
        self._run(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')

    def move(self, source: str, target: str) -> None:
        self._run(f'ALTER DATABASE "{source}" RENAME TO "{target}"')
        self._run(f"COMMENT ON DATABASE \"{target}\" IS '{datetime.now(UTC).isoformat()}'")

    def prepare(self, name: str) -> None:
        """Keep what is in the tables now, to put back later."""
        with _session(name) as session:
            for statements in (_KEEP_ROWS, _PUT_BACK, _NOTICE_CHANGES):
                session.execute(statements)

    def restore(self, source: str, target: str) -> None:
        if not self._put_back(target):
            self.copy(source, target)

    def remove(self, name: str) -> None:
        self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def remove_old(self, template: str, age: timedelta) -> None:
        old = self._run(
            "SELECT datname FROM pg_database WHERE datname LIKE 'kompas_template_%%'"
            " AND shobj_description(oid, 'pg_database')::timestamptz < %s",
            [datetime.now(UTC) - age],
        )
        for (name,) in old:
            self.remove(name)

    def _put_back(self, name: str) -> bool:
        """Put the rows back, unless the test changed more than rows."""
        with _session(name) as session:
            session.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                " AND backend_type = 'client backend'"
            )
            if session.execute("SELECT what FROM kompas_pristine.changed").fetchone():
                return False
            for (table,) in session.execute("SELECT kompas_pristine.put_back()").fetchall():
                session.execute(sql.SQL("VACUUM {}").format(sql.SQL(table)))
        return True

    def _run(self, statement: str, params: list[Any] | None = None) -> list[Any]:
        with connection._nodb_cursor() as cursor:
            cursor.execute(statement, params)
            return list(cursor.fetchall()) if cursor.description else []


def _session(name: str) -> psycopg.Connection[Any]:
    """Connect without the limits on time that the site gives itself."""
    return psycopg.connect(database_url(), dbname=name, autocommit=True)

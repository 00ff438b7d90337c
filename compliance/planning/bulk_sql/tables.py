"""The tables in which the statements keep what they found; they live in the connection.

plan_piece    days in the audience, per appointment
plan_spell    who was ever in the audience, whether in one stay, and in one appointment (basis_id)
plan_absence  long absences
plan_complex  who is not simple
plan_odd      whose obligation should not stand, or otherwise
plan_wanted   the obligations that are missing, and of those that stand the ones that need events
plan_pause    the obligations that an absence falls in
plan_event    the events that should stand, and in the end those that are missing
plan_now      the events of planning that stand
"""

from collections.abc import Iterator

from compliance.planning.bulk_sql.dialect import Statement, is_postgresql

MEMORY = "64MB"
"""What a step of a statement may use on PostgreSQL, so that 200,000 people are not put on disk."""
NAMES = ("version_id", "opens_on", "counts_from", "due_on", "is_newcomer")
STATED = ", ".join(NAMES)
_STATED = "version_id bigint, opens_on date, counts_from date, due_on date, is_newcomer boolean"
_EVENT = (
    "person_id bigint, cycle_id bigint, kind varchar(12), effective_on date, until_on date,"
    f" reason_code varchar(20), {_STATED}"
)
_TABLES = {
    "plan_piece": "person_id bigint, appointment_id bigint, starts date, ends date",
    "plan_spell": "person_id bigint, entry date, ends date, basis_id bigint, is_one boolean",
    "plan_absence": "person_id bigint, away date, back date, is_close boolean",
    "plan_complex": "person_id bigint",
    "plan_odd": "person_id bigint",
    "plan_wanted": (
        f"person_id bigint, cycle_id bigint, {_STATED}, closes_on date, term_ends date,"
        " basis_id bigint, stands boolean"
    ),
    "plan_pause": (
        f"person_id bigint, cycle_id bigint, {_STATED}, closes_on date, away date, starts date,"
        " back date"
    ),
    "plan_event": _EVENT,
    "plan_now": _EVENT,
}


def make_tables() -> Iterator[Statement]:
    """Make the tables, empty; forget what an earlier run that was killed found."""
    if is_postgresql():
        yield Statement(f"SET work_mem = '{MEMORY}'")
    for name, columns in _TABLES.items():
        yield Statement(f"DROP TABLE IF EXISTS {name}")
        yield Statement(f"CREATE TEMPORARY TABLE {name} ({columns})")


def drop_tables() -> Iterator[Statement]:
    """Leave the connection as it was."""
    for name in _TABLES:
        yield Statement(f"DROP TABLE {name}")
    if is_postgresql():
        yield Statement("RESET work_mem")


def ready(table: str, columns: str) -> Iterator[Statement]:
    """Make a table that was filled ready to be joined on these columns.

    SQLite joins through an index; PostgreSQL reads all at once when it knows how much there is.
    """
    yield count(table, columns) if is_postgresql() else index(table, columns)


def index(table: str, columns: str) -> Statement:
    """Index a table that rows are looked up in."""
    return Statement(f"CREATE INDEX {table}_by ON {table} ({columns})")


def count(table: str, columns: str) -> Statement:
    """Tell PostgreSQL how large a table is, and what is in these columns."""
    return Statement(f"ANALYZE {table} ({columns})")

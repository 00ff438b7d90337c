"""What tests of the seals share: a ledger with a few batches, and the hand of a database owner."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from django.db import connection

from core import clock
from core.append_only import guard
from lms.completions.seal_models import APPEND_ONLY
from lms.completions.sealing import seal_ledger
from lms.completions.triggers import TABLE, install_triggers
from lms.completions.verifying import Verdict, verify
from lms.models import Completion, LedgerSeal
from tests.factories.lms import MOMENT, ActivityFactory, CompletionFactory
from tests.factories.organisations import PersonFactory

LATER = MOMENT + timedelta(minutes=6)
TABLES = (TABLE, *APPEND_ONLY)


def sealed_ledger(*, batches: int = 3, rows: int = 4) -> list[Completion]:
    """Return completions that were recorded and sealed in this many batches, an hour apart."""
    person, activity = PersonFactory(), ActivityFactory()
    made = []
    for number in range(batches):
        moment = MOMENT + timedelta(hours=2 * number)
        made += [
            CompletionFactory(person=person, activity=activity, occurred_at=moment)
            for _number in range(rows)
        ]
        with clock.at(moment + timedelta(minutes=6)):
            seal_ledger()
    return made


def sentences(path: Path | None = None) -> list[str]:
    """Return what the verifier says."""
    return list(verify(Verdict(), path=path))


def last_number() -> int:
    """Return the number of the last batch."""
    return LedgerSeal.objects.order_by("-number").values_list("number", flat=True)[0]


@contextmanager
def as_database_owner() -> Iterator[None]:
    """Take the triggers and the foreign keys away, as who owns the database can."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' "
                "AND tbl_name IN (%s, %s, %s, %s)",
                TABLES,
            )
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")
        else:
            cursor.execute("SET session_replication_role = replica")
    yield
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            install_triggers(connection)
            guard(connection, APPEND_ONLY)
        else:
            cursor.execute("SET session_replication_role = DEFAULT")


def tamper(sql: str, *params: object) -> None:
    """Change the database behind everybody's back."""
    with (
        as_database_owner(),
        connection.constraint_checks_disabled(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, params)

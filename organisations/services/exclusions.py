"""PostgreSQL itself refuses overlapping periods; on SQLite the services and invariants do.

Installed after every migrate and not by a migration, because it needs an extension that a database
administrator may have to allow first. Without that right the site runs, and `check_invariants` says
so.
"""

import logging

from django.db import Error, connection, transaction

from organisations.models import Absence, Appointment, Mandate, RoleAssignment, UnitVersion

logger = logging.getLogger(__name__)

EXCLUSIONS = {
    "unit_version_no_overlap": (UnitVersion, ("unit_id",)),
    "appointment_no_overlap": (Appointment, ("person_id", "unit_id", "kind")),
    "role_assignment_no_overlap": (RoleAssignment, ("person_id", "unit_id", "role")),
    "mandate_no_overlap": (Mandate, ("holder_id", "unit_id", "kind")),
    "absence_no_overlap": (Absence, ("person_id",)),
}


def install_exclusions() -> None:
    """Add the constraints that are not there yet."""
    missing = missing_exclusions()
    if not missing:
        return
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
            for name in missing:
                cursor.execute(_add(name))
    except Error as error:
        logger.warning("overlap constraints not installed", extra={"reason": str(error)})


def missing_exclusions() -> list[str]:
    """Return the constraints that this database should have and has not."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint WHERE contype = 'x'")
        found = {name for (name,) in cursor.fetchall()}
    return [name for name in EXCLUSIONS if name not in found]


def _add(name: str) -> str:
    model, same = EXCLUSIONS[name]
    equal = ", ".join(f"{column} WITH =" for column in same)
    return (
        f"ALTER TABLE {model._meta.db_table} ADD CONSTRAINT {name} EXCLUDE USING gist"
        f" ({equal}, daterange(valid_from, valid_until) WITH &&) WHERE (superseded_at IS NULL)"
    )

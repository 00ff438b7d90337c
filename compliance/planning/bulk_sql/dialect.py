"""What SQLite and PostgreSQL say differently."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from compliance.rules.periods import FOREVER


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement with its parameters."""

    text: str
    params: tuple[Any, ...] | None = None


def is_postgresql() -> bool:
    """Tell which of the two it is."""
    return connection.vendor == "postgresql"


def select(rows: QuerySet[Any, Any]) -> tuple[str, tuple[Any, ...]]:
    """Return the statement of a queryset, with its parameters."""
    text, params = rows.query.sql_with_params()
    return text, tuple(params)


def day(one: date | None) -> str:
    """Return a date as it is written in a statement."""
    if one is None:
        return "NULL"
    return f"DATE '{one}'" if is_postgresql() else f"'{one}'"


def forever() -> str:
    """Return the end of what has no end."""
    return day(FOREVER)


def end(column: str) -> str:
    """Return an end, also where there is none."""
    return f"COALESCE({column}, {forever()})"


def plus(start: str, days: int | str) -> str:
    """Return the date so many days later."""
    if is_postgresql():
        return f"({start} + ({days}))"
    return f"date({start}, ({days}) || ' days')"


def days_between(start: str, until: str) -> str:
    """Return how many days later `until` is."""
    if is_postgresql():
        return f"({until} - {start})"
    return f"CAST(julianday({until}) - julianday({start}) AS INTEGER)"


def greatest(values: str) -> str:
    """Return the greatest of values none of which is NULL."""
    return f"GREATEST({values})" if is_postgresql() else f"MAX({values})"


def least(values: str) -> str:
    """Return the least of values none of which is NULL."""
    return f"LEAST({values})" if is_postgresql() else f"MIN({values})"


def differs(first: str, second: str) -> str:
    """Return the condition that two values are not the same; NULL is the same as NULL."""
    return f"{first} IS {'DISTINCT FROM' if is_postgresql() else 'NOT'} {second}"


def moment() -> str:
    """Return the place of a parameter that is a moment."""
    return "CAST(%s AS timestamptz)" if is_postgresql() else "%s"

"""Writes many rows of a model at once with COPY; fields that are not named get their default."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models
from django.db.models.fields import NOT_PROVIDED

_LINES = 5000


def copy_rows(
    model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]
) -> int:
    """Write the rows and return their number; `names` are attributes, such as `unit_id`."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    rest = [field for name, field in fields.items() if name not in names and _is_needed(field)]
    columns = ", ".join(f'"{field.column}"' for field in [*(fields[n] for n in names), *rest])
    tail = "".join(f"\t{_text(field.get_default())}" for field in rest)
    number = 0
    with connection.cursor() as cursor:
        table = f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN'
        with cursor.copy(table) as stream:
            lines: list[str] = []
            for row in rows:
                lines.append("\t".join(map(_text, row)) + tail)
                if len(lines) == _LINES:
                    stream.write("\n".join(lines) + "\n")
                    number += len(lines)
                    lines.clear()
            if lines:
                stream.write("\n".join(lines) + "\n")
                number += len(lines)
    return number


def after_copying(models_: Iterable[type[models.Model]]) -> None:
    """Let new rows be numbered after the copied ones, and let the planner know the tables."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(models_)):
            cursor.execute(statement)
        cursor.execute("ANALYZE")


def _is_needed(field: models.Field[Any, Any]) -> bool:
    """Tell whether the database does not fill in a field by itself."""
    if field.primary_key or field.db_default is not NOT_PROVIDED:
        return False
    return not field.null or field.has_default()


def _text(value: Any) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)

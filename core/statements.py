"""Statements that are worked out once: what every request asks, each time with other values.

Putting a query together costs Django more than answering it costs the database, and planning a
large one costs the database more than running it. A `Statement` does the first once per process;
PostgreSQL does the second once per connection. What is asked stays a queryset, in the words of the
querysets; only the values are left open.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models.expressions import Expression


class Given(Expression):
    """A value that comes when the statement runs; it stands where the value would stand."""

    def __init__(self, name: str, output_field: models.Field[Any, Any]) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, *_args: Any, **_kwargs: Any) -> tuple[str, Any]:
        """Return the place of the value."""
        return "%s", [self]

    def adapted(self, value: object) -> object:
        """Return a value as the database takes it."""
        return self.output_field.get_db_prep_value(value, connection, prepared=False)


def given_id(name: str) -> Given:
    """Return the place of the id of a row."""
    return Given(name, models.BigIntegerField())


def given_texts(name: str, number: int) -> list[Given]:
    """Return the places of so many texts, for a list; `texts` gives their values."""
    return [Given(f"{name}{place}", models.CharField()) for place in range(number)]


def texts(name: str, values: Sequence[str]) -> dict[str, str]:
    """Return the values of the places of `given_texts`."""
    return {f"{name}{place}": value for place, value in enumerate(values)}


def given_date(name: str) -> Given:
    """Return the place of a date."""
    return Given(name, models.DateField())


class _Compiled:
    """A statement for one kind of database: its text, the places, and how to read its columns."""

    def __init__(self, queryset: models.QuerySet[Any, Any]) -> None:
        self.compiler = queryset.query.get_compiler(connection.alias)
        try:
            self.sql, self.params = self.compiler.as_sql()
        except EmptyResultSet:
            # A list without a place in it: there is nothing to ask.
            self.sql, self.params = "", ()
        columns = [column[0] for column in self.compiler.select[: self.compiler.col_count]]
        self.converters = self.compiler.get_converters(columns)

    def ask(self, params: Sequence[object]) -> list[tuple[Any, ...]]:
        return self._read(fetch_prepared(self.sql, params)) if self.sql else []

    def _read(self, rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        if not self.converters:
            return rows
        return [tuple(row) for row in self.compiler.apply_converters(rows, self.converters)]


class Statement:
    """A queryset with places for values: put together once, asked often.

    Rows are those of `values_list`; of a queryset of models its columns. `build` must give the same
    shape whatever the values are: a value that can be None, or that decides what is asked, does not
    belong in a place.
    """

    def __init__(self, build: Callable[[], models.QuerySet[Any, Any]]) -> None:
        self._build = build
        self._compiled: dict[str, _Compiled] = {}

    def rows(self, **values: object) -> list[tuple[Any, ...]]:
        """Ask it with these values."""
        vendor = connection.vendor
        compiled = self._compiled.get(vendor)
        if compiled is None:
            compiled = self._compiled[vendor] = _Compiled(self._build())
        params = [
            place.adapted(values[place.name]) if isinstance(place, Given) else place
            for place in compiled.params
        ]
        return compiled.ask(params)

    def row(self, **values: object) -> tuple[Any, ...] | None:
        """Ask it with these values and return the first row."""
        rows = self.rows(**values)
        return rows[0] if rows else None


def fetch_prepared(sql: str, params: Sequence[object] | dict[str, object]) -> list[tuple[Any, ...]]:
    """Return the rows of a statement of which the text is always the same.

    PostgreSQL keeps its plan, made without looking at the values: so this is for statements that
    find few rows whatever they are asked, not for reports on everybody.
    """
    with _prepared() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


class Insert:
    """One new row: what it is put together from is the same every time.

    `unique` names the fields that make a row the same one; `update` what it then gets anew.
    """

    def __init__(
        self,
        model: type[models.Model],
        *,
        fields: Sequence[str],
        unique: Sequence[str] = (),
        update: Sequence[str] = (),
    ) -> None:
        named = {field.name: field for field in model._meta.concrete_fields}
        self._fields = [named[name] for name in fields]
        columns = ", ".join(f'"{named[name].column}"' for name in fields)
        places = ", ".join(["%s"] * len(fields))
        self._sql = f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({places})'  # noqa: S608
        if unique:
            keys = ", ".join(f'"{named[name].column}"' for name in unique)
            new = ", ".join(
                f'"{named[name].column}" = EXCLUDED."{named[name].column}"' for name in update
            )
            self._sql += f" ON CONFLICT ({keys}) DO UPDATE SET {new}"

    def write(self, *values: object) -> None:
        """Write a row with these values, in the order of the fields."""
        params = [
            field.get_db_prep_save(value, connection)
            for field, value in zip(self._fields, values, strict=True)
        ]
        with _prepared() as cursor:
            cursor.execute(self._sql, params)


def _prepared() -> Any:
    return getattr(connection, "prepared_cursor", connection.cursor)()

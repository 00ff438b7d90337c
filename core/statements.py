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
from django.db.models.query import get_related_populators


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


def given_uuid(name: str) -> Given:
    """Return the place of the public key of a row."""
    return Given(name, models.UUIDField())


def given_moment(name: str) -> Given:
    """Return the place of a moment."""
    return Given(name, models.DateTimeField())


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
        self._related: list[Any] | None = None

    def made(self, row: tuple[Any, ...]) -> Any:
        """Return the object of a row, with what `select_related` names."""
        info = self.compiler.klass_info
        fields = info["select_fields"]
        first, last = fields[0], fields[-1] + 1
        if self._related is None:
            # The stubs know the Django after this one.
            self._related = get_related_populators(  # type: ignore[call-arg]
                info, self.compiler.select, connection.alias
            )
        names = [column[0].target.attname for column in self.compiler.select[first:last]]
        found = info["model"].from_db(connection.alias, names, row[first:last])
        for related in self._related:
            related.populate(row, found)
        return found

    def ask(self, params: Sequence[object], most: int | None = None) -> list[tuple[Any, ...]]:
        return self._read(fetch_prepared(self.sql, params, most)) if self.sql else []

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
        return self._asked(self._here(), values)

    def objects(self, **values: object) -> list[Any]:
        """Ask it with these values, of a queryset of models; return what it would return."""
        compiled = self._here()
        return [compiled.made(row) for row in self._asked(compiled, values)]

    def first(self, **values: object) -> Any:
        """Return the first of the objects, or None.

        The database finds them all: so this is for who has few. With a limit it would look for the
        first of everybody's, in a plan that does not know how few one has.
        """
        compiled = self._here()
        rows = self._asked(compiled, values, most=1)
        return compiled.made(rows[0]) if rows else None

    def _here(self) -> _Compiled:
        vendor = connection.vendor
        compiled = self._compiled.get(vendor)
        if compiled is None:
            compiled = self._compiled[vendor] = _Compiled(self._build())
        return compiled

    def _asked(
        self, compiled: _Compiled, values: dict[str, object], most: int | None = None
    ) -> list[tuple[Any, ...]]:
        params = [
            place.adapted(values[place.name]) if isinstance(place, Given) else place
            for place in compiled.params
        ]
        return compiled.ask(params, most)

    def row(self, **values: object) -> tuple[Any, ...] | None:
        """Ask it with these values and return the first row."""
        rows = self.rows(**values)
        return rows[0] if rows else None


def fetch_prepared(
    sql: str, params: Sequence[object] | dict[str, object], most: int | None = None
) -> list[tuple[Any, ...]]:
    """Return the rows, or the first few, of a statement of which the text is always the same.

    PostgreSQL keeps its plan, made without looking at the values: so this is for statements that
    find few rows whatever they are asked, not for reports on everybody.
    """
    with _prepared() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall() if most is None else cursor.fetchmany(most))


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


class NewRow:
    """A new object, saved as `save(force_insert=True)` does; `unless` names a unique field.

    With that field known already nothing is written, and nobody's transaction is broken.
    """

    def __init__(self, model: type[models.Model], *, unless: str = "") -> None:
        meta = model._meta
        self._fields = [field for field in meta.concrete_fields if not field.primary_key]
        columns = ", ".join(f'"{field.column}"' for field in self._fields)
        places = ", ".join(["%s"] * len(self._fields))
        named = {field.name: field.column for field in meta.concrete_fields}
        known = f' ON CONFLICT ("{named[unless]}") DO NOTHING' if unless else ""
        self._sql = (
            f'INSERT INTO "{meta.db_table}" ({columns}) VALUES ({places}){known}'  # noqa: S608
            f' RETURNING "{meta.pk.column}"'
        )

    def save(self, row: models.Model) -> bool:
        """Write it and give it its key; False: what must be unique was there already."""
        params = [
            field.get_db_prep_save(field.pre_save(row, add=True), connection)
            for field in self._fields
        ]
        keys = fetch_prepared(self._sql, params)
        if not keys:
            return False
        row.pk, row._state.adding, row._state.db = keys[0][0], False, connection.alias
        return True


class Update:
    """Some fields of one row, written by its key."""

    def __init__(self, model: type[models.Model], *, fields: Sequence[str]) -> None:
        meta = model._meta
        named = {field.name: field for field in meta.concrete_fields}
        self._fields = [*(named[name] for name in fields), meta.pk]
        new = ", ".join(f'"{field.column}" = %s' for field in self._fields[:-1])
        self._sql = f'UPDATE "{meta.db_table}" SET {new} WHERE "{meta.pk.column}" = %s'  # noqa: S608

    def save(self, row: models.Model) -> None:
        """Write these fields as they are on a row."""
        params = [
            field.get_db_prep_save(field.pre_save(row, add=False), connection)
            for field in self._fields
        ]
        with _prepared() as cursor:
            cursor.execute(self._sql, params)


def _prepared() -> Any:
    return getattr(connection, "prepared_cursor", connection.cursor)()

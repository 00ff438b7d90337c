"""The one way in which dated facts come about: recorded, corrected, ended or taken back.

A row is never overwritten. Whatever changes it marks it as superseded and adds what holds now, so
that an earlier figure can be computed again. The services of each kind of fact call these.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

from django.db import models

from core import clock
from organisations.models import Dated, Known, Person, Unit, UnitVersion
from organisations.querysets import DatedQuerySet
from organisations.services.errors import (
    EndBeforeStart,
    OverlappingPeriod,
    PersonErased,
    StaleFact,
    UnitNotThere,
)

Row = TypeVar("Row", bound=Dated)
Period = tuple[date, date | None]
_OWN = {"recorded_at", "superseded_at"}


def lock_person(person: Person) -> Person:
    """Let no one else change this person until the transaction ends; refuse an erased one."""
    locked: Person = Person.objects.select_for_update().get(pk=person.pk)
    if locked.erased_at:
        raise PersonErased
    return locked


def supersede(row: Known) -> None:
    """Mark a row as no longer held for true."""
    moment = clock.now()
    kept = type(row).objects.filter(pk=row.pk, superseded_at__isnull=True)
    if not kept.update(superseded_at=moment):
        raise StaleFact
    row.superseded_at = moment


def record(row: Row, *, same: Iterable[str]) -> Row:
    """Add a row; `same` names the fields in which two rows may not overlap in time."""
    _refuse_backward(row)
    _refuse_outside_unit(row)
    others = type(row).objects.current().filter(**{name: getattr(row, name) for name in same})
    if others.overlapping(row.valid_from, row.valid_until).exists():
        raise OverlappingPeriod
    row.save(force_insert=True)
    return row


def correct(row: Row, *, same: Iterable[str], **changes: Any) -> Row:
    """Supersede a row by one with these changes; without any change nothing is written."""
    if all(getattr(row, name) == value for name, value in changes.items()):
        return row
    supersede(row)
    return record(copy(row, **changes), same=same)


def end(row: Row, *, on: date, same: Iterable[str]) -> Row:
    """Let a row end: `on` is the first day on which it no longer holds."""
    return correct(row, same=same, valid_until=on)


def copy(row: Row, **changes: Any) -> Row:
    """Return an unsaved row like this one, recorded now, with these changes."""
    fields: Iterable[models.Field[Any, Any]] = row._meta.concrete_fields
    kept = {
        field.name: getattr(row, field.name)
        for field in fields
        if not field.primary_key and field.name not in _OWN
    }
    return type(row)(**{**kept, **changes})


def is_covered(rows: DatedQuerySet, start: date, end: date | None) -> bool:
    """Tell whether the periods of `rows` leave no day out from `start` up to `end`."""
    periods = rows.order_by("valid_from").values_list("valid_from", "valid_until")
    return covers(list(periods), start, end)


def covers(periods: Iterable[Period], start: date, end: date | None) -> bool:
    """Tell whether periods, in order, leave no day out from `start` up to `end`."""
    reached = start
    for valid_from, valid_until in periods:
        if valid_from > reached:
            return False
        if valid_until is None:
            return True
        reached = max(reached, valid_until)
        if end is not None and reached >= end:
            return True
    return False


def _refuse_backward(row: Dated) -> None:
    if row.valid_until is not None and row.valid_until <= row.valid_from:
        raise EndBeforeStart


def _refuse_outside_unit(row: Dated) -> None:
    """Refuse a row that stands in a unit on a day on which that unit does not exist."""
    unit = getattr(row, "unit", None)
    if not isinstance(unit, Unit) or isinstance(row, UnitVersion):
        return
    # So that nobody ends the unit between this look and our commit.
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    if not is_covered(unit.versions.current(), row.valid_from, row.valid_until):
        raise UnitNotThere

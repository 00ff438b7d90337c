"""What the organisation looked like on a day, as we know it now or knew it then."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.expressions import RawSQL

from organisations.enums import UnitKind
from organisations.models import Dated, Person, Unit, UnitAncestry, UnitVersion
from organisations.querysets import DatedQuerySet, UnitQuerySet, active_q


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLabel:
    """What a unit was called on a day, and what it was part of."""

    name: str
    kind: UnitKind
    parent_id: int | None


def unit_names(
    units: "Iterable[int] | QuerySet[Unit]", on: date, known_at: datetime | None = None
) -> dict[int, UnitLabel]:
    """Return the labels of units on a day, by id, in one query; who did not exist is left out.

    `units` are ids, or a queryset of units, which then stays a subquery.
    """
    wanted: Any = units.values("pk") if isinstance(units, QuerySet) else list(units)
    versions = UnitVersion.objects.filter(unit__in=wanted).as_known_at(known_at).active_on(on)
    return {
        unit: UnitLabel(name=name, kind=UnitKind(kind), parent_id=parent)
        for unit, name, kind, parent in versions.values_list("unit_id", "name", "kind", "parent_id")
    }


def descendants_as_known(unit: Unit, on: date, known_at: datetime | None = None) -> UnitQuerySet:
    """Return `unit` and everything below it on a day, as known at a moment (None: now).

    Now is read from the derived ancestry; an earlier moment from the versions themselves.
    """
    if known_at is None:
        return Unit.objects.within(unit, on=on)
    versions = UnitVersion.objects.as_known_at(known_at).active_on(on).order_by()
    edges, params = versions.values("unit_id", "parent_id").query.sql_with_params()
    # UNION (not ALL) stops at a cycle that was once recorded by mistake.
    sql = f"""
        WITH RECURSIVE edge AS ({edges}),
        below AS (
          SELECT unit_id FROM edge WHERE unit_id = %s
          UNION
          SELECT edge.unit_id FROM edge JOIN below ON edge.parent_id = below.unit_id
        )
        SELECT unit_id FROM below
    """  # noqa: S608 (compiled by the ORM, values stay parameters)
    return Unit.objects.filter(pk__in=RawSQL(sql, (*params, unit.pk)))  # noqa: S611


def latest_name(unit: str) -> Subquery:
    """Return, for use in a query, the newest name of the unit whose id stands in column `unit`."""
    versions = UnitVersion.objects.current().filter(unit=OuterRef(unit)).order_by("-valid_from")
    return Subquery(versions.values("name")[:1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One dated row as somebody reads it; `last_day` is inclusive."""

    pk: int
    what: str
    unit_id: int | None
    unit: str
    first_day: date
    last_day: date | None
    recorded_at: datetime
    superseded_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFile:
    """Everything that is and was recorded about somebody's place here, newest first."""

    appointments: list[Line]
    roles: list[Line]
    mandates: list[Line]
    absences: list[Line]
    merged_into: Person | None
    merged_from: list[Person]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFile:
    """A unit on a day: what stands above and below it, and everything that was recorded of it."""

    above: list[tuple[int, str]]
    below: list[tuple[int, str]]
    people: int
    versions: list[Line]


def person_file(person: Person) -> PersonFile:
    """Return what stands recorded about somebody."""
    merge = person.merges.current().select_related("into").first()
    merged = person.merged_from.current().select_related("person")
    return PersonFile(
        appointments=_lines(person.appointments.all(), "kind"),
        roles=_lines(person.role_assignments.all(), "role"),
        mandates=_lines(person.mandates.all(), "kind"),
        absences=_lines(person.absences.all(), ""),
        merged_into=merge.into if merge else None,
        merged_from=[row.person for row in merged],
    )


def unit_file(unit: Unit, on: date) -> UnitFile:
    """Return the place of a unit on a day, and its versions."""
    above = UnitAncestry.objects.filter(active_q(on), descendant=unit, depth__gt=0)
    below = UnitAncestry.objects.filter(active_q(on), ancestor=unit, depth=1)
    named = above.order_by("-depth").annotate(name=latest_name("ancestor"))
    children = below.annotate(name=latest_name("descendant")).order_by("name", "descendant")
    return UnitFile(
        above=list(named.values_list("ancestor_id", "name")),
        below=list(children.values_list("descendant_id", "name")),
        people=unit.appointments.current().active_on(on).values("person").distinct().count(),
        versions=_lines(unit.versions.all(), "kind", unit="parent"),
    )


def _lines(rows: DatedQuerySet, what: str, unit: str = "unit") -> list[Line]:
    fields = {field.name for field in rows.model._meta.get_fields()}
    if unit in fields:
        rows = rows.annotate(shown_unit=latest_name(unit))
    return [
        _line(row, what, unit if unit in fields else "")
        for row in rows.order_by("-valid_from", "-recorded_at", "-pk")
    ]


def _line(row: Dated, what: str, unit: str) -> Line:
    label = getattr(row, f"get_{what}_display")() if what else ""
    name = getattr(row, "name", "")
    return Line(
        pk=row.pk,
        what=f"{name}, {label.lower()}" if name else str(label),
        unit_id=getattr(row, f"{unit}_id") if unit else None,
        unit=(getattr(row, "shown_unit", None) or "") if unit else "",
        first_day=row.valid_from,
        last_day=row.valid_until - timedelta(days=1) if row.valid_until else None,
        recorded_at=row.recorded_at,
        superseded_at=row.superseded_at,
    )

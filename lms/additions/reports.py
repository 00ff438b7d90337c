"""What a reader's own part of the organisation adds to a module.

Where somebody works on the day decides, however they are hired; nobody else ever sees it.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from core.statements import Given, Statement, given_date, given_id, given_texts, texts
from lms.additions.models import Addition
from organisations.models import Appointment, Person, PersonMerge, UnitAncestry, UnitVersion
from organisations.querysets import active_q

_SHOWN = (
    "unit_name",
    "title",
    "text",
    "link",
    "link_text",
    "keeper",
    "review_on",
)
_NAMED = ("module_key", "unit_name", "title")


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalPart:
    """A text below a module, with the unit as it is called on the day."""

    unit_name: str
    title: str
    text: str
    link: str
    link_text: str
    keeper: str
    review_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalTitle:
    """A text below a module of a course, by name alone."""

    module_key: str
    unit_name: str
    title: str


def parts_of_module(
    person: Person, course_key: str, module_key: str, *, on: date
) -> tuple[LocalPart, ...]:
    """Return what the units of a person and those above add to a module, nearest first."""
    keys = {**texts("course", [course_key]), **texts("module", [module_key])}
    rows = _OF_MODULE.rows(person=person.pk, day=on, **keys)
    return tuple(LocalPart(**dict(zip(_SHOWN, row, strict=True))) for row in rows)


def titles_of_course(person: Person, course_key: str, *, on: date) -> tuple[LocalTitle, ...]:
    """Return what they add to all modules of a course, nearest first."""
    rows = _OF_COURSE.rows(person=person.pk, day=on, **texts("course", [course_key]))
    return tuple(LocalTitle(**dict(zip(_NAMED, row, strict=True))) for row in rows)


def _seen(day: Given, person: Given) -> QuerySet[Any, Any]:
    """Ask for what holds on a day for a person, also by records that were merged into theirs."""
    merges = PersonMerge.objects.current().filter(into=person)
    own = Person.objects.filter(pk=person)
    records = own.values("pk").union(merges.values("person"), all=True)
    held = Appointment.objects.filter(person__in=records).current().active_on(day)
    above = UnitAncestry.objects.filter(
        active_q(day), ancestor=OuterRef("unit"), descendant__in=held.values("unit")
    )
    names = UnitVersion.objects.current().active_on(day).filter(unit=OuterRef("unit"))
    rows = Addition.objects.in_force_on(day).exclude(text="")
    placed: QuerySet[Any, Any] = rows.annotate(
        depth=Subquery(above.order_by("depth").values("depth")[:1]),
        unit_name=Subquery(names.order_by("pk").values("name")[:1]),
    )
    return placed.filter(depth__isnull=False)


def _ask_module() -> QuerySet[Any, Any]:
    rows = _seen(given_date("day"), given_id("person")).filter(
        course_key=given_texts("course", 1)[0], module_key=given_texts("module", 1)[0]
    )
    return rows.order_by("depth", "valid_from", "pk").values_list(*_SHOWN)


def _ask_course() -> QuerySet[Any, Any]:
    rows = _seen(given_date("day"), given_id("person"))
    rows = rows.filter(course_key=given_texts("course", 1)[0])
    return rows.order_by("depth", "valid_from", "pk").values_list(*_NAMED)


_OF_MODULE, _OF_COURSE = Statement(_ask_module), Statement(_ask_course)

"""Who may see which units and persons (domain.md §5.2). Whoever is not named here sees nothing.

Whether somebody may look is decided by the mandates that are active today, also when they look at
an earlier reference date: a right ends on the day it ends. What they then see is the organisation
as it was on `on`. The conditions themselves are words of the querysets: `visible_to`,
`listable_to`, `held_by`.
"""

from datetime import date

from django.db.models import Q, QuerySet

from organisations.models import Appointment, Mandate, Person, PersonMerge, Unit
from organisations.querysets import PlacedQuerySet, UnitQuerySet
from organisations.viewers import Viewer, person_of

__all__ = [
    "Viewer",
    "appointments_listable_to",
    "listable_units",
    "mandates_of",
    "person_of",
    "persons_listable_to",
    "records_of",
    "units_visible_to",
]


def records_of(person: Person) -> QuerySet[Person]:
    """Return the records of one human being: this one, and those merged into it."""
    merged = PersonMerge.objects.current().filter(into=person)
    return Person.objects.filter(Q(pk=person.pk) | Q(pk__in=merged.values("person")))


def mandates_of(user: Viewer) -> PlacedQuerySet:
    """Return the mandates that let somebody see something today, also those of merged records."""
    mandates: PlacedQuerySet = Mandate.objects.held_by(user)
    return mandates


def units_visible_to(user: Viewer, *, on: date | None = None) -> UnitQuerySet:
    """Return the units under any mandate of somebody, in the tree as it was on a day."""
    units: UnitQuerySet = Unit.objects.visible_to(user, on=on)
    return units


def listable_units(user: Viewer) -> UnitQuerySet:
    """Return the units whose own persons somebody may see by name: those a mandate itself is on."""
    units: UnitQuerySet = Unit.objects.listable_to(user)
    return units


def appointments_listable_to(user: Viewer, *, on: date | None = None) -> PlacedQuerySet:
    """Return the appointments on a day that somebody may see by name.

    A manager, acting manager or support: of exactly the unit of the mandate. A compliance officer:
    of the whole part of the organisation under the mandate.
    """
    appointments: PlacedQuerySet = Appointment.objects.listable_to(user, on=on)
    return appointments


def persons_listable_to(user: Viewer, *, on: date | None = None) -> QuerySet[Person]:
    """Return the persons that somebody may see by name on a day."""
    return Person.objects.visible_to(user, on=on)

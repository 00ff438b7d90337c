"""Who keeps which contacts up to date.

A directory coordinator keeps those of the units of their role and all below. A person keeps their
own. Contacts for the whole Rijk are kept in the admin. For others there is nothing here.
"""

from collections.abc import Collection, Mapping

from django.db.models import QuerySet

from core import clock
from guidance.models import Contact, ContactEnding
from guidance.querysets import ContactQuerySet
from organisations.access import records_of
from organisations.enums import RoleKind
from organisations.models import Person, PersonMerge, RoleAssignment, Unit, UnitAncestry
from organisations.querysets import PlacedQuerySet, active_q
from organisations.viewers import Viewer, person_of

COORDINATES = RoleKind.DIRECTORY_COORDINATOR


def units_coordinated_by(user: Viewer) -> QuerySet[Unit]:
    """Return the units whose contacts somebody keeps today."""
    person = person_of(user)
    return Unit.objects.none() if person is None else units_coordinated(person)


def units_coordinated(person: Person) -> QuerySet[Unit]:
    """Return the same, for a person."""
    held = _coordinating().filter(person__in=records_of(person))
    below = UnitAncestry.objects.filter(active_q(clock.today()), ancestor__in=held.values("unit"))
    return Unit.objects.filter(pk__in=below.values("descendant"))


def contacts_coordinated_by(user: Viewer) -> ContactQuerySet:
    """Return the contacts that somebody may change or end: of their units, not yet over."""
    rows: ContactQuerySet = Contact.objects.coming_or_active(clock.today())
    return rows.filter(unit__in=units_coordinated_by(user))


def ended_contacts_coordinated_by(user: Viewer) -> ContactQuerySet:
    """Return the contacts of their units that somebody ended; whether one may undo that differs."""
    rows: ContactQuerySet = Contact.objects.filter(pk__in=ContactEnding.objects.values("contact"))
    return rows.filter(unit__in=units_coordinated_by(user), person__erased_at__isnull=True)


def own_contacts(user: Viewer) -> ContactQuerySet:
    """Return the contacts that are somebody themselves, not yet over."""
    person = person_of(user)
    rows: ContactQuerySet = Contact.objects.coming_or_active(clock.today())
    return rows.none() if person is None else rows.filter(person__in=records_of(person))


def coordinators_of(units: Collection[int]) -> Mapping[int, list[Person]]:
    """Return for each unit who keeps its contacts, as the persons as whom they count.

    The nearest level that has somebody, so that not everybody above gets the same mail. A unit
    without anybody is left out.
    """
    above = UnitAncestry.objects.filter(active_q(clock.today()), descendant__in=list(units))
    paths = list(
        above.filter(ancestor__in=_coordinating().values("unit"))
        .order_by("descendant", "depth")
        .values_list("descendant_id", "ancestor_id")
    )
    nearest: dict[int, int] = {}
    for unit, ancestor in paths:
        nearest.setdefault(unit, ancestor)
    holders = list(
        _coordinating().filter(unit__in=set(nearest.values())).values_list("unit_id", "person_id")
    )
    merges = PersonMerge.objects.current().filter(person__in={one for _unit, one in holders})
    roots = dict(merges.values_list("person_id", "into_id"))
    persons = Person.objects.in_bulk({roots.get(one, one) for _unit, one in holders})
    by_level: dict[int, dict[int, Person]] = {}
    for unit, one in sorted(holders):
        root = roots.get(one, one)
        by_level.setdefault(unit, {})[root] = persons[root]
    return {unit: list(by_level[level].values()) for unit, level in nearest.items()}


def _coordinating() -> PlacedQuerySet:
    roles: PlacedQuerySet = RoleAssignment.objects.current().active_on(clock.today())
    return roles.filter(role=COORDINATES, person__erased_at__isnull=True)

"""Who may see which units and persons (domain.md §5.2). Whoever is not named here sees nothing.

Whether somebody may look is decided by the mandates that are active today, also when they look at
an earlier reference date: a right ends on the day it ends. What they then see is the organisation
as it was on `on`.
"""

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from accounts.models import User
from core import clock
from organisations.enums import PERSON_LISTING_MANDATES, MandateKind
from organisations.models import Appointment, Mandate, Person, PersonMerge, Unit
from organisations.querysets import PlacedQuerySet, UnitQuerySet

Viewer = User | AnonymousUser


def person_of(user: Viewer) -> Person | None:
    """Return who is behind an account, as the person as whom they count; None for nobody.

    Costs no query for the user of a request: `organisations.backends` fetches the person along and
    says whether there was a merge.
    """
    person: Person | None = getattr(user, "person", None)
    if person is None or person.erased_at is not None:
        return None
    if not hasattr(person, "merged_into_id"):
        merge = PersonMerge.objects.current().filter(person=person).first()
        person.merged_into_id = merge.into_id if merge else None
    if person.merged_into_id is None:
        return person
    if not hasattr(person, "counts_as"):
        person.counts_as = Person.objects.get(pk=person.merged_into_id)
    return person.counts_as


def mandates_of(user: Viewer) -> PlacedQuerySet:
    """Return the mandates that let somebody see something today, also those of merged records."""
    person = person_of(user)
    if person is None:
        return Mandate.objects.none()
    merged = PersonMerge.objects.current().filter(into=person).values("person")
    held = Mandate.objects.filter(Q(holder=person) | Q(holder__in=merged))
    return held.current().active_on(clock.today())


def units_visible_to(user: Viewer, *, on: date | None = None) -> UnitQuerySet:
    """Return the units under any mandate of somebody, in the tree as it was on a day."""
    return Unit.objects.under(mandates_of(user), on=on or clock.today())


def listable_units(user: Viewer) -> UnitQuerySet:
    """Return the units whose own persons somebody may see by name: those a mandate itself is on."""
    listing = mandates_of(user).filter(kind__in=PERSON_LISTING_MANDATES)
    return Unit.objects.filter(pk__in=listing.values("unit"))


def appointments_listable_to(user: Viewer, *, on: date | None = None) -> PlacedQuerySet:
    """Return the appointments on a day that somebody may see by name.

    A manager, acting manager or support: of exactly the unit of the mandate. A compliance officer:
    of the whole part of the organisation under the mandate.
    """
    day = on or clock.today()
    officer = mandates_of(user).filter(kind=MandateKind.COMPLIANCE_OFFICER)
    units = Q(unit__in=listable_units(user)) | Q(unit__in=Unit.objects.under(officer, on=day))
    return Appointment.objects.current().active_on(day).filter(units)


def persons_listable_to(user: Viewer, *, on: date | None = None) -> QuerySet[Person]:
    """Return the persons that somebody may see by name on a day."""
    appointments = appointments_listable_to(user, on=on)
    return Person.objects.filter(erased_at__isnull=True, pk__in=appointments.values("person"))

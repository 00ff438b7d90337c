"""Who may see whom by name, and how much "Waarom?" may say about them (domain.md §5.2)."""

from dataclasses import dataclass
from datetime import date
from enum import Enum
from uuid import UUID

from django.db.models import Q

from organisations.access import Viewer, listable_units, mandates_of, person_of
from organisations.enums import MandateKind
from organisations.models import Appointment, Person, PersonMerge, Unit, UnitVersion


class Sight(Enum):
    """On which ground somebody looks at somebody."""

    OWN = "own"
    MANAGER = "manager"
    OFFICER = "officer"

    @property
    def shows_reason(self) -> bool:
        """Whether the category of an exemption may be shown; there is never more than that."""
        return self is not Sight.MANAGER


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenPerson:
    """Somebody whom the visitor may see by name on a day."""

    person: Person
    sight: Sight


def seen_person(user: Viewer, *, uuid: UUID, on: date) -> SeenPerson:
    """Return somebody whom a visitor may see by name on a day, and on which ground.

    A manager sees the people of exactly the unit of the mandate, a compliance officer those of
    everything below it. Raises `Person.DoesNotExist` for whom they may not see, for whom is not
    there, and for a record that was merged into another.
    """
    merged = PersonMerge.objects.current()
    persons = Person.objects.filter(erased_at__isnull=True)
    person = persons.exclude(pk__in=merged.values("person")).get(uuid=uuid)
    if person == person_of(user):
        return SeenPerson(person=person, sight=Sight.OWN)
    return SeenPerson(person=person, sight=_sight(user, person, on))


def _sight(user: Viewer, person: Person, on: date) -> Sight:
    """Return the widest ground on which a visitor may see somebody else."""
    records = PersonMerge.objects.current().filter(into=person).values("person")
    works = Appointment.objects.current().active_on(on)
    works = works.filter(Q(person=person) | Q(person__in=records))
    officer = mandates_of(user).filter(kind=MandateKind.COMPLIANCE_OFFICER)
    if works.filter(unit__in=Unit.objects.under(officer, on=on)).exists():
        return Sight.OFFICER
    if works.filter(unit__in=listable_units(user)).exists():
        return Sight.MANAGER
    raise Person.DoesNotExist


def seen_team(user: Viewer, *, code: str, on: date) -> tuple[UnitVersion, Sight]:
    """Return a unit, as it was on a day, whose duties of the team somebody may ask about.

    Its own manager, or the compliance officer of it or of a unit above it. Raises
    `UnitVersion.DoesNotExist`.
    """
    versions = UnitVersion.objects.current().active_on(on).select_related("unit")
    own = versions.filter(unit__code=code, unit__in=listable_units(user)).first()
    if own is not None:
        return own, Sight.MANAGER
    return officer_unit(user, code=code, on=on), Sight.OFFICER


def officer_unit(user: Viewer, *, code: str, on: date) -> UnitVersion:
    """Return a unit, as it was on a day, of which somebody may list everybody below it.

    Only a compliance officer of that unit or of one above it. Raises `UnitVersion.DoesNotExist`.
    """
    officer = mandates_of(user).filter(kind=MandateKind.COMPLIANCE_OFFICER)
    versions = UnitVersion.objects.current().active_on(on).select_related("unit")
    found: UnitVersion = versions.get(unit__code=code, unit__in=Unit.objects.under(officer, on=on))
    return found

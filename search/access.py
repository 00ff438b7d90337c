"""Who may find what: everybody what is public, who is signed in more, who works there the rest."""

from django.db.models import QuerySet

from core import clock
from core.searching import Gate
from organisations.access import records_of
from organisations.models import Appointment, Person, Unit, UnitAncestry
from organisations.querysets import active_q
from organisations.viewers import Viewer, person_of
from search.models import SearchEntry
from search.querysets import SearchEntryQuerySet


def open_gates(user: Viewer) -> tuple[Gate, ...]:
    """Return the gates that somebody stands before with nothing but their account, or without."""
    return (Gate.PUBLIC, Gate.SIGNED_IN) if user.is_authenticated else (Gate.PUBLIC,)


def own_entries(user: Viewer) -> SearchEntryQuerySet:
    """Return what somebody finds because they work in a unit of it, or below one, today."""
    entries: SearchEntryQuerySet = SearchEntry.objects.all()
    person = person_of(user)
    return entries.none() if person is None else entries.bound_to(_units_above(person))


def _units_above(person: Person) -> QuerySet[Unit]:
    """Return the units in or below which somebody works today, also by a record merged into it."""
    today = clock.today()
    places = Appointment.objects.current().active_on(today).filter(person__in=records_of(person))
    rows = UnitAncestry.objects.filter(active_q(today), descendant__in=places.values("unit"))
    units: QuerySet[Unit] = Unit.objects.filter(pk__in=rows.values("ancestor"))
    return units

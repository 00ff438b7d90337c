"""Where somebody works today, which decides whose contacts they see. Nothing of it is kept."""

from django.db.models import Q

from core import clock
from organisations.models import Appointment, PersonMerge
from organisations.viewers import Viewer, person_of


def units_of(user: Viewer) -> list[int]:
    """Return the units of somebody's appointments of today; none for who is not signed in."""
    person = person_of(user)
    if person is None:
        return []
    merged = PersonMerge.objects.current().filter(into=person).values("person")
    rows = Appointment.objects.current().active_on(clock.today())
    held = rows.filter(Q(person=person) | Q(person__in=merged))
    return sorted(set(held.values_list("unit_id", flat=True)))

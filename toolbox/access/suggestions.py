"""Whose recommendations somebody sees: a person their own, a manager those of their team."""

from django.db.models import QuerySet

from core import clock
from organisations.access import records_of
from organisations.models import Appointment, Person
from organisations.viewers import Viewer, person_of
from toolbox.access.teams import teams_managed_by
from toolbox.models import Suggestion


def suggestions_made_for(user: Viewer) -> QuerySet[Suggestion]:
    """Return what was recommended to somebody, also what they put away."""
    person = person_of(user)
    if person is None:
        return Suggestion.objects.none()
    return Suggestion.objects.filter(person__in=records_of(person))


def suggestions_in_team_of(user: Viewer) -> QuerySet[Suggestion]:
    """Return what was recommended in the teams of a manager, to who works there today."""
    units = teams_managed_by(user)
    rows = Appointment.objects.current().active_on(clock.today()).filter(unit__in=units)
    return Suggestion.objects.filter(unit__in=units, person__in=rows.values("person"))


def people_to_suggest_to(user: Viewer) -> list[tuple[Person, int]]:
    """Return who works in the teams of a manager today, with the unit, by name."""
    rows = Appointment.objects.current().active_on(clock.today())
    found = rows.filter(unit__in=teams_managed_by(user), person__erased_at__isnull=True)
    own = person_of(user)
    pairs = {
        (row.person_id, row.unit_id): row.person
        for row in found.select_related("person").order_by("person__sort_name", "person", "unit")
        if own is None or row.person_id != own.pk
    }
    return [(person, unit) for (_person, unit), person in pairs.items()]

"""Who is led to the pages of trainers and of managers; those pages ask for themselves who may."""

from django.db.models import Exists, OuterRef, Q

from core import clock
from organisations.models import Mandate, Person, PersonMerge, RoleAssignment
from organisations.viewers import Viewer, person_of
from workshops.access import MANAGERS, PLANNERS
from workshops.models import SessionTrainer


def manages_a_team(user: Viewer) -> bool:
    """Tell whether somebody is the manager of a unit today; most people cost no query."""
    if not getattr(user, "sees_people", True):
        return False
    return Mandate.objects.held_by(user).filter(kind__in=MANAGERS).exists()


def gives_workshops(user: Viewer) -> bool:
    """Tell whether somebody plans workshops today, or leads one: who was asked once leads it."""
    person = person_of(user)
    if person is None:
        return False
    roles = RoleAssignment.objects.current().active_on(clock.today())
    plans = roles.filter(person=OuterRef("pk"), role__in=PLANNERS)
    leads = SessionTrainer.objects.filter(person=OuterRef("pk"))
    merged = PersonMerge.objects.current().filter(into=person).values("person")
    mine = Person.objects.filter(Q(pk=person.pk) | Q(pk__in=merged))
    return mine.filter(Exists(plans) | Exists(leads)).exists()

"""Who sees that somebody asks for another facilitator: the nearest coordinator, and nobody else.

A coordinator is who leads social safety or coordinates integrity in the unit of the team or in one
above it. Who manages the team never sees it, whatever else they are, nor does a coordinator that
stands higher while a nearer one is there.
"""

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from core import clock
from organisations.access import records_of
from organisations.enums import PERSON_LISTING_MANDATES, RoleKind
from organisations.models import Mandate, Person, PersonMerge, RoleAssignment, Unit
from organisations.querysets import active_q
from organisations.viewers import Viewer, person_of
from toolbox.models import FacilitatorRequest

COORDINATORS = (RoleKind.SOCIAL_SAFETY_LEAD, RoleKind.INTEGRITY_COORDINATOR)
_DEPTH = "unit__descendant_rows__depth"


def is_coordinator(user: Viewer) -> bool:
    """Tell whether somebody has such a role today."""
    person = person_of(user)
    if person is None:
        return False
    return _roles().filter(person__in=records_of(person)).exists()


def requests_seen_by(user: Viewer) -> QuerySet[FacilitatorRequest]:
    """Return the requests that somebody is the nearest coordinator for."""
    person = person_of(user)
    if person is None:
        return FacilitatorRequest.objects.none()
    own = _over(OuterRef("unit"), but=OuterRef("asked_by")).filter(person__in=records_of(person))
    return (
        FacilitatorRequest.objects.annotate(
            own_depth=Subquery(own.order_by(_DEPTH).values(_DEPTH)[:1]),
            nearest=Subquery(
                _over(OuterRef("unit"), but=OuterRef("asked_by"))
                .order_by(_DEPTH)
                .values(_DEPTH)[:1]
            ),
        )
        .filter(own_depth__isnull=False)
        .filter(own_depth=Coalesce("nearest", "own_depth"))
    )


def coordinators_of(unit: Unit, *, but: Person) -> list[Person]:
    """Return the nearest coordinators of a team, as the persons as whom they count."""
    rows = list(_over(unit.pk, but=but.pk).order_by(_DEPTH).values_list(_DEPTH, "person_id"))
    ids = {person for depth, person in rows if depth == rows[0][0]}
    merges = PersonMerge.objects.current().filter(person__in=ids)
    roots = dict(merges.values_list("person_id", "into_id"))
    found = Person.objects.filter(pk__in={roots.get(one, one) for one in ids})
    return list(found.filter(erased_at__isnull=True).order_by("pk"))


def _roles() -> QuerySet[RoleAssignment]:
    roles: QuerySet[RoleAssignment] = RoleAssignment.objects.current().active_on(clock.today())
    return roles.filter(role__in=COORDINATORS, person__erased_at__isnull=True)


def _over(unit: int | OuterRef, *, but: int | OuterRef) -> QuerySet[RoleAssignment]:
    """Return the roles over a team of who neither manages it nor asked, with how far above."""
    today = clock.today()
    team = OuterRef(unit) if isinstance(unit, OuterRef) else unit
    manages = Mandate.objects.current().active_on(today)
    manages = manages.filter(kind__in=PERSON_LISTING_MANDATES, unit=team, holder=OuterRef("person"))
    merged = PersonMerge.objects.current().filter(person=OuterRef("person"))
    manages_as_another = (
        Mandate.objects.current()
        .active_on(today)
        .filter(
            kind__in=PERSON_LISTING_MANDATES,
            unit=OuterRef(team) if isinstance(team, OuterRef) else team,
            holder=OuterRef("into"),
        )
    )
    return (
        _roles()
        .filter(active_q(today, "unit__descendant_rows__"), unit__descendant_rows__descendant=unit)
        .exclude(person=but)
        .exclude(Exists(manages))
        .exclude(Exists(merged.filter(Exists(manages_as_another))))
    )

"""Who may read, write and judge good practices.

P&O judges: who is HR adviser of the unit of a practice or of one above it. Where nobody is, the
editors of the kennishuis do. Nobody ever judges their own. For others there is nothing to judge.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from core import clock
from organisations.access import records_of
from organisations.enums import RoleKind
from organisations.models import (
    Appointment,
    Person,
    PersonMerge,
    RoleAssignment,
    Unit,
    UnitAncestry,
)
from organisations.querysets import active_q
from organisations.viewers import Viewer, person_of
from toolbox.models import GoodPractice, KnowledgeIndexPage
from toolbox.models.practices import PracticeQuerySet
from toolbox.practice_enums import PracticeState

JUDGES = RoleKind.HR_ADVISER
WAITS_OR_STANDS = (PracticeState.SUBMITTED, PracticeState.PUBLISHED)


def units_around(user: Viewer) -> QuerySet[Unit]:
    """Return the units in which somebody works today, and all above those."""
    person = person_of(user)
    if person is None:
        return Unit.objects.none()
    today = clock.today()
    places = Appointment.objects.current().active_on(today).filter(person__in=records_of(person))
    above = UnitAncestry.objects.filter(active_q(today), descendant__in=places.values("unit"))
    return Unit.objects.filter(pk__in=above.values("ancestor"))


def practices_read_by(user: Viewer) -> PracticeQuerySet:
    """Return what somebody finds in the list: all that is published, for who is signed in."""
    rows = GoodPractice.objects.published()
    return rows if user.is_authenticated else rows.none()


def practices_written_by(user: Viewer) -> PracticeQuerySet:
    """Return what somebody submitted or keeps as a draft."""
    person = person_of(user)
    if person is None:
        return GoodPractice.objects.none()
    return GoodPractice.objects.filter(submitted_by__in=records_of(person))


def practices_judged_by(user: Viewer) -> PracticeQuerySet:
    """Return what somebody may publish, or send back, also after it was published."""
    person = person_of(user)
    if person is None:
        return GoodPractice.objects.none()
    others = GoodPractice.objects.exclude(submitted_by__in=records_of(person))
    rows = others.filter(state__in=WAITS_OR_STANDS)
    own = Q(unit__in=_units_below(_held().filter(person__in=records_of(person))))
    if is_editor(user):
        return rows.filter(own | ~Exists(_somebody_judges()))
    return rows.filter(own)


def practices_seen_by(user: Viewer) -> PracticeQuerySet:
    """Return the practices of which somebody may open the page."""
    return (
        practices_read_by(user) | practices_written_by(user) | practices_judged_by(user)
    ).distinct()


def judges(user: Viewer) -> bool:
    """Tell whether somebody judges practices at all."""
    person = person_of(user)
    if person is None:
        return False
    return _held().filter(person__in=records_of(person)).exists() or is_editor(user)


def is_editor(user: Viewer) -> bool:
    """Tell whether somebody keeps the kennishuis: who may publish a page in it."""
    if not isinstance(user, User) or not user.is_active:
        return False
    if user.is_superuser:
        return True
    index = KnowledgeIndexPage.objects.filter(alias_of=None).first()
    return index is not None and bool(index.permissions_for_user(user).can_publish_subpage())


def may_judge(user: Viewer, practice: GoodPractice) -> bool:
    """Tell whether somebody may answer this practice."""
    return practices_judged_by(user).filter(pk=practice.pk).exists()


def judges_of(practice: GoodPractice) -> list[Person]:
    """Return who is asked: the HR advisers of the nearest level that has one, never the writer."""
    above = UnitAncestry.objects.filter(active_q(clock.today()), descendant=practice.unit_id)
    depths = dict(above.values_list("ancestor_id", "depth"))
    others = _held().exclude(person__in=records_of(practice.submitted_by))
    rows = list(others.filter(unit__in=depths).values_list("unit_id", "person_id"))
    nearest = min((depths[unit] for unit, _person in rows), default=None)
    ids = {person for unit, person in rows if depths[unit] == nearest}
    merges = PersonMerge.objects.current().filter(person__in=ids)
    roots = dict(merges.values_list("person_id", "into_id"))
    return list(Person.objects.filter(pk__in={roots.get(one, one) for one in ids}).order_by("pk"))


def units_without_judge(units: QuerySet[Unit], *, but: Person) -> QuerySet[Unit]:
    """Return those units of which no HR adviser but this writer could judge a practice today."""
    others = _held().exclude(person__in=records_of(but))
    return units.exclude(pk__in=_units_below(others))


def _held() -> QuerySet[RoleAssignment]:
    roles = RoleAssignment.objects.current().active_on(clock.today())
    held: QuerySet[RoleAssignment] = roles.filter(role=JUDGES, person__erased_at__isnull=True)
    return held


def _units_below(roles: QuerySet[RoleAssignment]) -> QuerySet[UnitAncestry]:
    below = UnitAncestry.objects.filter(active_q(clock.today()), ancestor__in=roles.values("unit"))
    return below.values("descendant")  # type: ignore[return-value]


def _somebody_judges() -> QuerySet[RoleAssignment]:
    """Return, for use in a query of practices, the HR advisers who may judge each of them."""
    above = UnitAncestry.objects.filter(
        active_q(clock.today()), descendant=OuterRef(OuterRef("unit_id"))
    )
    same = PersonMerge.objects.current().filter(
        person=OuterRef("person_id"), into=OuterRef(OuterRef("submitted_by_id"))
    )
    others = _held().exclude(person=OuterRef("submitted_by_id")).exclude(Exists(same))
    return others.filter(unit__in=above.values("ancestor"))

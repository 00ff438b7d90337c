"""Which units are teams, whose sessions somebody reads, and for which they record (GOR m2).

The text of agreements is of the team (domain.md §5.2): who works in exactly that unit today, and
who has a mandate on exactly that unit that lists its people. A director, the manager of another
team, a compliance officer, an auditor and an administrator find nothing here. Who left reads no
longer, and who came does.
"""

from django.db.models import Q, QuerySet

from compliance.enums import Subject
from compliance.models import RequirementVersion
from compliance.rules.audiences import read_audience
from compliance.seeds import TEAM_SESSION
from core import clock
from core.dates import holds_on
from organisations.access import records_of
from organisations.enums import PERSON_LISTING_MANDATES, MandateKind, UnitKind
from organisations.models import Appointment, Mandate, Person, Unit, UnitVersion
from organisations.viewers import Viewer, person_of
from toolbox.models import TeamSession

ACTIVITY_KEY = TEAM_SESSION.key
MANAGERS = (MandateKind.MANAGER, MandateKind.ACTING_MANAGER)


def team_kinds() -> tuple[str, ...]:
    """Return the kinds of units that are teams: what the duty says today, or teams."""
    today = clock.today()
    rows = RequirementVersion.objects.filter(
        requirement__subject=Subject.TEAM, accepted__activity__key=ACTIVITY_KEY
    ).order_by("-valid_from", "-pk")
    for row in rows:
        if holds_on(today, valid_from=row.valid_from, valid_until=row.valid_until):
            return read_audience(row.audience).team_kinds
    return (UnitKind.TEAM.value,)


def teams_now() -> QuerySet[Unit]:
    """Return the units that are a team today."""
    versions = UnitVersion.objects.current().active_on(clock.today()).filter(kind__in=team_kinds())
    return Unit.objects.filter(pk__in=versions.values("unit"))


def teams_read_by(user: Viewer) -> QuerySet[Unit]:
    """Return the teams whose agreements somebody may read today."""
    person = person_of(user)
    if person is None:
        return Unit.objects.none()
    works = _works(person)
    held = _listing(person)
    return teams_now().filter(Q(pk__in=works.values("unit")) | Q(pk__in=held.values("unit")))


def teams_run_by(user: Viewer) -> QuerySet[Unit]:
    """Return the teams for which somebody plans and records today: manager, deputy or support."""
    person = person_of(user)
    if person is None or not getattr(user, "sees_people", True):
        return Unit.objects.none()
    return teams_now().filter(pk__in=_listing(person).values("unit"))


def teams_managed_by(user: Viewer) -> QuerySet[Unit]:
    """Return the units of any kind that somebody is the manager or deputy of today."""
    person = person_of(user)
    if person is None or not getattr(user, "sees_people", True):
        return Unit.objects.none()
    held = Mandate.objects.held_on(clock.today(), person.pk).filter(kind__in=MANAGERS)
    return Unit.objects.filter(pk__in=held.values("unit"))


def sessions_run_by(user: Viewer) -> QuerySet[TeamSession]:
    """Return the sessions that somebody may change."""
    return TeamSession.objects.filter(unit__in=teams_run_by(user))


def may_run(person: Person, unit: Unit) -> bool:
    """Tell whether somebody plans and records for a team today."""
    return _listing(person).filter(unit=unit).exists()


def is_member(person: Person, unit: Unit) -> bool:
    """Tell whether somebody works in exactly this team today."""
    return _works(person).filter(unit=unit).exists()


def _works(person: Person) -> QuerySet[Appointment]:
    rows: QuerySet[Appointment] = Appointment.objects.current().active_on(clock.today())
    return rows.filter(person__in=records_of(person))


def _listing(person: Person) -> QuerySet[Mandate]:
    held: QuerySet[Mandate] = Mandate.objects.held_on(clock.today(), person.pk)
    return held.filter(kind__in=PERSON_LISTING_MANDATES)

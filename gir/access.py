"""Who may write and who may approve what a part of the organisation adds to the code.

A local editor writes for the units of their role and all below. An integrity coordinator of a unit
or of one above it approves, but never what they wrote themselves. For others there is nothing here.
"""

from django.db.models import QuerySet

from core import clock
from gir.enums import AddendumState
from gir.models import Addendum, AddendumProposal
from organisations.access import records_of
from organisations.enums import RoleKind
from organisations.models import Person, PersonMerge, RoleAssignment, Unit, UnitAncestry
from organisations.querysets import active_q
from organisations.viewers import Viewer, person_of

WRITES, JUDGES = RoleKind.CODE_EDITOR, RoleKind.INTEGRITY_COORDINATOR
_UNANSWERED = (AddendumState.DRAFT, AddendumState.SENT_BACK, AddendumState.PROPOSED)


def units_written_for(user: Viewer) -> QuerySet[Unit]:
    """Return the units that somebody writes addenda for today."""
    return _units(person_of(user), (WRITES,))


def units_judged_by(user: Viewer) -> QuerySet[Unit]:
    """Return the units of which somebody approves addenda today."""
    return _units(person_of(user), (JUDGES,))


def units_handled_by(user: Viewer) -> QuerySet[Unit]:
    """Return the units of which somebody writes or approves addenda today."""
    return _units(person_of(user), (WRITES, JUDGES))


def proposals_written_by(user: Viewer) -> QuerySet[AddendumProposal]:
    """Return the proposals that somebody may change: those for units that they write for."""
    return AddendumProposal.objects.filter(unit__in=units_written_for(user))


def proposals_judged_by(user: Viewer) -> QuerySet[AddendumProposal]:
    """Return the proposals that somebody may answer; never one that they sent in themselves."""
    person = person_of(user)
    if person is None:
        return AddendumProposal.objects.none()
    found = AddendumProposal.objects.filter(unit__in=units_judged_by(user))
    return found.exclude(proposed_by__in=records_of(person))


def proposals_seen_by(user: Viewer) -> QuerySet[AddendumProposal]:
    """Return the proposals that somebody may read."""
    return AddendumProposal.objects.filter(unit__in=units_handled_by(user))


def addenda_seen_by(user: Viewer) -> QuerySet[Addendum]:
    """Return the addenda that somebody wrote or approved, or others did for the same units."""
    return Addendum.objects.filter(unit__in=units_handled_by(user))


def addenda_written_by(user: Viewer) -> QuerySet[Addendum]:
    """Return the addenda that somebody may replace or end."""
    return Addendum.objects.filter(unit__in=units_written_for(user))


def may_write_for(person: Person, unit: Unit) -> bool:
    """Tell whether somebody writes addenda for a unit."""
    return _units(person, (WRITES,)).filter(pk=unit.pk).exists()


def may_judge_for(person: Person, unit: Unit) -> bool:
    """Tell whether somebody approves addenda of a unit."""
    return _units(person, (JUDGES,)).filter(pk=unit.pk).exists()


def judges_of(unit: Unit, *, but: Person) -> list[Person]:
    """Return who approves addenda of a unit, as the persons as whom they count; never the writer.

    The nearest level that has somebody, so that not everybody above gets the same mail.
    """
    above = UnitAncestry.objects.filter(active_q(clock.today()), descendant=unit)
    depths = dict(above.values_list("ancestor_id", "depth"))
    rows = list(_judging(but=but).filter(unit__in=depths).values_list("unit_id", "person_id"))
    nearest = min((depths[unit_id] for unit_id, _person in rows), default=None)
    ids = {person for unit_id, person in rows if depths[unit_id] == nearest}
    merges = PersonMerge.objects.current().filter(person__in=ids)
    roots = dict(merges.values_list("person_id", "into_id"))
    return list(Person.objects.filter(pk__in={roots.get(one, one) for one in ids}).order_by("pk"))


def units_without_judge(units: QuerySet[Unit], *, but: Person) -> QuerySet[Unit]:
    """Return those units of which nobody but this writer could approve an addendum today."""
    judged = UnitAncestry.objects.filter(
        active_q(clock.today()), ancestor__in=_judging(but=but).values("unit")
    )
    return units.exclude(pk__in=judged.values("descendant"))


def nobody_judges(proposal: AddendumProposal, *, seen_by: Person) -> bool:
    """Tell whether a proposal waits, or would once this person sends it in, for nobody at all."""
    if proposal.state not in _UNANSWERED:
        return False
    waits = proposal.state == AddendumState.PROPOSED
    is_own = records_of(seen_by).filter(pk=proposal.proposed_by_id).exists()
    sender = proposal.proposed_by if waits and not is_own else seen_by
    return units_without_judge(Unit.objects.filter(pk=proposal.unit_id), but=sender).exists()


def _judging(*, but: Person) -> QuerySet[RoleAssignment]:
    roles = RoleAssignment.objects.current().active_on(clock.today())
    held = roles.filter(role=JUDGES, person__erased_at__isnull=True)
    return held.exclude(person__in=records_of(but))


def _units(person: Person | None, roles: tuple[RoleKind, ...]) -> QuerySet[Unit]:
    if person is None:
        return Unit.objects.none()
    today = clock.today()
    held = RoleAssignment.objects.current().active_on(today)
    held = held.filter(person__in=records_of(person), role__in=roles)
    below = UnitAncestry.objects.filter(active_q(today), ancestor__in=held.values("unit"))
    return Unit.objects.filter(pk__in=below.values("descendant"))

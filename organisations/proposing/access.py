"""Who may write and who may approve the texts of a part of the organisation.

Who has a writing role of a unit writes for it and all below. Who has a judging role of the unit or
of one above it approves, but never what they wrote themselves. For others there is nothing here;
no account of an administrator goes around it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from core import clock
from organisations.access import records_of
from organisations.enums import RoleKind
from organisations.models import Person, PersonMerge, RoleAssignment, Unit, UnitAncestry
from organisations.proposing.enums import UNANSWERED, ProposalState
from organisations.proposing.models import Approved, Proposal
from organisations.querysets import active_q
from organisations.viewers import Viewer, person_of

About = tuple[Any, ...]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of text: its tables, who may do what, and what a text is about.

    `proposals` is built on `Proposal` and `approved` on `Approved`. `about` are the fields that say
    what a text is about, such as the key of an article; `names` gives the words for their values.
    """

    proposals: type[Any]
    approved: type[Any]
    writes: RoleKind
    judges: RoleKind
    about: tuple[str, ...]
    names: Callable[[], Mapping[About, str]]

    def about_of(self, row: Proposal | Approved) -> About:
        """Return what a text is about."""
        return tuple(getattr(row, name) for name in self.about)

    def units_written_for(self, user: Viewer) -> QuerySet[Unit]:
        """Return the units that somebody writes for today."""
        return _units(person_of(user), self.writes)

    def units_judged_by(self, user: Viewer) -> QuerySet[Unit]:
        """Return the units of which somebody approves texts today."""
        return _units(person_of(user), self.judges)

    def units_handled_by(self, user: Viewer) -> QuerySet[Unit]:
        """Return the units of which somebody writes or approves texts today."""
        return _units(person_of(user), self.writes, self.judges)

    def is_handled_by(self, person: Person) -> bool:
        """Tell whether somebody writes or approves texts of any unit today; one query."""
        return _held(person, self.writes, self.judges).exists()

    def proposals_written_by(self, user: Viewer) -> QuerySet[Any]:
        """Return the proposals that somebody may change: those for units that they write for."""
        rows: QuerySet[Any] = self.proposals.objects.all()
        return rows.filter(unit__in=self.units_written_for(user))

    def proposals_judged_by(self, user: Viewer) -> QuerySet[Any]:
        """Return the proposals that somebody may answer; never one that they sent in themselves."""
        person = person_of(user)
        rows: QuerySet[Any] = self.proposals.objects.all()
        if person is None:
            return rows.none()
        found = rows.filter(unit__in=self.units_judged_by(user))
        return found.exclude(proposed_by__in=records_of(person))

    def proposals_seen_by(self, user: Viewer) -> QuerySet[Any]:
        """Return the proposals that somebody may read."""
        rows: QuerySet[Any] = self.proposals.objects.all()
        return rows.filter(unit__in=self.units_handled_by(user))

    def approved_seen_by(self, user: Viewer) -> QuerySet[Any]:
        """Return the texts that somebody wrote or approved, or others did for the same units."""
        rows: QuerySet[Any] = self.approved.objects.all()
        return rows.filter(unit__in=self.units_handled_by(user))

    def approved_written_by(self, user: Viewer) -> QuerySet[Any]:
        """Return the texts that somebody may replace or end."""
        rows: QuerySet[Any] = self.approved.objects.all()
        return rows.filter(unit__in=self.units_written_for(user))

    def may_write_for(self, person: Person, unit: Unit) -> bool:
        """Tell whether somebody writes for a unit."""
        return _units(person, self.writes).filter(pk=unit.pk).exists()

    def may_judge_for(self, person: Person, unit: Unit) -> bool:
        """Tell whether somebody approves texts of a unit."""
        return _units(person, self.judges).filter(pk=unit.pk).exists()

    def judges_of(self, unit: Unit, *, but: Person) -> list[Person]:
        """Return who approves texts of a unit, as whom they count; never the writer.

        The nearest level that has somebody, so that not everybody above gets the same mail.
        """
        above = UnitAncestry.objects.filter(active_q(clock.today()), descendant=unit)
        depths = dict(above.values_list("ancestor_id", "depth"))
        held = self._judging(but=but).filter(unit__in=depths)
        rows = list(held.values_list("unit_id", "person_id"))
        nearest = min((depths[unit_id] for unit_id, _person in rows), default=None)
        ids = {person for unit_id, person in rows if depths[unit_id] == nearest}
        merges = PersonMerge.objects.current().filter(person__in=ids)
        roots = dict(merges.values_list("person_id", "into_id"))
        found = Person.objects.filter(pk__in={roots.get(one, one) for one in ids})
        return list(found.order_by("pk"))

    def units_without_judge(self, units: QuerySet[Unit], *, but: Person) -> QuerySet[Unit]:
        """Return those units of which nobody but this writer could approve a text today."""
        judged = UnitAncestry.objects.filter(
            active_q(clock.today()), ancestor__in=self._judging(but=but).values("unit")
        )
        return units.exclude(pk__in=judged.values("descendant"))

    def nobody_judges(self, proposal: Proposal, *, seen_by: Person) -> bool:
        """Tell whether a proposal waits, or would once this person sends it in, for nobody."""
        if proposal.state not in UNANSWERED:
            return False
        waits = proposal.state == ProposalState.PROPOSED
        is_own = records_of(seen_by).filter(pk=proposal.proposed_by_id).exists()
        sender = proposal.proposed_by if waits and not is_own else seen_by
        units = Unit.objects.filter(pk=proposal.unit_id)
        return self.units_without_judge(units, but=sender).exists()

    def _judging(self, *, but: Person) -> QuerySet[RoleAssignment]:
        roles = RoleAssignment.objects.current().active_on(clock.today())
        held = roles.filter(role=self.judges, person__erased_at__isnull=True)
        return held.exclude(person__in=records_of(but))


def _held(person: Person, *roles: RoleKind) -> QuerySet[RoleAssignment]:
    held = RoleAssignment.objects.current().active_on(clock.today())
    return held.filter(person__in=records_of(person), role__in=roles)


def _units(person: Person | None, *roles: RoleKind) -> QuerySet[Unit]:
    if person is None:
        return Unit.objects.none()
    units = _held(person, *roles).values("unit")
    below = UnitAncestry.objects.filter(active_q(clock.today()), ancestor__in=units)
    return Unit.objects.filter(pk__in=below.values("descendant"))

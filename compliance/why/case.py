"""Reads one obligation with what is needed to tell why it stands where it stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from compliance.models import Obligation, Requirement, RequirementVersion
from compliance.rules.drafting import DraftRule, rule_of
from compliance.rules.names import names_for
from compliance.rules.text import summary
from compliance.status.decision import Decision, ObligationFacts, decide
from compliance.status.facts import facts_of
from lms.api import Activity
from lms.plugins import whole_course_of
from organisations.enums import AppointmentKind, RoleKind
from organisations.models import Person, PersonMerge, RoleAssignment, Unit
from organisations.querysets import active_q
from organisations.reports import unit_names


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownActivity:
    """An activity by its title; without a path it has no screen here and is recorded elsewhere.

    `is_short_form`: the page of the whole course offers it, to who may take it.
    """

    title: str
    start_path: str
    is_short_form: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """The appointment that an obligation rests on; the end is exclusive."""

    kind: str
    unit: str
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One obligation, what was decided about it, and the words for what the decision names."""

    requirement: Requirement
    obligation: Obligation
    facts: ObligationFacts
    decision: Decision
    version: RequirementVersion
    rule_sentences: tuple[str, ...]
    activities: Mapping[int, ShownActivity]
    basis: Basis | None
    roles: tuple[str, ...]
    cycles: tuple[str, ...]


def read_case(
    subject: Person | Unit,
    requirement: Requirement,
    *,
    as_of: date,
    known_at: datetime | None = None,
    cycle_label: str = "",
) -> Case | None:
    """Return the obligation that the lists show for this day, or that of a named cycle.

    When none is current it is the last that opened, else the first that will. None: there is no
    such obligation, as known at that moment.
    """
    whose = {"person": subject} if isinstance(subject, Person) else {"unit": subject}
    rows = Obligation.objects.filter(cycle__requirement=requirement, **whose)
    rows = rows.select_related("cycle", "basis").order_by("cycle__opens_on", "pk")
    obligations = {row.pk: row for row in rows}
    facts = facts_of(obligations)
    found = {pk: decide(facts[pk], as_of, known_at) for pk in obligations}
    decisions = {pk: decision for pk, decision in found.items() if decision is not None}
    labels = {pk: obligations[pk].cycle.label for pk in decisions}
    if cycle_label:
        decisions = {pk: one for pk, one in decisions.items() if labels[pk] == cycle_label}
    pk = _shown(decisions)
    if pk is None:
        return None
    return _case(requirement, obligations[pk], facts[pk], decisions[pk], tuple(labels.values()))


def rule_sentences(requirement: Requirement, *, on: date) -> tuple[str, ...]:
    """Return what the rule of a duty asks on a day; nothing when it has none yet."""
    versions = requirement.versions.filter(valid_from__lte=on).order_by("-valid_from")
    version = versions.first()
    return _sentences(requirement, rule_of(version)) if version else ()


def _sentences(requirement: Requirement, rule: DraftRule) -> tuple[str, ...]:
    return tuple(summary(rule, subject=requirement.subject, names=names_for(rule)))


def _shown(decisions: Mapping[int, Decision]) -> int | None:
    """Return the obligation that the lists show, as `only_current` of a status query picks it."""

    def by_due(pk: int) -> tuple[date, int]:
        return decisions[pk].due_on, pk

    opened = [pk for pk, one in decisions.items() if one.stated.opens_on <= one.as_of]
    current = [pk for pk in opened if not _is_closed(decisions[pk])]
    if current or opened:
        return max(current or opened, key=by_due)
    return min(decisions, key=by_due, default=None)


def _is_closed(decision: Decision) -> bool:
    return decision.closes_on is not None and decision.closes_on < decision.as_of


def _case(
    requirement: Requirement,
    obligation: Obligation,
    facts: ObligationFacts,
    decision: Decision,
    cycles: tuple[str, ...],
) -> Case:
    version = RequirementVersion.objects.get(pk=decision.stated.version_id)
    rule = rule_of(version)
    return Case(
        requirement=requirement,
        obligation=obligation,
        facts=facts,
        decision=decision,
        version=version,
        rule_sentences=_sentences(requirement, rule),
        activities=_activities({*decision.rule.accepted, *decision.rule.pool}),
        basis=_basis(obligation),
        roles=_roles(obligation, rule.audience.roles, decision),
        cycles=cycles,
    )


def _activities(ids: Iterable[int]) -> dict[int, ShownActivity]:
    rows = Activity.objects.filter(pk__in=list(ids))
    return {
        pk: ShownActivity(
            title=title, start_path=path, is_short_form=whole_course_of(key) is not None
        )
        for pk, key, title, path in rows.values_list("pk", "key", "title", "start_path")
    }


def _basis(obligation: Obligation) -> Basis | None:
    row = obligation.basis
    if row is None:
        return None
    named = unit_names([row.unit_id], row.valid_from)
    return Basis(
        kind=str(AppointmentKind(row.kind).label),
        unit=named[row.unit_id].name if row.unit_id in named else "",
        valid_from=row.valid_from,
        valid_until=row.valid_until,
    )


def _roles(obligation: Obligation, roles: Iterable[str], decision: Decision) -> tuple[str, ...]:
    """Return the roles that bring this person in the audience."""
    wanted = list(roles)
    if not wanted or obligation.person_id is None:
        return ()
    merged = PersonMerge.objects.as_known_at(decision.known_at).filter(into=obligation.person_id)
    persons = [obligation.person_id, *merged.values_list("person_id", flat=True)]
    held = RoleAssignment.objects.as_known_at(decision.known_at)
    held = held.filter(active_q(decision.stated.opens_on), person__in=persons, role__in=wanted)
    names = held.order_by("role").values_list("role", flat=True).distinct()
    return tuple(str(RoleKind(name).label) for name in names)

"""Whether the terms of a rule can be met, before it is written; each refusal is a sentence."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q

from compliance.enums import CycleKind, Subject
from compliance.errors import (
    ContradictoryRule,
    DueBeforeOpen,
    EmptyAudience,
    NotADay,
    NotForThisCycle,
    NotForThisSubject,
    NothingAccepted,
    NothingToReplace,
    TooManyNeeded,
)
from compliance.rules.audiences import (
    AudienceRule,
    appointments_in,
    check_units,
    read_audience,
    teams_in,
)
from lms.api import Activity, Assurance
from organisations.models import Appointment, UnitAncestry

_A_LEAP_YEAR = 2024
_LISTS = ("units", "kinds", "roles", "function_groups")


@dataclass(frozen=True, slots=True, kw_only=True)
class Accept:
    """An activity that counts, when we are sure enough that it was done.

    `instead_of`: it is an equivalent of that activity, and counts as if that had been done.
    """

    activity: Activity
    minimum_assurance: Assurance = Assurance.SERVER_GRADED
    instead_of: Activity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Everything that a version of a requirement says; see `RequirementVersion`."""

    valid_from: date
    accept: Sequence[Accept]
    cycle_kind: CycleKind
    valid_until: date | None = None
    audience: Mapping[str, Any] = field(default_factory=dict)
    needed: int | None = None
    not_same_as_last: bool = False
    start_month: int = 1
    due: tuple[int, int] = (12, 31)
    due_days: int = 90
    sitting_due_on: date | None = None
    newcomer_days: int = 90
    grace_days: int = 0


def check_terms(terms: Terms, *, subject: str, may_be_empty: bool = False) -> None:
    """Raise a `RefusedChange` or `InvalidAudience` when nobody could meet this, or nobody has it.

    `may_be_empty`: for a duty that is there before the organisation is.
    """
    rule = read_audience(dict(terms.audience))
    check_units(rule)
    _check_subject(rule, subject)
    _check_pool(terms)
    _check_cycle(terms)
    _check_dates(terms)
    if any(set(getattr(rule, name)) & set(getattr(rule.exclude, name)) for name in _LISTS):
        raise ContradictoryRule
    if not may_be_empty and Appointment.objects.exists():
        _check_anybody(rule, subject, terms.valid_from)


def _check_subject(rule: AudienceRule, subject: str) -> None:
    of_persons = (
        *(rule.kinds, rule.roles, rule.function_groups, rule.min_contract_days),
        *(rule.exclude.kinds, rule.exclude.roles, rule.exclude.function_groups),
        *(rule.started_from, rule.started_before),
    )
    if subject == Subject.TEAM and (any(of_persons) or not rule.team_kinds):
        raise NotForThisSubject
    if subject == Subject.ROLE_HOLDER and not rule.roles:
        raise NotForThisSubject


def _check_pool(terms: Terms) -> None:
    pool = {one.activity.pk for one in terms.accept if one.instead_of is None}
    if not terms.accept or terms.needed == 0:
        raise NothingAccepted
    if any(one.instead_of.pk not in pool for one in terms.accept if one.instead_of):
        raise NothingToReplace
    needed = len(pool) if terms.needed is None else terms.needed
    # Twice, because what counts in one cycle does not count in the next.
    if (2 * needed if terms.not_same_as_last else needed) > len(pool):
        raise TooManyNeeded


def _check_cycle(terms: Terms) -> None:
    yearly, once, edition = (
        terms.cycle_kind == kind
        for kind in (CycleKind.CALENDAR_YEAR, CycleKind.ONCE, CycleKind.EDITION)
    )
    only_of_years = terms.not_same_as_last or terms.start_month != 1
    items = sum(one.instead_of is None for one in terms.accept)
    wrong = (
        only_of_years and not yearly,
        terms.sitting_due_on is not None and not once,
        edition and items != 1,
    )
    if any(wrong):
        raise NotForThisCycle


def _check_dates(terms: Terms) -> None:
    month, day = terms.due
    if not {month, terms.start_month} <= set(range(1, 13)):
        raise NotADay
    if not 1 <= day <= monthrange(_A_LEAP_YEAR, month)[1]:
        raise NotADay
    if terms.valid_until is not None and terms.valid_until <= terms.valid_from:
        raise NotADay
    if terms.sitting_due_on is not None and terms.sitting_due_on < terms.valid_from:
        raise DueBeforeOpen


def _check_anybody(rule: AudienceRule, subject: str, day: date) -> None:
    """Refuse a rule that no appointment or team meets from its first day on, as known now."""
    rows: Any = teams_in(rule) if subject == Subject.TEAM else appointments_in(rule)
    rows = rows.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=day))
    if rule.exclude.units:
        below = UnitAncestry.objects.filter(ancestor__code__in=rule.exclude.units)
        rows = rows.exclude(unit__in=below.values("descendant"))
    began = (rule.started_from or date.min, rule.started_before or date.max)
    if began[0] >= began[1] or not rows.exists():
        raise EmptyAudience

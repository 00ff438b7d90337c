"""For whom a requirement is: the rule as data, and the appointments that meet it.

Each list that is given must be met; inside a list one is enough. An empty rule is everyone.
Sources: domain.md §0.1 (everyone, external hires included), §6 (external hires whose contract is
longer than 30 days).
"""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any

from django.db.models import Q
from django.utils.translation import gettext as _
from pydantic import AfterValidator, Field, StringConstraints, ValidationError

from core.content_files import ContentModel, describe, suggest, wrong
from organisations.enums import AppointmentKind, RoleKind, UnitKind
from organisations.models import (
    Appointment,
    PersonMerge,
    RoleAssignment,
    Unit,
    UnitAncestry,
    UnitVersion,
)
from organisations.querysets import DatedQuerySet, PlacedQuerySet

HIRED = (AppointmentKind.EXTERNAL_HIRE.value, AppointmentKind.AGENCY_WORKER.value)


def _one_of(allowed: Iterable[str]) -> AfterValidator:
    names = tuple(allowed)

    def check(value: str) -> str:
        if value not in names:
            sentence = _("“%(value)s” is not possible here.") % {"value": value}
            raise wrong(f"{sentence} {suggest(value, names)}")
        return value

    return AfterValidator(check)


Kind = Annotated[str, _one_of(AppointmentKind.values)]
Role = Annotated[str, _one_of(RoleKind.values)]
TeamKind = Annotated[str, _one_of(UnitKind.values)]
Text = Annotated[str, StringConstraints(min_length=1)]


class Conditions(ContentModel):
    """Lists of what an appointment may be; units count with everything below them."""

    units: tuple[Text, ...] = ()
    kinds: tuple[Kind, ...] = ()
    roles: tuple[Role, ...] = ()
    function_groups: tuple[Text, ...] = ()


class AudienceRule(Conditions):
    """Who has a duty.

    `started_from`, `started_before`: whoever began here in those days, the last not included; a
    transfer, or a gap of at most `SPELL_GAP_DAYS`, is no new beginning.
    `team_kinds`: the kinds of units that are teams; only read for a duty of teams.

    `min_contract_days`: contracts of the kinds in `min_contract_kinds` of at most this many days
    stay out. The length is that of the unbroken chain of such contracts, so that a transfer or an
    extension by a new contract does not keep anybody out. A contract without end is long.
    `exclude`: whoever meets one of these lists is out.
    """

    min_contract_days: Annotated[int, Field(ge=0, le=366)] = 0
    min_contract_kinds: tuple[Kind, ...] = HIRED
    started_from: date | None = None
    started_before: date | None = None
    team_kinds: tuple[TeamKind, ...] = (UnitKind.TEAM.value,)
    exclude: Conditions = Conditions()


class InvalidAudience(Exception):
    """The rule cannot be used; each of `sentences` says what to change."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__(*self.sentences)

    def __str__(self) -> str:
        return " ".join(self.sentences)


def read_audience(data: Any) -> AudienceRule:
    """Return the rule that the JSON of a requirement says; raise `InvalidAudience`."""
    try:
        return AudienceRule.model_validate(data)
    except ValidationError as invalid:
        schema = AudienceRule.model_json_schema()
        raise InvalidAudience(
            describe(error, error["loc"] or (_("audience"),), schema)
            for error in invalid.errors(include_url=False)
        ) from invalid


def check_units(rule: AudienceRule) -> None:
    """Raise `InvalidAudience` when the rule names a unit that we do not know."""
    named = {*rule.units, *rule.exclude.units}
    known = set(Unit.objects.filter(code__in=named).values_list("code", flat=True))
    if missing := sorted(named - known):
        raise InvalidAudience(
            _("There is no unit with the code “%(code)s”. Check the code.") % {"code": code}
            for code in missing
        )


def appointments_in(rule: AudienceRule) -> PlacedQuerySet:
    """Return the appointments, as known now, that may be in the audience on some day.

    On which days exactly, and whether a contract is long enough, follows from all appointments of
    a person together: see `compliance.planning.presence`.
    """
    rows: PlacedQuerySet = Appointment.objects.current()
    if rule.kinds:
        rows = rows.filter(kind__in=rule.kinds)
    if rule.function_groups:
        rows = rows.filter(function_group__in=rule.function_groups)
    if rule.units:
        below = UnitAncestry.objects.filter(ancestor__code__in=rule.units)
        rows = rows.filter(unit__in=below.values("descendant"))
    if rule.roles:
        rows = rows.filter(_belongs_to_holder(rule.roles))
    rows = rows.exclude(kind__in=rule.exclude.kinds)
    return rows.exclude(function_group__in=rule.exclude.function_groups)


def teams_in(rule: AudienceRule) -> DatedQuerySet:
    """Return the versions, as known now, of units that may be a team in the audience on some day.

    On which days exactly follows from who works there: see `compliance.planning.teams`.
    """
    rows: DatedQuerySet = UnitVersion.objects.current().filter(kind__in=rule.team_kinds)
    if rule.units:
        below = UnitAncestry.objects.filter(ancestor__code__in=rule.units)
        rows = rows.filter(unit__in=below.values("descendant"))
    return rows


def _belongs_to_holder(roles: tuple[str, ...]) -> Q:
    """Return the condition "of somebody who holds a role", whichever record of them holds it."""
    holders = RoleAssignment.objects.current().filter(role__in=roles).values("person")
    merges = PersonMerge.objects.current()
    merged = merges.filter(Q(person__in=holders) | Q(into__in=holders))
    found = Q(person__in=holders) | Q(person__in=merged.values("into"))
    return found | Q(person__in=merges.filter(into__in=merged.values("into")).values("person"))

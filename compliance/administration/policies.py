"""Who may do what in the admin with rules and obligations (domain.md §5.2).

A superuser looks and decides everywhere. A compliance officer looks at all rules and at the
obligations in the own part of the organisation, and decides about those. They propose and judge a
rule when everybody whom it covers, before and after, works in that part; who has the whole
organisation as their part may leave the units of a rule open. Nobody judges what they proposed
themselves, a superuser neither. A role, such as HR adviser, gives duties and no sight (GOR m3).
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from wagtail.permission_policies.base import BasePermissionPolicy

from compliance.models import Obligation, ObligationEvent
from compliance.rules.audiences import AudienceRule
from core import clock
from organisations.access import Viewer, mandates_of
from organisations.enums import MandateKind
from organisations.models import Appointment, Mandate, PersonMerge, Unit, UnitVersion
from organisations.querysets import UnitQuerySet

VIEW = "view"
DECIDE = "decide"
PROPOSE = "propose"


class ForOfficers(BasePermissionPolicy):  # type: ignore[misc]
    """Superusers and compliance officers; rows are written by services only."""

    allowed = frozenset({VIEW, DECIDE, PROPOSE})

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Tell whether somebody may do this with any row at all; which rows is asked apart."""
        return action in self.allowed and is_officer(user)

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        """Tell whether one of these is possible."""
        return any(self.user_has_permission(user, action) for action in actions)

    def users_with_any_permission(self, actions: Iterable[str]) -> Any:
        """Return who may do one of these."""
        users = get_user_model()._default_manager.filter(is_active=True)
        if not self.allowed & set(actions):
            return users.none()
        officers = (
            Mandate.objects.current()
            .active_on(clock.today())
            .filter(kind=MandateKind.COMPLIANCE_OFFICER)
        )
        return users.filter(Q(is_superuser=True) | Q(person__in=officers.values("holder")))


class ForTheWhole(ForOfficers):
    """Superusers, and officers whose part is the whole organisation."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Tell whether somebody may do this."""
        return super().user_has_permission(user, action) and has_everything(user)

    def users_with_any_permission(self, actions: Iterable[str]) -> Any:
        """Return who may do one of these."""
        users = super().users_with_any_permission(actions)
        return users.filter(pk__in=[user.pk for user in users if has_everything(user)])


def is_officer(user: Viewer) -> bool:
    """Tell whether somebody may see these screens at all; the user of a request knows already."""
    if user.is_superuser or not user.is_active:
        return user.is_active
    known: bool | None = getattr(user, "watches_compliance", None)
    return bool(_officer_mandates(user).exists() if known is None else known)


def units_under(user: Viewer) -> UnitQuerySet:
    """Return the units, as they stand today, about whose people somebody may decide."""
    units: UnitQuerySet = Unit.objects.all()
    if user.is_superuser:
        return units
    return units.under(_officer_mandates(user), on=clock.today())


def top_units(user: Viewer) -> list[int]:
    """Return the highest units about whose people somebody may decide."""
    if user.is_superuser:
        return list(_roots().values_list("unit_id", flat=True))
    return list(_officer_mandates(user).values_list("unit_id", flat=True).distinct())


def obligations_under(user: Viewer) -> QuerySet[Obligation]:
    """Return the obligations that somebody may see: of who works there today, and of its teams."""
    rows = Obligation.objects.all()
    if user.is_superuser:
        return rows
    units = units_under(user).values("pk")
    here = Appointment.objects.current().active_on(clock.today()).filter(unit__in=units)
    people = here.order_by().values("person")
    merged = PersonMerge.objects.current().filter(person__in=people)
    return rows.filter(
        Q(person__in=people) | Q(person__in=merged.values("into")) | Q(unit__in=units)
    )


def events_under(user: Viewer) -> QuerySet[ObligationEvent]:
    """Return what was decided about the obligations that somebody may see."""
    return ObligationEvent.objects.filter(obligation__in=obligations_under(user))


def may_rule(user: Viewer, *rules: AudienceRule | None) -> bool:
    """Tell whether everybody whom these rules cover works in the part of this officer."""
    given = [rule for rule in rules if rule is not None]
    if user.is_superuser:
        return True
    if any(not rule.units for rule in given):
        return has_everything(user)
    wanted = {code for rule in given for code in rule.units}
    return units_under(user).filter(code__in=wanted).count() == len(wanted)


def has_everything(user: Viewer) -> bool:
    """Tell whether the whole organisation is the part of this officer."""
    if user.is_superuser:
        return True
    return not _roots().exclude(unit__in=units_under(user).values("pk")).exists()


def _officer_mandates(user: Viewer) -> Any:
    return mandates_of(user).filter(kind=MandateKind.COMPLIANCE_OFFICER)


def _roots() -> Any:
    rows = UnitVersion.objects.current().active_on(clock.today())
    return rows.filter(parent__isnull=True)

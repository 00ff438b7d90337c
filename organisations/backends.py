"""Finds the account of a request, together with the person behind it, in one query."""

from collections.abc import Sequence
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet

from accounts.models import User
from core import clock
from core.statements import Statement, given_date, given_id
from organisations.enums import PERSON_LISTING_MANDATES, MandateKind
from organisations.models import Mandate, Person


class PersonBackend(AuthenticationBackend):  # type: ignore[misc]
    """Signs in with e-mail and password; refuses a closed account and that of an erased person."""

    def get_user(self, user_id: int) -> User | None:
        """Return the account of a session; None ends the session at this very request."""
        row = _USER.row(user=user_id, today=clock.today())
        user = _user_of(row) if row else None
        if user is None or not self.user_can_authenticate(user):
            return None
        return user

    def user_can_authenticate(self, user: AbstractBaseUser) -> bool:
        """Tell whether an account may be used: open, and not of somebody who was erased."""
        person = getattr(user, "person", None)
        erased = person is not None and person.erased_at is not None
        return super().user_can_authenticate(user) and not erased

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Return what somebody may do in the Wagtail admin.

        To change accounts or groups is to make oneself a superuser, so whatever a group says, only
        a superuser may. Who is compliance officer today gets in by that mandate, to its own screens
        and no others; no group is needed, and the way in is gone on the day the mandate ends.
        """
        permissions: set[str] = super().get_all_permissions(user_obj, obj)
        if user_obj.is_superuser:
            return permissions
        kept = {name for name in permissions if not name.startswith(("accounts.", "auth."))}
        if obj is None and user_obj.is_active and _watches_compliance(user_obj):
            kept.add("wagtailadmin.access_admin")
        return kept


def _fields(model: type[User | Person]) -> list[str]:
    return [field.name for field in model._meta.concrete_fields]


def _ask() -> QuerySet[Any]:
    """Ask for an account, the person behind it, as whom they count, and what the header shows."""
    merge = FilteredRelation(
        "person__merges", condition=Q(person__merges__superseded_at__isnull=True)
    )
    # For the links in the header, which every page has; what one may see is asked again there.
    mandates = Mandate.objects.current().active_on(given_date("today"))
    held = mandates.filter(Q(holder=OuterRef("person__pk")) | Q(holder=OuterRef("merge__into_id")))
    users = User.objects.filter(pk=given_id("user")).alias(merge=merge)
    return users.annotate(
        sees_figures=Exists(held),
        sees_people=Exists(held.filter(kind__in=PERSON_LISTING_MANDATES)),
        watches_compliance=Exists(held.filter(kind=MandateKind.COMPLIANCE_OFFICER)),
    ).values_list(
        *_fields(User), *(f"person__{name}" for name in _fields(Person)), "merge__into_id", *_SEEN
    )


def _user_of(row: Sequence[Any]) -> User:
    """Return the account of a row of `_ask`, with all that it says."""
    names = [field.attname for field in User._meta.concrete_fields]
    user = User.from_db(DEFAULT_DB_ALIAS, names, row[: len(names)])
    values = row[len(names) : -1 - len(_SEEN)]
    if values[0] is not None:
        columns = [field.attname for field in Person._meta.concrete_fields]
        user.person = person = Person.from_db(DEFAULT_DB_ALIAS, columns, values)
        person.merged_into_id = row[-1 - len(_SEEN)]
    for name, is_so in zip(_SEEN, row[-len(_SEEN) :], strict=True):
        setattr(user, name, is_so)
    return user


_SEEN = ("sees_figures", "sees_people", "watches_compliance")
_USER = Statement(_ask)


def _watches_compliance(user: Any) -> bool:
    """Tell whether somebody is compliance officer today; of the user of a request it is known."""
    known: bool | None = getattr(user, "watches_compliance", None)
    if known is not None or not user.is_authenticated:
        return bool(known)
    officers = Mandate.objects.held_by(user).filter(kind=MandateKind.COMPLIANCE_OFFICER)
    return officers.exists()

"""Finds the account of a request, together with the person behind it, in one query."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q

from accounts.models import User
from core import clock
from organisations.enums import PERSON_LISTING_MANDATES
from organisations.models import Mandate, Person


class PersonBackend(AuthenticationBackend):  # type: ignore[misc]
    """Signs in with e-mail and password; refuses a closed account and that of an erased person."""

    def get_user(self, user_id: int) -> User | None:
        """Return the account of a session; None ends the session at this very request."""
        merge = FilteredRelation(
            "person__merges", condition=Q(person__merges__superseded_at__isnull=True)
        )
        users = User.objects.select_related("person").alias(merge=merge)
        users = users.annotate(merged_into_id=F("merge__into_id"))
        # For the links in the header, which every page has; what one may see is asked again there.
        mandates = Mandate.objects.current().active_on(clock.today())
        held = mandates.filter(
            Q(holder=OuterRef("person__pk")) | Q(holder=OuterRef("merge__into_id"))
        )
        user = (
            users.annotate(
                sees_figures=Exists(held),
                sees_people=Exists(held.filter(kind__in=PERSON_LISTING_MANDATES)),
            )
            .filter(pk=user_id)
            .first()
        )
        if user is None or not self.user_can_authenticate(user):
            return None
        person: Person | None = getattr(user, "person", None)
        if person is not None:
            person.merged_into_id = user.merged_into_id
        return user

    def user_can_authenticate(self, user: AbstractBaseUser) -> bool:
        """Tell whether an account may be used: open, and not of somebody who was erased."""
        person = getattr(user, "person", None)
        erased = person is not None and person.erased_at is not None
        return super().user_can_authenticate(user) and not erased

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Return what somebody may do in the Wagtail admin.

        To change accounts or groups is to make oneself a superuser, so whatever a group says, only
        a superuser may.
        """
        permissions: set[str] = super().get_all_permissions(user_obj, obj)
        if user_obj.is_superuser:
            return permissions
        return {name for name in permissions if not name.startswith(("accounts.", "auth."))}

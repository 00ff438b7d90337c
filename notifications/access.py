"""Who may see messages: the receiver their own, an operator the list, an editor the texts."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from wagtail.permission_policies.base import BasePermissionPolicy

from notifications.models import Notice
from notifications.querysets import NoticeQuerySet
from organisations.access import Viewer, person_of
from organisations.models import PersonMerge

VIEW = "view"
REPAIR = "repair"
WRITE_TEXTS = "notifications.write_texts"


def notices_of(user: Viewer) -> NoticeQuerySet:
    """Return the messages to somebody, also those to records that were merged into theirs."""
    person = person_of(user)
    if person is None:
        return Notice.objects.none()
    merged = PersonMerge.objects.current().filter(into=person).values_list("person_id", flat=True)
    return Notice.objects.filter(person__in=[person.pk, *merged])


def may_write_texts(user: Any) -> bool:
    """Tell whether somebody may change what messages say."""
    return bool(user.is_active and user.has_perm(WRITE_TEXTS))


class OperatorPolicy(BasePermissionPolicy):  # type: ignore[misc]
    """Superusers look and repair; nobody writes or deletes a message by hand."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Tell whether this is a superuser who looks or repairs."""
        return bool(user.is_active and user.is_superuser) and action in {VIEW, REPAIR}

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        """Tell whether one of these is possible."""
        return any(self.user_has_permission(user, action) for action in actions)

    def users_with_any_permission(self, actions: Iterable[str]) -> Any:
        """Return the superusers."""
        superusers = get_user_model()._default_manager.filter(is_active=True, is_superuser=True)
        return superusers if {VIEW, REPAIR} & set(actions) else superusers.none()

"""Who may see jobs: superusers, because arguments and errors may tell about anybody."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from wagtail.permission_policies.base import BasePermissionPolicy

VIEW = "view"
RETRY = "retry"


class SuperuserPolicy(BasePermissionPolicy):  # type: ignore[misc]
    """Superusers may look and try again; nobody may add, change or delete a job by hand."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return bool(user.is_active and user.is_superuser) and action in {VIEW, RETRY}

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def users_with_any_permission(self, actions: Iterable[str]) -> Any:
        superusers = get_user_model()._default_manager.filter(is_active=True, is_superuser=True)
        return superusers if {VIEW, RETRY} & set(actions) else superusers.none()

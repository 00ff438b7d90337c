"""Who may see obligations of persons and decide about them: superusers only, for now."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from wagtail.permission_policies.base import BasePermissionPolicy

VIEW = "view"
DECIDE = "decide"


class LookAndDecide(BasePermissionPolicy):  # type: ignore[misc]
    """Superusers look and decide; rows are added by services only, and never changed or deleted."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Tell whether this is a superuser who looks or decides."""
        return bool(user.is_active and user.is_superuser) and action in {VIEW, DECIDE}

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        """Tell whether one of these is possible."""
        return any(self.user_has_permission(user, action) for action in actions)

    def users_with_any_permission(self, actions: Iterable[str]) -> Any:
        """Return the superusers."""
        superusers = get_user_model()._default_manager.filter(is_active=True, is_superuser=True)
        return superusers if {VIEW, DECIDE} & set(actions) else superusers.none()

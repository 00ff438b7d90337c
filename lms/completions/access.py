"""Who may look in the ledger and declare something invalid. Nobody edits it."""

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy

_POSSIBLE = {"view", "void"}


class LedgerPermissionPolicy(ModelPermissionPolicy):  # type: ignore[misc]
    """Looking and voiding take a permission each; the rest is for nobody, superusers included."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in _POSSIBLE and bool(super().user_has_permission(user, action))

    def users_with_any_permission(self, actions: Any) -> Any:
        return super().users_with_any_permission(_POSSIBLE.intersection(actions))

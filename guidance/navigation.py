"""Addresses of help, for other apps."""

from collections.abc import Iterable

from django.urls import reverse

from guidance.models import HelpRole


def role_address(key: str) -> str:
    """Return where a role is explained; the key is that of `guidance.HelpRole`."""
    return reverse("guidance:role", args=[key])


def role_addresses(kinds: Iterable[str]) -> dict[str, str]:
    """Return where roles are explained, by `RoleKind`; only those that are published."""
    rows = HelpRole.objects.filter(live=True, role_kind__in=list(kinds)).order_by("-position")
    return {kind: role_address(key) for kind, key in rows.values_list("role_kind", "key")}

"""What messages add to the admin: the outbox, their texts, and the right to change those."""

from typing import Any

from django.contrib.auth.models import Permission
from wagtail import hooks

from notifications.administration.outbox import NoticeViewSet
from notifications.administration.texts import TextViewSet


@hooks.register("register_admin_viewset")
def register_messages() -> list[Any]:
    """Put the outbox under Settings and the texts in the menu."""
    return [
        NoticeViewSet("notice", url_prefix="postvak-uit"),
        TextViewSet("berichtteksten", url_prefix="berichtteksten"),
    ]


@hooks.register("register_permissions")
def register_right() -> Any:
    """Let somebody give a group the right to change texts."""
    return Permission.objects.filter(
        content_type__app_label="notifications", codename="write_texts"
    )

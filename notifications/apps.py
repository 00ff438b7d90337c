"""App configuration of notifications."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = _("Messages")

    def ready(self) -> None:
        """Find the kinds of messages of every app, and register the system checks."""
        from notifications.registry import discover

        import_module("notifications.checks")
        discover()

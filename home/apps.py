"""App configuration of home."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """Start page, pages for an audience, Mijn leren and plain pages."""

    name = "home"
    verbose_name = _("Home")

    def ready(self) -> None:
        """Listen to Wagtail, so that the front pages show what changed."""
        import_module("home.receivers").connect()

"""App configuration of workshops."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkshopsConfig(AppConfig):
    """Catalogue, planning, booking, attendance and evaluation of workshops."""

    name = "workshops"
    verbose_name = _("Workshops")

    def ready(self) -> None:
        """Listen to Wagtail, whose published pages are kinds of workshops; register checks."""
        import_module("workshops.checks")
        import_module("workshops.receivers").connect()

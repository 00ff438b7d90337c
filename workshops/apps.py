"""App configuration of workshops."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkshopsConfig(AppConfig):
    """Catalogue, planning, booking, attendance and evaluation of workshops."""

    name = "workshops"
    verbose_name = _("Workshops")

    def ready(self) -> None:
        """Listen to Wagtail: a published page is a kind of workshop that can be planned."""
        import_module("workshops.receivers").connect()

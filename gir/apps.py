"""App configuration of the code of conduct."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GirConfig(AppConfig):
    """Editions, articles, addenda, acknowledgement and the dilemma of the week."""

    name = "gir"
    verbose_name = _("Code of conduct (GIR)")

    def ready(self) -> None:
        """Listen to Wagtail and guard what is never changed."""
        import_module("gir.receivers").connect()

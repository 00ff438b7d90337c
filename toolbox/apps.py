"""App configuration of toolbox."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ToolboxConfig(AppConfig):
    """Toolboxes, good practices, knowledge and team sessions."""

    name = "toolbox"
    verbose_name = _("Toolboxes")

    def ready(self) -> None:
        """Guard what is never changed, and check the settings."""
        import_module("toolbox.checks")
        import_module("toolbox.receivers").connect()

"""App configuration of guidance."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GuidanceConfig(AppConfig):
    """Contact directory and meldwegwijzer."""

    name = "guidance"
    verbose_name = _("Help and contacts")

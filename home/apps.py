"""App configuration of home."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """Start page, Mijn leren and plain pages."""

    name = "home"
    verbose_name = _("Home")

"""App configuration of search."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Search of the whole site."""

    name = "search"
    verbose_name = _("Search")

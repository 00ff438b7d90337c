"""App configuration of organisations."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationsConfig(AppConfig):
    name = "organisations"
    verbose_name = _("People and organisation")

    def ready(self) -> None:
        """Listen to Django's own events."""
        from organisations.receivers import connect

        connect(self)

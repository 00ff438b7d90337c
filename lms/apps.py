"""App configuration of lms."""

from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class LmsConfig(AppConfig):
    name = "lms"
    verbose_name = _("Learning")

    def ready(self) -> None:
        """Register the checks, guard the ledger after every migration, listen to Wagtail."""
        import_module("lms.checks")
        receivers = import_module("lms.receivers")
        post_migrate.connect(receivers.guard_the_ledger, sender=self)
        receivers.connect()

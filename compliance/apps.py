"""App configuration of compliance."""

from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ComplianceConfig(AppConfig):
    name = "compliance"
    verbose_name = _("Compliance")

    def ready(self) -> None:
        """Register the system checks and guard the facts after every migration."""
        import_module("compliance.checks")
        receivers = import_module("compliance.receivers")
        post_migrate.connect(receivers.guard_the_facts, sender=self)

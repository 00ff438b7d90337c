"""App configuration of jobs."""

from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "jobs"
    verbose_name = _("Jobs")

    def ready(self) -> None:
        """Find the jobs of every app, and keep the schedules equal to what they declare."""
        from jobs.receivers import after_migrate
        from jobs.registry import discover

        import_module("jobs.checks")
        discover()
        post_migrate.connect(after_migrate, sender=self)

"""Bring what can be found up to date."""

from typing import Any

from django.core.management.base import BaseCommand

from search.services.updating import update_search


class Command(BaseCommand):
    """`manage.py update_search`: asks all apps; writes only what differs."""

    help = "Collect what can be found from all apps; a job does so every ten minutes."

    def handle(self, *args: Any, **options: Any) -> None:
        """Update and say what was done."""
        self.stdout.write(str(update_search()))

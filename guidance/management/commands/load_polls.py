"""Load the polls that come with Kompas."""

from typing import Any

from django.core.management.base import BaseCommand

from guidance.loading.polls import load_polls


class Command(BaseCommand):
    """`manage.py load_polls`: idempotent; a poll that is there stays as it is."""

    help = "Load the polls of one question; an administrator decides which is asked."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Make those that are not there."""
        for line in load_polls():
            self.stdout.write(line)

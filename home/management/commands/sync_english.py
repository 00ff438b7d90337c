"""Give every Dutch page its English alias."""

from typing import Any

from django.core.management.base import BaseCommand

from home.services import sync_english


class Command(BaseCommand):
    """`manage.py sync_english`: run it after loading pages or courses."""

    help = "Give every Dutch page that has none an English alias."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the missing aliases and say how many."""
        self.stdout.write(f"{sync_english()} English aliases made")

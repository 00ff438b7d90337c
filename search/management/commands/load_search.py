"""Load the search words that come with Kompas."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.content_files import InvalidContent
from search.services.loading import load_words


class Command(BaseCommand):
    """`manage.py load_search`: idempotent, never over an editor's change."""

    help = "Load words that mean the same and results on top."

    def handle(self, *args: Any, **options: Any) -> None:
        """Read both files first, so that a mistake in one changes nothing."""
        try:
            lines = load_words()
        except InvalidContent as error:
            raise CommandError(str(error)) from error
        for line in lines:
            self.stdout.write(line)

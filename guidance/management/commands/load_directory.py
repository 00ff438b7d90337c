"""Load the roles and contacts that come with Kompas."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.content_files import InvalidContent
from guidance.loading.directory import load_shipped_directory


class Command(BaseCommand):
    """`manage.py load_directory`: idempotent, never over an editor's change."""

    help = "Load the roles that help and the contacts for the whole Rijk."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take whether to publish."""
        parser.add_argument("--publish", action="store_true", help="publish instead of drafts")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read all files first, so that a mistake in one changes nothing."""
        try:
            lines = load_shipped_directory(publish=options["publish"])
        except InvalidContent as error:
            raise CommandError(str(error)) from error
        for line in lines:
            self.stdout.write(line)

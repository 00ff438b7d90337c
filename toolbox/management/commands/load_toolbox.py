"""Load the toolboxes that come with Kompas."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.content_files import InvalidContent
from core.sources import read_sources
from toolbox.loading.tool_files import read_boxes
from toolbox.loading.tools import load_toolbox


class Command(BaseCommand):
    """`manage.py load_toolbox`: idempotent, never over an editor's change."""

    help = "Load the toolboxes: drafts, or published pages with --publish."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take whether to publish."""
        parser.add_argument("--publish", action="store_true", help="publish instead of drafts")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read all files first, so that a mistake in one changes nothing."""
        path = Path(settings.BASE_DIR) / "courses" / "bronnen.yaml"
        try:
            files = read_boxes()
            sources = [*read_sources(path)] if path.exists() else []
        except InvalidContent as error:
            raise CommandError(str(error)) from error
        for line in load_toolbox(files, sources=sources, publish=options["publish"]):
            self.stdout.write(line)

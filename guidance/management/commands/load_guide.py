"""Load the guide that comes with Kompas."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.content_files import InvalidContent
from core.sources import read_sources
from guidance.loading.guide import AddressTaken, load_guide
from guidance.loading.guide_files import read_guide
from guidance.models.guide import known_roles


class Command(BaseCommand):
    """`manage.py load_guide`: idempotent, never over an editor's change."""

    help = "Load the guide to help: a draft, or a published page with --publish."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take whether to publish."""
        parser.add_argument("--publish", action="store_true", help="publish instead of a draft")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read the whole file first, so that a mistake in it changes nothing."""
        roles = known_roles()
        if not roles:
            raise CommandError("There are no roles yet. Run load_directory first.")
        path = Path(settings.BASE_DIR) / "courses" / "bronnen.yaml"
        sources = read_sources(path) if path.exists() else {}
        try:
            file, tree = read_guide(roles=roles, sources=sources)
            lines = load_guide(file, tree, sources=sources, publish=options["publish"])
        except InvalidContent as error:
            raise CommandError(str(error)) from error
        except AddressTaken as error:
            raise CommandError("Another page stands at /hulp/. Run load_pages first.") from error
        for line in lines:
            self.stdout.write(line)

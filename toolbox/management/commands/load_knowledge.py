"""Load the kennishuis and the links that come with Kompas."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.content_files import InvalidContent
from toolbox.knowledge_sources import known_codes
from toolbox.loading.knowledge import load_knowledge
from toolbox.loading.knowledge_files import read_knowledge, read_links


class Command(BaseCommand):
    """`manage.py load_knowledge`: idempotent, never over an editor's change."""

    help = "Load the kennishuis and the links: drafts, or published pages with --publish."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take whether to publish."""
        parser.add_argument("--publish", action="store_true", help="publish instead of drafts")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read all files first, so that a mistake in one changes nothing."""
        try:
            sources = known_codes()
            links = read_links()
            pages = read_knowledge(links={link.key for link in links}, sources=sources)
        except InvalidContent as error:
            raise CommandError(str(error)) from error
        lines = load_knowledge(
            pages=pages, links=links, sources=sources, publish=options["publish"]
        )
        for line in lines:
            self.stdout.write(line)

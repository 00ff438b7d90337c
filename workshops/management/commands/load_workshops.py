"""Load the kinds of workshops and the campaigns that come with Kompas."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.content_files import InvalidContent
from core.sources import read_sources
from workshops.catalogue.files import SOURCES, read_campaigns, read_workshops
from workshops.catalogue.loading import load_workshops


class Command(BaseCommand):
    """`manage.py load_workshops`: idempotent, never over an editor's change."""

    help = "Load the workshops that come with Kompas: drafts, or published ones with --publish."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take whether to publish."""
        parser.add_argument("--publish", action="store_true", help="publish instead of drafts")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read all files first, so that a mistake in one changes nothing."""
        try:
            workshops = read_workshops()
            campaigns = read_campaigns({one.key for one in workshops})
            sources = [*read_sources(SOURCES)] if SOURCES.exists() else []
        except InvalidContent as error:
            raise CommandError(str(error)) from error
        lines = load_workshops(
            workshops=workshops,
            campaigns=campaigns,
            sources=sources,
            publish=options["publish"],
        )
        for line in lines:
            self.stdout.write(line)

"""Load the code of conduct that comes with Kompas."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.content_files import InvalidContent
from core.sources import read_sources
from gir.loading.files import (
    read_dilemmas,
    read_earlier_edition,
    read_edition,
    read_questions,
    read_themes,
)
from gir.loading.loading import Files, load_gir


class Command(BaseCommand):
    """`manage.py load_gir`: idempotent, never over an editor's change."""

    help = "Load the code of conduct: drafts, or published texts with --publish."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take whether to publish."""
        parser.add_argument("--publish", action="store_true", help="publish instead of drafts")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read all files first, so that a mistake in one changes nothing."""
        try:
            files = read_all()
        except InvalidContent as error:
            raise CommandError(str(error)) from error
        for line in load_gir(files, publish=options["publish"]):
            self.stdout.write(line)


def read_all() -> Files:
    """Return what the files in `gir/content/` and in the courses hold."""
    latest = read_edition()
    earlier = [read_earlier_edition(path, latest) for path in settings.GIR_EARLIER_EDITIONS]
    editions = sorted([*earlier, latest], key=lambda edition: edition.valid_from)
    articles = {one.key for chapter in latest.chapters for one in chapter.articles}
    themes = read_themes(articles)
    keys = {theme.key for theme in themes}
    sources = Path(settings.BASE_DIR) / "courses" / "bronnen.yaml"
    return Files(
        editions=editions,
        themes=themes,
        questions=read_questions(articles, keys),
        dilemmas=read_dilemmas(keys),
        sources=[*read_sources(sources)] if sources.exists() else [],
    )

"""Load the start page and the plain pages that come with Kompas."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.content_files import InvalidContent
from home.page_files import read_page_file
from home.services import content_files, load_pages


class Command(BaseCommand):
    """`manage.py load_pages`: idempotent, never over an editor's change."""

    help = "Load the start page and the plain pages that come with Kompas."

    def handle(self, *args: Any, **options: Any) -> None:
        """Read all files first, so that a mistake in one changes nothing."""
        try:
            files = [read_page_file(path) for path in content_files()]
        except InvalidContent as error:
            raise CommandError(str(error)) from error
        for line in load_pages(files=files):
            self.stdout.write(line)

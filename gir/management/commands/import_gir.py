"""Take the official text over from a file, as drafts."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gir.importing.parts import ImportRefused
from gir.importing.reading import read_official
from gir.services.official_text import labels_of, page_for_import, take_over_official_text


class Command(BaseCommand):
    """`manage.py import_gir FILE`: an editor sees the drafts and sends them to the lawyer."""

    help = "Read the official text from XML, Word or Markdown into drafts of the articles."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file, the edition, and whether only to look."""
        parser.add_argument("file", type=Path, help="a file that ends in .xml, .docx or .md")
        parser.add_argument("--edition", default="", help="code; else the edition in force today")
        parser.add_argument("--dry-run", action="store_true", help="say what would change")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse the whole file when anything is wrong; nothing is changed then."""
        page = page_for_import(options["edition"])
        if page is None:
            raise CommandError(_("There is no such edition. Load the code first: load_gir."))
        try:
            text = read_official(options["file"], labels_of(page))
            done = take_over_official_text(page=page, text=text, dry_run=options["dry_run"])
        except ImportRefused as error:
            raise CommandError(f"{error}\n{_('Nothing was changed.')}") from error
        if text.outside:
            lines = ", ".join(str(line) for line in text.outside[:10])
            self.stdout.write(_("Outside the articles, so left out: %(lines)s") % {"lines": lines})
        for label in done.changed:
            self.stdout.write(label)
        count = len(done.changed)
        sentence = (
            ngettext("%(count)d article would change.", "%(count)d articles would change.", count)
            if options["dry_run"]
            else ngettext("%(count)d draft saved.", "%(count)d drafts saved.", count)
        )
        self.stdout.write(sentence % {"count": count})

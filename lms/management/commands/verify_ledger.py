"""Hold the ledger against its seals; exit code 1 when anything is wrong."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from lms.completions.heads import heads_file
from lms.completions.verifying import Verdict, verify


class Command(BaseCommand):
    """Find completions that were changed, deleted, moved, put in between or cut off."""

    help = "Proves that the completions are those that were sealed. Changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file that somebody kept elsewhere."""
        parser.add_argument(
            "--file",
            type=Path,
            help="File with heads to compare with; a copy that was kept elsewhere proves most. "
            "Default: that of LEDGER_HEADS_FILE.",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print one sentence for each thing that is wrong, as it is found."""
        given = options["file"]
        if given is not None and not given.exists():
            raise CommandError(f"There is no file {given}.")
        path = given or heads_file()
        verdict, problems = Verdict(), 0
        for sentence in verify(verdict, path=path):
            problems += 1
            self.stdout.write(sentence)
        self.stdout.write(
            _("%(rows)s completions in %(batches)s batches; %(waiting)s not sealed yet.")
            % {"rows": verdict.rows, "batches": verdict.batches, "waiting": verdict.waiting}
        )
        if path is None:
            self.stdout.write(_("Without a file a tail that was cut off stays unseen."))
        if problems:
            sys.exit(1)
        self.stdout.write(_("The ledger is as it was sealed."))

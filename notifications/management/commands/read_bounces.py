"""Read mail that came back, from a mailbox file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from notifications.services.bounces import read_bounces


class Command(BaseCommand):
    help = "Reads mail that came back from a file (mbox, or one mail) and records it."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file."""
        parser.add_argument("file", type=Path, help="The mailbox, or a single mail.")

    def handle(self, **options: Any) -> None:
        """Say how many were recognised; names and addresses are not printed."""
        try:
            read = read_bounces(options["file"])
        except OSError as error:
            raise CommandError(f"This file cannot be read: {error.strerror}.") from error
        self.stdout.write(f"{read.bounced} came back, {read.others} others were left alone.")

"""Write docs/settings.md from the variables that the settings read."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core.settings_docs import DOCS_PATH, settings_docs


class Command(BaseCommand):
    help = "Writes docs/settings.md from the environment variables that the settings read."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take an option to only look."""
        parser.add_argument(
            "--check", action="store_true", help="Only tell whether the page is up to date."
        )

    def handle(self, **options: Any) -> None:
        """Write the page, or compare it."""
        text = settings_docs()
        if options["check"]:
            current = DOCS_PATH.read_text() if DOCS_PATH.exists() else ""
            if current != text:
                self.stderr.write(
                    "docs/settings.md is out of date. Run: manage.py write_settings_docs"
                )
                raise SystemExit(1)
            return
        DOCS_PATH.parent.mkdir(exist_ok=True)
        DOCS_PATH.write_text(text)
        self.stdout.write(f"{DOCS_PATH.relative_to(DOCS_PATH.parent.parent)} written.")

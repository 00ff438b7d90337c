"""Make the counters of the figures anew."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from compliance.services.daily import days_to_count, rebuild_day
from core import clock


class Command(BaseCommand):
    """Count now; the schedule does the same every hour for today, and every night for the rest."""

    help = "Make the counters of the figures anew, for all days that pages read or for one day."

    def add_arguments(self, parser: CommandParser) -> None:
        """Let one day be chosen."""
        parser.add_argument("--on", default="", help="Only this day, such as 2026-12-31.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Count and say of which days."""
        try:
            days = [date.fromisoformat(options["on"])] if options["on"] else []
        except ValueError as wrong:
            raise CommandError(
                _("“%(text)s” is not a date. Write 2026-12-31.") % {"text": options["on"]}
            ) from wrong
        for as_of in days or days_to_count(clock.today()):
            day = rebuild_day(as_of=as_of)
            self.stdout.write(f"{day.as_of} {day.known_at:%Y-%m-%d %H:%M}")

"""Say of which days of the year the figures are frozen by themselves."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from compliance.models import SnapshotDay
from compliance.snapshots.schedule import schedule_day, stop_day

_LEAP_YEAR = 2024


class Command(BaseCommand):
    """Without days: show the list."""

    help = "Freeze figures by themselves: schedule_snapshots 03-31 06-30 09-30 12-31."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take days such as 12-31, and whether they stop."""
        parser.add_argument("days", nargs="*", help="Days of the year, as 12-31.")
        parser.add_argument("--stop", action="store_true", help="Take these days off the list.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Change the list and show it."""
        change = stop_day if options["stop"] else schedule_day
        for month, day in [_day_of_year(text) for text in options["days"]]:
            change(month=month, day=day)
        rows = SnapshotDay.objects.filter(valid_until=None).order_by("month", "day")
        for row in rows:
            self.stdout.write(f"{row.month:02}-{row.day:02}")
        if not rows:
            self.stdout.write(_("No figures are frozen by themselves."))


def _day_of_year(text: str) -> tuple[int, int]:
    try:
        found = parse_date(f"{_LEAP_YEAR}-{text}")
    except ValueError:
        found = None
    if found is None:
        raise CommandError(_("“%(text)s” is not a day of the year. Write 12-31.") % {"text": text})
    return found.month, found.day

"""Bring the obligations in line with appointments, absences and rules."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from compliance.models import Requirement
from compliance.planning import plan


class Command(BaseCommand):
    """Plan now; the schedule does the same every night."""

    help = "Bring the obligations in line with appointments, absences and rules."

    def add_arguments(self, parser: CommandParser) -> None:
        """Let one requirement, another day or another horizon be chosen."""
        parser.add_argument("--requirement", default="", help="Key of one requirement.")
        parser.add_argument("--on", default="", help="Plan as on this day, such as 2026-12-31.")
        parser.add_argument("--horizon-days", type=int, default=60, help="How far ahead.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Plan and say what was added."""
        on = _date(options["on"])
        requirement = Requirement.objects.filter(key=options["requirement"]).first()
        if options["requirement"] and requirement is None:
            raise CommandError(
                _("There is no requirement “%(key)s”.") % {"key": options["requirement"]}
            )
        result = plan(requirement=requirement, on=on, horizon_days=options["horizon_days"])
        self.stdout.write(str(result))


def _date(text: str) -> Any:
    try:
        found = parse_date(text) if text else None
    except ValueError:
        found = None
    if text and found is None:
        raise CommandError(_("“%(text)s” is not a date. Write 2026-12-31.") % {"text": text})
    return found

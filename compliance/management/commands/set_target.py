"""Record what an organisation wants to reach with a duty."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from compliance.models import Requirement
from compliance.services.targets import set_target
from organisations.models import Unit

HIGHEST = 100


class Command(BaseCommand):
    """Set a target from a day on; the earlier one stays for the days before."""

    help = "Set the target of a unit, and of all units below it, for a duty."

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask where, of what, how much, since when and who decided it."""
        parser.add_argument("unit", help="Code of the unit.")
        parser.add_argument("requirement", help="Key of the requirement.")
        parser.add_argument("percentage", type=int, help="From 1 to 100.")
        parser.add_argument("--source", required=True, help="Where this was decided.")
        parser.add_argument("--from", dest="valid_from", required=True, help="Such as 2027-01-01.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Set it, or say what is wrong."""
        unit = Unit.objects.filter(code=options["unit"]).first()
        requirement = Requirement.objects.filter(key=options["requirement"]).first()
        if unit is None or requirement is None:
            raise CommandError(_("There is no such unit or no such requirement."))
        if not 1 <= options["percentage"] <= HIGHEST:
            raise CommandError(_("A target is a percentage from 1 to 100."))
        try:
            valid_from = date.fromisoformat(options["valid_from"])
        except ValueError as wrong:
            raise CommandError(
                _("“%(text)s” is not a date. Write 2026-12-31.") % {"text": options["valid_from"]}
            ) from wrong
        target = set_target(
            unit=unit,
            requirement=requirement,
            percentage=options["percentage"],
            source=options["source"],
            valid_from=valid_from,
        )
        self.stdout.write(str(target))

"""Run the jobs: workers that are started again when they die, the schedule and the reaper."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from jobs.supervisor import Supervisor


class Command(BaseCommand):
    help = "Runs jobs until it is stopped: keeps workers alive, fires schedules, reaps."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the choices of an operator."""
        parser.add_argument(
            "--processes", type=int, default=1, help="Workers; on SQLite keep it at 1. Default: 1."
        )
        parser.add_argument(
            "--interval", type=float, default=1.0, help="Seconds between two looks. Default: 1."
        )
        parser.add_argument(
            "--grace",
            type=float,
            default=25.0,
            help="Seconds that a job may go on after a stop signal. Default: 25.",
        )

    def handle(self, **options: Any) -> None:
        """Hand over to the supervisor."""
        Supervisor(
            processes=options["processes"], interval=options["interval"], grace=options["grace"]
        ).run()

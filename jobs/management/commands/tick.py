"""Fire what is due and give back what a dead worker held: for cron, without a supervisor."""

from typing import Any

from django.core.management.base import BaseCommand

from jobs.reaper import reap
from jobs.services import tick


class Command(BaseCommand):
    help = "Asks for every scheduled job that is due, and gives back what a dead worker held."

    def handle(self, **_options: Any) -> None:
        """Do the housekeeping of one minute."""
        asked = tick()
        reaped = reap()
        for run in asked:
            self.stdout.write(f"{run.name}: asked for.")
        if reaped:
            self.stdout.write(f"Given back: {reaped.jobs + reaped.tasks + reaped.lost}.")

"""Build the demo organisation."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from demo.services import (
    PERSONS,
    SEED,
    MissingCourses,
    NotADemo,
    RealData,
    UnfinishedDemo,
    build_demo,
)


class Command(BaseCommand):
    """Build it once; a second run finds it there and does nothing."""

    help = "Builds a small, made up Rijk with three years of history. Only where DEMO=1."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the seed and the size."""
        parser.add_argument("--seed", type=int, default=SEED, help="same seed, same people")
        parser.add_argument("--persons", type=int, default=PERSONS, help="how many, about")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Build, and say what is there."""
        try:
            demo = build_demo(seed=options["seed"], persons=options["persons"])
        except (MissingCourses, NotADemo, RealData, UnfinishedDemo) as refusal:
            raise CommandError(str(refusal.sentence)) from refusal
        there = "The demo organisation is ready" if demo.is_new else "It was there already"
        if options["verbosity"]:
            self.stdout.write(
                f"{there}: {demo.persons} persons, {demo.units} units,"
                f" {demo.completions} completions, {demo.obligations} obligations."
            )

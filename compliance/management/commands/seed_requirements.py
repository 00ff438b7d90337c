"""Make the duties that a new site starts with."""

from typing import Any

from django.core.management.base import BaseCommand

from compliance.seeds import seed_requirements


class Command(BaseCommand):
    """Make what is missing; running it again changes nothing."""

    help = "Make the duties that a new site starts with: e-learning every year, course once."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Make them and name them."""
        for requirement in seed_requirements():
            self.stdout.write(requirement.title)

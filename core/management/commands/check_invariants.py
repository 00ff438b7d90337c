"""Say what is wrong in the data; exit code 1 when anything is."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from core.invariants import broken_invariants, invariants


class Command(BaseCommand):
    """Run every registered invariant."""

    help = "Checks that derived tables equal what the facts say, and that no periods overlap."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Print one line for each thing that is wrong."""
        wrong = list(broken_invariants())
        for name, sentence in wrong:
            self.stdout.write(f"{name}: {sentence}")
        if wrong:
            sys.exit(1)
        self.stdout.write(f"All {len(invariants())} invariants hold.")

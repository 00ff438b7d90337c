"""Fill the database of one size and measure; prints the figures as JSON."""

import json
import sys
import time
from dataclasses import asdict
from typing import Any

import django

django.setup()

from benchmarks.large import measures  # noqa: E402
from benchmarks.large.database import filled  # noqa: E402

STEPS = (measures.planning, measures.counters, measures.roll_up, measures.dashboard)


def main(size: int) -> None:
    """Fill and measure."""
    started = time.monotonic()
    found: dict[str, Any] = {"rows": asdict(filled(size)), "generate": time.monotonic() - started}
    for step in STEPS:
        print(f"  {step.__name__}", file=sys.stderr, flush=True)
        found |= step()
    json.dump(found, sys.stdout, default=asdict)


if __name__ == "__main__":
    main(int(sys.argv[1]))

"""Takes turns with another size: for every name on a line it prints the seconds that took."""

import sys

import django

django.setup()

from benchmarks.large import measures  # noqa: E402
from benchmarks.large.measuring import spent  # noqa: E402

if __name__ == "__main__":
    works = measures.roll_ups()
    for line in sys.stdin:
        with spent() as one:
            works[line.strip()]()
        print(one.database, flush=True)

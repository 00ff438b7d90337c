"""One measurement in a process of its own, as a web server has: planning leaves much in memory."""

import json
import sys
from dataclasses import asdict

import django

django.setup()

from benchmarks.large import measures  # noqa: E402

WORKS = {work.__name__: work for work in (measures.new_cycle, measures.pages)}

if __name__ == "__main__":
    json.dump(WORKS[sys.argv[1]](), sys.stdout, default=asdict)

"""The pages, in a process of its own, as a web server has: planning leaves much in memory."""

import json
import sys
from dataclasses import asdict

import django

django.setup()

from benchmarks.large import measures  # noqa: E402

if __name__ == "__main__":
    json.dump(measures.pages(), sys.stdout, default=asdict)

"""Measure 20,000 and 200,000 people and write docs/performance.md: `make bench-large`.

Takes about a quarter of an hour and 3 GB. Give other sizes as arguments to try something out.
"""

import json
import os
import subprocess
import sys
from typing import Any

from benchmarks.large.growth import measure_growth
from benchmarks.large.report import write

SIZES = (20_000, 200_000)


def main(sizes: list[int]) -> None:
    """Measure each size in a process of its own, then their growth, and write the section."""
    found = {size: _measure(size, "one", str(size)) for size in sizes}
    print("growth", file=sys.stderr, flush=True)
    growth = measure_growth({size: _environment(size) for size in sizes})
    for size in sizes:
        for part in (("alone", "new_cycle"), ("alone", "pages"), ("files",)):
            found[size] |= _measure(size, *part)
    write(found, growth)


def _measure(size: int, module: str, *arguments: str) -> dict[str, Any]:
    print(f"{size} people: {module} {' '.join(arguments)}", file=sys.stderr, flush=True)
    command = [sys.executable, "-m", f"benchmarks.large.{module}", *arguments]
    done = subprocess.run(
        command, env=_environment(size), stdout=subprocess.PIPE, text=True, check=True
    )
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def _environment(size: int) -> dict[str, str]:
    server = os.environ.get("BENCH_SERVER", "postgres://postgres@127.0.0.1:5432")
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "DATABASE_URL": f"{server}/kompas_bench_{size}",
        "BENCH_SERVER": server,
        "DB_STATEMENT_TIMEOUT": "900",
    }


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or list(SIZES))

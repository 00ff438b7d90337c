"""Processor time of this process and of its database backend, from /proc."""

import os
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection

TICK = os.sysconf("SC_CLK_TCK")
NANOSECONDS = 1_000_000_000


@dataclass(slots=True)
class Spent:
    """Seconds of processor time, and of the clock."""

    python: float = 0.0
    database: float = 0.0
    wall: float = 0.0

    @property
    def cpu(self) -> float:
        """Both together."""
        return self.python + self.database


@contextmanager
def spent() -> Iterator[Spent]:
    """Measure what happens inside, with one connection to the database."""
    result = Spent()
    before = (time.process_time(), backend_seconds(), time.monotonic())
    yield result
    result.python = time.process_time() - before[0]
    result.database = backend_seconds() - before[1]
    result.wall = time.monotonic() - before[2]


def backend_seconds() -> float:
    """Return the processor time of the backend of this connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    exact = Path(f"/proc/{pid}/schedstat")
    if exact.exists():  # in nanoseconds; the other file counts hundredths of a second
        return int(exact.read_text().split()[0]) / NANOSECONDS
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def interleaved(works: dict[str, Callable[[], Any]], *, rounds: int, times: int = 1) -> Any:
    """Return the median time per call of each, in rounds in which everything takes its turn."""
    found: dict[str, list[Spent]] = {name: [] for name in works}
    for number in range(rounds + 1):
        for name, work in works.items():
            with spent() as one:
                for _time in range(times):
                    work()
            if number:  # the first round warms up
                found[name].append(one)
    return {name: _median(values, times) for name, values in found.items()}


def _median(values: list[Spent], times: int) -> Spent:
    return Spent(
        *(
            statistics.median(getattr(value, name) for value in values) / times
            for name in ("python", "database", "wall")
        )
    )


def explain(sql: str, params: Any) -> str:
    """Return the plan of a statement with its buffers, shortened to what takes time."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) {sql}", params)
        lines = [row[0] for row in cursor.fetchall()]
    kept = [line for line in lines if _matters(line)]
    return "\n".join(line[:150] for line in kept[:60])


def _matters(line: str) -> bool:
    return "actual time" in line or line.startswith(("Planning Time", "Execution Time"))

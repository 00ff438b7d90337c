"""Serve the site for a measurement, and read how much processor time that took."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

TICK = os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(port: int) -> Iterator[int]:
    """Run one worker of the site; give the process id of the server."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port)]
    command += ["--workers", "1", "--blocking-threads", "4", "--no-ws", "config.wsgi:application"]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "benchmarks.settings"}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as server:
        try:
            _wait_for(port)
            yield server.pid
        finally:
            server.terminate()


def _wait_for(port: int) -> None:
    for _try in range(120):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/gezond", timeout=1)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.5)
        else:
            return
    raise RuntimeError("the server did not start within a minute")


def cpu_ms(server: int) -> float:
    """Return the processor time, in ms, of the server's processes and its database backends."""
    return sum(_ticks(pid) for pid in {*_family(server), *_backends()}) * 1000 / TICK


def _ticks(pid: int) -> int:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return int(fields[11]) + int(fields[12])


def _family(pid: int) -> Iterator[int]:
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            yield from _family(int(child))


def _backends() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid()"
        )
        return [row[0] for row in cursor.fetchall()]

"""Two hundred people at once: nobody gets an error, and the database keeps its connections."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from core.env import BASE_DIR
from tests.processes import database_url

PEOPLE = 200
WORKERS, THREADS = 2, 4


def status(url: str) -> int:
    """Return the status that one visitor gets."""
    try:
        with urllib.request.urlopen(url, timeout=60) as response:  # noqa: S310 - our own
            return int(response.status)
    except urllib.error.HTTPError as error:
        return error.code


def is_ready(url: str) -> bool:
    """Tell whether the server takes visitors."""
    try:
        return status(f"{url}/gereed") == 200
    except OSError:
        return False


@pytest.fixture
def site(transactional_db: None) -> Iterator[str]:
    """Serve the tiny site as in production, on the database of the test."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.core.away_settings",
        "DATABASE_URL": database_url(),
        "DB_POOL_SIZE": str(THREADS),
        "LOG_LEVEL": "ERROR",
    }
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port)]
    command += ["--workers", str(WORKERS), "--blocking-threads", str(THREADS)]
    server = subprocess.Popen(
        [*command, "--log-level", "warning", "config.wsgi:application"], cwd=BASE_DIR, env=env
    )
    deadline = time.monotonic() + 60
    url = f"http://127.0.0.1:{port}"
    while not is_ready(url):
        assert time.monotonic() < deadline, "The server did not start."
        time.sleep(0.2)
    yield url
    server.terminate()
    try:
        server.wait(20)
    except subprocess.TimeoutExpired:
        # On a machine that is busy with something else; the next test needs it gone.
        server.kill()
        server.wait()


def other_connections() -> int:
    """Return how many connections others have to this database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return int(cursor.fetchone()[0])


def test_two_hundred_people_at_once_get_their_page(site: str) -> None:
    most = 0
    with ThreadPoolExecutor(PEOPLE) as people:
        answers = [people.submit(status, f"{site}/users/") for _person in range(PEOPLE)]
        while connection.vendor == "postgresql" and not all(answer.done() for answer in answers):
            most = max(most, other_connections())
            time.sleep(0.02)
        statuses = Counter(answer.result() for answer in answers)
    assert statuses == {200: PEOPLE}
    assert most <= WORKERS * THREADS

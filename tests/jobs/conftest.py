"""What tests of jobs share."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from core.env import BASE_DIR
from jobs import registry
from tests.jobs.sample import tasks as sample
from tests.processes import database_url

NOON = datetime(2026, 6, 1, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a test register jobs that no other test sees."""
    monkeypatch.setattr(registry, "_jobs", dict(registry._jobs))
    sample.DONE.clear()


@pytest.fixture
def clock_at_noon() -> Iterator[time_machine.Traveller]:
    """Stand still at noon; the test moves the clock."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def wait_until(condition: Callable[[], Any], *, seconds: float = 120) -> None:
    """Wait for something that another process does."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "It did not happen in time."
        time.sleep(0.1)


@pytest.fixture
def start(transactional_db: None) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Start commands of ours in processes of their own; they end with the test."""
    running: list[subprocess.Popen[bytes]] = []

    def start_command(*arguments: str) -> subprocess.Popen[bytes]:
        env = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.jobs.worker_settings",
            "DATABASE_URL": database_url(),
        }
        process = subprocess.Popen(
            [sys.executable, "-m", "django", *arguments, "--skip-checks"], cwd=BASE_DIR, env=env
        )
        running.append(process)
        return process

    yield start_command
    for process in running:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(15)
        process.kill()
        process.wait()

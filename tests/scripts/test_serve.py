"""The site and its worker: watched while they run, gone when they should be."""

import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from scripts import serve
from scripts.serve import Child
from scripts.terminal import Stop

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)",
]
DIE = [sys.executable, "-c", "import sys; sys.exit(3)"]


@pytest.fixture
def start() -> Iterator[Callable[[list[str]], Child]]:
    children: list[Child] = []

    def make(command: list[str]) -> Child:
        children.append(Child("task worker", command, {}))
        return children[-1]

    yield make
    for child in children:
        child.stop()


def wait_for_end(child: Child) -> int:
    deadline = time.monotonic() + 30
    while child.exit_code is None and time.monotonic() < deadline:
        time.sleep(0.02)
    assert child.exit_code is not None
    return child.exit_code


def test_a_process_that_runs_is_left_alone(start: Callable[[list[str]], Child]):
    child = start(SLEEP)
    before = child._process.pid
    child.keep_alive()
    assert child._process.pid == before


def test_a_worker_that_died_is_started_again(
    start: Callable[[list[str]], Child], capsys: pytest.CaptureFixture[str]
):
    child = start(DIE)
    before = child._process.pid
    assert wait_for_end(child) == 3
    child._again_at = time.monotonic()
    child.keep_alive()
    assert child._process.pid != before


def test_a_worker_that_keeps_dying_gets_longer_pauses(
    start: Callable[[list[str]], Child], capsys: pytest.CaptureFixture[str]
):
    child = start(DIE)
    for _time in range(7):
        wait_for_end(child)
        child.keep_alive()
        child._again_at = min(child._again_at, time.monotonic())
        child.keep_alive()
    pauses = [line.rsplit(" ", 2)[1] for line in capsys.readouterr().out.splitlines()]
    assert pauses == ["1", "3", "7", "15", "30", "30", "30"]


def test_stopping_ends_the_process(start: Callable[[list[str]], Child]):
    child = start(SLEEP)
    child.stop()
    assert child.exit_code is not None
    child.stop()


def test_a_process_that_ignores_the_request_is_ended_firmly(
    start: Callable[[list[str]], Child], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(serve, "_GRACE_SECONDS", 0.2)
    child = start(STUBBORN)
    child.stop()
    assert child.exit_code is not None


def test_a_taken_port_gives_a_sentence_with_another_port():
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Stop, match=f"make run PORT={port + 1}"):
            serve.check_port("127.0.0.1", port)


def test_a_free_port_is_fine():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    serve.check_port("127.0.0.1", port)


def test_a_web_server_that_does_not_start_ends_in_a_sentence(
    start: Callable[[list[str]], Child],
):
    child = start(DIE)
    wait_for_end(child)
    with pytest.raises(Stop, match="did not start"):
        serve._wait_until_it_answers(child, "http://127.0.0.1:9/gezond")

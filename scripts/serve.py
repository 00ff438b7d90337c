"""Serve the site with its task worker, until Ctrl-C or until the web server ends."""

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from types import FrameType

from scripts.environment import PYTHON, is_set
from scripts.terminal import ROOT, Stop, say

_GRACE_SECONDS = 10
_START_SECONDS = 90
_LONGEST_PAUSE = 30
_HEALTHY_SECONDS = 60


class Child:
    """A process of our own, in a group of its own so that Ctrl-C reaches only us."""

    def __init__(self, name: str, command: Sequence[str], env: Mapping[str, str]) -> None:
        self.name = name
        self._command = list(command)
        self._env = dict(env)
        self._failures = 0
        self._again_at = 0.0
        self._start()

    def _start(self) -> None:
        self._started_at = time.monotonic()
        self._process = subprocess.Popen(
            self._command, cwd=ROOT, env={**os.environ, **self._env}, start_new_session=True
        )

    @property
    def exit_code(self) -> int | None:
        """Return how it ended, or None while it runs."""
        return self._process.poll()

    def keep_alive(self) -> None:
        """Start it again when it died: at once, then with longer and longer pauses."""
        if self.exit_code is None:
            return
        now = time.monotonic()
        if not self._again_at:
            healthy = now - self._started_at > _HEALTHY_SECONDS
            self._failures = 0 if healthy else self._failures + 1
            pause = min(_LONGEST_PAUSE, 2**self._failures - 1)
            say(f"The {self.name} ended ({self.exit_code}); it starts again in {pause} s.")
            self._again_at = now + pause
        if now >= self._again_at:
            self._again_at = 0.0
            self._start()

    def stop(self) -> None:
        """End it politely, then firmly."""
        if self.exit_code is not None:
            return
        os.killpg(self._process.pid, signal.SIGTERM)
        try:
            self._process.wait(_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()


def check_port(host: str, port: int) -> None:
    """Stop with a sentence when another program already answers on this port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            raise Stop(
                f"Port {port} is taken ({problem.strerror}): stop the program that uses it,"
                f" or run on another port with: make run PORT={port + 1}"
            ) from None


def environment_for(host: str, port: int) -> dict[str, str]:
    """Return what the site must know of how it is served, where nobody chose otherwise."""
    # Quiet, so that the logins stay in sight; LOG_LEVEL=INFO shows every request.
    chosen = {"BASE_URL": f"http://{host}:{port}", "LOG_LEVEL": "WARNING"}
    return {name: value for name, value in chosen.items() if not is_set(name)}


def serve(*, host: str, port: int, announcement: str) -> None:
    """Start worker and web server, announce the site once it answers, and watch both."""
    address, env = f"http://{host}:{port}", environment_for(host, port)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    children = []
    try:
        web = Child("web server", _web_command(host, port), env)
        children.append(web)
        _wait_until_it_answers(web, f"{address}/gezond")
        worker = Child("task worker", [str(PYTHON), "manage.py", "run_worker"], env)
        children.append(worker)
        say(f"\n{announcement}\nKompas runs on {address}  (Ctrl-C stops it)\n")
        _watch(web, worker)
    except KeyboardInterrupt:
        say("\nStopping.")
    finally:
        for child in reversed(children):
            child.stop()


def _web_command(host: str, port: int) -> list[str]:
    options = ["--interface", "wsgi", "--host", host, "--port", str(port)]
    quiet = ["--workers", "1", "--blocking-threads", "4", "--log-level", "warning"]
    return [str(PYTHON), "-m", "granian", *options, *quiet, "config.wsgi:application"]


def _wait_until_it_answers(web: Child, url: str) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while web.exit_code is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - our own address
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
    raise Stop("The web server did not start: the lines above say why.")


def _watch(web: Child, worker: Child) -> None:
    while web.exit_code is None:
        worker.keep_alive()
        time.sleep(0.5)
    raise Stop(f"The web server ended by itself ({web.exit_code}): the lines above say why.")


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt

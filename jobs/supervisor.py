"""The process that keeps workers alive, fires schedules and reaps, until it is told to stop."""

import ctypes
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

import structlog
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connections
from django.utils.crypto import get_random_string

from core import clock
from core.env import BASE_DIR
from jobs.models import JobRun
from jobs.reaper import reap
from jobs.registry import UnknownJob, get_job
from jobs.services import tick

logger = structlog.get_logger(__name__)

HOUSEKEEPING_SECONDS = 60.0
_LOOK_SECONDS = 0.5
_SHORT_LIFE = 30.0
_LONGEST_PAUSE = 30.0
_PR_SET_PDEATHSIG = 1


def _die_with_parent() -> None:
    """Ask Linux to stop the worker when its supervisor is killed; elsewhere the reaper finds it."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


class Worker:
    """One `db_worker` of the backend as a child process, started again whenever it dies."""

    def __init__(self, *, interval: float) -> None:
        self.interval = interval
        self.name = ""
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._pause = 0.0
        self._start_after = 0.0

    def look_after(self) -> None:
        """Start the worker when there is none; give back what a dead one held."""
        if self._process is None:
            if time.monotonic() >= self._start_after:
                self._start()
        elif (code := self._process.poll()) is not None:
            self._bury(code)

    def kill_if_over_time(self) -> None:
        """Kill a worker that hangs: its job has been running longer than it may."""
        run = JobRun.objects.running().filter(worker=self.name).first() if self._process else None
        if run is None or run.started_at is None:
            return
        try:
            limit = get_job(run.name).time_limit
        except UnknownJob:
            return
        if clock.now() - run.started_at > limit and self._process is not None:
            logger.error("job is over its time", run=run.pk, job=run.name)
            self._process.kill()

    def stop(self, *, deadline: float) -> None:
        """Let the worker finish what it is doing; after the deadline, kill it."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            code = self._process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self._process.kill()
            code = self._process.wait()
        self._bury(code)

    def _start(self) -> None:
        self.name = get_random_string(32)
        command = [sys.executable, "-m", "django", "db_worker", "--queue-name", "*", "--no-reload"]
        command += ["--worker-id", self.name, "--interval", str(self.interval)]
        self._process = subprocess.Popen(  # noqa: S603 - our own command, nothing from outside
            # The supervisor has done the system checks.
            [*command, "--no-startup-delay", "--skip-checks"],
            cwd=BASE_DIR,
            # A Ctrl+C in the terminal reaches the supervisor, which stops the worker in order.
            start_new_session=True,
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509
        )
        self._started = time.monotonic()
        logger.info("worker started", worker=self.name, pid=self._process.pid)

    def _bury(self, code: int) -> None:
        """Note that the worker ended and plan its successor, later each time it dies young."""
        lived = time.monotonic() - self._started
        self._process = None
        self._pause = min(_LONGEST_PAUSE, self._pause * 2 or 1.0) if lived < _SHORT_LIFE else 0.0
        self._start_after = time.monotonic() + self._pause
        logger.info("worker ended", worker=self.name, code=code, pause=self._pause)
        _with_database(lambda: reap(worker=self.name))


class Supervisor:
    """Keeps a number of workers alive and does the housekeeping of every minute."""

    def __init__(self, *, processes: int = 1, interval: float = 1.0, grace: float = 25.0) -> None:
        self._workers = [Worker(interval=interval) for _number in range(processes)]
        self._grace = grace
        self._stop = threading.Event()

    def run(self) -> None:
        """Work until SIGTERM or SIGINT."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._told_to_stop)
        next_housekeeping = time.monotonic()
        while not self._stop.wait(_LOOK_SECONDS):
            if settings.READ_ONLY:
                continue
            for worker in self._workers:
                worker.look_after()
            if time.monotonic() >= next_housekeeping:
                next_housekeeping = time.monotonic() + HOUSEKEEPING_SECONDS
                self._keep_house()
        deadline = time.monotonic() + self._grace
        for worker in self._workers:
            worker.stop(deadline=deadline)

    def stop(self) -> None:
        """Let `run` end its workers and return."""
        self._stop.set()

    def _told_to_stop(self, number: int, _frame: FrameType | None) -> None:
        logger.info("supervisor stops", signal=signal.Signals(number).name)
        self.stop()

    def _keep_house(self) -> None:
        _with_database(tick)
        _with_database(reap)
        for worker in self._workers:
            _with_database(worker.kill_if_over_time)


def _with_database(call: Callable[[], object]) -> None:
    """Do something that needs the database; when it is away, the next minute comes by itself."""
    try:
        call()
    except (DatabaseError, InterfaceError) as error:
        logger.warning("database is away", error=f"{type(error).__name__}: {error}")
    finally:
        connections.close_all()

"""Jobs that do what goes wrong in real life."""

import os
import time
from datetime import timedelta
from pathlib import Path

from jobs import JobProgress, job

AT_ONCE = timedelta(0)
DONE: list[object] = []


@job("sample.note", backoff=AT_ONCE)
def note(text: str) -> str:
    """Remember that it ran."""
    DONE.append(text)
    return f"noted {text}"


@job("sample.touch", backoff=AT_ONCE)
def touch(path: str) -> None:
    """Leave a file behind, for a test in another process."""
    Path(path).touch()


@job("sample.fail", max_attempts=3, backoff=timedelta(minutes=1))
def fail(text: str = "no luck") -> None:
    """Fail every time."""
    raise RuntimeError(text)


@job("sample.fail_once", backoff=AT_ONCE)
def fail_once(text: str) -> None:
    """Fail the first time."""
    DONE.append(text)
    if DONE.count(text) == 1:
        raise RuntimeError(text)


@job("sample.count", backoff=AT_ONCE)
def count(progress: JobProgress, total: int = 0) -> str:
    """Report progress."""
    progress.report(total=total, message="begun")
    for number in range(total):
        progress.report(done=number + 1)
    return "counted"


@job("sample.hang_once", backoff=AT_ONCE)
def hang_once(folder: str) -> None:
    """Hang in the first attempt, finish in the second."""
    started = Path(folder) / "started"
    if not started.exists():
        started.write_text(str(os.getpid()))
        time.sleep(120)
    (Path(folder) / "finished").touch()


@job("sample.overtime", max_attempts=1, time_limit=timedelta(seconds=1))
def overtime() -> None:
    """Take far too long."""
    time.sleep(120)


@job("sample.poison", max_attempts=1)
def poison() -> None:
    """Kill the worker, as running out of memory does."""
    os._exit(9)

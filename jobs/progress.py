"""The handle with which a job tells how far it is."""

import time
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from jobs.models import JobRun

_PAUSE = 0.5


class JobProgress(Protocol):
    """What a job gets when it has a parameter `progress`."""

    def report(
        self, *, done: int | None = None, total: int | None = None, message: str | None = None
    ) -> None:
        """Tell how far the job is; as often as you like, it is written twice a second at most."""
        ...


class RunProgress:
    """Writes progress to the row of the job, where a screen can show it."""

    def __init__(self, run: "JobRun") -> None:
        self._run = run
        self._written = 0.0
        self._unwritten = False

    def report(
        self, *, done: int | None = None, total: int | None = None, message: str | None = None
    ) -> None:
        """Remember and, when the last time is long enough ago, write."""
        for name, value in {"done": done, "total": total, "message": message}.items():
            if value is not None:
                setattr(self._run, name, value)
        self._unwritten = True
        if time.monotonic() - self._written >= _PAUSE:
            self.flush()

    def flush(self) -> None:
        """Write what was reported last."""
        if self._unwritten:
            self._run.save(update_fields=["done", "total", "message"])
            self._written, self._unwritten = time.monotonic(), False


class NoProgress:
    """For a job that is called as a plain function, by a command or a test."""

    def report(
        self, *, done: int | None = None, total: int | None = None, message: str | None = None
    ) -> None:
        """Tell nobody."""

"""Tell what is being done, run commands, and end with one sentence when something is missing."""

import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
LOG = VAR / "setup.log"
_LINES_SHOWN = 15


class Stop(Exception):
    """The command cannot go on; the message says in one sentence what to install or do."""


def say(text: str) -> None:
    """Print a line at once, also when the output is not a terminal."""
    print(text, flush=True)


@contextmanager
def step(text: str) -> Iterator[None]:
    """Announce a step and say how long it took when that was noticeable."""
    say(f"→ {text}")
    start = time.monotonic()
    yield
    seconds = time.monotonic() - start
    if seconds >= 1:
        say(f"  {seconds:.0f} s")


def succeeds(
    command: Iterable[str | Path],
    *,
    env: Mapping[str, str] | None = None,
    timeout: float | None = None,
) -> bool:
    """Run a command quietly, its output into var/setup.log; say whether it succeeded."""
    VAR.mkdir(exist_ok=True)
    arguments = [str(part) for part in command]
    with LOG.open("a") as log:
        log.write(f"\n$ {' '.join(arguments)}\n")
        log.flush()
        try:
            done = subprocess.run(
                arguments,
                cwd=ROOT,
                env={**os.environ, **(env or {})},
                stdout=log,
                stderr=subprocess.STDOUT,
                timeout=timeout,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as problem:
            log.write(f"{problem}\n")
            return False
    return done.returncode == 0


def must(
    command: Iterable[str | Path],
    *,
    otherwise: str,
    env: Mapping[str, str] | None = None,
    timeout: float | None = None,
) -> None:
    """Run a command quietly; when it fails show the end of its output and stop with `otherwise`."""
    if not succeeds(command, env=env, timeout=timeout):
        show_log()
        raise Stop(otherwise)


def show_log() -> None:
    """Print the last lines that a quiet command wrote."""
    lines = LOG.read_text(errors="replace").splitlines()[-_LINES_SHOWN:]
    print("\n".join(f"  | {line}" for line in lines), file=sys.stderr, flush=True)


def passes_through(
    command: Iterable[str | Path], *, env: Mapping[str, str] | None = None
) -> tuple[int, str]:
    """Run a command while showing what it prints; return its exit code and its last line."""
    last = ""
    with subprocess.Popen(
        [str(part) for part in command],
        cwd=ROOT,
        env={**os.environ, **(env or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            last = line.strip() or last
    return process.returncode, last

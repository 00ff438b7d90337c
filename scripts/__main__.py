"""The commands behind the Makefile: `python -m scripts <command>`."""

import argparse
import os
import shlex
import subprocess
import sys

from scripts import environment, frontend, lint, serve, suite
from scripts.environment import PYTHON
from scripts.terminal import LOG, ROOT, VAR, Stop, say

_LOGINS = VAR / "demo-logins.txt"
_COMMANDS = (
    *("run", "setup", "test", "test-next", "lint", "format", "docs"),
    *("bench", "bench-large"),
)


def run() -> None:
    """Set up what is missing and serve the site."""
    host, port = os.environ.get("KOMPAS_HOST", "127.0.0.1"), _port()
    serve.check_port(host, port)
    environment.install(development=False)
    frontend.fetch(development=False)
    environment.make_dotenv()
    _LOGINS.unlink(missing_ok=True)
    command = [str(PYTHON), "-m", "scripts.prepare", "--logins", str(_LOGINS)]
    env = {**os.environ, **serve.environment_for(host, port)}
    if subprocess.run(command, cwd=ROOT, env=env, check=False).returncode:
        raise Stop(f"The site was not started. The whole story: {LOG.relative_to(ROOT)}")
    logins = _LOGINS.read_text().rstrip() if _LOGINS.exists() else ""
    serve.serve(host=host, port=port, announcement=logins)


def _port() -> int:
    given = os.environ.get("PORT", "8000")
    if not given.isdigit() or not 0 < int(given) < 65536:  # noqa: PLR2004 - the last port
        raise Stop(f"PORT must be a number from 1 to 65535, not {given!r}.")
    return int(given)


def module(*arguments: str) -> None:
    """Run a Python module of .venv and end as it ends."""
    # mkdocs advertises its successor otherwise.
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    command = [str(PYTHON), "-m", *arguments]
    code = subprocess.run(command, cwd=ROOT, env=env, check=False).returncode
    if code:
        raise Stop(f"{arguments[0]} ended with code {code}: the lines above say why.")


def main(arguments: list[str]) -> int:
    """Run one command; a `Stop` becomes a sentence and exit code 1."""
    parser = argparse.ArgumentParser(prog="python -m scripts", description=__doc__)
    parser.add_argument("command", choices=_COMMANDS)
    command = parser.parse_args(arguments).command
    extra = shlex.split(os.environ.get("ARGS", ""))
    VAR.mkdir(exist_ok=True)
    LOG.write_text("")
    try:
        match command:
            case "run":
                run()
            case "setup":
                suite.set_up()
            case "test":
                suite.test(extra, journeys=os.environ.get("JOURNEYS") != "0")
            case "test-next":
                suite.test_next(extra)
            case _:
                environment.install(development=True)
                _check(command, extra)
    except Stop as stop:
        say(f"\n{stop}")
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _check(command: str, extra: list[str]) -> None:
    if command == "lint":
        lint.lint()
    elif command == "format":
        lint.tidy()
    elif command == "docs":
        module("mkdocs", "build", "--strict", "--quiet", *extra)
    else:
        module("benchmarks" if command == "bench" else "benchmarks.large", *extra)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

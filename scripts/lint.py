"""Every check that is not a test: style, types, layers, templates, settings, dependencies."""

import os
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from scripts.environment import PYTHON
from scripts.terminal import ROOT, Stop, say

_OUTSIDE = {"node_modules", "build", "media", "site", "staticfiles", "var"}

# As an installation for real use would be; `check --deploy` judges this.
_PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "SECRET_KEY": "Yw3kq0Zt9pVx7Lm2Rb5Nc8Hd1Gf4Js6AaUuEeIiOo-check-only",
    "DEBUG": "0",
    "DEMO": "0",
    "HTTPS": "1",
    "BASE_URL": "https://kompas.example",
    "ALLOWED_HOSTS": "kompas.example",
}
_TESTING = {"DJANGO_SETTINGS_MODULE": "config.settings_test"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One command of .venv that must find nothing."""

    name: str
    command: tuple[str, ...]
    env: dict[str, str] = field(default_factory=dict)


def checks() -> list[Check]:
    """Return all checks, the quick ones first."""
    return [
        Check(name="format", command=("ruff", "format", "--check", ".")),
        Check(name="style", command=("ruff", "check", "--output-format", "concise", ".")),
        Check(name="templates", command=("djlint", ".", "--lint", "--quiet")),
        Check(
            name="template tags",
            command=("djade", "--check", "--target-version", "5.2", *map(str, templates())),
        ),
        Check(name="layers", command=("lint-imports", "--no-cache")),
        Check(name="dependencies", command=("deptry", ".")),
        Check(
            name="settings for production",
            command=("python", "manage.py", "check", "--deploy", "--fail-level", "WARNING"),
            env=_PRODUCTION,
        ),
        Check(
            name="migrations",
            command=("python", "manage.py", "makemigrations", "--check", "--dry-run"),
            env=_TESTING,
        ),
        Check(name="types", command=("mypy",)),
    ]


def templates() -> Iterator[Path]:
    """Yield every template of ours, relative to the root."""
    for folder, names, files in os.walk(ROOT):
        names[:] = sorted(n for n in names if n not in _OUTSIDE and not n.startswith("."))
        for name in sorted(files):
            path = (Path(folder) / name).relative_to(ROOT)
            if name.endswith(".html") and "templates" in path.parts:
                yield path


def lint() -> None:
    """Run every check, show what those that fail say, and stop when there is one."""
    failed = [check.name for check in checks() if not _passes(check)]
    if failed:
        raise Stop(f"These checks found something: {', '.join(failed)}.")


def tidy() -> None:
    """Rewrite code and templates in the agreed form; what is left is for a person."""
    pages = map(str, templates())
    for command in (
        ["ruff", "format", "."],
        ["ruff", "check", "--fix", "--quiet", "."],
        ["djade", "--target-version", "5.2", *pages],
    ):
        subprocess.run([str(PYTHON.parent / command[0]), *command[1:]], cwd=ROOT, check=False)


def _passes(check: Check) -> bool:
    start = time.monotonic()
    program, *arguments = check.command
    done = subprocess.run(
        [str(PYTHON.parent / program), *arguments],
        cwd=ROOT,
        env={**os.environ, **check.env},
        capture_output=True,
        text=True,
        check=False,
    )
    good = done.returncode == 0
    say(f"{'ok    ' if good else 'FAILED'} {check.name} ({time.monotonic() - start:.0f} s)")
    if not good:
        say((done.stdout + done.stderr).rstrip())
    return good

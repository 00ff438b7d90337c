"""Make .venv with the pinned Python packages, and .env with a secret of its own."""

import hashlib
import json
import os
import secrets
import shutil
import subprocess
import sys
from pathlib import Path

from scripts.terminal import ROOT, Stop, must, say, step, succeeds

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "kompas-packages.json"
RUNTIME = "requirements.txt"
DEVELOPMENT = "requirements-dev.txt"
_NETWORK = (
    "Python packages could not be installed: check the network or set PIP_INDEX_URL to your mirror."
)


def digest(*paths: Path) -> str:
    """Return one digest of the contents of these files."""
    total = hashlib.sha256()
    for path in paths:
        total.update(path.read_bytes())
    return total.hexdigest()


def install(*, development: bool) -> None:
    """Make .venv hold the pinned packages; does nothing when it does already."""
    make_venv(VENV, sys.executable)
    installed = _installed()
    # A developer's .venv also runs the site: never take the test tools out of it.
    development = development or "development" in installed
    wanted = {"runtime": digest(ROOT / RUNTIME)}
    if development:
        wanted["development"] = digest(ROOT / DEVELOPMENT)
    if wanted == installed:
        return
    STAMP.unlink(missing_ok=True)
    with step("Python packages into .venv"):
        install_into(PYTHON, "-r", DEVELOPMENT if development else RUNTIME)
    STAMP.write_text(json.dumps(wanted))


def install_into(python: Path, *arguments: str) -> None:
    """Install with uv, which is five times as fast, or else with pip; both check the hashes.

    What somebody added to the environment, such as a course package, stays in it.
    """
    has_uv = succeeds([python, "-m", "uv", "--version"]) or succeeds(
        [python, "-m", "pip", "install", "--quiet", "uv"]
    )
    environment = {"UV_PYTHON_DOWNLOADS": "never", "UV_NO_PROGRESS": "1"}
    if has_uv and succeeds(
        [python, "-m", "uv", "pip", "install", "--python", python, *arguments],
        env=environment,
    ):
        return
    say("  uv did not manage; trying pip, which takes longer")
    must([python, "-m", "pip", "install", *arguments], otherwise=_NETWORK)


def make_dotenv(path: Path = ROOT / ".env") -> None:
    """Write .env with a random secret and demo mode, unless there is one."""
    if path.exists():
        return
    with step("Settings into .env (not in git)"):
        text = (
            "# Made by `make run`. Every setting is explained in docs/settings.md.\n"
            f"SECRET_KEY={secrets.token_urlsafe(50)}\n"
            "DEMO=1\n"
        )
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(text)


def is_set(name: str, *, dotenv: Path = ROOT / ".env") -> bool:
    """Say whether somebody chose this setting, in the environment or in .env."""
    if name in os.environ:
        return True
    lines = dotenv.read_text().splitlines() if dotenv.exists() else []
    return any(line.strip().startswith(f"{name}=") for line in lines)


def make_venv(folder: Path, interpreter: str) -> Path:
    """Make a virtual environment, unless it is there and works; return its Python."""
    python = folder / "bin" / "python"
    if _works(python):
        return python
    with step(f"Virtual environment {folder.name} with Python {_version(interpreter)}"):
        shutil.rmtree(folder, ignore_errors=True)
        if not succeeds([interpreter, "-m", "venv", folder]):
            shutil.rmtree(folder, ignore_errors=True)
            raise Stop(
                "Python cannot make a virtual environment: install its venv module"
                " (Debian and Ubuntu: apt-get install python3-venv)."
            )
    return python


def _works(python: Path) -> bool:
    probe = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    return python.exists() and succeeds([python, "-c", probe])


def _version(interpreter: str) -> str:
    probe = "import platform; print(platform.python_version())"
    return subprocess.run(
        [interpreter, "-c", probe], capture_output=True, text=True, check=True
    ).stdout.strip()


def _installed() -> dict[str, str]:
    try:
        found = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}

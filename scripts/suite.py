"""Run the tests on SQLite and PostgreSQL, and once more on the next Wagtail and Django."""

import os
import shutil
from pathlib import Path

from scripts import environment, frontend
from scripts.environment import DEVELOPMENT, PYTHON, digest
from scripts.terminal import ROOT, Stop, must, passes_through, say, step, succeeds

POSTGRES = os.environ.get("KOMPAS_POSTGRES_URL", "postgres://postgres@127.0.0.1:5432/postgres")
NEXT_VENV = ROOT / ".venv-next"
NEXT = ("django==6.1.*", "wagtail==8.0.*")
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_NO_TESTS = 5
# From another folder than the root, whose pyproject.toml holds back what comes next.
_UV_INSTALL = ("-m", "uv", "--directory", "/", "pip", "install", "-r", ROOT / "pyproject.toml")
_WITHOUT_BROWSER = ["-m", "not journey"]
# The walks through every page as every role take minutes, and ask the same of both databases.
_ON_POSTGRES = ["-m", "not journey and not once"]


def set_up() -> None:
    """Install everything that the tests and checks need."""
    environment.install(development=True)
    frontend.fetch(development=True)
    prepare_files()


def prepare_files() -> None:
    """Write the translations and assets that pages need."""
    code, _last = passes_through(
        [PYTHON, "-m", "scripts.prepare", "--files-only"],
        env={"DJANGO_SETTINGS_MODULE": "config.settings_test"},
    )
    if code:
        raise Stop("Translations and assets could not be made: the lines above say why.")


def test(arguments: list[str], *, journeys: bool) -> None:
    """Run the suite on SQLite, then on PostgreSQL what a database can make a difference to."""
    set_up()
    if journeys:
        _find_browser()
    postgres = _postgres_answers()
    outcomes = {"SQLite": _pytest(arguments if journeys else [*_WITHOUT_BROWSER, *arguments])}
    if postgres:
        outcomes["PostgreSQL"] = _pytest([*_ON_POSTGRES, *arguments], database=POSTGRES)
    else:
        say(f"PostgreSQL skipped: nothing answers at {POSTGRES}")
    _report(outcomes)


def test_next(arguments: list[str]) -> None:
    """Run the suite on the Wagtail and Django that come next, in an environment of their own."""
    environment.install(development=True)
    frontend.fetch(development=True)
    python = environment.make_venv(NEXT_VENV, _newer_python())
    stamp = NEXT_VENV / "kompas-packages.txt"
    wanted = " ".join([*NEXT, digest(ROOT / "pyproject.toml", ROOT / DEVELOPMENT)])
    if not stamp.exists() or stamp.read_text() != wanted:
        with step(f"{' and '.join(NEXT)} into {NEXT_VENV.name}"):
            must(
                [
                    PYTHON,
                    *_UV_INSTALL,
                    "--python",
                    python,
                    "--group",
                    f"{ROOT / 'pyproject.toml'}:dev",
                    *NEXT,
                ],
                otherwise="The next Wagtail and Django could not be installed: check the network.",
            )
        stamp.write_text(wanted)
    prepare_files()
    # Announcements of what a still later version removes are news, not failures.
    later = ["-W", "ignore::DeprecationWarning", "-W", "ignore::PendingDeprecationWarning"]
    _report({"Next": _pytest([*_WITHOUT_BROWSER, *later, *arguments], python=python)})


def _pytest(
    arguments: list[str], *, database: str | None = None, python: Path = PYTHON
) -> tuple[int, str]:
    workers = os.environ.get("PYTEST_WORKERS", str(max(2, min(8, os.cpu_count() or 2))))
    say(f"\n→ Tests on {'PostgreSQL' if database else 'SQLite'}")
    env = {"KOMPAS_TEST_DB": os.environ.get("KOMPAS_TEST_DB", "suite")}
    without = [] if database else ["--unset=DATABASE_URL"]
    if database:
        env["DATABASE_URL"] = database
    command: list[str | Path] = [
        "env",
        *without,
        python,
        "-m",
        "pytest",
        "-n",
        workers,
        # Whoever is done first takes over from the other, whose tests may be the slow ones.
        "--dist",
        "worksteal",
        "-q",
        *arguments,
    ]
    return passes_through(command, env=env)


def _report(outcomes: dict[str, tuple[int, str]]) -> None:
    say("")
    for name, (_code, last) in outcomes.items():
        say(f"{name}: {last}")
    bad = [name for name, (code, _last) in outcomes.items() if code not in {0, _NO_TESTS}]
    if bad:
        raise Stop(f"Tests failed on {' and '.join(bad)}.")


def _find_browser() -> None:
    if any(shutil.which(name) for name in _BROWSERS):
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        with step("Chromium with apt-get"):
            quietly = {"DEBIAN_FRONTEND": "noninteractive"}
            succeeds(["apt-get", "update"], env=quietly)
            succeeds(["apt-get", "install", "-y", "chromium"], env=quietly)
    if not any(shutil.which(name) for name in _BROWSERS):
        raise Stop(
            "The browser tests need Chromium: install it (Debian and Ubuntu: apt-get install"
            " chromium), or leave them out with: make test JOURNEYS=0"
        )


def _postgres_answers() -> bool:
    probe = "import psycopg, sys; psycopg.connect(sys.argv[1], connect_timeout=3).close()"
    if succeeds([PYTHON, "-c", probe, POSTGRES]):
        return True
    if os.environ.get("KOMPAS_REQUIRE_POSTGRES") == "1":
        raise Stop(
            f"These tests need PostgreSQL at {POSTGRES}: start it, or set KOMPAS_POSTGRES_URL."
        )
    return False


def _newer_python() -> str:
    newer = "import sys; sys.exit(sys.version_info < (3, 12))"
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    candidates = [
        *(shutil.which(name) for name in ("python3.13", "python3.12", "python3.14", "python3")),
        *(str(path) for path in sorted(pyenv.glob("3.*/bin/python"), reverse=True)),
    ]
    for candidate in candidates:
        if candidate and succeeds([candidate, "-c", newer]):
            return candidate
    raise Stop(
        "The next Django needs Python 3.12 or newer, which is not here: install it"
        " (for example apt-get install python3.13) or leave `make test-next` out."
    )

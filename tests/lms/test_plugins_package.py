"""A course that somebody installs with pip is there, with its own block, without a migration."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from core.env import BASE_DIR

# Installs a package and starts processes of its own, on no database of the tests.
pytestmark = pytest.mark.once

SAMPLE = BASE_DIR / "tests" / "sample_course"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the sample course, without network, into a folder of its own."""
    target = tmp_path_factory.mktemp("site-packages")
    offline = ["--no-index", "--no-deps", "--no-build-isolation", "--disable-pip-version-check"]
    run("pip", "install", *offline, "--target", str(target), str(SAMPLE))
    return target


def run(*arguments: str, path: Path | None = None) -> str:
    """Run a Python module in another process, where the packages in `path` are installed."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    env["KOMPAS_TEST_DB"] = f"sample_{os.getpid()}"
    if path:
        env["PYTHONPATH"] = str(path)
    done = subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=BASE_DIR,
        env=env,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_course_package_keeps_the_contract_and_brings_its_block(installed):
    output = run("pytest", str(SAMPLE), "-q", "-p", "no:cacheprovider", "-n0", path=installed)
    assert "6 passed" in output


def test_django_starts_with_the_course_and_asks_for_no_migration(installed):
    script = (
        "from django.core.management import execute_from_command_line as run; "
        "from lms.plugins import courses; "
        "run(['manage.py', 'check']); "
        "run(['manage.py', 'makemigrations', '--check', '--dry-run']); "
        "print([course.spec.key for course in courses()])"
    )
    env_script = (
        f"import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'config.settings_test'; {script}"
    )
    starter = installed / "start_with_course.py"
    starter.write_text(env_script)
    output = run("start_with_course", path=installed)
    assert "voorbeeldcursus" in output

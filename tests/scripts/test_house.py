"""The files at the root: pinned, complete, and free of any registry's address."""

import json
import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from scripts.lint import templates

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", ["package-lock.json", "requirements.txt", "requirements-dev.txt"])
def test_a_lock_names_no_registry(name: str):
    addresses = re.findall(r"https?://[^\s\"']+", (ROOT / name).read_text())
    assert [url for url in addresses if "github.com/sponsors" not in url] == []
    assert '"resolved"' not in (ROOT / name).read_text()


def test_npm_is_told_to_leave_the_registry_out():
    assert "omit-lockfile-registry-resolved=true" in (ROOT / ".npmrc").read_text()


def test_front_end_packages_are_pinned_and_locked():
    declared = json.loads((ROOT / "package.json").read_text())
    locked = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    for name, version in (declared["dependencies"] | declared["devDependencies"]).items():
        assert locked[f"node_modules/{name}"]["version"] == version
        assert "integrity" in locked[f"node_modules/{name}"]


def test_python_packages_are_pinned_with_their_hashes():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    pinned = set(
        re.findall(r"^([a-z0-9._-]+)==", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    )
    declared = {re.split(r"[<>=\[]", line)[0].lower() for line in project["dependencies"]}
    assert declared - pinned == set()
    assert "--hash=sha256:" in (ROOT / "requirements.txt").read_text()


def test_make_without_python_ends_in_a_sentence():
    done = subprocess.run(
        ["make", "run", "PYTHON="], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert "Kompas needs Python 3.11 or newer" in done.stdout


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1"])
def test_a_port_that_is_none_ends_in_a_sentence(port: str):
    done = subprocess.run(
        ["make", "run", f"PORT={port}"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert "PORT must be a number from 1 to 65535" in done.stdout


def test_every_command_in_the_readme_exists():
    commands = set(re.findall(r"^make ([a-z-]+)", (ROOT / "README.md").read_text(), re.MULTILINE))
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert {"run", "test"} <= commands <= targets


def test_the_checks_see_our_templates_and_nobody_elses():
    found = [path.as_posix() for path in templates()]
    assert found
    assert not [path for path in found if path.startswith((".", "node_modules", "build"))]


def test_ci_is_the_checks_and_the_test_command_of_the_readme():
    script = (ROOT / ".ci" / "run").read_text()
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    for line in ("make lint", "make docs", "make test", "KOMPAS_REQUIRE_POSTGRES=1"):
        assert line in script

"""Front-end packages: wanted by the site, needed by the tests, fetched once."""

from pathlib import Path

import pytest

from scripts import frontend
from scripts.terminal import Stop


class Npm:
    """Stands in for the machine: with or without npm, with or without a network."""

    def __init__(self, modules: Path) -> None:
        self.modules = modules
        self.answers = True
        self.calls: list[list[str]] = []

    def succeeds(self, command: list[str | Path], **_options: object) -> bool:
        self.calls.append([str(part) for part in command])
        if self.answers:
            self.modules.mkdir(exist_ok=True)
        return self.answers


@pytest.fixture
def npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Npm:
    fake = Npm(tmp_path / "node_modules")
    (tmp_path / "package-lock.json").write_text("{}")
    monkeypatch.setattr(frontend, "ROOT", tmp_path)
    monkeypatch.setattr(frontend, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(frontend, "STAMP", fake.modules / ".kompas")
    monkeypatch.setattr(frontend, "succeeds", fake.succeeds)
    monkeypatch.setattr(frontend.shutil, "which", lambda _name: "/usr/bin/npm")
    return fake


def test_the_site_fetches_without_the_test_packages_and_without_scripts(npm: Npm):
    frontend.fetch(development=False)
    (call,) = npm.calls
    assert "--omit=dev" in call
    assert "--ignore-scripts" in call


def test_packages_are_fetched_once(npm: Npm):
    frontend.fetch(development=False)
    frontend.fetch(development=False)
    assert len(npm.calls) == 1


def test_the_tests_fetch_what_the_site_left_out_and_the_site_is_content_with_that(npm: Npm):
    frontend.fetch(development=False)
    frontend.fetch(development=True)
    frontend.fetch(development=False)
    assert ["--omit=dev" in call for call in npm.calls] == [True, False]


def test_a_new_lock_is_fetched(npm: Npm):
    frontend.fetch(development=False)
    (frontend.ROOT / "package-lock.json").write_text('{"lockfileVersion": 3}')
    frontend.fetch(development=False)
    assert len(npm.calls) == 2


def test_the_site_goes_on_when_npm_fails(npm: Npm, capsys: pytest.CaptureFixture[str]):
    npm.answers = False
    frontend.fetch(development=False)
    assert "looks plainer" in capsys.readouterr().out
    assert not frontend.STAMP.exists()


def test_without_npm_node_comes_from_a_python_package(npm: Npm, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(frontend.shutil, "which", lambda _name: None)
    (frontend.VENV / "bin").mkdir(parents=True)
    (frontend.VENV / "bin" / "npm").touch()
    frontend.fetch(development=False)
    assert npm.calls[0][0] == str(frontend.VENV / "bin" / "npm")


def test_the_tests_stop_with_a_sentence_when_there_is_no_npm_at_all(
    npm: Npm, monkeypatch: pytest.MonkeyPatch
):
    npm.answers = False
    monkeypatch.setattr(frontend.shutil, "which", lambda _name: None)
    with pytest.raises(Stop, match="install npm"):
        frontend.fetch(development=True)

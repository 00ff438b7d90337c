"""Preparing the site: safe to repeat, quick when nothing changed, a sentence when it cannot."""

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError
from django.db import OperationalError

from scripts import prepare


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the management commands that were called, instead of running them."""
    names: list[str] = []
    monkeypatch.setattr(prepare, "call_command", lambda name, **_options: names.append(name))
    return names


@pytest.mark.django_db
def test_a_database_that_is_up_to_date_is_left_alone(called: list[str]):
    prepare.migrate()
    assert called == []


@pytest.mark.django_db
def test_a_database_that_is_behind_is_migrated(called: list[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(prepare.MigrationExecutor, "migration_plan", lambda *_: ["one"])
    prepare.migrate()
    assert called == ["migrate"]


def test_static_files_are_collected_when_one_changed(
    called: list[str], settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    settings.STATIC_ROOT = str(tmp_path)
    monkeypatch.setattr(prepare, "static_digest", lambda: "one")
    prepare.collect_static()
    prepare.collect_static()
    assert called == ["collectstatic"]
    monkeypatch.setattr(prepare, "static_digest", lambda: "two")
    prepare.collect_static()
    assert called == ["collectstatic"] * 2


def test_the_digest_of_static_files_follows_their_content(settings: Any, tmp_path: Path):
    settings.STATICFILES_DIRS = [tmp_path]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    (tmp_path / "a.css").write_text("p {}")
    before = prepare.static_digest()
    (tmp_path / "a.css").write_text("p { }")
    assert prepare.static_digest() != before


@pytest.mark.parametrize(
    ("problem", "sentence"),
    [
        (ImproperlyConfigured("Set SECRET_KEY."), "A setting is wrong: Set SECRET_KEY."),
        (CommandError("Unit X is missing."), "Preparing stopped: Unit X is missing."),
        (PermissionError("var"), "Preparing stopped: var"),
        (KeyError("x"), "a fault in Kompas, please report it: KeyError('x')"),
    ],
)
def test_a_problem_ends_in_a_sentence_and_the_story_in_the_log(
    problem: Exception,
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
):
    def fail() -> None:
        raise problem

    monkeypatch.setattr(prepare.django, "setup", lambda: None)
    monkeypatch.setattr(prepare, "prepare_files", fail)
    monkeypatch.setattr(prepare, "LOG", tmp_path / "log")
    assert prepare.main(["--files-only"]) == 1
    assert sentence in capsys.readouterr().out
    assert "Traceback" in (tmp_path / "log").read_text()


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch):
    def fail() -> None:
        raise OperationalError("no route to host")

    monkeypatch.setattr(prepare.connection, "ensure_connection", fail)
    with pytest.raises(CommandError, match="check DATABASE_URL"):
        prepare.connect()

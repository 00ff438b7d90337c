"""`make test`: which databases, which browser, what is told at the end."""

import os

import pytest

from scripts import suite
from scripts.terminal import Stop


def test_the_last_lines_are_the_summaries(capsys: pytest.CaptureFixture[str]):
    suite._report({"SQLite": (0, "9 passed in 1.00s"), "PostgreSQL": (0, "8 passed in 2.00s")})
    lines = capsys.readouterr().out.splitlines()
    assert lines[-2:] == ["SQLite: 9 passed in 1.00s", "PostgreSQL: 8 passed in 2.00s"]


def test_a_failure_on_one_database_fails_the_whole(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(Stop, match="failed on PostgreSQL"):
        suite._report({"SQLite": (0, "9 passed"), "PostgreSQL": (1, "1 failed, 8 passed")})


def test_without_postgresql_it_is_skipped(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("KOMPAS_REQUIRE_POSTGRES", raising=False)
    monkeypatch.setattr(suite, "succeeds", lambda *_, **__: False)
    assert suite._postgres_answers() is False


def test_where_postgresql_is_required_its_absence_stops(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("KOMPAS_REQUIRE_POSTGRES", "1")
    monkeypatch.setattr(suite, "succeeds", lambda *_, **__: False)
    with pytest.raises(Stop, match="need PostgreSQL at"):
        suite._postgres_answers()


def test_a_missing_browser_ends_in_a_sentence(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(suite.shutil, "which", lambda _name: None)
    with pytest.raises(Stop, match="install"):
        suite._find_browser()


def test_only_root_installs_the_browser(monkeypatch: pytest.MonkeyPatch):
    calls = []
    monkeypatch.setattr(suite.shutil, "which", lambda name: name if name == "apt-get" else None)
    monkeypatch.setattr(suite, "succeeds", lambda command, **_: calls.append(command))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(Stop):
        suite._find_browser()
    assert calls == []
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(Stop):
        suite._find_browser()
    assert [command[1] for command in calls] == ["update", "install"]

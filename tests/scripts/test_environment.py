"""The virtual environment and .env: made once, left alone afterwards."""

import json
from pathlib import Path

import pytest

from scripts import environment
from scripts.terminal import Stop


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """Return what gets installed in a house of its own, without installing anything."""
    (tmp_path / "requirements.txt").write_text("django==5.2.19\n")
    (tmp_path / "requirements-dev.txt").write_text("django==5.2.19\npytest==9\n")
    (tmp_path / ".venv").mkdir()
    installed: list[tuple[str, ...]] = []
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "STAMP", tmp_path / ".venv" / "stamp.json")
    monkeypatch.setattr(environment, "make_venv", lambda *_: tmp_path)
    monkeypatch.setattr(
        environment, "install_into", lambda _python, *what, **_: installed.append(what)
    )
    return installed


def test_packages_are_installed_once(house: list[tuple[str, ...]]):
    environment.install(development=False)
    environment.install(development=False)
    assert house == [("-r", "requirements.txt")]


def test_new_pins_are_installed(house: list[tuple[str, ...]]):
    environment.install(development=False)
    (environment.ROOT / "requirements.txt").write_text("django==5.2.20\n")
    environment.install(development=False)
    assert house == [("-r", "requirements.txt")] * 2


def test_running_the_site_keeps_the_test_tools_of_a_developer(house: list[tuple[str, ...]]):
    environment.install(development=True)
    environment.install(development=False)
    (environment.ROOT / "requirements-dev.txt").write_text("pytest==10\n")
    environment.install(development=False)
    assert house == [("-r", "requirements-dev.txt")] * 2


def test_an_interrupted_installation_is_done_again(
    house: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
):
    environment.install(development=False)
    (environment.ROOT / "requirements.txt").write_text("django==5.2.20\n")

    def fail(*_arguments: object, **_options: object) -> None:
        raise Stop

    with monkeypatch.context() as patch:
        patch.setattr(environment, "install_into", fail)
        with pytest.raises(Stop):
            environment.install(development=False)
    (environment.ROOT / "requirements.txt").write_text("django==5.2.19\n")
    environment.install(development=False)
    assert len(house) == 2


@pytest.mark.parametrize("damage", ["", "[]", "{", json.dumps("x")])
def test_a_damaged_stamp_counts_as_none(house: list[tuple[str, ...]], damage: str):
    environment.STAMP.write_text(damage)
    environment.install(development=False)
    assert len(house) == 1


def test_dotenv_holds_a_secret_that_only_the_owner_reads(tmp_path: Path):
    dotenv = tmp_path / ".env"
    environment.make_dotenv(dotenv)
    lines = dict(
        line.split("=", 1) for line in dotenv.read_text().splitlines() if not line.startswith("#")
    )
    assert len(lines.pop("SECRET_KEY")) >= 50
    assert lines == {"DEMO": "1"}
    assert dotenv.stat().st_mode & 0o777 == 0o600


def test_dotenv_is_never_overwritten(tmp_path: Path):
    dotenv = tmp_path / ".env"
    dotenv.write_text("SECRET_KEY=mine\n")
    environment.make_dotenv(dotenv)
    assert dotenv.read_text() == "SECRET_KEY=mine\n"


def test_two_houses_get_two_secrets(tmp_path: Path):
    texts = set()
    for name in ("one", "two"):
        environment.make_dotenv(tmp_path / name)
        texts.add((tmp_path / name).read_text())
    assert len(texts) == 2


def test_a_setting_is_found_in_the_environment_or_in_dotenv(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    dotenv = tmp_path / ".env"
    monkeypatch.delenv("BASE_URL", raising=False)
    assert not environment.is_set("BASE_URL", dotenv=dotenv)
    dotenv.write_text("# BASE_URL=https://no.example\nBASE_URL=https://kompas.example\n")
    assert environment.is_set("BASE_URL", dotenv=dotenv)
    monkeypatch.setenv("PORT_OF_CALL", "Delfzijl")
    assert environment.is_set("PORT_OF_CALL", dotenv=dotenv)


def test_a_python_without_venv_ends_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(environment, "succeeds", lambda *_, **__: False)
    monkeypatch.setattr(environment, "_version", lambda _: "3.11")
    with pytest.raises(Stop, match="install its venv module"):
        environment.make_venv(tmp_path / ".venv", "python3")
    assert not (tmp_path / ".venv").exists()

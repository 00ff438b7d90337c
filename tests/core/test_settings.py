"""Settings are documented, limited in time, and refused when they are dangerous."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command

from core import checks
from core.cache import cache_settings
from core.databases import with_limits
from core.env import BASE_DIR, Variable
from core.settings_docs import DOCS_PATH, settings_docs

POSTGRES = {"ENGINE": "django.db.backends.postgresql", "NAME": "kompas", "OPTIONS": {}}


def test_the_page_about_settings_is_up_to_date() -> None:
    call_command("write_settings_docs", check=True)
    assert "| `SECRET_KEY` | str | **required** |" in DOCS_PATH.read_text()


def test_the_page_names_no_folder_of_this_machine_and_escapes_the_table() -> None:
    variable = Variable(
        name="A", kind="str", default=f"{BASE_DIR}/var", help="this | that", required=False
    )
    row = settings_docs([variable]).splitlines()[-1]
    assert row == "| `A` | str | `<folder of Kompas>/var` | this \\| that |"


def test_an_outdated_page_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "docs" / "settings.md"
    monkeypatch.setattr("core.management.commands.write_settings_docs.DOCS_PATH", page)
    with pytest.raises(SystemExit):
        call_command("write_settings_docs", check=True)
    assert "out of date" in capsys.readouterr().err
    call_command("write_settings_docs")
    call_command("write_settings_docs", check=True)


def test_everything_that_postgresql_can_hang_on_has_a_limit() -> None:
    config = with_limits(POSTGRES, pool_size=7, statement_timeout=30)
    options = config["OPTIONS"]
    assert config["ENGINE"] == "core.postgresql"
    assert config["CONN_MAX_AGE"] == 0
    assert config["CONN_HEALTH_CHECKS"] is True
    assert options["pool"]["max_size"] == 7
    assert options["pool"]["timeout"] <= 5
    assert options["connect_timeout"] <= 5
    assert options["tcp_user_timeout"] <= 10_000
    assert "-c statement_timeout=30000 -c lock_timeout=5000" in options["options"]


def test_a_pool_can_be_left_out_and_an_operators_own_option_wins() -> None:
    own = {**POSTGRES, "OPTIONS": {"sslmode": "verify-full", "connect_timeout": 9}}
    options = with_limits(own, pool_size=0, statement_timeout=0)["OPTIONS"]
    assert "pool" not in options
    assert options["sslmode"] == "verify-full"
    assert options["connect_timeout"] == 9


def test_sqlite_waits_for_a_lock_and_gets_a_folder_to_stand_in(tmp_path: Path) -> None:
    path = tmp_path / "new" / "kompas.sqlite3"
    config = with_limits(
        {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path)},
        pool_size=5,
        statement_timeout=5,
    )
    assert path.parent.is_dir()
    assert config["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert config["OPTIONS"]["timeout"] == 20
    assert "journal_mode=WAL" in config["OPTIONS"]["init_command"]


def test_the_cache_is_the_memory_of_the_process_unless_an_address_is_given() -> None:
    assert cache_settings("")["BACKEND"].endswith("LocMemCache")
    redis = cache_settings("redis://cache:6379/0")
    assert redis["LOCATION"] == "redis://cache:6379/0"
    assert redis["OPTIONS"]["socket_timeout"] <= 1


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"SECRET_KEY": "k" * 49}, ["core.E002"]),
        ({"SECRET_KEY": "changeme" + "k" * 50}, ["core.E002"]),
        ({"SECRET_KEY": "k" * 50}, []),
        ({"SECRET_KEY": "x", "DEBUG": True}, []),
    ],
)
def test_a_key_that_could_be_guessed_is_refused(
    given: dict[str, Any], expected: list[str], settings: Any
) -> None:
    settings.DEBUG = settings.DEMO = False
    for name, value in given.items():
        setattr(settings, name, value)
    assert [message.id for message in checks.check_secret_key()] == expected


def test_developer_pages_on_a_public_site_are_refused(settings: Any) -> None:
    settings.DEBUG = settings.HTTPS = True
    assert [message.id for message in checks.check_debug_is_not_public()] == ["core.E003"]
    settings.DEBUG = False
    assert list(checks.check_debug_is_not_public()) == []


def test_production_is_warned_about_each_choice_of_a_laptop(settings: Any) -> None:
    settings.HTTPS, settings.DEMO, settings.ALLOWED_HOSTS = False, True, ["*"]
    ids = [message.id for message in checks.check_production()]
    assert ids == ["core.W010", "core.W012", "core.W013"]
    settings.HTTPS, settings.DEMO, settings.ALLOWED_HOSTS = True, False, ["kompas.example"]
    settings.BASE_URL = "http://kompas.example"
    assert [message.id for message in checks.check_production()] == ["core.W011"]


def run_check(**env: str) -> subprocess.CompletedProcess[str]:
    """Run `check --deploy` as an operator would, with nothing of ours in the environment."""
    clean = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    base = {"DJANGO_SETTINGS_MODULE": "config.settings", "DEBUG": "0", "DEMO": "0"}
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=BASE_DIR, env=clean | base | env, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_a_production_set_up_has_no_warnings_and_a_weak_one_does_not_start() -> None:
    database = f"sqlite:///{settings.DATABASES['default']['NAME']}"
    good = run_check(
        SECRET_KEY="k3-" + "abcdefghij" * 6, HTTPS="1", BASE_URL="https://kompas.example",
        ALLOWED_HOSTS="kompas.example", DATABASE_URL=database,
    )  # fmt: skip
    assert good.returncode == 0, good.stderr
    weak = run_check(SECRET_KEY="changeme", DATABASE_URL=database)
    assert weak.returncode == 1
    assert "core.E002" in weak.stderr

"""Without its database Kompas says so, quickly and in Dutch, and health tells the truth."""

import json
import os
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from django.db import (
    DatabaseError,
    InterfaceError,
    OperationalError,
    ProgrammingError,
    connection,
    transaction,
)
from django.db.migrations.executor import MigrationExecutor
from django.template import TemplateDoesNotExist
from django.test import Client, RequestFactory
from django.utils import translation

from core import errors, health
from core.env import BASE_DIR
from core.postgresql import breaker

pytestmark = pytest.mark.urls("tests.core.site")


@contextmanager
def database_away(message: str = "connection refused") -> Iterator[None]:
    """Let every statement fail as when the server is gone."""

    def fail(*_args: Any) -> None:
        raise OperationalError(message)

    with connection.execute_wrapper(fail):
        yield


@pytest.fixture
def visitor(client: Client) -> Client:
    """A browser that sees what a visitor sees instead of our exceptions."""
    client.raise_request_exception = False
    return client


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/page/", "/users/", "/wrapped/"])
def test_a_page_without_its_database_is_a_503_that_says_when_to_come_back(
    visitor: Client, path: str
) -> None:
    with database_away(), translation.override("nl"):
        response = visitor.get(path)
    assert response.status_code == 503
    assert response["Retry-After"] == str(errors.RETRY_AFTER_SECONDS)
    assert response["Cache-Control"] == "no-store"
    assert response["Content-Type"].startswith("text/html")
    assert 'href="/hulp/"' in response.text
    assert 'href="/hulp/vertrouwenspersoon/"' in response.text
    assert 'lang="nl"' in response.text


@pytest.mark.django_db
def test_a_session_that_cannot_be_read_or_saved_is_a_503_too(visitor: Client) -> None:
    assert visitor.get("/remember/").text == "1"
    with database_away():
        assert visitor.get("/remember/").status_code == 503
        assert visitor.get("/who/").status_code == 503
    assert visitor.get("/remember/").text == "2"


@pytest.mark.django_db
def test_what_needs_no_database_goes_on(visitor: Client) -> None:
    visitor.get("/remember/")
    with database_away():
        assert visitor.get("/plain/").text == "plain"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    ["/hulp/", "/en/hulp/", "/hulp/vertrouwenspersoon/", "/en/hulp/vertrouwenspersoon/"],
)
def test_help_and_the_way_to_an_adviser_answer_from_the_static_copy(
    visitor: Client, path: str
) -> None:
    with database_away():
        response = visitor.get(path)
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert "Praat met een vertrouwenspersoon" in response.text


@pytest.mark.django_db
def test_help_is_a_503_with_words_when_even_its_copy_is_missing(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> None:
        raise TemplateDoesNotExist(name)

    monkeypatch.setattr("core.errors.loader.get_template", missing)
    with database_away():
        response = visitor.get("/hulp/")
    assert response.status_code == 503
    assert '<main id="inhoud"><h1>' in response.text


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "help_path"), [("nl", "/hulp/"), ("en", "/en/hulp/")])
def test_a_500_leads_to_help_and_to_an_adviser_even_when_its_own_page_cannot_be_made(
    visitor: Client, monkeypatch: pytest.MonkeyPatch, language: str, help_path: str
) -> None:
    whole = visitor.get("/broken/", headers={"Accept-Language": language})

    def broken(_name: str) -> None:
        raise ValueError("Missing staticfiles manifest entry")

    monkeypatch.setattr("core.errors.loader.get_template", broken)
    bare = visitor.get("/broken/", headers={"Accept-Language": language})
    assert (whole.status_code, bare.status_code) == (500, 500)
    assert '<link rel="stylesheet"' in whole.text
    assert re.findall(r"<link|<script|<img", bare.text) == []
    for page in (whole, bare):
        assert f'<html lang="{language}"' in page.text
        assert f'href="{help_path}"' in page.text
        assert f'href="{help_path}vertrouwenspersoon/"' in page.text


@pytest.mark.django_db
def test_htmx_gets_one_line_and_an_api_gets_problem_json(visitor: Client) -> None:
    with database_away():
        line = visitor.get("/page/", headers={"HX-Request": "true", "Accept": "*/*"})
        problem = visitor.get("/page/", headers={"Accept": "application/json"})
    assert (line.status_code, problem.status_code) == (503, 503)
    assert line["Content-Type"].startswith("text/plain")
    assert "<" not in line.text
    assert problem["Content-Type"] == "application/problem+json"
    assert json.loads(problem.text)["status"] == 503
    assert problem["Retry-After"] == line["Retry-After"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/broken/", "/wrong-sql/"])
def test_a_mistake_of_ours_stays_a_500(visitor: Client, path: str) -> None:
    assert visitor.get(path).status_code == 500


@pytest.mark.parametrize(
    ("error", "away"),
    [
        (OperationalError("server closed the connection unexpectedly"), True),
        (OperationalError("canceling statement due to statement timeout"), True),
        (OperationalError("couldn't get a connection after 4.00 sec"), True),
        (InterfaceError("connection already closed"), True),
        (ProgrammingError("relation does not exist"), False),
        (ValueError("database"), False),
        (None, False),
    ],
)
def test_only_a_database_that_cannot_answer_is_away(error: Exception | None, away: bool) -> None:
    assert errors.is_database_away(error) is away


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "SELECT 1 AS one GROUP BY",
        "SELECT id FROM django_content_type HAVING id > 1",
        "SELECT nothing FROM nowhere",
        "SELECT nothing FROM django_content_type",
        "SELECT no_such_function(1)",
        "SELECT max(count(*)) FROM django_content_type",
        "SELECT id FROM django_content_type a, django_content_type b",
        "INSERT INTO django_content_type (id, nothing) VALUES (1, 2)",
    ],
)
def test_a_statement_of_ours_that_is_wrong_is_never_a_database_that_is_away(
    statement: str,
) -> None:
    with pytest.raises(DatabaseError) as wrong, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert not errors.is_database_away(wrong.value)


@pytest.mark.django_db
def test_a_parameter_that_the_driver_does_not_know_is_a_mistake_of_ours() -> None:
    with pytest.raises(DatabaseError) as wrong, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT %s", [object()])
    assert not errors.is_database_away(wrong.value)


def test_a_locked_or_missing_sqlite_file_is_away(tmp_path: Path) -> None:
    path = tmp_path / "site.sqlite3"
    with sqlite3.connect(path) as busy, sqlite3.connect(path, timeout=0) as waiting:
        busy.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError) as locked:
            waiting.execute("BEGIN IMMEDIATE")
    with pytest.raises(sqlite3.OperationalError) as missing:
        sqlite3.connect(tmp_path / "nowhere" / "site.sqlite3")
    assert errors.is_database_away(_wrapped(locked.value))
    assert errors.is_database_away(_wrapped(missing.value))


@pytest.mark.parametrize(
    ("state", "away"),
    [
        (psycopg.errors.QueryCanceled, True),
        (psycopg.errors.LockNotAvailable, True),
        (psycopg.errors.DeadlockDetected, True),
        (psycopg.errors.AdminShutdown, True),
        (psycopg.errors.TooManyConnections, True),
        (psycopg.OperationalError, True),
        (psycopg.errors.StatementTooComplex, False),
        (psycopg.errors.ObjectNotInPrerequisiteState, False),
    ],
)
def test_what_postgresql_says_with_a_code_decides(
    state: type[psycopg.OperationalError], away: bool
) -> None:
    assert errors.is_database_away(_wrapped(state("something"))) is away


def _wrapped(driver: Exception) -> OperationalError:
    """Return the error as Django passes it on."""
    error = OperationalError(str(driver))
    error.__cause__ = driver
    return error


@pytest.mark.django_db
def test_read_only_mode_reads_and_refuses_to_write(client: Client, settings: Any) -> None:
    settings.READ_ONLY = True
    assert client.get("/page/").text == "42"
    for method in ("post", "put", "patch", "delete"):
        response = getattr(client, method)("/page/")
        assert response.status_code == 503
        assert response["Retry-After"]


@pytest.mark.django_db
def test_a_refusal_is_in_the_language_of_who_asks_and_not_of_who_asked_before(
    client: Client, settings: Any
) -> None:
    settings.READ_ONLY = True
    titles = {
        language: json.loads(
            client.post(
                "/page/", headers={"Accept": "application/json", "Accept-Language": language}
            ).text
        )["title"]
        for language in ("en", "nl")
    }
    assert titles == {
        "en": "You can read, but not save for a moment",
        "nl": "Je kunt even lezen, maar niet opslaan",
    }


@pytest.mark.django_db
def test_health_is_true_and_short(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health.Readiness, "migrated", False)
    for path in ("/gezond", "/gereed"):
        response = client.get(path, headers={"Host": "10.1.2.3"})
        assert (response.status_code, response.json()) == (200, {"status": "ok"})
        assert "Set-Cookie" not in response
        assert response["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_health_needs_no_database_statement_of_the_request(
    client: Client, django_assert_num_queries: Any
) -> None:
    client.get("/remember/")
    with django_assert_num_queries(0):
        client.get("/gezond")
        client.get("/gereed")


@pytest.mark.django_db
def test_a_site_with_migrations_to_do_is_not_ready(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health.Readiness, "migrated", False)
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *_a: ["one to do"])
    response = client.get("/gereed")
    assert (response.status_code, response.json()) == (503, {"status": "migrations"})
    monkeypatch.undo()
    assert client.get("/gereed").status_code == 200


def test_a_silent_database_is_not_waited_for(
    rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "_ask", lambda _own: time.sleep(4))
    monkeypatch.setattr(health, "LIMIT_SECONDS", 0.2)
    before = time.monotonic()
    for _number in range(4):
        response = health.answer(rf.get("/gereed"))
        assert response is not None
        assert response.status_code == 503
    assert time.monotonic() - before < 3


_ASK = """
import json, time, django
django.setup()
from django.test import Client
client = Client(raise_request_exception=False)
answers = {}
for path in ["/gezond", "/gereed", "/page/", "/hulp/", "/gezond"]:
    before = time.monotonic()
    response = client.get(path, headers={"Host": "localhost"})
    answers[path] = [response.status_code, time.monotonic() - before, response.get("Retry-After")]
print(json.dumps(answers))
"""


@pytest.mark.parametrize(
    "url",
    ["postgres://kompas@127.0.0.1:1/kompas", "sqlite:////proc/nowhere.sqlite3"],
    ids=["PostgreSQL at a closed port", "SQLite in a folder that refuses"],
)
def test_a_process_without_any_database_lives_is_not_ready_and_says_so(url: str) -> None:
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.core.away_settings", "DATABASE_URL": url}
    ran = subprocess.run(
        [sys.executable, "-c", _ASK],
        cwd=BASE_DIR,
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    answers = json.loads(ran.stdout.splitlines()[-1])
    assert {path: answer[0] for path, answer in answers.items()} == {
        "/gezond": 200, "/gereed": 503, "/page/": 503, "/hulp/": 200,
    }  # fmt: skip
    assert answers["/page/"][2] == str(errors.RETRY_AFTER_SECONDS)
    assert answers["/gereed"][1] < 2
    assert answers["/page/"][1] < 6
    # Somebody has waited just before: the next does not, and help comes at once.
    assert answers["/hulp/"][1] < 1
    assert "Traceback" not in ran.stdout


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no server to lose")
def test_connections_that_the_server_closed_are_replaced_without_a_restart(
    visitor: Client,
) -> None:
    import psycopg

    assert visitor.get("/page/").text == "42"
    connection.close()
    config = connection.get_connection_params()
    with psycopg.connect(
        autocommit=True,
        **{name: config[name] for name in ("host", "port", "user", "password") if name in config},
        dbname="postgres",
    ) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
            [config["dbname"]],
        )
    assert visitor.get("/page/").text == "42"


def test_while_the_server_is_away_one_at_a_time_waits_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = SimpleNamespace(value=100.0)
    monkeypatch.setattr(breaker, "time", SimpleNamespace(monotonic=lambda: now.value))
    server = breaker.Breaker()
    assert [server.allows(), server.allows()] == [True, True]
    server.failed()
    assert server.allows() is False
    now.value += breaker.PAUSE
    assert [server.allows(), server.allows()] == [True, False]
    # Whoever tried never came back: after a while another tries.
    now.value += breaker.LONGEST_TRY
    assert [server.allows(), server.allows()] == [True, False]
    server.worked()
    assert [server.allows(), server.allows()] == [True, True]

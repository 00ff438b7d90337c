"""Every response carries its headers, personal ones are kept by nobody, logs name nobody."""

import json
import logging
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
import structlog
import time_machine
from django.contrib.auth import get_user_model
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.cache import RedisCache
from core.logs import hide_personal_data, log_settings
from core.sessions import CACHE_SECONDS, SessionStore

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.core.site")]

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
CLOSED_PORT = "redis://127.0.0.1:1/0"


@pytest.fixture
def visitor(client: Client) -> Client:
    """A browser that sees what a visitor sees instead of our exceptions."""
    client.raise_request_exception = False
    return client


@pytest.fixture
def user() -> Any:
    """Somebody with an account."""
    model = get_user_model()
    required = {name: f"{name}@example.nl" for name in model.REQUIRED_FIELDS}
    return model._default_manager.create(**{model.USERNAME_FIELD: "noor@example.nl"} | required)


@pytest.mark.parametrize(
    "path",
    ["/plain/", "/nowhere/", "/broken/", "/forbidden/", "/stream/", "/gezond", "/gereed", "/plain"],
)
def test_every_response_carries_the_security_headers(visitor: Client, path: str) -> None:
    response = visitor.get(path)
    assert {name: response.get(name) for name in EVERYWHERE} == EVERYWHERE
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "camera=()" in response["Permissions-Policy"]


def test_a_wrong_host_is_refused_with_headers_too(visitor: Client) -> None:
    response = visitor.get("/plain/", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert {name: response.get(name) for name in EVERYWHERE} == EVERYWHERE


def test_personal_pages_are_kept_by_no_cache(client: Client, user: Any) -> None:
    assert "Cache-Control" not in client.get("/plain/")
    client.force_login(user)
    assert client.get("/plain/")["Cache-Control"] == "private, no-store"
    assert client.get("/who/")["Cache-Control"] == "private, no-store"
    assert client.get("/shared/")["Cache-Control"] == "max-age=3600, public"


def test_the_response_that_starts_a_session_is_personal_already(client: Client) -> None:
    assert client.get("/remember/")["Cache-Control"] == "private, no-store"


@pytest.fixture
def _redis_away(settings: Any) -> None:
    """Point cache and sessions at a Redis that is not there."""
    settings.CACHES = {"default": {"BACKEND": "core.cache.RedisCache", "LOCATION": CLOSED_PORT}}
    settings.SESSION_ENGINE = "core.sessions"


@pytest.mark.usefixtures("_redis_away")
def test_people_sign_in_and_stay_signed_in_without_redis(client: Client, user: Any) -> None:
    client.force_login(user)
    assert client.get("/who/").text == str(user.pk)
    assert client.get("/remember/").text == "1"
    assert client.get("/remember/").text == "2"
    client.logout()
    assert client.get("/who/").text == "nobody"


@pytest.mark.usefixtures("_redis_away")
def test_a_cache_that_is_away_is_a_miss_in_every_way() -> None:
    cache = caches["default"]
    assert isinstance(cache, RedisCache)
    assert cache.get("a", "otherwise") == "otherwise"
    assert cache.add("a", 1) is False
    cache.set("a", 1)
    assert cache.touch("a") is False
    assert cache.delete("a") is False
    assert cache.has_key("a") is False
    assert cache.get_many(["a", "b"]) == {}
    assert cache.set_many({"a": 1}) == ["a"]
    cache.delete_many(["a"])
    assert cache.clear() is False
    assert cache.get_or_set("a", lambda: 7) == 7
    with pytest.raises(ValueError, match="not found"):
        cache.incr("a")


def test_a_cache_that_does_not_answer_costs_one_wait_and_then_rests(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    cache = RedisCache(CLOSED_PORT, {})
    moments = iter([100.0, 100.5, 101.0, 104.0, 106.0, 106.5])
    monkeypatch.setattr("core.cache.time", SimpleNamespace(monotonic=lambda: next(moments)))
    with caplog.at_level(logging.WARNING, "core.cache"):
        # Fails and rests until 105.5; two misses without trying; tries again and fails.
        assert [cache.get(key) for key in "abcd"] == [None] * 4
    assert len(caplog.records) == 2


def test_a_mistake_in_a_cache_key_is_not_hidden(settings: Any) -> None:
    with pytest.warns(Warning, match="cause errors"):
        RedisCache(CLOSED_PORT, {}).get("a key with spaces")


@pytest.fixture
def _shared_cache(settings: Any) -> None:
    """Sessions as with Redis, in a cache that needs no server."""
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "LOCATION": "sessions of these tests",
        }
    }
    settings.SESSION_ENGINE = "core.sessions"
    caches["default"].clear()


@pytest.mark.usefixtures("_shared_cache")
def test_a_session_is_read_from_the_cache_and_lives_in_the_database(user: Any) -> None:
    session = SessionStore()
    session["name"] = "value"
    session.save()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert SessionStore(session.session_key)["name"] == "value"
    assert len(queries) == 0
    caches["default"].clear()
    with CaptureQueriesContext(connection) as queries:
        assert SessionStore(session.session_key)["name"] == "value"
        assert SessionStore(session.session_key)["name"] == "value"
    assert len(queries) == 1
    assert SessionStore("unknown" * 4).get("name") is None


@pytest.mark.usefixtures("_shared_cache")
def test_a_session_that_ended_while_the_cache_was_away_is_over_within_a_minute() -> None:
    with time_machine.travel(datetime(2026, 6, 1, tzinfo=UTC), tick=False) as clock:
        session = SessionStore()
        session["name"] = "value"
        session.save()
        SessionStore.get_model_class().objects.all().delete()
        assert SessionStore(session.session_key).get("name") == "value"
        clock.shift(CACHE_SECONDS + 1)
        assert SessionStore(session.session_key).get("name") is None


def formatted(debug: bool, name: str, **event: Any) -> str:
    """Return the line that one log record becomes."""
    config = log_settings(debug=debug, level="INFO")["formatters"]["event"]
    formatter = structlog.stdlib.ProcessorFormatter(
        processors=config["processors"], foreign_pre_chain=config["foreign_pre_chain"]
    )
    record = logging.LogRecord(
        "kompas", logging.INFO, "", 0, name, None, event.pop("exc_info", None)
    )
    record.__dict__.update(event)
    return formatter.format(record)


def test_a_log_line_is_json_without_addresses_or_keys() -> None:
    error = ValueError("Key (email)=(noor.de-wit+x@minbzk.nl) already exists")
    trace = (ValueError, error, None)
    text = formatted(
        False, "hello noor@example.nl\nforged line", completion=7,
        path="/account/password/reset/key/3k-abc/", exc_info=trace,
    )  # fmt: skip
    assert "\n" not in text
    line = json.loads(text)
    assert line["event"] == "hello [e-mail]\nforged line"
    assert (line["completion"], line["level"], line["logger"]) == (7, "info", "kompas")
    assert line["path"] == "/account/password/reset/key/…/"
    assert "ValueError: Key (email)=([e-mail])" in line["exception"]


def test_a_developer_reads_lines() -> None:
    assert "hello [e-mail]" in formatted(True, "hello noor@example.nl")


def test_a_request_object_in_a_log_event_is_left_out() -> None:
    assert hide_personal_data(None, "info", {"event": "e", "request": object()}) == {"event": "e"}
    assert hide_personal_data(None, "info", {"request": "GET /"}) == {"request": "GET /"}


@pytest.mark.parametrize(
    ("path", "named"), [("/who/", True), ("/plain/", False), ("/hulp/", False)]
)
def test_the_request_line_has_no_query_and_names_nobody_on_the_help_page(
    client: Client, user: Any, caplog: pytest.LogCaptureFixture, path: str, named: bool
) -> None:
    client.force_login(user)
    with caplog.at_level(logging.INFO, "core.middleware"), CaptureQueriesContext(connection):
        client.get(path, {"zoek": "Jansen"})
    (line,) = [r.msg for r in caplog.records if "request_finished" in str(r.msg)]
    assert isinstance(line, dict)
    assert line["request"] == f"GET {path}"
    assert "Jansen" not in str(line)
    assert line.get("user_id") == (user.pk if named else None)
    assert "ip" not in line


def test_the_log_line_asks_the_database_nothing(
    client: Client, user: Any, django_assert_num_queries: Any
) -> None:
    client.force_login(user)
    with django_assert_num_queries(0):
        client.get("/plain/")

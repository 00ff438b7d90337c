"""The engine that finds words is chosen with two settings."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from core.search_engine import search_settings


def test_without_a_choice_the_database_searches() -> None:
    assert search_settings("", ["https://zoek.example:9200"]) == {
        "default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "dutch"}
    }


def test_an_engine_beside_the_database_has_addresses_and_a_timeout() -> None:
    chosen = search_settings("opensearch3", ["https://zoek.example:9200"])["default"]
    assert chosen == {
        "BACKEND": "wagtail.search.backends.opensearch3",
        "URLS": ["https://zoek.example:9200"],
        "INDEX_PREFIX": "kompas_",
        "TIMEOUT": 5,
    }


@pytest.mark.parametrize(("engine", "urls"), [("solr", ["https://a"]), ("opensearch3", [])])
def test_a_wrong_choice_is_refused_in_a_sentence(engine: str, urls: list[str]) -> None:
    with pytest.raises(ImproperlyConfigured, match="SEARCH_URLS says where it answers"):
        search_settings(engine, urls)

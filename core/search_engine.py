"""Which engine finds words: the database, or OpenSearch or Elasticsearch beside it."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured

_ENGINES = {
    "opensearch2": "wagtail.search.backends.opensearch2",
    "opensearch3": "wagtail.search.backends.opensearch3",
    "elasticsearch8": "wagtail.search.backends.elasticsearch8",
    "elasticsearch9": "wagtail.search.backends.elasticsearch9",
}
_SECONDS = 5


def search_settings(engine: str, urls: list[str]) -> dict[str, Any]:
    """Return Wagtail's WAGTAILSEARCH_BACKENDS; without an engine that of the database.

    The words that are stored are brought back to their stem already. What PostgreSQL knows of Dutch
    only serves the search of the admin.
    """
    if not engine:
        return {
            "default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "dutch"}
        }
    if engine not in _ENGINES or not urls:
        names = ", ".join(_ENGINES)
        message = f"SEARCH_ENGINE is one of {names}, and SEARCH_URLS says where it answers."
        raise ImproperlyConfigured(message)
    return {
        "default": {
            "BACKEND": _ENGINES[engine],
            "URLS": urls,
            "INDEX_PREFIX": "kompas_",
            "TIMEOUT": _SECONDS,
        }
    }

"""A source of which a test says what it gives."""

from collections.abc import Iterable
from typing import Any

from core.searching import Gate, SearchDocument

NAME = "tests.search.made_up.documents"
BROKEN = "tests.search.made_up.broken"
GIVEN: list[SearchDocument] = []


def documents() -> Iterable[SearchDocument]:
    """Return what the test put here."""
    return list(GIVEN)


def broken() -> Iterable[SearchDocument]:
    """Give something, and then fail."""
    yield document("half")
    raise RuntimeError


def document(key: str, **fields: Any) -> SearchDocument:
    """Return something that everybody may find."""
    given = {
        "kind": "tool",
        "title": key.capitalize(),
        "text": "",
        "path": f"/{key}/",
        "gate": Gate.PUBLIC,
    }
    return SearchDocument(key=key, **{**given, **fields})

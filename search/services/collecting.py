"""Asking every app what can be found. One that fails costs the others nothing."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace

import structlog
from django.conf import settings
from django.utils import translation
from django.utils.module_loading import import_string

from core.markdown import without_sources
from core.searching import SearchDocument, Source
from search.enums import Kind

log = structlog.get_logger(__name__)

Key = tuple[str, str]
"""Kind and key: the name of a document."""


class WrongDocument(Exception):
    """A source gave something that cannot be stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """What all apps said, by name, with the source that said so; and the sources that failed."""

    documents: Mapping[Key, SearchDocument]
    sources: Mapping[Key, str]
    failed: frozenset[str]


def collect() -> Collected:
    """Return everything that can be found now, in Dutch."""
    documents: dict[Key, SearchDocument] = {}
    sources: dict[Key, str] = {}
    failed: set[str] = set()
    with translation.override(settings.LANGUAGE_CODE):
        for name in settings.SEARCH_SOURCES:
            try:
                found = _checked(_source(name)())
            except Exception:
                # Whatever one app does wrong, the rest must stay findable.
                log.exception("search source failed", source=name)
                failed.add(name)
                continue
            for document in found:
                key = (document.kind, document.key)
                documents.setdefault(key, _readable(document))
                sources.setdefault(key, name)
    return Collected(documents=documents, sources=sources, failed=frozenset(failed))


def _readable(document: SearchDocument) -> SearchDocument:
    """Return it without what leads readers of the whole text to its sources."""
    return replace(document, text=without_sources(document.text))


def hash_of(document: SearchDocument) -> str:
    """Return a word that is another one when anything about a document is."""
    fields = {**asdict(document), "unit_ids": sorted(document.unit_ids)}
    written = json.dumps(fields, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()


def _source(name: str) -> Source:
    source: Source = import_string(name)
    return source


def _checked(documents: Iterable[SearchDocument]) -> list[SearchDocument]:
    found = list(documents)
    for document in found:
        if document.kind not in Kind.values or not document.key or not document.title:
            message = f"kind {document.kind!r}, key {document.key!r}: unknown kind, or no title"
            raise WrongDocument(message)
        if not document.path.startswith("/"):
            message = f"{document.kind} {document.key}: the path must begin with a slash"
            raise WrongDocument(message)
    return found

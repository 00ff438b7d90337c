"""What a reader sees of an article, as one value that can be compared and hashed."""

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from wagtail.rich_text import expand_db_html

from core.rich_text import clean
from gir.models.editions import READ, TEXTS, ArticleVersion
from gir.models.pages import ArticlePage

FORMAT = "kompas-gir-1"
"""Part of every hash; never change how it is made: add a format beside it."""

Content = Mapping[str, Any]


def content_of_page(page: ArticlePage) -> Content:
    """Return what readers would see of a page, with links to pages written out."""
    values = {name: getattr(page, name) for name in READ}
    return values | {name: clean(expand_db_html(values[name])) for name in TEXTS}


def content_of_version(version: ArticleVersion) -> Content:
    """Return what readers see of a version."""
    return {name: getattr(version, name) for name in READ}


def hash_of(content: Content) -> str:
    """Return the hash of an article; the same on every database and in every process."""
    return _hash([FORMAT, *([name, content[name]] for name in READ)])


def hash_of_all(versions: Iterable[tuple[str, str]]) -> str:
    """Return the hash of a whole code: of its keys with the hash of each article, in order."""
    return _hash([FORMAT, *([key, content_hash] for key, content_hash in versions)])


def hash_of_addendum(*, unit: str, article_key: str, title: str, text: str, stricter: bool) -> str:
    """Return the hash of what a reader sees of an addendum; `unit` is the code of the unit."""
    return _hash([FORMAT, "addendum", unit, article_key, title, text, stricter])


def _hash(parts: Any) -> str:
    text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return sha256(text.encode()).hexdigest()

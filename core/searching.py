"""What an app says can be found; `search` collects it from all apps through `SEARCH_SOURCES`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum


class Gate(StrEnum):
    """Who may find something."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    UNITS = "units"
    """Only who works in one of the units, or below it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchDocument:
    """Something that can be found.

    `kind` is a value of `search.enums.Kind`; `key` is unique within it and stays the same. `path`
    is the Dutch address. `keywords` are further words by which people look for it; they are not
    shown. `label` stands before the title, such as the number of an article.
    """

    kind: str
    key: str
    title: str
    text: str
    path: str
    keywords: str = ""
    label: str = ""
    gate: Gate = Gate.SIGNED_IN
    unit_ids: frozenset[int] = frozenset()


Source = Callable[[], Iterable[SearchDocument]]

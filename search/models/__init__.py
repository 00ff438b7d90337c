"""What is stored of searching. What people search for is not."""

from search.models.editors import EditedWords, LoadedWords, PromotedResult, SearchSynonym
from search.models.entries import EntryUnit, SearchEntry, SearchWords

__all__ = [
    "EditedWords",
    "EntryUnit",
    "LoadedWords",
    "PromotedResult",
    "SearchEntry",
    "SearchSynonym",
    "SearchWords",
]

"""Something to search in: 5,000 made-up texts, with common words and rare ones."""

from collections.abc import Iterator
from itertools import cycle, islice

from django.conf import settings

from core.searching import SearchDocument
from search.enums import Kind
from search.services.updating import update_search

ENTRIES = 5000
WORDS_EACH = 120
_PARTS = ("werk", "team", "gesprek", "melding", "agressie", "integriteit", "leiding", "contact")
_ENDS = ("plek", "kaart", "regel", "wijzer", "vraag", "ronde", "bericht", "middag", "persoon")


def documents() -> Iterator[SearchDocument]:
    """Yield the texts; a word is rarer the further it stands in the list of words."""
    words = [f"{one}{number or ''}{end}" for number in range(40) for one in _PARTS for end in _ENDS]
    for number in range(ENTRIES):
        rare = words[number * 7 % len(words)]
        common = islice(cycle(words[: 1 + number % 400]), WORDS_EACH)
        yield SearchDocument(
            kind=Kind.values[number % len(Kind.values)],
            key=f"bench-{number}",
            title=f"{rare} {words[number % 60]} {number}",
            text=" ".join(common),
            path=f"/bench/{number}/",
        )


def search_path() -> str:
    """Fill the search; return the address of a question of two words, of which one is mistyped."""
    settings.SEARCH_SOURCES = ["benchmarks.search.documents"]
    update_search()
    return "/zoeken/?q=werkplek+gespreksronde"

"""The words of a text made comparable: which stems it has, and how much each tells about it."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from core.language.compounds import parts_of
from core.language.words import fold, stem, telling
from core.searching import SearchDocument
from search.enums import WORDS, Kind

IN_TITLE = "x"
"""Stands before a stem for the search engine when it is in the title or the keywords."""

_TITLE, _KEYWORD, _TEXT, _KIND = 6.0, 3.0, 1.5, 1.0
_FIRST = 0.5
"""How much more the first word of a title says than the others."""

_ALSO = 0.3
"""How much a second place that names a word adds to the first."""

_PART = 0.5
"""How much a part of a long word says, beside the whole."""

_LONG_TEXT = 200.0
"""In a text of so many words one word says half as much as in a short one."""

Words = Mapping[str, frozenset[str]]
"""Folded words, each with its stems: its own, and those of the words it is made of."""


def words_of(document: SearchDocument) -> list[str]:
    """Return the folded telling words of all that a document says, each as often as it is there."""
    kind = WORDS[Kind(document.kind)]
    parts = (document.title, document.keywords, document.text, kind)
    return [word for part in parts if part for word in telling(part)]


def stems_of(words: Iterable[str], known: Collection[str]) -> dict[str, frozenset[str]]:
    """Return words with their stems; long words are taken apart at words that are known."""
    return {
        word: frozenset({stem(word), *(stem(part) for part in parts_of(word, known))})
        for word in words
    }


def weights_of(document: SearchDocument, words: Words) -> dict[str, float]:
    """Return how much each stem tells about a document."""
    found: dict[str, float] = defaultdict(float)
    for place in _places(document):
        best: dict[str, float] = {}
        for word, weight in place:
            own = stem(word)
            for term in words[word]:
                value = weight if term == own else weight * _PART
                best[term] = max(best.get(term, 0.0), value)
        for term, value in best.items():
            high, low = max(found[term], value), min(found[term], value)
            found[term] = high + low * _ALSO
    _add_text(found, telling(document.text) if document.text else [], words)
    return {term: round(weight, 2) for term, weight in found.items()}


def terms_of(document: SearchDocument, weights: Mapping[str, float], words: Words) -> str:
    """Return what the search engine is to find a document by."""
    named = telling(f"{document.title} {document.keywords}")
    marked = {f"{IN_TITLE}{term}" for word in named for term in words[word]}
    if document.label:
        marked.add(label_term(document.label))
    return " ".join(sorted({*weights, *marked}))


def label_term(label: str) -> str:
    """Return a label, such as 4.1, as one word that no engine takes apart."""
    return f"{IN_TITLE}nr" + "n".join(telling(fold(label)))


def _places(document: SearchDocument) -> Iterator[list[tuple[str, float]]]:
    """Yield the words of the title, the keywords and the kind, with how much each says there."""
    title = telling(document.title)
    each = _TITLE / 2 + _TITLE / 2 / len(title)
    yield [(word, each + (0.0 if place else _FIRST)) for place, word in enumerate(title)]
    yield [(word, _KEYWORD) for word in telling(document.keywords)] if document.keywords else []
    yield [(word, _KIND) for word in telling(WORDS[Kind(document.kind)])]


def _add_text(found: dict[str, float], text: list[str], words: Words) -> None:
    """Add what the text says: more of the same word says more, a long text says less of each."""
    counts: Counter[str] = Counter()
    for word in text:
        counts.update(words[word])
    for term, count in counts.items():
        found[term] += _TEXT * count / (count + 0.5 + len(text) / _LONG_TEXT)

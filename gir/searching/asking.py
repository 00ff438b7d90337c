"""What somebody typed, as terms of the index: as it is, its parts, its synonyms, or mended."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.language.compounds import ends_of, parts_of
from core.language.spelling import begins_alike, close_words
from core.language.words import fold, participle_of, stem, telling
from gir.searching.index import Index, group_term

_PART, _END, _BEGINS, _MENDED, _ALIKE = 0.8, 0.6, 0.6, 0.85, 0.4
_SYNONYM = 0.5
_LONG_ENOUGH = 4
_LABEL = re.compile(r"\b(\d{1,2})[.-](\d{1,2})\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedWord:
    """A word that was typed, with the terms that it may stand for and how surely."""

    typed: str
    terms: Mapping[str, float]
    meant: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """All that was typed."""

    words: Sequence[AskedWord]
    labels: frozenset[str]

    @property
    def terms(self) -> frozenset[str]:
        """Every term that counts as a hit."""
        return frozenset(term for word in self.words for term in word.terms)


def understand(text: str, index: Index) -> Question:
    """Return what a text asks of an index."""
    labels = frozenset(f"{chapter}.{number}" for chapter, number in _LABEL.findall(text))
    typed = [word for word in telling(_LABEL.sub(" ", text)) if word != "artikel" or not labels]
    stems = frozenset(stem(word) for word in typed)
    said = {
        number: 1.0
        for number, phrases in index.phrases.items()
        if any(phrase <= stems for phrase in phrases)
    }
    return Question(
        words=tuple(_asked(word, index, said) for word in dict.fromkeys(typed)), labels=labels
    )


def mended(text: str, question: Question) -> str:
    """Return the text with the words that were meant; empty when all were known."""
    meant = {word.typed: word.meant for word in question.words if word.meant}
    if not meant:
        return ""
    return re.sub(r"[^\W_]+", lambda match: meant.get(fold(match[0]), match[0]), text)


def _asked(word: str, index: Index, said: Mapping[int, float]) -> AskedWord:
    terms: dict[str, float] = {}
    for term, weight in _as_it_is(word, index):
        _keep(terms, term, weight)
    meant = "" if terms else _mend(terms, word, index)
    _add_synonyms(terms, index)
    for number, weight in said.items():
        if any(stem(word) in phrase for phrase in index.phrases[number]):
            _keep(terms, group_term(number), weight)
    return AskedWord(typed=word, terms=terms, meant=meant)


def _mend(terms: dict[str, float], word: str, index: Index) -> str:
    """Add the terms of known words that are like this one; return the likeliest of them."""
    close = close_words(word, index.words.keys())
    for known, likeness in close:
        for term in index.terms_of(known):
            _keep(terms, term, _MENDED * likeness)
    for known in ends_of(word, index.words.keys()):
        _keep(terms, stem(known), _END)
    if not terms:
        for known in begins_alike(word, index.words.keys()):
            _keep(terms, stem(known), _ALIKE)
    return close[0][0] if close else ""


def _add_synonyms(terms: dict[str, float], index: Index) -> None:
    """Add the groups that the terms belong to, and the other words of those."""
    for term, weight in list(terms.items()):
        for number in index.groups.get(term, ()):
            _keep(terms, group_term(number), weight)
            for other in index.group_terms[number]:
                _keep(terms, other, weight * _SYNONYM)


def _as_it_is(word: str, index: Index) -> Iterator[tuple[str, float]]:
    """Yield the terms of a word that was typed well: itself, its parts, else what begins so."""
    known = {stem(word), stem(participle_of(word))}
    own = [term for term in known if term in index.weights or term in index.groups]
    yield from ((term, 1.0) for term in own)
    for part in parts_of(word, index.words.keys()):
        yield stem(part), _PART
    if not own and len(word) >= _LONG_ENOUGH:
        for longer in index.words:
            if longer.startswith(word):
                yield stem(longer), _BEGINS


def _keep(terms: dict[str, float], term: str, weight: float) -> None:
    terms[term] = max(weight, terms.get(term, 0.0))

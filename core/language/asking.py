"""What somebody asks: each word that was typed as terms of the texts, with how surely.

A term is the stem of a word. A word that was typed well stands for itself, its parts, and words
that mean the same. A word that no text has stands for the words that it is like.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.language.compounds import ends_of, parts_of
from core.language.groups import Groups, group_term
from core.language.spelling import begins_alike, close_words
from core.language.words import fold, forms_of, stem, telling

_PART, _END, _BEGINS, _MENDED, _ALIKE = 0.8, 0.6, 0.6, 0.85, 0.4
_SYNONYM = 0.5
_LONG_ENOUGH = 4
_LABEL = re.compile(r"\b(\d{1,2})[.-](\d{1,2})\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """What the texts that somebody may find hold.

    `words` are their folded words, each with its terms: its stem and those of its parts. `terms`
    are all terms of the texts. `groups` are words that mean the same, also when no text has them.
    """

    words: Mapping[str, frozenset[str]]
    terms: Collection[str]
    groups: Groups

    def terms_of(self, word: str) -> frozenset[str]:
        """Return the terms of a folded word."""
        return self.words.get(word) or frozenset({stem(word)})


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedWord:
    """A word that was typed, with the terms that it may stand for and how surely."""

    typed: str
    terms: Mapping[str, float]
    meant: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """All that was typed. `labels` are numbers such as that of article 4.1."""

    words: Sequence[AskedWord]
    labels: frozenset[str]

    @property
    def terms(self) -> frozenset[str]:
        """Every term that counts as a hit."""
        return frozenset(term for word in self.words for term in word.terms)


def understand(text: str, known: Vocabulary) -> Question:
    """Return what a text asks of texts that hold these words."""
    labels = frozenset(f"{chapter}.{number}" for chapter, number in _LABEL.findall(text))
    typed = [word for word in telling(_LABEL.sub(" ", text)) if word != "artikel" or not labels]
    said = known.groups.said_in([stem(word) for word in typed])
    return Question(
        words=tuple(_asked(word, known, said) for word in dict.fromkeys(typed)), labels=labels
    )


def mended(text: str, question: Question) -> str:
    """Return the text with the words that were meant; empty when all were known."""
    meant = {word.typed: word.meant for word in question.words if word.meant}
    if not meant:
        return ""
    return re.sub(r"[^\W_]+", lambda match: meant.get(fold(match[0]), match[0]), text)


def _asked(word: str, known: Vocabulary, said: Iterable[int]) -> AskedWord:
    terms: dict[str, float] = {}
    for term, weight in _as_it_is(word, known):
        _keep(terms, term, weight)
    meant = "" if terms or word.isdigit() else _mend(terms, word, known)
    _add_synonyms(terms, known.groups)
    own = stem(word)
    for number in said:
        if any(own in phrase for phrase in known.groups.phrases[number]):
            _add_group(terms, number, 1.0, known.groups)
    return AskedWord(typed=word, terms=terms, meant=meant)


def _as_it_is(word: str, known: Vocabulary) -> Iterator[tuple[str, float]]:
    """Yield the terms of a word that was typed well: itself, its parts, else what begins so."""
    forms = {stem(form) for form in forms_of(word)}
    own = [term for term in forms if term in known.terms or term in known.groups.of_stem]
    yield from ((term, 1.0) for term in own)
    for part in parts_of(word, known.words.keys()):
        yield stem(part), _PART
    if not own and len(word) >= _LONG_ENOUGH:
        for longer in known.words:
            if longer.startswith(word):
                yield stem(longer), _BEGINS


def _mend(terms: dict[str, float], word: str, known: Vocabulary) -> str:
    """Add the terms of known words that are like this one; return the likeliest of them."""
    close = close_words(word, known.words.keys())
    for other, likeness in close:
        for term in known.terms_of(other):
            _keep(terms, term, _MENDED * likeness)
    for other in ends_of(word, known.words.keys()):
        _keep(terms, stem(other), _END)
    if not terms:
        for other in begins_alike(word, known.words.keys()):
            _keep(terms, stem(other), _ALIKE)
    return close[0][0] if close else ""


def _add_synonyms(terms: dict[str, float], groups: Groups) -> None:
    """Add the groups that the terms belong to, and the other words of those."""
    for term, weight in list(terms.items()):
        for number in groups.of_stem.get(term, ()):
            _add_group(terms, number, weight, groups)


def _add_group(terms: dict[str, float], number: int, weight: float, groups: Groups) -> None:
    _keep(terms, group_term(number), weight)
    for other in groups.stems[number]:
        _keep(terms, other, weight * _SYNONYM)


def _keep(terms: dict[str, float], term: str, weight: float) -> None:
    terms[term] = max(weight, terms.get(term, 0.0))

"""The words of all texts, with how much each says about which text. Holds no request's data."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

from core.language.asking import Vocabulary
from core.language.compounds import parts_of
from core.language.groups import group_term, groups_of
from core.language.words import stem, telling
from gir.searching.corpus import Corpus, Document, Kind

_PART = 0.6
"""How much a part of a long word says, beside the whole."""

_LEADS = 3.0
"""How much a word of a group says about an article that the group leads to."""

_ENOUGH = 1.5
"""From about this weight on, more of the same word says little more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """What `corpus` says, turned round: from a term to the documents that it is about."""

    documents: Sequence[Document]
    weights: Mapping[str, Mapping[int, float]]
    known: Vocabulary

    def rarity(self, term: str) -> float:
        """Return how telling a term is: the fewer documents have it, the more."""
        return log(1 + len(self.documents) / (1 + len(self.weights.get(term, ()))))

    def scores(self, term: str) -> Iterator[tuple[int, float]]:
        """Yield the documents of a term with how much it says about each."""
        rarity = self.rarity(term)
        for number, weight in self.weights.get(term, {}).items():
            yield number, rarity * weight / (weight + _ENOUGH)


def build(corpus: Corpus) -> Index:
    """Return the index of all texts."""
    vocabulary = _vocabulary(corpus)
    words = {word: _terms(word, vocabulary) for word in vocabulary}
    weights: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for number, document in enumerate(corpus.documents):
        for weight, text in document.fields:
            for word in telling(text):
                own = stem(word)
                for term in words[word]:
                    weights[term][number] += weight if term == own else weight * _PART
    _add_groups(weights, corpus)
    return Index(
        documents=corpus.documents,
        weights={term: dict(found) for term, found in weights.items()},
        known=Vocabulary(
            words=words,
            terms=frozenset(weights),
            groups=groups_of(group.words for group in corpus.groups),
        ),
    )


def _vocabulary(corpus: Corpus) -> frozenset[str]:
    texts = [text for document in corpus.documents for _weight, text in document.fields]
    texts += [word for group in corpus.groups for word in group.words]
    return frozenset(word for text in texts for word in telling(text))


def _terms(word: str, vocabulary: frozenset[str]) -> frozenset[str]:
    parts = parts_of(word, vocabulary)
    return frozenset({stem(word), *(stem(part) for part in parts)})


def _add_groups(weights: dict[str, dict[int, float]], corpus: Corpus) -> None:
    """Let a group lead to its articles, and a little to themes and questions about them."""
    for number, group in enumerate(corpus.groups):
        wanted = set(group.article_keys)
        for place, document in enumerate(corpus.documents):
            shared = len(wanted.intersection(document.article_keys))
            if shared:
                share = shared / len(document.article_keys)
                kind = 1.0 if document.kind is Kind.ARTICLE else 0.5
                weights[group_term(number)][place] += _LEADS * share * kind

"""Finding: the search engine names candidates, our own rules put them in order.

The engine, a database or something larger, only has to find words. What is best is decided here, so
that the answer is the same whatever the engine.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_

from wagtail.search.backends import get_search_backend
from wagtail.search.query import PlainText, SearchQuery

from core.language.asking import AskedWord, Question, mended, understand
from core.language.words import stem, telling
from organisations.viewers import Viewer
from search.access import open_gates, own_entries
from search.enums import Kind
from search.models import PromotedResult, SearchEntry
from search.querysets import SearchEntryQuerySet
from search.stems import IN_TITLE, label_term
from search.words import Known, known_to

_MOST_CANDIDATES = 150
_MOST_TERMS = 40
_ENOUGH = 1.5
"""From about this weight on, more of the same word says little more."""

_LEAST = 0.25
"""A hit that is worth less than this part of the best one is left out."""

_BY_NUMBER = 20.0
_EXACT = 1.3
"""How much better an entry is of which the whole title was typed."""

_PEOPLE = frozenset({Kind.HELP, Kind.CONTACT})
_PEOPLE_FIRST = 1.15
"""Of what answers equally well, the way to somebody who helps comes first."""

_KINDS = {kind: place for place, kind in enumerate(Kind)}
_HEAVY = ("text", "keywords", "terms")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """Entries, the best first, that answer a question."""

    question: Question
    known: Known
    entries: Sequence[SearchEntry]


def find(text: str, user: Viewer) -> Ranked:
    """Return all that somebody may find of what they typed, without the texts."""
    own = list(own_entries(user).only("weights", "words"))
    known = known_to(signed_in=user.is_authenticated, own=own)
    question = understand(text, known.vocabulary)
    visible = SearchEntry.objects.findable(open_gates(user), [entry.pk for entry in own])
    visible = visible.defer(*_HEAVY, "words")
    promoted = _promoted(mended(text, question) or text)
    found = _candidates(visible, question)
    if promoted:
        found |= {row.pk: row for row in visible.filter(path__in=promoted)}
    scores = {pk: _score(entry, question, known) for pk, entry in found.items()}
    least = _LEAST * max(scores.values(), default=0)

    def rank(entry: SearchEntry) -> tuple[int, float, int, str, str]:
        place = promoted.index(entry.path) if entry.path in promoted else len(promoted)
        return place, -scores[entry.pk], _KINDS[Kind(entry.kind)], entry.title, entry.key

    kept = (one for one in found.values() if scores[one.pk] >= least or one.path in promoted)
    return Ranked(question=question, known=known, entries=sorted(kept, key=rank))


def _promoted(text: str) -> list[str]:
    """Return the addresses that editors put on top for these words, and for one more at most."""
    typed = _stems(text)
    paths = []
    for row in PromotedResult.objects.order_by("pk"):
        phrases = (_stems(word) for word in row.word_list)
        if any(phrase and phrase <= typed and len(typed - phrase) <= 1 for phrase in phrases):
            paths.append(row.path)
    return paths


def _candidates(visible: SearchEntryQuerySet, question: Question) -> dict[int, SearchEntry]:
    """Return what may be an answer: by title and number, by all words, and by any word.

    A few questions to the engine, whatever it finds: of a common word it has more than is read, and
    what it is the title of must not be among the rest.
    """
    words = [terms for word in question.words if (terms := _strongest(word))]
    named = [f"{IN_TITLE}{term}" for terms in words for term in terms]
    named += [label_term(label) for label in sorted(question.labels)]
    queries: list[SearchQuery] = [_any(named)] if named else []
    if len(words) > 1:
        queries.append(reduce(and_, map(_any, words)))
    if words:
        queries.append(_any([one for row in words for one in row]))
    found: dict[int, SearchEntry] = {}
    backend = get_search_backend()
    for query in queries:
        hits = backend.search(query, visible, order_by_relevance=False)
        found |= {entry.pk: entry for entry in hits[:_MOST_CANDIDATES]}
    return found


def _stems(text: str) -> set[str]:
    return {stem(word) for word in telling(text)}


def _any(terms: Collection[str]) -> SearchQuery:
    return PlainText(" ".join(terms), operator="or")


def _strongest(word: AskedWord) -> list[str]:
    """Return the terms that a word most surely stands for; no engine reads a hundred of them."""
    real = (term for term in word.terms if term.isalnum())
    return sorted(real, key=lambda term: (-word.terms[term], term))[:_MOST_TERMS]


def _score(entry: SearchEntry, question: Question, known: Known) -> float:
    """Return how well an entry answers: each word by its best stem, all words better than some."""
    weights: Mapping[str, float] = entry.weights
    best: dict[str, float] = {}
    for word in question.words:
        for term, sureness in word.terms.items():
            weight = weights.get(term)
            if weight:
                value = sureness * known.rarity(term) * weight / (weight + _ENOUGH)
                best[word.typed] = max(best.get(word.typed, 0.0), value)
    score = sum(best.values())
    if question.words:
        score *= 0.5 + 0.5 * len(best) / len(question.words)
    if best and _stems(entry.title) == {stem(word.meant or word.typed) for word in question.words}:
        score *= _EXACT
    if entry.kind in _PEOPLE:
        score *= _PEOPLE_FIRST
    if entry.label and entry.label in question.labels:
        score += _BY_NUMBER
    return score

"""What somebody gets who searches: articles first, then questions and themes, with hits marked."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock

from django.utils.safestring import SafeString

from core.language.asking import Question, mended, understand
from core.language.marking import excerpt, mark
from gir.searching.corpus import Document, Kind, State, address_of, corpus_of, state_on
from gir.searching.index import Index, build

LONGEST = 100
"""How many letters of a question are read."""

_MOST = {Kind.ARTICLE: 8, Kind.QUESTION: 5, Kind.THEME: 4}
_LEAST = 0.2
"""A hit that is worth less than this part of the best one is left out."""

_BY_NUMBER = 20.0
_FROM_QUESTION = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One hit, with the words that were looked for marked."""

    kind: Kind
    key: str
    label: str
    title: SafeString
    text: SafeString
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """All hits. `meant` is what was typed with its mistakes mended; empty when there were none."""

    asked: str
    meant: str
    articles: Sequence[Found]
    questions: Sequence[Found]
    themes: Sequence[Found]

    @property
    def total(self) -> int:
        """How many hits there are."""
        return len(self.articles) + len(self.questions) + len(self.themes)


class _Kept:
    """The index of this process; made anew when the texts are others. Nothing of who asks."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._state: State | None = None
        self._index: Index | None = None

    def index(self, day: date) -> Index:
        state = state_on(day)
        with self._lock:
            if self._index is None or self._state != state:
                self._index, self._state = build(corpus_of(state)), state
            return self._index


_KEPT = _Kept()


def search(text: str, *, day: date) -> Answers:
    """Return what the code of a day says about what somebody typed."""
    text = text.strip()[:LONGEST]
    index = _KEPT.index(day)
    question = understand(text, index.known)
    scores = _scores(question, index)
    least = _LEAST * max(scores.values(), default=0)
    ranked = sorted(
        (number for number, score in scores.items() if score >= least),
        key=lambda number: (-scores[number], number),
    )
    found = {
        kind: tuple(
            _found(document, question, index)
            for number in ranked
            if (document := index.documents[number]).kind is kind
        )[: _MOST[kind]]
        for kind in Kind
    }
    return Answers(
        asked=text,
        meant=mended(text, question),
        articles=found[Kind.ARTICLE],
        questions=found[Kind.QUESTION],
        themes=found[Kind.THEME],
    )


def _scores(question: Question, index: Index) -> Mapping[int, float]:
    scores: dict[int, float] = defaultdict(float)
    hits: dict[int, int] = defaultdict(int)
    for word in question.words:
        best: dict[int, float] = {}
        for term, sureness in word.terms.items():
            for number, score in index.scores(term):
                best[number] = max(best.get(number, 0.0), sureness * score)
        for number, score in best.items():
            scores[number] += score
            hits[number] += 1
    for number in scores:
        scores[number] *= 0.5 + 0.5 * hits[number] / len(question.words)
    _add_from_questions(scores, index)
    for number, document in enumerate(index.documents):
        if document.label and document.label in question.labels:
            scores[number] += _BY_NUMBER
    return scores


def _add_from_questions(scores: dict[int, float], index: Index) -> None:
    """Let a question that fits raise the articles with its answer."""
    places = {
        document.key: number
        for number, document in enumerate(index.documents)
        if document.kind is Kind.ARTICLE
    }
    for number, document in enumerate(index.documents):
        if document.kind is Kind.QUESTION and scores.get(number):
            for key in document.article_keys:
                if key in places:
                    scores[places[key]] += _FROM_QUESTION * scores[number]


def _found(document: Document, question: Question, index: Index) -> Found:
    terms = question.terms

    def hit(word: str) -> bool:
        return not terms.isdisjoint(index.known.terms_of(word))

    return Found(
        kind=document.kind,
        key=document.key,
        label=document.label,
        title=mark(document.title, hit),
        text=mark(excerpt(document.text, hit), hit),
        url=address_of(document),
    )

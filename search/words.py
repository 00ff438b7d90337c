"""The words that somebody may know of, kept by each process until they are others."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from math import log
from threading import Lock
from typing import Any

from core.language.asking import Vocabulary
from core.language.groups import Groups, groups_of
from search.models import SearchEntry, SearchSynonym, SearchWords
from search.stems import stems_of

_EVERYBODY, _SIGNED_IN = 0, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedWords:
    """The words of everything that is not bound to units, for one sort of visitor."""

    words: Mapping[str, frozenset[str]]
    counts: Mapping[str, int]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What somebody may know of: the shared words, and those of their own units."""

    vocabulary: Vocabulary
    counts: Mapping[str, int]
    own_counts: Mapping[str, int]
    total: int

    def rarity(self, term: str) -> float:
        """Return how telling a term is: the fewer entries have it, the more."""
        having = self.counts.get(term, 0) + self.own_counts.get(term, 0)
        return log(1 + self.total / (1 + having))


class _Joined(Mapping[str, Any]):
    """Two dictionaries as one, without copying the large one for every request."""

    def __init__(self, first: Mapping[str, Any], second: Mapping[str, Any]) -> None:
        self._first, self._second = first, second

    def __getitem__(self, key: str) -> Any:
        return self._first[key] if key in self._first else self._second[key]

    def __contains__(self, key: object) -> bool:
        return key in self._first or key in self._second

    def __iter__(self) -> Iterator[str]:
        return chain(self._first, (key for key in self._second if key not in self._first))

    def __len__(self) -> int:
        return sum(1 for _key in self)


class _Kept:
    """The shared words of this process. Nothing of who asks."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._version = ""
        self._shared: tuple[SharedWords, SharedWords] | None = None

    def shared(self, *, signed_in: bool) -> SharedWords:
        row = SearchWords.objects.filter(pk=SearchWords.ONLY).only("version").first()
        version = row.version if row else "none"
        with self._lock:
            if self._shared is None or self._version != version:
                row = SearchWords.objects.filter(pk=SearchWords.ONLY).first()
                self._shared = _read(row)
                self._version = row.version if row else "none"
            return self._shared[_SIGNED_IN if signed_in else _EVERYBODY]


_KEPT = _Kept()


def known_to(*, signed_in: bool, own: Iterable[SearchEntry]) -> Known:
    """Return the words of what somebody may find; `own` is what is bound to their units."""
    shared = _KEPT.shared(signed_in=signed_in)
    rows = list(own)
    counts: dict[str, int] = {}
    typed: set[str] = set()
    for row in rows:
        typed.update(row.words)
        for term in row.weights:
            counts[term] = counts.get(term, 0) + 1
    words: Mapping[str, frozenset[str]] = shared.words
    terms: Mapping[str, int] = shared.counts
    if rows:
        words = _Joined(shared.words, stems_of(typed, shared.words.keys()))
        terms = _Joined(shared.counts, counts)
    return Known(
        vocabulary=Vocabulary(words=words, terms=terms, groups=synonyms()),
        counts=shared.counts,
        own_counts=counts,
        total=shared.total + len(rows),
    )


def synonyms() -> Groups:
    """Return the words that mean the same, as editors say now."""
    return groups_of(row.word_list for row in SearchSynonym.objects.order_by("pk"))


def _read(row: SearchWords | None) -> tuple[SharedWords, SharedWords]:
    if row is None:
        nothing = SharedWords(words={}, counts={}, total=0)
        return nothing, nothing
    everybody: dict[str, frozenset[str]] = {}
    signed_in: dict[str, frozenset[str]] = {}
    for word, (level, *stems) in row.words.items():
        signed_in[word] = frozenset(stems)
        if level == _EVERYBODY:
            everybody[word] = signed_in[word]
    public, others = row.totals
    return (
        SharedWords(
            words=everybody,
            counts={term: counts[0] for term, counts in row.counts.items() if counts[0]},
            total=public,
        ),
        SharedWords(
            words=signed_in,
            counts={term: sum(counts) for term, counts in row.counts.items()},
            total=public + others,
        ),
    )

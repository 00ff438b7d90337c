"""Words that mean the same to who searches, put together in groups."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.language.words import stem, telling


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """Groups by the stem of a word and, for groups of more words such as "fles wijn", by phrase.

    `stems` holds the single words of each group, in the order of the groups.
    """

    of_stem: Mapping[str, Collection[int]]
    phrases: Mapping[int, Sequence[frozenset[str]]]
    stems: Sequence[frozenset[str]]

    def said_in(self, stems: Collection[str]) -> frozenset[int]:
        """Return the groups of which a whole phrase is among these stems."""
        said = frozenset(stems)
        return frozenset(
            number
            for number, phrases in self.phrases.items()
            if any(phrase <= said for phrase in phrases)
        )


def groups_of(groups: Iterable[Iterable[str]]) -> Groups:
    """Return groups that can be searched, from words and phrases as an editor writes them."""
    rows = [[frozenset(stem(part) for part in telling(word)) for word in row] for row in groups]
    single: dict[str, set[int]] = defaultdict(set)
    phrases: dict[int, list[frozenset[str]]] = defaultdict(list)
    for number, row in enumerate(rows):
        for stems in row:
            if len(stems) == 1:
                single[next(iter(stems))].add(number)
            elif stems:
                phrases[number].append(stems)
    return Groups(
        of_stem=dict(single),
        phrases=dict(phrases),
        stems=tuple(
            frozenset(one for stems in row if len(stems) == 1 for one in stems) for row in rows
        ),
    )


def group_term(number: int) -> str:
    """Return the term that stands for a whole group of words; no word looks like it."""
    return f"#{number}"

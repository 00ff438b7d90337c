"""What changed between two texts: block by block, and within a block word by word.

The standard library compares; here only blocks that belong together are put side by side, so that
what comes out can be read aloud: whole paragraphs and items, with what was added and what went.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from core.language.plain import TextBlock, blocks_of, links_of

_LIKE_ENOUGH = 0.4
_PIECES = re.compile(r"\((?:https?:|mailto:|/)[^)\s]*\)|\s+|[^\W_]+|.", re.DOTALL)


class Fate(StrEnum):
    """What happened to a piece of text."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that share one fate."""

    fate: Fate
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedBlock:
    """A paragraph, heading or item with what happened to its words."""

    kind: str
    pieces: tuple[Piece, ...]

    @property
    def has_changed(self) -> bool:
        """Whether anything was added or went."""
        return any(piece.fate is not Fate.SAME for piece in self.pieces)


def compare_html(before: str, after: str) -> tuple[ComparedBlock, ...]:
    """Return the blocks of two texts in HTML, with what was added and what went.

    Addresses of links are only written out when they differ.
    """
    moved = bool(before and after) and links_of(before) != links_of(after)
    old, new = blocks_of(before, with_links=moved), blocks_of(after, with_links=moved)
    return tuple(_blocks(old, new))


def compare_words(before: str, after: str) -> tuple[Piece, ...]:
    """Return the pieces of two lines of text."""
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    found: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Piece(Fate.SAME, "".join(old[a:b])))
            continue
        if b > a:
            found.append(Piece(Fate.REMOVED, "".join(old[a:b])))
        if d > c:
            found.append(Piece(Fate.ADDED, "".join(new[c:d])))
    return tuple(_joined(found))


def _blocks(old: Sequence[TextBlock], new: Sequence[TextBlock]) -> Iterator[ComparedBlock]:
    matcher = SequenceMatcher(
        None, [(one.kind, one.text) for one in old], [(one.kind, one.text) for one in new]
    )
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            yield from (_whole(block, Fate.SAME) for block in new[c:d])
        else:
            yield from _changed(old[a:b], new[c:d])


def _changed(old: Sequence[TextBlock], new: Sequence[TextBlock]) -> Iterator[ComparedBlock]:
    """Yield blocks that went and that came; those that are alike become one."""
    waiting = list(old)
    for block in new:
        like = _most_like(block, waiting)
        if like is None:
            yield _whole(block, Fate.ADDED)
            continue
        place = waiting.index(like)
        yield from (_whole(gone, Fate.REMOVED) for gone in waiting[:place])
        waiting = waiting[place + 1 :]
        yield ComparedBlock(kind=block.kind, pieces=compare_words(like.text, block.text))
    yield from (_whole(gone, Fate.REMOVED) for gone in waiting)


def _most_like(block: TextBlock, among: Sequence[TextBlock]) -> TextBlock | None:
    words = block.text.split()
    scored = [
        (SequenceMatcher(None, one.text.split(), words, autojunk=False).ratio(), one)
        for one in among
        if one.kind == block.kind
    ]
    score, best = max(scored, key=lambda row: row[0], default=(0.0, None))
    return best if score >= _LIKE_ENOUGH else None


def _whole(block: TextBlock, fate: Fate) -> ComparedBlock:
    return ComparedBlock(kind=block.kind, pieces=(Piece(fate, block.text),))


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Take single words that stayed between two changes along: broken sentences cannot be read.

    "een ~~klein~~ **groot**" stays as it is; a lone space or comma that stayed does not part two
    changes.
    """
    rows = list(pieces)
    old = new = ""
    for place, piece in enumerate(rows):
        last = place == len(rows) - 1
        bridges = bool(old or new) and not last and not re.search(r"\w", piece.text)
        if piece.fate is Fate.SAME and not bridges:
            yield from _pair(old, new)
            old = new = ""
            yield piece
        else:
            old += "" if piece.fate is Fate.ADDED else piece.text
            new += "" if piece.fate is Fate.REMOVED else piece.text
    yield from _pair(old, new)


def _pair(old: str, new: str) -> Iterator[Piece]:
    if old:
        yield Piece(Fate.REMOVED, old)
    if new:
        yield Piece(Fate.ADDED, new)

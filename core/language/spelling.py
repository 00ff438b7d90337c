"""What somebody meant to type."""

from collections.abc import Collection

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

_SHORTEST = 4
_ALIKE = 6
_NEARLY = 0.05
"""A word that is this much less like what was typed than the likeliest is not meant."""
_EDITS = ((10, 3), (7, 2), (_SHORTEST, 1))
"""From this many letters on, so many may be wrong, missing, too many or swapped."""


def close_words(
    word: str, known: Collection[str], *, most: int = 3
) -> tuple[tuple[str, float], ...]:
    """Return known words that differ little from a folded word, each with its likeness (0 to 1).

    The likeliest first; of equals the one that comes first in the alphabet.
    """
    allowed = next((edits for letters, edits in _EDITS if len(word) >= letters), 0)
    if not allowed:
        return ()
    found = extract(word, known, scorer=OSA.distance, score_cutoff=allowed, limit=most * 4)
    rows = ((close, 1 - distance / max(len(word), len(close))) for close, distance, _at in found)
    # Few people mistype the first letter.
    ranked = sorted(rows, key=lambda row: (row[0][0] != word[0], -row[1], row[0]))
    likely = [row for row in ranked if row[1] >= ranked[0][1] - _NEARLY]
    return tuple(likely[:most])


def begins_alike(word: str, known: Collection[str], *, most: int = 3) -> tuple[str, ...]:
    """Return known words that begin with the same six letters or more, the likeliest first."""
    if len(word) < _ALIKE:
        return ()
    shared = {one: _shared_letters(word, one) for one in known if one.startswith(word[:_ALIKE])}
    return tuple(sorted(shared, key=lambda one: (-shared[one], one))[:most])


def _shared_letters(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))

"""Dutch writes words together: this takes them apart at words that are known."""

from collections.abc import Collection

LINKS = ("", "s", "e", "en", "n")
"""What may stand between two parts: werk-plek, overheid-s-dienst, ziek-en-huis."""

_SHORTEST = 4
_MOST_PARTS = 4


def parts_of(word: str, known: Collection[str], *, most: int = _MOST_PARTS) -> tuple[str, ...]:
    """Return the known words that a word is made of, the longest first part that fits.

    Empty: it cannot be taken apart without a rest.
    """
    if most < 1:
        return ()
    for cut in range(len(word) - _SHORTEST, _SHORTEST - 1, -1):
        head = _without_link(word[:cut], known)
        if head is None:
            continue
        tail = word[cut:]
        rest = (tail,) if tail in known else parts_of(tail, known, most=most - 1)
        if rest:
            return (head, *rest)
    return ()


def ends_of(word: str, known: Collection[str]) -> tuple[str, ...]:
    """Return the longest known words that a word begins and ends with, whatever stands between."""
    lengths = range(len(word) - 1, _SHORTEST - 1, -1)
    first = next((word[:n] for n in lengths if word[:n] in known), None)
    last = next((word[-n:] for n in lengths if word[-n:] in known), None)
    return tuple(dict.fromkeys(part for part in (first, last) if part))


def _without_link(head: str, known: Collection[str]) -> str | None:
    for link in LINKS:
        bare = head.removesuffix(link) if link else head
        if len(bare) >= _SHORTEST and head.endswith(link) and bare in known:
            return bare
    return None

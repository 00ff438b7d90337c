"""Shows where a text was hit: the words in <mark>, and of a long text the telling part."""

from collections.abc import Callable, Sequence

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from core.language.words import Word, words

Hit = Callable[[str], bool]
"""Tells of a folded word whether it is one that was looked for."""


def mark(text: str, hit: Hit) -> SafeString:
    """Return a text as HTML with <mark> around the words that were looked for."""
    parts: list[str] = []
    done = 0
    for word in words(text):
        if hit(word.folded):
            parts += [
                conditional_escape(text[done : word.start]),
                format_html("<mark>{}</mark>", word.text),
            ]
            done = word.end
    parts.append(conditional_escape(text[done:]))
    return mark_safe("".join(parts))  # noqa: S308  every part was escaped above


def excerpt(text: str, hit: Hit, *, length: int = 28) -> str:
    """Return about so many words of a text, those around most of what was looked for."""
    found = list(words(text))
    if len(found) <= length:
        return text
    start = _best_start(found, hit, length)
    end = min(start + length, len(found))
    before = "… " if start else ""
    after = " …" if end < len(found) else text[found[-1].end :]
    return f"{before}{text[found[start].start : found[end - 1].end]}{after}"


def _best_start(found: Sequence[Word], hit: Hit, length: int) -> int:
    """Return where to begin: a few words before the first hit of the richest stretch."""
    hits = [place for place, word in enumerate(found) if hit(word.folded)]
    if not hits:
        return 0
    richest = max(
        hits, key=lambda place: (sum(place <= one < place + length for one in hits), -place)
    )
    return max(0, min(richest - length // 4, len(found) - length))

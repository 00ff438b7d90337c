"""What a process remembers of the front pages, until a page of the site changes or a day passes."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.utils.crypto import get_random_string
from django.utils.translation import get_language

from core import clock
from core.statements import Statement
from home.models import FrontStamp

T = TypeVar("T")
# Of the pages for everybody only: a handful for each language.
_MOST = 64
_WORD = Statement(lambda: FrontStamp.objects.filter(pk=1).values_list("word"))
_kept: dict[tuple[Any, ...], Any] = {}


def front_word() -> str:
    """Return the word that is another one after every change of a page."""
    row = _WORD.row()
    return str(row[0]) if row else ""


def remembered(name: object, build: Callable[[], T], *, word: str | None = None) -> T:
    """Return what was built before under this name, for this language and day; else build it.

    One query, or none when the caller knows the word already. Without a word nothing is kept:
    nothing would tell that it is old.
    """
    word = front_word() if word is None else word
    if not word:
        return build()
    key = (word, get_language(), clock.today(), name)
    if key not in _kept:
        if len(_kept) >= _MOST:
            _kept.clear()
        _kept[key] = build()
    found: T = _kept[key]
    return found


def forget() -> None:
    """Let every process read the front pages anew."""
    FrontStamp.objects.update_or_create(pk=1, defaults={"word": get_random_string(32)})

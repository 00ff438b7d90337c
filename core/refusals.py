"""What a service says when a change cannot be made; each app has its own, as nouns."""

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class RefusedChange(Exception):
    """The change cannot be made; forms show `sentence`, which says what to do instead."""

    sentence: "ClassVar[str | _StrPromise]"

    def __str__(self) -> str:
        return str(self.sentence)

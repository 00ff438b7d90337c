"""Groups of words that mean the same to who searches: those of a file, and those of editors."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints, TypeAdapter

from core.content_files import ContentModel, read_yaml_with_lines
from gir.models import SearchWords

FILE = Path(__file__).parent.parent / "content" / "zoekwoorden.yaml"

Text = Annotated[str, StringConstraints(min_length=1, max_length=60)]


class _Group(ContentModel):
    woorden: Annotated[tuple[Text, ...], Field(min_length=1)]
    artikelen: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WordGroup:
    """Words that mean the same, and the articles that they lead to."""

    words: Sequence[str]
    article_keys: Sequence[str]


def word_groups() -> tuple[WordGroup, ...]:
    """Return the groups of the file, then those of editors."""
    own = (
        WordGroup(words=_listed(row.words), article_keys=tuple(map(str, row.article_keys)))
        for row in SearchWords.objects.order_by("pk")
    )
    return (*of_file(), *(group for group in own if group.words))


@cache
def of_file(path: Path = FILE) -> tuple[WordGroup, ...]:
    """Return the groups of a file; raise `InvalidContent` when something in it is wrong."""
    file = read_yaml_with_lines(path)
    groups = file.validate_each(TypeAdapter(_Group))
    file.raise_errors()
    return tuple(_groups(group for group in groups if group is not None))


def _groups(groups: Iterable[_Group]) -> Iterable[WordGroup]:
    for group in groups:
        yield WordGroup(words=group.woorden, article_keys=group.artikelen)


def _listed(words: str) -> tuple[str, ...]:
    return tuple(word for part in words.replace("\n", ",").split(",") if (word := part.strip()))

"""The chapters of the code with their articles, as in force on a day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from gir.models import ArticleVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleLine:
    """An article in a list."""

    key: str
    label: str
    title: str
    chapter: int
    chapter_title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A chapter with its articles in the order of the code."""

    number: int
    title: str
    articles: Sequence[ArticleLine]


def articles_on(day: date) -> tuple[ArticleLine, ...]:
    """Return the articles in force on a day, in the order of the code, without their texts."""
    names = ("key", "label", "title", "chapter", "chapter_title")
    rows = ArticleVersion.objects.in_force_on(day).values(*names)
    return tuple(ArticleLine(**row) for row in rows)


def chapters(articles: Iterable[ArticleLine]) -> tuple[Chapter, ...]:
    """Put articles that are in the order of the code in their chapters."""
    groups = groupby(articles, key=lambda one: (one.chapter, one.chapter_title))
    return tuple(
        Chapter(number=number, title=title, articles=tuple(lines))
        for (number, title), lines in groups
    )


def neighbours(
    articles: Sequence[ArticleLine], key: str
) -> tuple[ArticleLine | None, ArticleLine | None]:
    """Return the article before and after one; None at the ends and beside an unknown one."""
    place = next((n for n, one in enumerate(articles) if one.key == key), None)
    if place is None:
        return None, None
    before = articles[place - 1] if place else None
    after = articles[place + 1] if place + 1 < len(articles) else None
    return before, after

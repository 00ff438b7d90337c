"""The whole code on one page, as in force on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from gir.models import ArticleVersion
from gir.reports.article import LegalBasis, legal_basis
from gir.reports.days import Asked
from gir.reports.editions import EditionLine, Editions, editions_on


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeArticle:
    """An article with its text."""

    version: ArticleVersion
    legal_basis: Sequence[LegalBasis]


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeChapter:
    """A chapter with the texts of its articles."""

    number: int
    title: str
    articles: Sequence[WholeArticle]


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeCode:
    """Everything that was, is or will be in force on a day."""

    editions: Editions
    edition: EditionLine | None
    chapters: Sequence[WholeChapter]


def whole_code(asked: Asked) -> WholeCode:
    """Return the texts of a day, by chapter."""
    editions = editions_on(asked.day)
    rows = ArticleVersion.objects.in_force_on(asked.day)
    groups = groupby(rows, key=lambda row: (row.chapter, row.chapter_title))
    chapters = tuple(
        WholeChapter(
            number=number,
            title=title,
            articles=tuple(
                WholeArticle(version=row, legal_basis=legal_basis(row.legal_refs)) for row in found
            ),
        )
        for (number, title), found in groups
    )
    return WholeCode(editions=editions, edition=editions.of_the_day, chapters=chapters)

"""Ways in to the code: themes, and questions as people ask them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from gir.models import Question, Theme
from gir.reports.outline import ArticleLine


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeLine:
    """A theme with the articles that it is about."""

    key: str
    title: str
    about: str
    article_keys: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionLine:
    """A question with where its answer stands."""

    key: str
    text: str
    answer: str
    article_keys: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeView:
    """A theme as a page of its own."""

    key: str
    title: str
    about: str
    expected: str
    example: str
    where_to_go: str
    articles: Sequence[ArticleLine]
    questions: Sequence[QuestionLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    """A question as a page of its own."""

    key: str
    text: str
    answer: str
    articles: Sequence[ArticleLine]
    themes: Sequence[ThemeLine]


Line = TypeVar("Line", ThemeLine, QuestionLine)


def theme_lines() -> tuple[ThemeLine, ...]:
    """Return the published themes in their order."""
    return tuple(_theme_line(row) for row in Theme.objects.filter(live=True))


def question_lines() -> tuple[QuestionLine, ...]:
    """Return the published questions in their order."""
    return tuple(_question_line(row) for row in Question.objects.filter(live=True))


def theme_view(key: str, articles: Iterable[ArticleLine]) -> ThemeView | None:
    """Return a published theme, with its articles that are in force."""
    row = Theme.objects.filter(live=True, key=key).first()
    if row is None:
        return None
    return ThemeView(
        key=row.key,
        title=row.title,
        about=row.about,
        expected=row.expected,
        example=row.example,
        where_to_go=row.where_to_go,
        articles=of_keys(articles, row.article_keys),
        questions=tuple(_question_line(one) for one in row.questions.filter(live=True)),
    )


def question_view(key: str, articles: Iterable[ArticleLine]) -> QuestionView | None:
    """Return a published question, with where its answer stands."""
    row = Question.objects.filter(live=True, key=key).first()
    if row is None:
        return None
    themes = tuple(_theme_line(one) for one in row.themes.filter(live=True))
    keys = row.article_keys or [key for theme in themes for key in theme.article_keys]
    return QuestionView(
        key=row.key,
        text=row.text,
        answer=row.answer,
        articles=of_keys(articles, keys),
        themes=themes,
    )


def about_article(lines: Iterable[Line], key: str) -> tuple[Line, ...]:
    """Keep the themes or questions that name an article."""
    return tuple(line for line in lines if key in line.article_keys)


def of_keys(articles: Iterable[ArticleLine], keys: Collection[str]) -> tuple[ArticleLine, ...]:
    """Return the articles of these keys that are in force, in the order of the code."""
    wanted = set(keys)
    return tuple(one for one in articles if one.key in wanted)


def _theme_line(row: Theme) -> ThemeLine:
    return ThemeLine(
        key=row.key, title=row.title, about=row.about, article_keys=tuple(row.article_keys)
    )


def _question_line(row: Question) -> QuestionLine:
    return QuestionLine(
        key=row.key, text=row.text, answer=row.answer, article_keys=tuple(row.article_keys)
    )

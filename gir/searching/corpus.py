"""What is searched: the articles in force, the themes and the questions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.urls import reverse

from core.language.plain import text_of
from gir.models import ArticleVersion, Question, Theme
from gir.searching.synonyms import WordGroup, word_groups


class Kind(StrEnum):
    """What was found."""

    ARTICLE = "article"
    THEME = "theme"
    QUESTION = "question"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Something that can be found. `fields` are texts with how much a word in them says."""

    kind: Kind
    key: str
    label: str
    title: str
    text: str
    fields: Sequence[tuple[float, str]]
    article_keys: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """All that can be found on a day, and the words that people use for it."""

    documents: Sequence[Document]
    groups: Sequence[WordGroup]


State = tuple[Any, ...]
"""Equal as long as the same texts are to be searched; costs four small questions."""


def state_on(day: date) -> State:
    """Return what tells whether the texts of a day are still those of an index."""
    versions = ArticleVersion.objects.in_force_on(day).values_list("pk", flat=True)
    return (
        tuple(versions),
        tuple(Theme.objects.filter(live=True).values_list(*_THEME)),
        tuple(Question.objects.filter(live=True).values_list(*_QUESTION)),
        word_groups(),
    )


def corpus_of(state: State) -> Corpus:
    """Return the texts of a state, written out."""
    versions, themes, questions, groups = state
    documents = (
        *_articles(versions),
        *(_theme(dict(zip(_THEME, row, strict=True))) for row in themes),
        *(_question(dict(zip(_QUESTION, row, strict=True))) for row in questions),
    )
    return Corpus(documents=documents, groups=groups)


_THEME = ("key", "title", "about", "expected", "example", "where_to_go", "article_keys")
_QUESTION = ("key", "text", "answer", "article_keys")


def address_of(document: Document) -> str:
    """Return where something that was found can be read, in the language of the page."""
    return reverse(f"gir:{document.kind}", args=[document.key])


def _articles(pks: Sequence[int]) -> Iterator[Document]:
    rows = ArticleVersion.objects.filter(pk__in=pks).order_by("position", "key")
    for row in rows:
        rule, expected, example = text_of(row.rule), text_of(row.expected), text_of(row.example)
        yield Document(
            kind=Kind.ARTICLE,
            key=row.key,
            label=row.label,
            title=row.title,
            text=" ".join(part for part in (rule, expected, example) if part),
            fields=(
                (4.0, row.title),
                (1.5, row.chapter_title),
                (1.5, rule),
                (1.0, expected),
                (1.0, example),
                (0.5, text_of(row.where_to_go)),
                (0.5, text_of(row.official_text)),
            ),
            article_keys=(row.key,),
        )


def _theme(row: dict[str, Any]) -> Document:
    about, expected = text_of(row["about"]), text_of(row["expected"])
    example, where = text_of(row["example"]), text_of(row["where_to_go"])
    return Document(
        kind=Kind.THEME,
        key=row["key"],
        label="",
        title=row["title"],
        text=" ".join(part for part in (about, expected, example) if part),
        fields=((4.0, row["title"]), (2.0, about), (1.0, expected), (1.0, example), (0.5, where)),
        article_keys=tuple(row["article_keys"]),
    )


def _question(row: dict[str, Any]) -> Document:
    answer = text_of(row["answer"])
    return Document(
        kind=Kind.QUESTION,
        key=row["key"],
        label="",
        title=row["text"],
        text=answer,
        fields=((4.0, row["text"]), (1.0, answer)),
        article_keys=tuple(row["article_keys"]),
    )

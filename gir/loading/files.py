"""Reads the files with the texts of the code in `gir/content/`."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from django.utils.translation import gettext as _
from pydantic import Field, StringConstraints, TypeAdapter

from core.content_files import (
    ContentFile,
    ContentModel,
    matching,
    read_yaml_with_lines,
    suggest,
)
from lms.api import course_dilemmas

FOLDER = Path(__file__).resolve().parents[1] / "content"

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Key = Annotated[
    str,
    StringConstraints(min_length=1, max_length=40),
    matching(
        r"[a-z0-9]+(-[a-z0-9]+)*",
        lambda: _("Use only small letters, digits and hyphens here, such as 4-1."),
    ),
]
Title = Annotated[Text, StringConstraints(max_length=200)]
Role = Literal[
    "confidential_adviser",
    "integrity_coordinator",
    "hr_adviser",
    "staff_counsellor",
    "social_safety_lead",
    "prevention_officer",
    "manager",
]


class LegalRef(ContentModel):
    """A law, with where it can be read if there is a place."""

    name: Text
    url: str = ""


class ArticleFile(ContentModel):
    """An article in own plain words; the official text never stands here."""

    key: Key
    label: Annotated[Text, StringConstraints(max_length=20)]
    title: Title
    rule: Text
    expected: str = ""
    example: str = ""
    where: str = ""
    roles: tuple[Role, ...] = ()
    legal_refs: tuple[LegalRef, ...] = ()
    change_note: str = ""


class ChapterFile(ContentModel):
    """A chapter with its articles."""

    number: Annotated[int, Field(ge=1)]
    title: Title
    articles: tuple[ArticleFile, ...] = Field(min_length=1)


class _EditionFields(ContentModel):
    code: Key
    title: Title
    stcrt_ref: str = ""
    official_url: str = ""
    declaration_url: str = ""
    valid_from: date
    change_class: Literal["editorial", "substantive", "normative"]
    summary: str = ""


class EditionFile(_EditionFields):
    """An edition with everything in it."""

    chapters: tuple[ChapterFile, ...] = Field(min_length=1)


class _Changed(ContentModel):
    key: Key
    title: Title = ""
    rule: Text = ""
    expected: str = ""
    example: str = ""
    where: str = ""


class _Added(ArticleFile):
    chapter: int


class _EarlierFile(_EditionFields):
    without: tuple[Key, ...] = ()
    changed: tuple[_Changed, ...] = ()
    added: tuple[_Added, ...] = ()


class ThemeFile(ContentModel):
    """A theme; `code` is where it stands in the assignment of the content owner."""

    code: Text
    key: Key
    title: Annotated[Text, StringConstraints(max_length=120)]
    articles: tuple[Key, ...] = ()
    about: Text
    expected: Text
    example: str = ""
    where: str = ""


class QuestionFile(ContentModel):
    """A question as people ask it."""

    key: Annotated[Text, StringConstraints(max_length=80)]
    text: Title
    answer: Text
    themes: tuple[Key, ...] = ()
    articles: tuple[Key, ...] = ()


class OptionFile(ContentModel):
    """Something one could do in a dilemma."""

    key: Annotated[Text, StringConstraints(max_length=1)]
    text: Annotated[Text, StringConstraints(max_length=300)]
    verdict: Literal["sterk", "kan", "risico"]
    feedback: Text


class DilemmaFile(ContentModel):
    """A dilemma for the pool."""

    key: Text
    title: Annotated[Text, StringConstraints(max_length=120)]
    situation: Text
    question: Title
    options: tuple[OptionFile, ...] = Field(min_length=2)
    theme: str = ""


class _Pool(ContentModel):
    themes: dict[str, Key] = {}
    eigen: tuple[DilemmaFile, ...] = ()


def read_edition(path: Path = FOLDER / "artikelen.yaml") -> EditionFile:
    """Return the edition; raise `InvalidContent` with everything that is wrong."""
    file = read_yaml_with_lines(path)
    edition = file.validate(TypeAdapter(EditionFile), file.data)
    if edition is not None:
        seen: set[str] = set()
        for i, chapter in enumerate(edition.chapters):
            for j, article in enumerate(chapter.articles):
                if article.key in seen:
                    file.add_error(("chapters", i, "articles", j), _double(article.key))
                seen.add(article.key)
    if edition is None or file.errors:
        raise file.invalid()
    return edition


def read_earlier_edition(path: Path, latest: EditionFile) -> EditionFile:
    """Return an edition that is told as its differences from the latest."""
    file = read_yaml_with_lines(path)
    earlier = file.validate(TypeAdapter(_EarlierFile), file.data)
    known = {article.key for chapter in latest.chapters for article in chapter.articles}
    if earlier is not None:
        _check(file, ("without",), earlier.without, known)
        _check(file, ("changed",), (one.key for one in earlier.changed), known)
    if earlier is None or file.errors:
        raise file.invalid()
    chapters = (_earlier_chapter(chapter, earlier) for chapter in latest.chapters)
    fields = {name: getattr(earlier, name) for name in _EditionFields.model_fields}
    return EditionFile(**fields, chapters=tuple(one for one in chapters if one.articles))


def _earlier_chapter(chapter: ChapterFile, earlier: _EarlierFile) -> ChapterFile:
    changed = {one.key: one.model_dump(exclude_unset=True) for one in earlier.changed}
    articles = [
        article.model_copy(update=changed.get(article.key, {}))
        for article in chapter.articles
        if article.key not in earlier.without
    ]
    added = [one for one in earlier.added if one.chapter == chapter.number]
    own = [ArticleFile(**one.model_dump(exclude={"chapter"})) for one in added]
    return chapter.model_copy(update={"articles": (*articles, *own)})


def read_themes(articles: Collection[str], path: Path = FOLDER / "themas.yaml") -> list[ThemeFile]:
    """Return the themes; raise `InvalidContent`, also for an article that does not exist."""
    file = read_yaml_with_lines(path)
    found = file.validate_each(TypeAdapter(ThemeFile))
    for i, theme in enumerate(found):
        _check(file, (i, "articles"), theme.articles if theme else (), articles)
    rows = [one for one in found if one is not None]
    _refuse_doubles(file, [one.key for one in rows])
    file.raise_errors()
    return rows


def read_questions(
    articles: Collection[str], themes: Collection[str], path: Path = FOLDER / "vragen.yaml"
) -> list[QuestionFile]:
    """Return the questions; raise `InvalidContent`, also for an unknown theme or article."""
    file = read_yaml_with_lines(path)
    found = file.validate_each(TypeAdapter(QuestionFile))
    for i, question in enumerate(found):
        _check(file, (i, "articles"), question.articles if question else (), articles)
        _check(file, (i, "themes"), question.themes if question else (), themes)
    rows = [one for one in found if one is not None]
    _refuse_doubles(file, [one.key for one in rows])
    file.raise_errors()
    return rows


def read_dilemmas(
    themes: Collection[str], path: Path = FOLDER / "dilemmas.yaml"
) -> Mapping[str, DilemmaFile]:
    """Return the pool by key: the dilemmas of all installed courses, and those of the code itself.

    The key carries the course, so that two courses may both have a "D1.1".
    """
    file = read_yaml_with_lines(path)
    pool = file.validate(TypeAdapter(_Pool), file.data) or _Pool()
    for name, theme in pool.themes.items():
        _check(file, ("themes", name), (theme,), themes)
    for i, dilemma in enumerate(pool.eigen):
        _check(file, ("eigen", i, "theme"), (dilemma.theme,) if dilemma.theme else (), themes)
    file.raise_errors()
    found = {
        f"{one.course}-{_slug(one.dilemma.key)}": DilemmaFile(
            **one.dilemma.model_dump(), theme=pool.themes.get(one.dilemma.key, "")
        )
        for one in course_dilemmas()
    }
    return found | {f"gir-{_slug(one.key)}": one for one in pool.eigen}


def _slug(key: str) -> str:
    return key.lower().replace(".", "-")


def _check(
    file: ContentFile, at: tuple[str | int, ...], names: Iterable[str], known: Collection[str]
) -> None:
    for i, name in enumerate(names):
        if name not in known:
            sentence = _("'%(name)s' does not exist.") % {"name": name}
            file.add_error((*at, i), f"{sentence} {suggest(name, known)}".strip())


def _refuse_doubles(file: ContentFile, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for i, name in enumerate(names):
        if name in seen:
            file.add_double(i, name)
        seen.add(name)


def _double(name: str) -> str:
    return _("'%(field)s' stands here twice. Remove one of them.") % {"field": name}

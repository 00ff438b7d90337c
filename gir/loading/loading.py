"""Turns the files in `gir/content/` into pages and snippets. Doing it again changes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from core.markdown import render_markdown
from gir.loading.files import (
    ArticleFile,
    ChapterFile,
    DilemmaFile,
    EditionFile,
    QuestionFile,
    ThemeFile,
)
from gir.loading.index import ensure_index
from gir.loading.putting import GirPutter
from gir.models import ArticlePage, Dilemma, Edition, EditionPage, Question, Theme
from gir.services.workflow import ensure_workflow

RENEWED = "De samenvatting in gewone taal is bijgewerkt. De regel zelf is niet veranderd."
"""What readers see with a summary that came with a newer Kompas."""

_EDITION = (
    "code",
    "title",
    "stcrt_ref",
    "official_url",
    "declaration_url",
    "summary",
    "change_class",
    "valid_from",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """Everything that was read."""

    editions: Sequence[EditionFile]
    themes: Sequence[ThemeFile]
    questions: Sequence[QuestionFile]
    dilemmas: Mapping[str, DilemmaFile]
    sources: Sequence[str] = ()


@transaction.atomic(durable=True)
def load_gir(files: Files, *, publish: bool) -> list[str]:
    """Make or renew the code; return a line for each text that changed or was left alone."""
    ensure_workflow(ensure_index())
    loader = _Loader(sources=files.sources, putter=GirPutter(publish=publish))
    for edition in files.editions:
        loader.load_edition(edition)
    for position, theme in enumerate(files.themes, start=1):
        loader.load_theme(theme, position)
    loader.themes = dict(Theme.objects.values_list("key", "pk"))
    for position, question in enumerate(files.questions, start=1):
        loader.load_question(question, position)
    for key, dilemma in files.dilemmas.items():
        loader.load_dilemma(key, dilemma)
    return loader.putter.lines


@dataclass(kw_only=True)
class _Loader:
    """One load."""

    sources: Sequence[str]
    putter: GirPutter
    themes: Mapping[str, int] = field(default_factory=dict)

    def load_edition(self, file: EditionFile) -> None:
        """Put the articles in place and then publish the whole, so that it is one edition."""
        page = self._edition_page(file)
        publish = self.putter.publish
        is_approved = Edition.objects.filter(page_id=page.pk).exists()
        self.putter.publish = publish and is_approved
        for chapter in file.chapters:
            for number, article in enumerate(chapter.articles, start=1):
                self._load_article(page, self._article(chapter, number, article), article)
        self.putter.publish = publish
        if publish and not is_approved:
            page.get_latest_revision_as_object().save_revision().publish()
            self.putter.lines.append(f"edition {file.code}: published")

    def load_theme(self, file: ThemeFile, position: int) -> None:
        """Make or renew a theme."""
        values = {
            "key": file.key,
            "position": position,
            "title": file.title,
            "about": self._html(file.about),
            "expected": self._html(file.expected),
            "example": self._html(file.example),
            "where_to_go": self._html(file.where),
            "article_keys": list(file.articles),
        }
        current = Theme.objects.filter(key=file.key).first()
        self.putter.put(f"theme {file.key}", current, values, add=lambda: Theme(live=False))

    def load_question(self, file: QuestionFile, position: int) -> None:
        """Make or renew a question."""
        values = {
            "key": file.key,
            "position": position,
            "text": file.text,
            "answer": self._html(file.answer),
            "article_keys": list(file.articles),
            "themes": sorted(self.themes[key] for key in file.themes),
        }

        def add() -> Question:
            # Themes can only be given to a question that is stored.
            question: Question = Question.objects.create(key=file.key, text=file.text, live=False)
            return question

        current = Question.objects.filter(key=file.key).first()
        self.putter.put(f"question {file.key}", current, values, add=add)

    def load_dilemma(self, key: str, file: DilemmaFile) -> None:
        """Make or renew a dilemma of the pool."""
        values = {
            "key": key,
            "title": file.title,
            "situation": file.situation,
            "question": file.question,
            "theme_id": self.themes.get(file.theme),
            "options": [[one.key, one.text, one.verdict, one.feedback] for one in file.options],
        }
        current = Dilemma.objects.filter(key=key).first()
        self.putter.put(f"dilemma {key}", current, values, add=lambda: Dilemma(live=False))

    def _edition_page(self, file: EditionFile) -> EditionPage:
        """Return the page of the edition; one that is there is the editors' own."""
        index = ensure_index()
        page: EditionPage | None = (
            EditionPage.objects.child_of(index).filter(code=file.code).first()
        )
        if page is not None:
            return page
        page = EditionPage(
            **{name: getattr(file, name) for name in _EDITION},
            slug=file.code,
            locale=index.locale,
            live=False,
        )
        index.add_child(instance=page)
        page.save_revision()
        self.putter.lines.append(f"edition {file.code}: made")
        return page

    def _load_article(
        self, parent: EditionPage, values: Mapping[str, Any], file: ArticleFile
    ) -> None:
        def add() -> ArticlePage:
            page = ArticlePage(
                slug=file.key,
                locale=parent.locale,
                live=False,
                change_note=file.change_note,
                **values,
            )
            parent.add_child(instance=page)
            return page

        current = ArticlePage.objects.child_of(parent).filter(key=file.key).first()
        note = {} if current is None else {"change_note": file.change_note or RENEWED}
        self.putter.put(f"article {file.key}", current, values, add=add, **note)

    def _article(self, chapter: ChapterFile, number: int, file: ArticleFile) -> dict[str, Any]:
        return {
            "key": file.key,
            "label": file.label,
            "title": file.title,
            "chapter": chapter.number,
            "chapter_title": chapter.title,
            # With room between, so that an article can come in without moving the others.
            "position": chapter.number * 1000 + number * 10,
            "rule": self._html(file.rule),
            "expected": self._html(file.expected),
            "example": self._html(file.example),
            "where_to_go": self._html(file.where),
            "legal_refs": [ref.model_dump() for ref in file.legal_refs],
            "roles": list(file.roles),
        }

    def _html(self, text: str) -> str:
        return render_markdown(text, sources=self.sources)

"""Turns course files into pages. Doing it again changes nothing; an editor's text always wins.

Every page remembers the hash of what was loaded last. Only when its content still has that hash was
it left alone by editors, and may the file renew it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page, Site

from core.sources import Source, read_sources
from lms.completions.enums import ChangeClass
from lms.content.block_files import BlockWriter
from lms.content.canonical import canonical_page, content_hash
from lms.content.files import CourseFile, LessonFile, ModuleFile, read_course
from lms.content.files_figures import KeyFigure as KeyFigureFile
from lms.content.files_figures import read_key_figures
from lms.content.models import (
    CATALOGUE_SLUG,
    CourseIndexPage,
    CoursePage,
    KeyFigure,
    LearnerPage,
    LessonPage,
    ModulePage,
)
from lms.content.services.versions import renewed_once
from lms.plugins import CourseConfig, courses

CATALOGUE_TITLE = "Aanbod"
CATALOGUE_LEAD = "Alle cursussen die je kunt doen. Wat verplicht voor je is, staat bij Mijn leren."


@dataclass(slots=True, kw_only=True)
class Loaded:
    """What a load did, in sentences; empty when everything was in place."""

    lines: list[str] = field(default_factory=list)

    def say(self, sentence: str, **values: object) -> None:
        """Add a sentence."""
        self.lines.append(sentence % values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """What the files of all courses share: sources and key figures beside the course's app."""

    sources: Mapping[str, Source]
    key_figures: Mapping[str, KeyFigureFile]


def read_shared(course: CourseConfig) -> Shared:
    """Read the lists of sources and key figures for a course; absent files are empty lists."""
    sources: Mapping[str, Source] = {}
    figures: Mapping[str, KeyFigureFile] = {}
    for folder in (Path(course.path).parent, content_folder(course)):
        if (folder / "bronnen.yaml").exists():
            sources = {**sources, **read_sources(folder / "bronnen.yaml")}
        if (folder / "kerncijfers.yaml").exists():
            found = read_key_figures(folder / "kerncijfers.yaml", sources=sources)
            figures = {**figures, **found}
    return Shared(sources=sources, key_figures=figures)


def content_folder(course: CourseConfig) -> Path:
    """Return the folder with the files of a course."""
    return Path(course.path) / "content"


@transaction.atomic(durable=True)
def load_course(
    *, course: CourseConfig, publish: bool, change: ChangeClass = ChangeClass.EDITORIAL
) -> Loaded:
    """Make or renew the pages of a course; raise `InvalidContent` before anything changes."""
    shared = read_shared(course)
    known = {*shared.key_figures, *KeyFigure.objects.values_list("key", flat=True)}
    file = read_course(
        content_folder(course),
        course_key=course.spec.key,
        module_keys=[module.key for module in course.spec.modules],
        extra_blocks=dict.fromkeys(course.spec.blocks),
        key_figures=known,
        sources=shared.sources or None,
        shelves={other.spec.key: content_folder(other) for other in courses()},
    )
    loaded = Loaded()
    load_key_figures(shared.key_figures, loaded)
    loader = _Loader(
        publish=publish,
        change=change,
        sources=frozenset(shared.sources),
        key_figures=dict(KeyFigure.objects.values_list("key", "pk")),
        loaded=loaded,
    )
    with renewed_once():
        loader.load(file, ensure_catalogue(loaded))
    return loaded


def load_key_figures(figures: Mapping[str, KeyFigureFile], loaded: Loaded) -> None:
    """Make or renew the key figures, except those that an editor changed."""
    known = {figure.key: figure for figure in KeyFigure.objects.filter(key__in=figures)}
    for key, file in figures.items():
        values = {name: getattr(file, name) for name in ("value", "text", "year", "source")}
        digest = content_hash(values)
        figure = known.get(key) or KeyFigure(key=key)
        if figure.loaded_hash == digest:
            continue
        current = content_hash({name: getattr(figure, name) for name in values})
        if figure.pk and current != figure.loaded_hash:
            loaded.say(_("Key figure %(key)s: an editor changed it, left as it is."), key=key)
            continue
        for name, value in {**values, "loaded_hash": digest}.items():
            setattr(figure, name, value)
        figure.save()
        loaded.say(_("Key figure %(key)s: loaded."), key=key)


def ensure_catalogue(loaded: Loaded) -> CourseIndexPage:
    """Return the catalogue below the start page of the site, made now or before."""
    locale = Locale.get_default()
    home = _site_root(locale)
    page: CourseIndexPage | None = CourseIndexPage.objects.child_of(home).first()
    if page is None:
        page = CourseIndexPage(
            title=CATALOGUE_TITLE, lead=CATALOGUE_LEAD, slug=CATALOGUE_SLUG, locale=locale
        )
        home.add_child(instance=page)
        page.save_revision().publish()
        loaded.say(_("%(title)s: published."), title=page.title)
    return page


def _site_root(locale: Locale) -> Page:
    site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
    if site is not None:
        return site.root_page
    root = Page.get_first_root_node()
    home: Page = root.add_child(instance=Page(title="Kompas", slug="start", locale=locale))
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    return home


@dataclass(frozen=True, slots=True, kw_only=True)
class _Loader:
    """Loads the pages of one course."""

    publish: bool
    change: ChangeClass
    sources: frozenset[str]
    key_figures: Mapping[str, int]
    loaded: Loaded

    def load(self, file: CourseFile, catalogue: CourseIndexPage) -> None:
        wanted = CoursePage(
            title=file.title,
            slug=file.key,
            course_key=file.key,
            summary=file.summary,
            minutes=file.minutes,
        )
        existing = CoursePage.objects.child_of(catalogue).filter(course_key=file.key).first()
        course = self._put(wanted, existing, catalogue, catalogue.get_last_child())
        before: Page | None = None
        for module in file.modules:
            before = self._load_module(module, course, before)

    def _load_module(self, file: ModuleFile, course: Page, before: Page | None) -> Page:
        wanted = ModulePage(
            title=file.title,
            slug=file.key,
            module_key=file.key,
            minutes=file.minutes,
            lead=file.lead,
            goals="\n".join(file.goals),
            pass_mark=file.pass_mark or 80,
            draw=file.draw,
            sensitive=file.sensitive,
        )
        self._fill(wanted, file, file.blocks)
        existing = ModulePage.objects.child_of(course).filter(module_key=file.key).first()
        module = self._put(wanted, existing, course, before)
        previous: Page | None = None
        for lesson in file.lessons:
            previous = self._load_lesson(lesson, file, module, previous)
        self._say_left_over(module, [lesson.slug for lesson in file.lessons])
        return module

    def _load_lesson(
        self, lesson: LessonFile, file: ModuleFile, module: Page, before: Page | None
    ) -> Page:
        wanted = LessonPage(title=lesson.title, slug=lesson.slug, minutes=lesson.minutes)
        self._fill(wanted, file, lesson.blocks)
        existing = LessonPage.objects.child_of(module).filter(slug=lesson.slug).first()
        return self._put(wanted, existing, module, before)

    def _fill(self, page: Any, file: ModuleFile, blocks: Sequence[Any]) -> None:
        stream = page.body.stream_block
        writer = BlockWriter(
            path=file.path,
            sources=self.sources,
            key_figures=self.key_figures,
            allowed=stream.child_blocks.keys(),
        )
        page.body = stream.to_python(writer.write(blocks))

    def _put(
        self,
        wanted: LearnerPage,
        existing: LearnerPage | None,
        parent: Page,
        before: Page | None = None,
    ) -> LearnerPage:
        """Return the page with the content of the file, or as an editor left it."""
        wanted.loaded_hash = content_hash(canonical_page(wanted))
        if existing is None:
            return self._create(wanted, parent, before)
        current: LearnerPage = existing.get_latest_revision_as_object()
        is_untouched = content_hash(canonical_page(current)) == current.loaded_hash
        if current.loaded_hash != wanted.loaded_hash:
            if not is_untouched:
                sentence = _("%(title)s: an editor changed this page, left as it is.")
                self.loaded.say(sentence, title=existing.title)
                return existing
            self._renew(current, wanted)
        elif is_untouched and self.publish and not existing.live:
            self._save(current)
        return existing

    def _create(self, wanted: LearnerPage, parent: Page, before: Page | None) -> LearnerPage:
        wanted.live, wanted.locale, wanted.has_unpublished_changes = False, parent.locale, True
        if before is None:
            first = parent.get_first_child()
            if first is None:
                Page.objects.get(pk=parent.pk).add_child(instance=wanted)
            else:
                first.add_sibling(instance=wanted, pos="left")
        else:
            Page.objects.get(pk=before.pk).add_sibling(instance=wanted, pos="right")
        self._save(wanted)
        return wanted

    def _renew(self, current: LearnerPage, wanted: LearnerPage) -> None:
        for name in (*wanted.content_fields, "loaded_hash"):
            setattr(current, name, getattr(wanted, name))
        current.change_class, current.change_summary = self.change, ""
        self._save(current)

    def _save(self, page: LearnerPage) -> None:
        revision = page.save_revision()
        if self.publish:
            revision.publish()
            self.loaded.say(_("%(title)s: published."), title=page.title)
        else:
            self.loaded.say(_("%(title)s: saved as a draft."), title=page.title)

    def _say_left_over(self, module: Page, slugs: list[str]) -> None:
        for page in LessonPage.objects.child_of(module).exclude(slug__in=slugs):
            if page.loaded_hash:
                sentence = _("%(title)s: no longer in the file; the page is still there.")
                self.loaded.say(sentence, title=page.title)

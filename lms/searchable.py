"""What people can find of courses: courses, modules and lessons. Never a test question."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from wagtail.models import Locale, Page, PageQuerySet

from core.language.plain import text_of
from core.searching import Gate, SearchDocument
from lms.content.models import CourseIndexPage, CoursePage, LessonPage, ModulePage
from lms.content.tree import start_path

KIND = "course"
COURSE_WORDS = "cursus, e-learning, leren"
CATALOGUE_WORDS = "aanbod, opleiding, training, e-learning, leren, module"


def documents() -> Iterator[SearchDocument]:
    """Yield every published course and module that is not behind a restriction of its own.

    A lesson is part of what is found of its module: "Dilemmas" says nothing by itself.
    """
    for catalogue in _pages(CourseIndexPage):
        yield _document(catalogue, key="catalogue", text="", keywords=CATALOGUE_WORDS)
    courses = {course.path: course for course in _pages(CoursePage)}
    for course in courses.values():
        yield _document(course, key=course.course_key, text=course.summary, keywords=COURSE_WORDS)
    lessons: dict[str, list[str]] = defaultdict(list)
    for lesson in _pages(LessonPage):
        lessons[_above(lesson)] += [f"{lesson.title}.", *_texts(lesson.body)]
    for module in _pages(ModulePage):
        course = courses.get(_above(module))
        if course is not None:
            said = [
                f"Module van {course.title}.",
                module.lead,
                *module.goal_list,
                *_texts(module.body),
                *lessons[module.path],
            ]
            key = f"{course.course_key}.{module.module_key}"
            yield _document(module, key=key, text=" ".join(said))


def _pages(model: type[Page]) -> PageQuerySet[Any]:
    """Return the published pages of the Dutch tree; the English one shows the same texts."""
    dutch = Locale.objects.filter(language_code=settings.LANGUAGE_CODE)
    found: PageQuerySet[Any] = model.objects.live().public()
    return found.filter(locale__in=dutch).order_by("path")


def _above(page: Page) -> str:
    path: str = page.path
    return path[: -Page.steplen]


def _document(page: Page, *, key: str, text: str, keywords: str = "") -> SearchDocument:
    return SearchDocument(
        kind=KIND,
        key=key,
        title=page.title,
        text=" ".join(text.split()),
        keywords=keywords,
        path=start_path(page),
        gate=Gate.SIGNED_IN,
    )


def _texts(body: Any) -> Iterator[str]:
    """Yield what somebody reads: texts and situations, no questions and no answers."""
    for child in body:
        if child.block_type == "text":
            yield text_of(child.value.source)
        elif child.block_type == "dilemma":
            yield f"{child.value['title']}. {text_of(child.value['situation'].source)}"

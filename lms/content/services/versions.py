"""Keeps the ledger's activities up to date with what is published, and freezes each version."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import structlog
from django.db import transaction
from django.utils.crypto import get_random_string
from wagtail.models import Locale, Page

from lms.completions.enums import ChangeClass
from lms.completions.models import Activity, ActivityVersion
from lms.completions.services import ensure_activities
from lms.content.canonical import canonical_page, content_hash
from lms.content.frozen import FrozenTest
from lms.content.models import ContentStamp, CoursePage, ModulePage
from lms.content.tree import module_content, module_test, start_path
from lms.plugins import CourseSpec, UnknownCourse, courses, get_course

logger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """How an editor described a change."""

    kind: ChangeClass = ChangeClass.EDITORIAL
    summary: str = ""


_waiting: ContextVar[dict[str, Change] | None] = ContextVar("kompas_courses_to_renew", default=None)


@transaction.atomic
def content_changed(page: Any = None) -> None:
    """Take up that something learners read has changed; without a page, it may be anything.

    An alias follows its source, and a translation is the same activity: only the default language
    makes versions.
    """
    stamp_changed()
    if page is None:
        for course in courses():
            _renew(course.spec.key, Change())
        return
    if page.alias_of_id is None and page.locale_id == Locale.get_default().pk:
        key = _course_key(page)
        if key is not None:
            _renew(key, Change(kind=page.change_class, summary=page.change_summary))


@contextmanager
def renewed_once() -> Iterator[None]:
    """Let a load of many pages make one version of what changed, not one for each page."""
    token = _waiting.set({})
    try:
        yield
        waiting = _waiting.get() or {}
    finally:
        _waiting.reset(token)
    for key, change in waiting.items():
        _renew(key, change)


def stamp_changed() -> None:
    """Let every process read the pages anew."""
    ContentStamp.objects.update_or_create(pk=1, defaults={"word": get_random_string(32)})


def _course_key(page: Page) -> str | None:
    """Return the course that a page belongs to; None for the catalogue or an unknown course."""
    above = CoursePage.objects.ancestor_of(page, inclusive=True)
    key = above.values_list("course_key", flat=True).first()
    try:
        return get_course(key).spec.key if key else None
    except UnknownCourse:
        return None


def _renew(key: str, change: Change) -> None:
    waiting = _waiting.get()
    if waiting is None:
        renew_course(key=key, change=change)
    else:
        waiting[key] = change


@transaction.atomic
def renew_course(*, key: str, change: Change | None = None) -> list[ActivityVersion]:
    """Bring the activities of a course in line with its pages; return the new versions."""
    spec = get_course(key).spec
    page = _published_course(spec)
    modules = _published_modules(page) if page else {}
    activities = ensure_activities(spec)
    for activity_key, activity in activities.items():
        _describe(activity, page if activity_key == key else modules.get(activity_key))
    if page is None or not modules:
        return []
    contents = {name: module_content(module) for name, module in modules.items()}
    hashes = {name: content_hash(content) for name, content in contents.items()}
    parts = [hashes[name] for name in sorted(hashes)]
    whole = content_hash([canonical_page(page), parts])
    made = [
        _add_version(activities[name], hashes[name], module_test(modules[name]), change)
        for name in hashes
    ]
    made.append(_add_version(activities[key], whole, None, change))
    return [version for version in made if version is not None]


def _published_course(spec: CourseSpec) -> CoursePage | None:
    pages = CoursePage.objects.live().filter(course_key=spec.key, alias_of=None)
    page: CoursePage | None = pages.filter(locale=Locale.get_default()).order_by("path").first()
    return page


def _published_modules(course: CoursePage) -> Mapping[str, ModulePage]:
    """Return the published module pages by the key of their activity, those that still exist."""
    spec = get_course(course.course_key).spec
    known = {module.key for module in spec.modules}
    pages = ModulePage.objects.live().child_of(course).order_by("path")
    return {spec.activity_key(page.module_key): page for page in pages if page.module_key in known}


def _describe(activity: Activity, page: Any) -> None:
    """Say where an activity starts, or that it is not offered now."""
    activity.start_path = start_path(page) if page else ""
    if page:
        activity.title, activity.minutes = page.title[:200], page.minutes
    activity.save(update_fields=["start_path", "title", "minutes"])


def _add_version(
    activity: Activity, digest: str, test: FrozenTest | None, change: Change | None
) -> ActivityVersion | None:
    """Add a version when the content differs from that of the latest one."""
    locked = Activity.objects.select_for_update().get(pk=activity.pk)
    latest = locked.versions.order_by("-number").first()
    if latest is not None and latest.content_hash == digest:
        return None
    change = change or Change()
    version = ActivityVersion.objects.create(
        activity=locked,
        number=latest.number + 1 if latest else 1,
        content_hash=digest,
        content=test.to_json() if test else {},
        change_class=change.kind if latest else ChangeClass.EDITORIAL,
        summary=change.summary,
    )
    logger.info("activity version made", activity=locked.key, number=version.number)
    return version

"""Says what is wrong with a course when the site starts, and what to change."""

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from inspect import isclass
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.checks import CheckMessage, Error
from wagtail.models import Page

from lms.plugins.blocks import resolve_block
from lms.plugins.config import CourseConfig
from lms.plugins.registry import courses
from lms.plugins.spec import CourseSpec

_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_KEY = 60
_LONGEST_TITLE = 200


def check_courses(**_kwargs: Any) -> Iterable[CheckMessage]:
    """Check everything that a course says of itself."""
    installed = courses()
    yield from _not_picked_up()
    for course in installed:
        spec = getattr(course, "spec", None)
        if not isinstance(spec, CourseSpec):
            yield Error(
                f"Course app '{course.name}' has no spec.",
                hint="Set `spec = CourseSpec(key=…, title=…, modules=(…))` on its CourseConfig.",
                id="lms.E004",
            )
            continue
        yield from _spec_errors(spec)
        yield from _page_type_errors(course)
    specs = [course.spec for course in installed if hasattr(course, "spec")]
    yield from _shared_key_errors(specs)
    yield from _block_errors(specs)


def _not_picked_up() -> Iterator[CheckMessage]:
    """Find apps that mean to be a course, for which Django took another configuration."""
    meant = {*settings.LOCAL_COURSES, *settings.INSTALLED_COURSES}
    for app in apps.get_app_configs():
        if isinstance(app, CourseConfig):
            continue
        path = f"{type(app).__module__}.{type(app).__qualname__}"
        if _declares_course(app) or not meant.isdisjoint({app.name, path}):
            yield Error(
                f"App '{app.name}' is meant as a course, but it was installed as '{path}'.",
                hint=(
                    "Give its apps.py one AppConfig only, a subclass of lms.plugins.CourseConfig, "
                    "and name the app itself in the settings or the entry point."
                ),
                id="lms.E003",
            )


def _declares_course(app: AppConfig) -> bool:
    """Tell whether the apps.py of this app has a course of its own."""
    name = f"{app.name}.apps"
    classes = [value for value in vars(sys.modules.get(name, object)).values() if isclass(value)]
    return any(issubclass(cls, CourseConfig) and cls.__module__ == name for cls in classes)


def _spec_errors(spec: CourseSpec) -> Iterator[CheckMessage]:
    if not spec.modules:
        yield Error(
            f"Course '{spec.key}' has no modules.",
            hint="Add at least one ModuleSpec: a course is done when all its modules are done.",
            id="lms.E005",
        )
    for key, times in Counter(module.key for module in spec.modules).items():
        if times > 1:
            yield Error(
                f"Course '{spec.key}' repeats the module '{key}'.",
                hint="Give each ModuleSpec its own key.",
                id="lms.E002",
            )
    for key in [spec.key, *(module.key for module in spec.modules)]:
        if not _KEY.fullmatch(key) or len(key) > _LONGEST_KEY:
            yield Error(
                f"Course '{spec.key}': '{key}' is not a key.",
                hint=(
                    "Use small letters and digits with single hyphens between them, at most "
                    f"{_LONGEST_KEY} characters."
                ),
                id="lms.E006",
            )
    for title in [spec.title, *(module.title for module in spec.modules)]:
        if not title.strip() or len(title) > _LONGEST_TITLE:
            yield Error(
                f"Course '{spec.key}' has a title that is empty or too long: '{title[:40]}'.",
                hint=f"Write a title of at most {_LONGEST_TITLE} characters.",
                id="lms.E007",
            )


def _page_type_errors(course: CourseConfig) -> Iterator[CheckMessage]:
    for model in course.get_models():
        if issubclass(model, Page) and getattr(model, "parent_page_types", None) is None:
            yield Error(
                f"Page type '{model.__name__}' does not say under which pages it may stand.",
                hint=(
                    "Set `parent_page_types`, for example to ['lms.CoursePage']; without it "
                    "editors are offered this page type everywhere."
                ),
                obj=model,
                id="lms.E008",
            )


def _shared_key_errors(specs: Iterable[CourseSpec]) -> Iterator[CheckMessage]:
    for key, times in Counter(spec.key for spec in specs).items():
        if times > 1:
            yield Error(
                f"{times} installed courses have the key '{key}'.",
                hint="Take one of them out of the settings, or give it another key.",
                id="lms.E001",
            )


def _block_errors(specs: Iterable[CourseSpec]) -> Iterator[CheckMessage]:
    owner: dict[str, str] = {}
    for spec in specs:
        for name, path in spec.blocks.items():
            if name in owner:
                yield Error(
                    f"Courses '{owner[name]}' and '{spec.key}' both bring a block '{name}'.",
                    hint=f"Rename it, for example to '{spec.key.replace('-', '_')}_{name}'.",
                    id="lms.E009",
                )
            owner[name] = spec.key
            yield from _block_path_errors(spec, name, path)


def _block_path_errors(spec: CourseSpec, name: str, path: str) -> Iterator[CheckMessage]:
    try:
        resolve_block(path)
    except (ImportError, TypeError) as error:
        yield Error(
            f"The block '{name}' of course '{spec.key}' cannot be loaded: {error}",
            hint="Write the dotted path of a Wagtail block, such as 'my_course.blocks.PollBlock'.",
            id="lms.E010",
        )

"""What must be right about a page before it is saved; each refusal says what to do."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Page

from lms.plugins import UnknownCourse, courses, get_course


def check_course_key(key: str) -> None:
    """Raise when no installed course has this key."""
    try:
        get_course(key)
    except UnknownCourse:
        known = ", ".join(sorted(course.spec.key for course in courses()))
        message = _("There is no course '%(key)s'. Choose from: %(known)s.")
        raise ValidationError({"course_key": message % {"key": key, "known": known}}) from None


def check_module_key(page: Any) -> None:
    """Raise when the course above this module page has no such module."""
    course_page = _parent(page, "lms.CoursePage")
    if course_page is None:
        return
    try:
        spec = get_course(course_page.course_key).spec
    except UnknownCourse:
        return
    known = [module.key for module in spec.modules]
    if page.module_key not in known:
        message = _("The course has no module '%(key)s'. Choose from: %(known)s.")
        values = {"key": page.module_key, "known": ", ".join(known)}
        raise ValidationError({"module_key": message % values})
    twin = course_page.get_children().type(type(page)).exclude(pk=page.pk).specific()
    if any(other.module_key == page.module_key for other in twin):
        message = _("There is already a page for the module '%(key)s'.")
        raise ValidationError({"module_key": message % {"key": page.module_key}})


def check_question_keys(page: Any) -> None:
    """Raise when two questions on this page, or in the rest of its module, have the same key."""
    mine = list(_question_keys(page))
    elsewhere = {key for other in _rest_of_module(page) for key in _question_keys(other)}
    twice = [key for key, times in Counter(mine).items() if times > 1 or key in elsewhere]
    if twice:
        message = _("Two questions in this module have the key '%(key)s'. Change one of them.")
        raise ValidationError({"body": message % {"key": twice[0]}})


def _question_keys(page: Any) -> Iterator[str]:
    for child in getattr(page, "body", None) or ():
        if child.block_type == "question" and child.value["key"]:
            yield child.value["key"]


def _rest_of_module(page: Any) -> Iterator[Any]:
    module = page if hasattr(page, "module_key") else _parent(page, "lms.ModulePage")
    if module is None or not module.path:
        return
    pages = [module, *module.get_children().live().specific()]
    yield from (other for other in pages if other.pk != page.pk)


def _parent(page: Page, model: str) -> Any:
    """Return the page above, when it is known already and of this type."""
    if not page.path:
        return None
    parent = page.get_parent()
    return parent and apps.get_model(model).objects.filter(pk=parent.pk).first()

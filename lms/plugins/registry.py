"""The courses of this site. Being installed is being registered: nothing is kept here."""

from django.apps import apps

from lms.plugins.config import CourseConfig


class UnknownCourse(LookupError):
    """No installed course has this key."""


def courses() -> tuple[CourseConfig, ...]:
    """Return the installed courses, in the order of INSTALLED_APPS."""
    return tuple(app for app in apps.get_app_configs() if isinstance(app, CourseConfig))


def whole_course_of(key: str) -> CourseConfig | None:
    """Return the course of which the one with this key is a shorter form; None for most."""
    return next((course for course in courses() if key in course.spec.variants), None)


def get_course(key: str) -> CourseConfig:
    """Return the course with this key, or raise `UnknownCourse`, which names those that exist."""
    found = {course.spec.key: course for course in courses()}
    if key not in found:
        known = ", ".join(sorted(found)) or "none"
        raise UnknownCourse(f"There is no course '{key}'. Installed courses: {known}.")
    return found[key]

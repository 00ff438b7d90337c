"""Base class of a course's AppConfig. Being installed is being registered."""

from typing import Any, ClassVar

from django.apps import AppConfig

from lms.plugins.spec import CourseSpec


class CourseConfig(AppConfig):
    """Subclass this in `apps.py` of a course and give it a `spec`.

    Django silently ignores a second AppConfig in a module when it is not marked default, so that
    importing this base class would hide the course: hence the two lines on `default`. A base class
    of your own says `default = False` itself.
    """

    default = False
    spec: ClassVar[CourseSpec]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.default = cls.__dict__.get("default", True)

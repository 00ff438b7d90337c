"""What a course is: spec, configuration, registry, checks. The front door for course plugins."""

from lms.plugins.config import CourseConfig
from lms.plugins.registry import UnknownCourse, courses, get_course, whole_course_of
from lms.plugins.spec import CourseSpec, ModuleSpec

__all__ = [
    "CourseConfig",
    "CourseSpec",
    "ModuleSpec",
    "UnknownCourse",
    "courses",
    "get_course",
    "whole_course_of",
]

"""The sample course keeps the contract of every course."""

from lms.plugins.testing import CourseContract


class TestSampleCourse(CourseContract):
    course_key = "voorbeeldcursus"

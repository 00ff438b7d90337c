"""What a course package may build its own pages and blocks on."""

from core.streamfield import BlocklessStreamField, KeepingStreamBlock
from lms.content.blocks.shared import EXPLAIN, PRACTISE, PREVIEW_TEMPLATE, TEST
from lms.content.models import (
    CourseIndexPage,
    CoursePage,
    KeyFigure,
    LearnerPage,
    LessonPage,
    ModulePage,
)

__all__ = [
    "EXPLAIN",
    "PRACTISE",
    "PREVIEW_TEMPLATE",
    "TEST",
    "BlocklessStreamField",
    "CourseIndexPage",
    "CoursePage",
    "KeepingStreamBlock",
    "KeyFigure",
    "LearnerPage",
    "LessonPage",
    "ModulePage",
]

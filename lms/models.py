"""All tables of the learning engine, so that Django finds them."""

from lms.additions.models import Addition, AdditionProposal
from lms.completions.models import Activity, ActivityVersion, Completion
from lms.completions.seal_models import LedgerCheck, LedgerSeal, SealedCompletion
from lms.content.models import (
    ContentStamp,
    CourseIndexPage,
    CoursePage,
    KeyFigure,
    LessonPage,
    ModulePage,
)
from lms.progress.models import Answer, Attempt, ResumePosition

__all__ = [
    "Activity",
    "ActivityVersion",
    "Addition",
    "AdditionProposal",
    "Answer",
    "Attempt",
    "Completion",
    "ContentStamp",
    "CourseIndexPage",
    "CoursePage",
    "KeyFigure",
    "LedgerCheck",
    "LedgerSeal",
    "LessonPage",
    "ModulePage",
    "ResumePosition",
    "SealedCompletion",
]

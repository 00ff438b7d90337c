"""The front door of the learning engine for the apps above it."""

from lms.additions.models import Addition
from lms.additions.services import hash_of_addition
from lms.completions.enums import ActivityKind, Assurance, ChangeClass
from lms.completions.errors import AlreadyVoided, ConflictingFact, FutureFact, NotVoidable
from lms.completions.models import Activity, ActivityVersion, Completion
from lms.completions.reports import Done, done_beside_courses
from lms.completions.seal_models import SealedCompletion
from lms.completions.services import (
    NewCompletion,
    correct_completion,
    ensure_activities,
    record_completion,
    record_completions_bulk,
    void_completion,
)
from lms.content.dilemmas import CourseDilemma, course_dilemmas
from lms.plugins import CourseSpec, ModuleSpec, UnknownCourse, courses, get_course
from lms.progress.enums import AttemptStatus, ModuleStatus
from lms.progress.errors import ProgressError
from lms.progress.reports import (
    AttemptState,
    CourseProgress,
    ModuleProgress,
    Resume,
    attempt_state,
    course_progress,
    courses_progress,
    resume_positions,
)
from lms.progress.rounds import COURSE_SOURCE, completion_key
from lms.progress.services import finish_module, save_position, start_new_run

__all__ = [
    "COURSE_SOURCE",
    "Activity",
    "ActivityKind",
    "ActivityVersion",
    "Addition",
    "AlreadyVoided",
    "Assurance",
    "AttemptState",
    "AttemptStatus",
    "ChangeClass",
    "Completion",
    "ConflictingFact",
    "CourseDilemma",
    "CourseProgress",
    "CourseSpec",
    "Done",
    "FutureFact",
    "ModuleProgress",
    "ModuleSpec",
    "ModuleStatus",
    "NewCompletion",
    "NotVoidable",
    "ProgressError",
    "Resume",
    "SealedCompletion",
    "UnknownCourse",
    "attempt_state",
    "completion_key",
    "correct_completion",
    "course_dilemmas",
    "course_progress",
    "courses",
    "courses_progress",
    "done_beside_courses",
    "ensure_activities",
    "finish_module",
    "get_course",
    "hash_of_addition",
    "record_completion",
    "record_completions_bulk",
    "resume_positions",
    "save_position",
    "start_new_run",
    "void_completion",
]

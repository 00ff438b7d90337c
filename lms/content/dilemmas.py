"""The dilemmas that the installed courses come with, for an app that wants them elsewhere too."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lms.content.files import Dilemma, read_course
from lms.plugins import courses, whole_course_of


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseDilemma:
    """A dilemma as its author wrote it, with the key of the course that it stands in."""

    course: str
    dilemma: Dilemma


def course_dilemmas() -> Iterator[CourseDilemma]:
    """Yield the dilemmas in the files of all courses; raise `InvalidContent` for a bad file.

    Those of the files and not of the pages: an editor of a course changes them for that course.
    """
    for course in courses():
        if whole_course_of(course.spec.key):
            continue  # a shorter form shows those of the whole
        folder = Path(course.path) / "content"
        if not folder.is_dir():
            continue
        file = read_course(folder, extra_blocks=dict.fromkeys(course.spec.blocks))
        for module in file.modules:
            for block in module.all_blocks:
                if isinstance(block.value, Dilemma):
                    yield CourseDilemma(course=course.spec.key, dilemma=block.value)

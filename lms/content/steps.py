"""What the buttons on a page do; each returns the address to go to next."""

from collections.abc import Callable
from datetime import datetime

from django.http import Http404

from lms.content.answers import known_version
from lms.content.learning import Learning
from lms.content.reports import below_catalogue, read_shell
from lms.content.shell import ModuleEntry
from lms.plugins import CourseSpec
from lms.progress.services import finish_module, save_position, start_new_attempt, start_new_run
from organisations.models import Person

RESULT = "uitslag"
TEST = "toets"


def save_place(learning: Learning, anchor: str) -> datetime | None:
    """Remember the page, and the spot on it, as the place to go on."""
    if learning.person is None or learning.spec is None:
        return None
    course, module = learning.shell.course, learning.shell.module
    return save_position(
        person=learning.person,
        course_id=course.activity_id if course else None,
        module_id=module.activity_id if module else None,
        course=learning.spec,
        module_key=learning.shell.module_key,
        path=learning.shell.path,
        title=learning.shell.page.title,
        anchor=anchor,
    )


def _finish(learning: Learning) -> str:
    """Finish a module without a test."""
    person, course, module = _place(learning)
    if learning.shell.test is not None:
        raise Http404
    version = known_version(module.version_id)
    finish_module(person=person, course=course, module_key=module.key, version=version)
    return f"{learning.shell.page.url}#{RESULT}"


def _retry(learning: Learning) -> str:
    """Start a new attempt at the test."""
    person, course, module = _place(learning)
    version = known_version(module.version_id)
    start_new_attempt(person=person, course=course, module_key=module.key, version=version)
    return f"{learning.shell.page.url}#{TEST}"


def _next(learning: Learning) -> str:
    """Go to the next page and remember that one as the place to go on."""
    following = learning.next
    if following is None:
        raise Http404
    shell = read_shell(below_catalogue(following.url))
    if shell is not None:
        save_place(Learning(shell=shell, person=learning.person), "")
    return following.url


def _again(learning: Learning) -> str:
    """Do the course again, from the first module on."""
    if learning.person is None or learning.spec is None:
        raise Http404
    start_new_run(person=learning.person, course=learning.spec)
    return Learning(shell=learning.shell, person=learning.person).continue_url


STEPS: dict[str, Callable[[Learning], str]] = {
    "finish": _finish,
    "retry": _retry,
    "next": _next,
    "again": _again,
}


def _place(learning: Learning) -> tuple[Person, CourseSpec, ModuleEntry]:
    """Return who is in which module; there is no such button anywhere else."""
    module = learning.shell.module
    if learning.person is None or learning.spec is None or module is None:
        raise Http404
    return learning.person, learning.spec, module

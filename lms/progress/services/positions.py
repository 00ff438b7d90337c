"""The place where somebody is, so that any device can go on there."""

from datetime import datetime
from re import fullmatch

from core import clock
from core.statements import Insert
from lms.completions.models import Activity
from lms.plugins.spec import CourseSpec
from lms.progress.errors import UnknownModule
from lms.progress.models import ResumePosition
from lms.progress.services.steps import activity_key
from organisations.models import Person


def save_position(
    *,
    person: Person,
    course: CourseSpec,
    module_key: str,
    path: str,
    title: str,
    anchor: str = "",
    course_id: int | None = None,
    module_id: int | None = None,
) -> datetime:
    """Remember the spot in a course where somebody is; return the moment at which it was saved.

    `path` and `title` are those of the page as the server knows it. An anchor that is not a plain
    name comes from the browser and is left out. `course_id` and `module_id` are the activities, for
    a caller that knows them: they save a query.
    """
    if course_id is None or module_id is None:
        course_id, module_id = _activities(course, module_key)
    now = clock.now()
    place = anchor if fullmatch(r"[\w.:-]{1,100}", anchor) else ""
    _POSITION.write(person.pk, course_id, module_id, path, title[:200], place, now)
    return now


_POSITION = Insert(
    ResumePosition,
    fields=("person", "course", "module", "path", "title", "anchor", "saved_at"),
    unique=("person", "course"),
    update=("module", "path", "title", "anchor", "saved_at"),
)


def _activities(course: CourseSpec, module_key: str) -> tuple[int, int]:
    keys = [course.key, activity_key(course, module_key)]
    known = dict(Activity.objects.filter(key__in=keys).values_list("key", "pk"))
    if len(known) < len(keys):
        raise UnknownModule
    return known[keys[0]], known[keys[1]]

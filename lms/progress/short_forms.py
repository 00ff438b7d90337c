"""Who may take the shorter form of a course: whoever is not new, or did the whole course before.

A newcomer cannot meet a duty with it, because what they would finish is never recorded (GOR m12).
"""

from dataclasses import dataclass
from datetime import date

from lms.completions.models import Activity, Completion
from lms.plugins.registry import courses, whole_course_of
from lms.plugins.spec import CourseSpec
from organisations.models import Appointment, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortForm:
    """A shorter form of a course; `path` is the Dutch address of its page."""

    title: str
    path: str


def short_form_for(person: Person, course: CourseSpec, *, on: date) -> ShortForm | None:
    """Return the shorter form of a course that somebody may take, when it is published."""
    for short in courses():
        path = start_path_of(short.spec.key) if short.spec.key in course.variants else ""
        if path and may_take(person, short.spec, on=on):
            return ShortForm(title=short.spec.title, path=path)
    return None


def start_path_of(key: str) -> str:
    """Return where a course starts; empty when it was never published."""
    return Activity.objects.filter(key=key).values_list("start_path", flat=True).first() or ""


def may_take(person: Person, course: CourseSpec, *, on: date) -> bool:
    """Tell whether somebody may do a course on a day; costs nothing for one that is no short form.

    One has to work here on that day, and to have done so a year before.
    """
    whole = whole_course_of(course.key)
    if whole is None:
        return True
    return _worked_here(person, _a_year_before(on)) or _did(person, whole.spec.key)


def _worked_here(person: Person, day: date) -> bool:
    return bool(Appointment.objects.current().active_on(day).filter(person=person).exists())


def _did(person: Person, key: str) -> bool:
    done = Completion.objects.filter(person=person, activity__key=key, voids__isnull=True)
    return done.filter(voided_by__isnull=True).exists()


def _a_year_before(day: date) -> date:
    """Return the same day last year; 28 February for 29 February."""
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if leap_day else day.day)

"""What must be true of the ledger, beyond what the database itself refuses."""

from collections.abc import Iterator

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q

from core.clock import business_date
from core.invariants import invariant
from lms.completions.models import Activity, Completion
from lms.completions.triggers import missing_triggers
from lms.plugins.registry import courses
from lms.plugins.spec import CourseSpec
from lms.progress.rounds import COURSE_SOURCE
from organisations.models import Person

_SHOWN = 20
_CHUNK = 2000


@invariant("lms.triggers")
def triggers_guard_the_ledger() -> Iterator[str]:
    """The database itself refuses to change or delete a completion."""
    for name in missing_triggers(connection):
        yield f"The trigger {name} is not there. Run manage.py migrate; it puts it back."


@invariant("lms.voids")
def voids_fit() -> Iterator[str]:
    """A void points at a completion, no void, of the same activity and subject."""
    voids = Completion.objects.filter(voids__isnull=False)
    wrong = (
        Q(voids__voids__isnull=False)
        | ~Q(voids__activity=F("activity"))
        | ~(Q(voids__person=F("person")) | Q(voids__person__isnull=True, person__isnull=True))
        | ~(Q(voids__unit=F("unit")) | Q(voids__unit__isnull=True, unit__isnull=True))
    )
    for pk in voids.filter(wrong).order_by("pk").values_list("pk", flat=True)[:_SHOWN]:
        yield f"Completion {pk} voids one that it does not fit."


@invariant("lms.courses")
def courses_have_all_modules() -> Iterator[str]:
    """Who completed a course had completed its modules; those that came later are not asked."""
    for course in courses():
        yield from _courses_without_module(course.spec)


@invariant("lms.dates")
def dates_follow_moments() -> Iterator[str]:
    """`occurred_on` is the date of `occurred_at` in a zone where people here work.

    Not only the person's own: somebody may have moved since.
    """
    zones = {"Europe/Amsterdam", *Person.objects.values_list("time_zone", flat=True).distinct()}
    rows = Completion.objects.order_by("pk").values_list("pk", "occurred_at", "occurred_on")
    shown = 0
    for pk, moment, day in rows.iterator(chunk_size=_CHUNK):
        if shown < _SHOWN and all(business_date(moment, zone) != day for zone in zones):
            shown += 1
            yield f"Completion {pk} says {day}, which is nowhere the date of {moment}."


def _courses_without_module(spec: CourseSpec) -> Iterator[str]:
    facts = Completion.objects.standing()
    done = facts.filter(activity__key=spec.key, source=COURSE_SOURCE)
    for module in spec.modules:
        activity = Activity.objects.filter(key=spec.activity_key(module.key)).first()
        if activity is None:
            continue
        mine = facts.filter(
            activity=activity, person=OuterRef("person"), occurred_at__lte=OuterRef("occurred_at")
        )
        without = done.filter(~Exists(mine), recorded_at__gt=activity.created_at)
        for pk in without.order_by("pk").values_list("pk", flat=True)[:_SHOWN]:
            yield f"Completion {pk} of course {spec.key} stands without the module {module.key}."

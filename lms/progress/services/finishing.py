"""A module is done, and with the last one the course; and doing a course anew."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from core import clock
from lms.completions.enums import Assurance
from lms.completions.models import ActivityVersion
from lms.completions.services import NewCompletion, record_new
from lms.plugins.spec import CourseSpec
from lms.progress.rounds import COURSE_SOURCE, CourseLedger, completion_key
from lms.progress.services.steps import Step, lock_person
from organisations.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleFinished:
    """A module is done; `course_completed` tells whether the whole course is, too."""

    course_completed: bool


@transaction.atomic(durable=True)
def start_new_run(*, person: Person, course: CourseSpec) -> int:
    """Start the course anew and return the number of the round: "Do the course again".

    The first module gets an open attempt, which is what makes the round visible. In a round that
    was started before nothing changes.
    """
    step = Step(person=person, course=course, module_key=course.modules[0].key, version=None)
    last = step.last_attempt()
    lock_person(person)
    ledger = step.ledger()
    if step.course_done(ledger):
        step.create_attempt(last, ledger)
    return ledger.run


@transaction.atomic(durable=True)
def finish_module(
    *, person: Person, course: CourseSpec, module_key: str, version: ActivityVersion | None
) -> ModuleFinished:
    """Record that a module without a test is done. The caller knows that it has no test."""
    step = Step(person=person, course=course, module_key=module_key, version=version)
    last = step.last_attempt()
    unit_id = lock_person(person)
    ledger = step.ledger()
    if step.course_done(ledger):
        return ModuleFinished(course_completed=True)
    now = clock.now()
    if last is not None and last.finished_at is None:
        last.finished_at = last.passed_at = now
        last.save(update_fields=["finished_at", "passed_at"])
    return ModuleFinished(course_completed=record(step, ledger, unit_id=unit_id, now=now))


def record(step: Step, ledger: CourseLedger, *, unit_id: int | None, now: datetime) -> bool:
    """Write that the module is done, and the course when that was the last one."""
    run = ledger.run
    done = {module.key for module in step.course.modules if ledger.module_done(module.key, run)}
    facts = []
    if step.module_key not in done:
        facts.append(_fact(step, ledger, step.activity_key, unit_id=unit_id, now=now))
    completed = done | {step.module_key} == {module.key for module in step.course.modules}
    if completed:
        facts.append(_fact(step, ledger, step.course.key, unit_id=unit_id, now=now))
    if facts:
        record_new(facts)
    return completed


def _fact(
    step: Step, ledger: CourseLedger, key: str, *, unit_id: int | None, now: datetime
) -> NewCompletion:
    known = ledger.activities[key]
    is_course = key == step.course.key
    before = sum(fact.run == ledger.run for fact in known.facts)
    return NewCompletion(
        activity_id=known.pk,
        person=step.person,
        version_id=known.latest_version_id if is_course else step.version_id,
        occurred_at=now,
        source=COURSE_SOURCE,
        source_key=completion_key(
            person=step.person.uuid, activity_key=key, run=ledger.run, again=before
        ),
        assurance=Assurance.SERVER_GRADED,
        unit_at_time_id=unit_id,
    )

"""One step of one person in one module: which attempt, which round, what is locked.

Every answer locks its attempt, so that two last answers at the same moment do not both think that
one is missing; every completion locks the person, for the same reason between two modules. The
attempt always goes first. On SQLite the write lock of the whole database does both.
"""

from dataclasses import dataclass
from datetime import date

from django.db import DEFAULT_DB_ALIAS
from django.db.models import OuterRef, QuerySet, Subquery

from core import clock
from core.statements import Statement, given_id, given_texts
from lms.completions.models import ActivityVersion
from lms.plugins.spec import CourseSpec
from lms.progress.errors import (
    CourseAlreadyDone,
    ModuleAlreadyDone,
    OnlyForSittingStaff,
    OtherVersion,
    StaleAttempt,
    UnknownModule,
)
from lms.progress.models import Attempt
from lms.progress.rounds import CourseLedger, Fact, read_ledgers
from lms.progress.short_forms import may_take
from organisations.models import Appointment, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of one person in one module."""

    person: Person
    course: CourseSpec
    module_key: str
    version: ActivityVersion | None

    @property
    def activity_key(self) -> str:
        return activity_key(self.course, self.module_key)

    @property
    def today(self) -> date:
        return clock.today(self.person.time_zone)

    @property
    def version_id(self) -> int | None:
        return self.version.pk if self.version else None

    def last_attempt(self) -> Attempt | None:
        """Return the latest attempt, locked."""
        row = _LAST_ATTEMPT.row(person=self.person.pk, key0=self.activity_key)
        names = [field.attname for field in Attempt._meta.concrete_fields]
        return Attempt.from_db(DEFAULT_DB_ALIAS, names, row) if row else None

    def open_attempt(self, last: Attempt | None, number: int | None) -> Attempt:
        """Return the attempt that is open, or start the next one, and check the form's number.

        It may be finished by the time that we see it: when the same form came in twice at once.
        """
        is_open = last is not None and last.finished_at is None
        expected = (last.number if last else 0) + (0 if is_open else 1)
        if number is not None and number != expected:
            raise StaleAttempt(expected)
        attempt = last if last and is_open else self._start(last, expected)
        if attempt.version_id is None and self.version:
            attempt.version = self.version
            attempt.save(update_fields=["version"])
        if attempt.version_id != self.version_id:
            raise OtherVersion(attempt.version_id)
        return attempt

    def ledger(self) -> CourseLedger:
        """Return what the ledger says; every activity of the course must be there.

        Every step that writes asks this, so whoever may not take the course gets no further.
        """
        if not may_take(self.person, self.course, on=self.today):
            raise OnlyForSittingStaff
        ledger = read_ledgers(self.person, [self.course], with_versions=True)[self.course.key]
        if ledger.course is None or ledger.module(self.module_key) is None:
            raise UnknownModule
        return ledger

    def course_done(self, ledger: CourseLedger) -> Fact | None:
        """Return the completion because of which the course is done today."""
        if ledger.last_done is None:
            return None
        return ledger.counts_as_done(on=self.today, attempt_runs=self._attempt_runs())

    def _attempt_runs(self) -> set[int]:
        """Return the rounds in which an attempt at any module of the course was started."""
        keys = [self.course.activity_key(module.key) for module in self.course.modules]
        attempts = Attempt.objects.filter(person=self.person, activity__key__in=keys)
        return set(attempts.values_list("run", flat=True).distinct())

    def create_attempt(self, last: Attempt | None, ledger: CourseLedger) -> Attempt:
        """Make the next attempt; whoever made it at the same moment made this one."""
        attempt = Attempt(
            person=self.person,
            activity_id=ledger.activities[self.activity_key].pk,
            version_id=self.version_id,
            run=ledger.run,
            number=last.number + 1 if last else 1,
        )
        Attempt.objects.bulk_create([attempt], ignore_conflicts=True)
        return self._made(attempt.number) or attempt

    def _start(self, last: Attempt | None, number: int) -> Attempt:
        ledger = self.ledger()
        done = self.course_done(ledger)
        if done is None and not ledger.module_done(self.module_key, ledger.run):
            return self.create_attempt(last, ledger)
        made = self._made(number)
        if made is not None:
            return made
        raise CourseAlreadyDone(done.occurred_on) if done else ModuleAlreadyDone

    def _made(self, number: int) -> Attempt | None:
        """Return this attempt when there is one, locked."""
        made = self.last_attempt()
        if made is not None and made.number > number:
            raise StaleAttempt(made.number)
        return made if made is not None and made.number == number else None


def _ask_last_attempt() -> QuerySet[Attempt]:
    mine = Attempt.objects.select_for_update(of=("self",))
    mine = mine.filter(person=given_id("person"), activity__key__in=given_texts("key", 1))
    return mine.order_by("-number")[:1]


_LAST_ATTEMPT = Statement(_ask_last_attempt)


def lock_person(person: Person) -> int | None:
    """Let nobody else complete something for this person until the transaction ends.

    Returns the unit in which they work today, which every completion needs.
    """
    today = clock.today(person.time_zone)
    units = Appointment.objects.current().active_on(today).filter(person=OuterRef("pk"))
    rows = Person.objects.select_for_update(no_key=True).annotate(
        unit_now=Subquery(units.order_by("pk").values("unit_id")[:1])
    )
    unit_id: int | None = rows.values_list("unit_now", flat=True).get(pk=person.pk)
    return unit_id


def activity_key(course: CourseSpec, module_key: str) -> str:
    """Return the key in the ledger of a module that the course must have."""
    if all(module.key != module_key for module in course.modules):
        raise UnknownModule
    return course.activity_key(module_key)

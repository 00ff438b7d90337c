"""Reads of how far a learner is. For the learner alone: nobody else sees answers or attempts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from core.statements import Statement, given_id, given_texts, texts
from lms.completions.models import Completion
from lms.plugins.spec import CourseSpec, ModuleSpec
from lms.progress.enums import AttemptStatus, ModuleStatus
from lms.progress.models import Attempt, ResumePosition
from lms.progress.rounds import CourseLedger, read_ledgers
from organisations.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenAnswer:
    """An answer that stands, with the verdict of the server."""

    chosen: tuple[str, ...]
    is_correct: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptState:
    """One attempt at the test of a module. `number` is what the form sends back.

    `kept` names the questions in the last post that had another answer already, which stands.
    """

    activity_key: str
    number: int
    status: AttemptStatus
    run: int
    version_id: int | None = None
    answers: Mapping[str, GivenAnswer] = field(default_factory=dict)
    kept: tuple[str, ...] = ()
    course_completed: bool = False

    @property
    def correct(self) -> int:
        """How many answers are right."""
        return sum(answer.is_correct for answer in self.answers.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptSummary:
    """The latest attempt at a module, without its answers."""

    number: int
    run: int
    status: AttemptStatus
    version_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume:
    """The exact spot where somebody was."""

    course_key: str
    module_activity_key: str
    path: str
    title: str
    anchor: str
    saved_at: datetime

    @property
    def url(self) -> str:
        """The address that leads back to it."""
        return f"{self.path}#{self.anchor}" if self.anchor else self.path


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleProgress:
    """Where somebody stands with a module. `minutes` and `start_path` come from its page."""

    spec: ModuleSpec
    activity_key: str
    status: ModuleStatus
    done_on: date | None
    minutes: int | None
    start_path: str
    attempt: AttemptSummary | None

    @property
    def is_done(self) -> bool:
        """Tell whether it is done in the round that is shown."""
        return self.status == ModuleStatus.DONE


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseProgress:
    """Where somebody stands with a course, in the round that is shown.

    `done_on` is set when the course is done now; `last_done_on` also when that was in an earlier
    round or year.
    """

    spec: CourseSpec
    run: int
    modules: tuple[ModuleProgress, ...]
    done_on: date | None
    last_done_on: date | None
    resume: Resume | None
    start_path: str

    @property
    def is_done(self) -> bool:
        """Tell whether there is nothing to do now."""
        return self.done_on is not None

    @property
    def is_started(self) -> bool:
        """Tell whether something was done in this round."""
        return any(module.status != ModuleStatus.TODO for module in self.modules)

    @property
    def done_count(self) -> int:
        """How many modules are done."""
        return sum(module.is_done for module in self.modules)

    @property
    def total(self) -> int:
        """How many modules there are."""
        return len(self.modules)

    @property
    def next_module(self) -> ModuleProgress | None:
        """The first module that is not done; the one that somebody is in goes first."""
        todo = [module for module in self.modules if not module.is_done]
        doing = [module for module in todo if module.status == ModuleStatus.DOING]
        return next(iter(doing or todo), None)

    @property
    def minutes_left(self) -> int:
        """How many minutes the modules that are not done take."""
        return sum(module.minutes or 0 for module in self.modules if not module.is_done)

    def module(self, module_key: str) -> ModuleProgress | None:
        """Return one of the modules."""
        return next((module for module in self.modules if module.spec.key == module_key), None)


def course_progress(person: Person, spec: CourseSpec, *, on: date) -> CourseProgress:
    """Return where somebody stands with a course on a day in their own zone; three queries."""
    return courses_progress(person, [spec], on=on)[spec.key]


def courses_progress(
    person: Person, specs: Iterable[CourseSpec], *, on: date
) -> dict[str, CourseProgress]:
    """Return where somebody stands with these courses; three queries, however many there are."""
    specs = list(specs)
    ledgers = read_ledgers(person, specs)
    activity_keys = [spec.activity_key(module.key) for spec in specs for module in spec.modules]
    attempts = _read_attempts(person, activity_keys)
    positions = _read_positions(person, [spec.key for spec in specs])
    return {
        spec.key: _progress(ledgers[spec.key], attempts, positions.get(spec.key), on)
        for spec in specs
    }


def attempt_state(person: Person, activity_key: str, *, run: int) -> AttemptState:
    """Return the latest attempt at a module in a round with its answers; one query.

    Without one: the attempt that the first answer will start. `run` is `CourseProgress.run`.
    """
    mine = Attempt.objects.filter(person=person, activity__key=activity_key)
    rows = list(
        mine.filter(pk=mine.order_by("-number").values("pk")[:1])
        .order_by("answers__id")
        .values_list(
            "number",
            "run",
            "version_id",
            "finished_at",
            "passed_at",
            "answers__question_key",
            "answers__chosen",
            "answers__is_correct",
        )
    )
    if not rows:
        return AttemptState(activity_key=activity_key, number=1, run=run, status=AttemptStatus.NEW)
    number, attempt_run, version_id, finished_at, passed_at, *_ = rows[0]
    if attempt_run < run and finished_at is not None:
        return AttemptState(
            activity_key=activity_key, number=number + 1, run=run, status=AttemptStatus.NEW
        )
    return AttemptState(
        activity_key=activity_key,
        number=number,
        run=attempt_run,
        version_id=version_id,
        status=attempt_status(finished_at, passed_at),
        answers={
            key: GivenAnswer(chosen=tuple(chosen), is_correct=is_correct)
            for *_, key, chosen, is_correct in rows
            if key is not None
        },
    )


def resume_positions(person: Person) -> tuple[Resume, ...]:
    """Return the places where somebody stopped half-way, latest first; one query.

    A place in a course that was completed since is not half-way.
    """
    completed = Completion.objects.filter(
        person=person,
        activity=OuterRef("course"),
        voids__isnull=True,
        recorded_at__gte=OuterRef("saved_at"),
    )
    rows = ResumePosition.objects.filter(~Exists(completed), person=person)
    return tuple(
        _resume(row) for row in rows.select_related("course", "module").order_by("-saved_at", "-id")
    )


def attempt_status(finished_at: datetime | None, passed_at: datetime | None) -> AttemptStatus:
    """Return the status of an attempt that exists."""
    if finished_at is None:
        return AttemptStatus.OPEN
    return AttemptStatus.PASSED if passed_at else AttemptStatus.FAILED


def _read_attempts(
    person: Person, activity_keys: list[str]
) -> dict[str, tuple[AttemptSummary, ...]]:
    """Return the attempts at each module, oldest first."""
    rows = _attempts(len(activity_keys)).rows(person=person.pk, **texts("key", activity_keys))
    attempts: dict[str, tuple[AttemptSummary, ...]] = {}
    for key, number, run, finished_at, passed_at, version_id in rows:
        status = attempt_status(finished_at, passed_at)
        summary = AttemptSummary(number=number, run=run, status=status, version_id=version_id)
        attempts[key] = (*attempts.get(key, ()), summary)
    return attempts


@cache
def _attempts(number: int) -> Statement:
    """Return the statement for so many modules."""

    def ask() -> QuerySet[Attempt, tuple[Any, ...]]:
        mine = Attempt.objects.filter(
            person=given_id("person"), activity__key__in=given_texts("key", number)
        )
        return mine.order_by("number").values_list(
            "activity__key", "number", "run", "finished_at", "passed_at", "version_id"
        )

    return Statement(ask)


@cache
def _positions(number: int) -> Statement:
    """Return the statement for so many courses."""

    def ask() -> QuerySet[ResumePosition, tuple[Any, ...]]:
        mine = ResumePosition.objects.filter(
            person=given_id("person"), course__key__in=given_texts("key", number)
        )
        return mine.values_list("course__key", "module__key", "path", "title", "anchor", "saved_at")

    return Statement(ask)


def _read_positions(person: Person, course_keys: list[str]) -> dict[str, Resume]:
    rows = _positions(len(course_keys)).rows(person=person.pk, **texts("key", course_keys))
    names = ("course_key", "module_activity_key", "path", "title", "anchor", "saved_at")
    return {row[0]: Resume(**dict(zip(names, row, strict=True))) for row in rows}


def _resume(row: ResumePosition) -> Resume:
    return Resume(
        course_key=row.course.key,
        module_activity_key=row.module.key,
        path=row.path,
        title=row.title,
        anchor=row.anchor,
        saved_at=row.saved_at,
    )


def _progress(
    ledger: CourseLedger,
    attempts: Mapping[str, tuple[AttemptSummary, ...]],
    resume: Resume | None,
    on: date,
) -> CourseProgress:
    runs = {
        attempt.run
        for module in ledger.spec.modules
        for attempt in attempts.get(ledger.spec.activity_key(module.key), ())
    }
    done = ledger.counts_as_done(on=on, attempt_runs=runs)
    ended = ledger.round_ended_at
    keys = {ledger.spec.activity_key(module.key) for module in ledger.spec.modules}
    if resume and (resume.module_activity_key not in keys or (ended and resume.saved_at <= ended)):
        resume = None
    view = _Round(
        ledger=ledger,
        run=(done and done.run) or ledger.run,
        course_done_on=done.occurred_on if done else None,
        resume=resume,
    )
    return CourseProgress(
        spec=ledger.spec,
        run=view.run,
        modules=tuple(view.module(module, attempts) for module in ledger.spec.modules),
        done_on=view.course_done_on,
        last_done_on=ledger.last_done.occurred_on if ledger.last_done else None,
        resume=resume,
        start_path=ledger.course.start_path if ledger.course else "",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Round:
    """The round of a course that is shown."""

    ledger: CourseLedger
    run: int
    course_done_on: date | None
    resume: Resume | None

    def module(
        self, spec: ModuleSpec, attempts: Mapping[str, tuple[AttemptSummary, ...]]
    ) -> ModuleProgress:
        key = self.ledger.spec.activity_key(spec.key)
        known = self.ledger.module(spec.key)
        fact = self.ledger.module_done(spec.key, self.run)
        done_on = fact.occurred_on if fact else self.course_done_on
        mine = [attempt for attempt in attempts.get(key, ()) if attempt.run == self.run]
        here = self.resume is not None and self.resume.module_activity_key == key
        started = ModuleStatus.DOING if mine or here else ModuleStatus.TODO
        return ModuleProgress(
            spec=spec,
            activity_key=key,
            status=ModuleStatus.DONE if done_on else started,
            done_on=done_on,
            minutes=known.minutes if known else None,
            start_path=known.start_path if known else "",
            attempt=mine[-1] if mine else None,
        )

"""A learner in a course of two modules: one with a test of three questions, one without."""

from dataclasses import dataclass

from core import clock
from lms.completions.models import ActivityVersion, Completion
from lms.completions.services import ensure_activities
from lms.plugins import CourseSpec
from lms.progress.questions import ModuleTest, Question, asked_questions
from lms.progress.reports import AttemptState, CourseProgress, attempt_state, course_progress
from lms.progress.services import (
    finish_module,
    save_position,
    start_new_attempt,
    start_new_run,
    submit_answers,
)
from organisations.models import Person
from tests.factories.lms import ActivityVersionFactory, spec
from tests.factories.organisations import AppointmentFactory

RIGHT = {"Q1": ["a"], "Q2": ["b"], "Q3": ["a", "c"]}
WRONG = {"Q1": ["b"], "Q2": ["a"], "Q3": ["a"]}


def three_questions(*, pass_mark: int = 100, draw: int | None = None) -> ModuleTest:
    """Return the test of the module "test"."""
    return ModuleTest(
        questions=(
            Question(key="Q1", kind="single", options=("a", "b"), correct=frozenset("a")),
            Question(key="Q2", kind="single", options=("a", "b"), correct=frozenset("b")),
            Question(key="Q3", kind="multiple", options=("a", "b", "c"), correct=frozenset("ac")),
        ),
        pass_mark=pass_mark,
        draw=draw,
    )


@dataclass(kw_only=True)
class Learner:
    """Somebody who does the course, with what they see and do in a line each."""

    person: Person
    course: CourseSpec
    version: ActivityVersion
    test: ModuleTest

    def answer(
        self, answers: dict[str, list[str]], *, module: str = "test", **changes: object
    ) -> AttemptState:
        """Send answers."""
        step = {"version": self.version, "test": self.test, "answers": answers, **changes}
        return submit_answers(person=self.person, course=self.course, module_key=module, **step)

    def fail(self) -> AttemptState:
        """Answer everything wrong."""
        return self.answer(WRONG)

    def retry(self) -> AttemptState:
        """Press "Try again"."""
        return start_new_attempt(
            person=self.person, course=self.course, module_key="test", version=self.version
        )

    def finish(self, module: str = "read") -> bool:
        """Press "Finish"; tell whether the course is complete."""
        return finish_module(
            person=self.person, course=self.course, module_key=module, version=None
        ).course_completed

    def do_course(self) -> None:
        """Do both modules well."""
        self.answer(RIGHT)
        self.finish()

    def again(self) -> int:
        """Press "Do the course again"."""
        return start_new_run(person=self.person, course=self.course)

    def go_to(self, module: str, anchor: str = "") -> None:
        """Be somewhere."""
        save_position(
            person=self.person,
            course=self.course,
            module_key=module,
            path=f"/{module}/",
            title=module.capitalize(),
            anchor=anchor,
        )

    @property
    def progress(self) -> CourseProgress:
        """What the course page shows."""
        return course_progress(self.person, self.course, on=clock.today(self.person.time_zone))

    @property
    def statuses(self) -> str:
        """The modules as the course page shows them."""
        return " ".join(module.status for module in self.progress.modules)

    @property
    def state(self) -> AttemptState:
        """What the page of the module "test" shows."""
        return attempt_state(self.person, self.course.activity_key("test"), run=self.progress.run)

    @property
    def ledger(self) -> list[str]:
        """What stands, without the person: `<activity>:<run>`."""
        rows = Completion.objects.standing().filter(person=self.person).order_by("pk")
        return [row.source_key.partition(":")[2] for row in rows]

    def shown(self, number: int) -> tuple[str, ...]:
        """Return the keys of the questions of an attempt."""
        rows = asked_questions(
            self.test,
            person=self.person.uuid,
            activity_key=self.course.activity_key("test"),
            attempt_number=number,
        )
        return tuple(row.question.key for row in rows)


def make_learner(*, repeats: str = "once", **test: int | None) -> Learner:
    """Return somebody at the start of the course "ethics" with the modules "test" and "read"."""
    course = spec("ethics", "test", "read", repeats=repeats)
    activities = ensure_activities(course)
    version = ActivityVersionFactory(activity=activities["ethics/test"])
    ActivityVersionFactory(activity=activities["ethics"])
    return Learner(
        person=AppointmentFactory().person,
        course=course,
        version=version,
        test=three_questions(**test),
    )

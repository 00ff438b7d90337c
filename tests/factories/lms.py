"""Factories of the learning engine: the smallest valid rows."""

from datetime import UTC, datetime

import factory

from core.clock import business_date
from lms.api import Activity, ActivityKind, ActivityVersion, Assurance, Completion
from lms.models import Attempt, ResumePosition
from lms.plugins import CourseSpec, ModuleSpec

MOMENT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def spec(
    key: str = "sample", *modules: str, repeats: str = "once", blocks: dict[str, str] | None = None
) -> CourseSpec:
    """Return a course with these modules; by default two."""
    return CourseSpec(
        key=key,
        title=key.capitalize(),
        modules=tuple(
            ModuleSpec(key=module, title=module.capitalize())
            for module in modules or ("first", "second")
        ),
        repeats="yearly" if repeats == "yearly" else "once",
        blocks=blocks or {},
    )


class ActivityFactory(factory.django.DjangoModelFactory[Activity]):
    """A course that can be completed."""

    class Meta:
        model = Activity

    key = factory.Sequence(lambda n: f"course-{n}")
    kind = ActivityKind.COURSE
    title = factory.Sequence(lambda n: f"Course {n}")


class ActivityVersionFactory(factory.django.DjangoModelFactory[ActivityVersion]):
    """The next version of an activity."""

    class Meta:
        model = ActivityVersion

    activity = factory.SubFactory(ActivityFactory)
    number = factory.LazyAttribute(lambda row: row.activity.versions.count() + 1)
    content_hash = factory.LazyAttribute(lambda row: f"{row.number:064x}")


class CompletionFactory(factory.django.DjangoModelFactory[Completion]):
    """A person completed a course, straight into the table. For the rules: `record_completion`."""

    class Meta:
        model = Completion

    person = factory.SubFactory("tests.factories.organisations.PersonFactory")
    activity = factory.SubFactory(ActivityFactory)
    occurred_at = MOMENT
    recorded_at = factory.SelfAttribute("occurred_at")
    source = "test"
    source_key = factory.Sequence(str)
    assurance = Assurance.SERVER_GRADED

    @factory.lazy_attribute
    def occurred_on(self) -> object:
        """Return the date for the person, as the service would."""
        zone = self.person.time_zone if self.person else "Europe/Amsterdam"
        return business_date(self.occurred_at, zone)


class AttemptFactory(factory.django.DjangoModelFactory[Attempt]):
    """A try at a module that is still open."""

    class Meta:
        model = Attempt

    person = factory.SubFactory("tests.factories.organisations.PersonFactory")
    activity = factory.SubFactory(ActivityFactory, kind=ActivityKind.MODULE)
    version = factory.SubFactory(
        ActivityVersionFactory, activity=factory.SelfAttribute("..activity")
    )
    run = 1
    number = 1


class ResumePositionFactory(factory.django.DjangoModelFactory[ResumePosition]):
    """The place where somebody was in a course."""

    class Meta:
        model = ResumePosition

    person = factory.SubFactory("tests.factories.organisations.PersonFactory")
    course = factory.SubFactory(ActivityFactory)
    module = factory.SubFactory(ActivityFactory, kind=ActivityKind.MODULE)
    path = "/lesson/"
    title = "Lesson"

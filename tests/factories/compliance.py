"""Requirements, cycles and obligations for tests: the smallest valid rows."""

from datetime import date
from typing import Any

import factory
from factory.django import DjangoModelFactory

from compliance.enums import CycleKind, EventKind, ReasonCode
from compliance.models import (
    AcceptedActivity,
    Cycle,
    Obligation,
    ObligationEvent,
    Requirement,
    RequirementVersion,
)
from lms.api import Activity, Assurance
from tests.factories.lms import ActivityFactory
from tests.factories.organisations import PersonFactory


class RequirementFactory(DjangoModelFactory[Requirement]):
    """A duty of persons, without any rule yet."""

    class Meta:
        model = Requirement

    key = factory.Sequence(lambda n: f"requirement-{n}")
    title = factory.Sequence(lambda n: f"Requirement {n}")


class RequirementVersionFactory(DjangoModelFactory[RequirementVersion]):
    """A rule for everyone, every year, met by one activity; `activities=[...]` gives others."""

    class Meta:
        model = RequirementVersion
        skip_postgeneration_save = True

    class Params:
        once = factory.Trait(
            cycle_kind=CycleKind.ONCE,
            sitting_due_on=factory.LazyFunction(lambda: date(2024, 12, 31)),
        )

    requirement = factory.SubFactory(RequirementFactory)
    number = factory.LazyAttribute(lambda row: row.requirement.versions.count() + 1)
    cycle_kind = CycleKind.CALENDAR_YEAR
    valid_from = date(2024, 1, 1)

    @factory.post_generation
    def activities(
        self: RequirementVersion,
        create: bool,
        given: list[Activity] | None,
        **_: Any,
    ) -> None:
        """Accept these activities, or one new one."""
        for activity in [ActivityFactory()] if given is None else given:
            AcceptedActivity.objects.create(
                version=self, activity=activity, minimum_assurance=Assurance.SERVER_GRADED
            )


class CycleFactory(DjangoModelFactory[Cycle]):
    """The calendar year `year` of a requirement; by default 2026."""

    class Meta:
        model = Cycle

    class Params:
        year = 2026

    requirement = factory.SubFactory(RequirementFactory)
    label = factory.LazyAttribute(lambda row: str(row.year))
    opens_on = factory.LazyAttribute(lambda row: date(row.year, 1, 1))
    due_on = factory.LazyAttribute(lambda row: date(row.year, 12, 31))
    closes_on = factory.LazyAttribute(lambda row: date(row.year, 12, 31))


class ObligationFactory(DjangoModelFactory[Obligation]):
    """Somebody who already worked here must meet a cycle; for the rules: `plan()`."""

    class Meta:
        model = Obligation

    version = factory.SubFactory(RequirementVersionFactory)
    cycle = factory.SubFactory(
        CycleFactory, requirement=factory.SelfAttribute("..version.requirement")
    )
    person = factory.SubFactory(PersonFactory)
    opens_on = factory.SelfAttribute("cycle.opens_on")
    counts_from = factory.SelfAttribute("cycle.opens_on")
    due_on = factory.SelfAttribute("cycle.due_on")
    closes_on = factory.SelfAttribute("cycle.closes_on")


class ObligationEventFactory(DjangoModelFactory[ObligationEvent]):
    """Something that happened to an obligation; by default a person exempted somebody for good."""

    class Meta:
        model = ObligationEvent

    obligation = factory.SubFactory(ObligationFactory)
    kind = EventKind.EXEMPTED
    effective_on = factory.SelfAttribute("obligation.opens_on")
    until_on = factory.LazyAttribute(
        lambda row: date(9999, 1, 1) if row.kind == EventKind.EXEMPTED else None
    )
    reason_code = ReasonCode.OTHER_FORM
    actor = factory.SubFactory(PersonFactory)

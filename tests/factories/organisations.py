"""Persons, units and what ties them together, for tests. Everything starts on 1 January 2020."""

from datetime import date
from typing import Any

import factory
from factory.django import DjangoModelFactory

from organisations.enums import AppointmentKind, MandateKind, RoleKind, UnitKind
from organisations.models import (
    Absence,
    Appointment,
    Mandate,
    Person,
    RoleAssignment,
    Unit,
    UnitVersion,
)
from organisations.services.ancestry import rebuild_ancestry
from tests.factories.accounts import UserFactory

START = date(2020, 1, 1)


class PersonFactory(DjangoModelFactory[Person]):
    """Somebody without an account; `with_user=True` gives one."""

    class Meta:
        model = Person

    class Params:
        with_user = factory.Trait(user=factory.SubFactory(UserFactory))

    name = factory.Sequence(lambda n: f"Jan Jansen-{n:04d}")
    sort_name = factory.Sequence(lambda n: f"Jansen-{n:04d}, Jan")
    email = factory.Sequence(lambda n: f"person{n}@example.test")


class UnitFactory(DjangoModelFactory[Unit]):
    """A unit with one version and its ancestry; `parent=` puts it below another unit."""

    class Meta:
        model = Unit

    code = factory.Sequence(lambda n: f"unit-{n:04d}")
    name = factory.Sequence(lambda n: f"Unit {n:04d}")
    kind = UnitKind.TEAM
    parent: Unit | None = None
    valid_from = START
    valid_until: date | None = None

    @classmethod
    def _create(cls, model_class: type[Unit], *args: Any, **fields: Any) -> Unit:
        names = ("name", "kind", "parent", "valid_from", "valid_until")
        version = {name: fields.pop(name) for name in names}
        unit: Unit = super()._create(model_class, *args, **fields)
        UnitVersion.objects.create(unit=unit, **version)
        rebuild_ancestry()
        return unit


class AppointmentFactory(DjangoModelFactory[Appointment]):
    """A civil servant in a team of their own, without end."""

    class Meta:
        model = Appointment

    person = factory.SubFactory(PersonFactory)
    unit = factory.SubFactory(UnitFactory)
    kind = AppointmentKind.CIVIL_SERVANT
    valid_from = START


class RoleAssignmentFactory(DjangoModelFactory[RoleAssignment]):
    """A role with duties, without end."""

    class Meta:
        model = RoleAssignment

    person = factory.SubFactory(PersonFactory)
    unit = factory.SubFactory(UnitFactory)
    role = RoleKind.CONFIDENTIAL_ADVISER
    valid_from = START


class MandateFactory(DjangoModelFactory[Mandate]):
    """The right of a manager with an account to see a unit, without end."""

    class Meta:
        model = Mandate

    holder = factory.SubFactory(PersonFactory, with_user=True)
    unit = factory.SubFactory(UnitFactory)
    kind = MandateKind.MANAGER
    valid_from = START


class AbsenceFactory(DjangoModelFactory[Absence]):
    """A long absence that has not ended."""

    class Meta:
        model = Absence

    person = factory.SubFactory(PersonFactory)
    valid_from = START

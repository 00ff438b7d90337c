"""What the database cannot refuse is found afterwards."""

from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from core.invariants import broken_invariants
from organisations.models import PersonMerge, UnitAncestry, UnitVersion
from organisations.services.exclusions import (
    EXCLUSIONS,
    install_exclusions,
    missing_exclusions,
)
from tests.factories.organisations import AppointmentFactory, PersonFactory, UnitFactory

pytestmark = pytest.mark.django_db

on_sqlite = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="PostgreSQL refuses this itself"
)


def broken() -> Any:
    return [name for name, _sentence in broken_invariants()]


def test_good_data_hold_all_invariants() -> None:
    AppointmentFactory(unit=UnitFactory(parent=UnitFactory()))
    assert broken() == []
    out = StringIO()
    call_command("check_invariants", stdout=out)
    assert "invariants hold" in out.getvalue()


def test_a_row_that_misses_and_a_row_too_many_in_the_ancestry_are_both_named() -> None:
    unit = UnitFactory(parent=UnitFactory())
    UnitAncestry.objects.filter(descendant=unit, depth=1).update(depth=2)
    assert broken() == ["organisations.ancestry", "organisations.ancestry"]
    out = StringIO()
    with pytest.raises(SystemExit) as stop:
        call_command("check_invariants", stdout=out)
    assert stop.value.code == 1
    assert f"above unit {unit.pk} (depth 1)" in out.getvalue()


def test_somebody_in_a_unit_that_ended_is_found() -> None:
    appointment = AppointmentFactory()
    UnitVersion.objects.filter(unit=appointment.unit).update(valid_until=date(2021, 1, 1))
    assert "organisations.parents" in broken()


@on_sqlite
def test_overlapping_appointments_are_found() -> None:
    first = AppointmentFactory(valid_until=date(2026, 6, 2))
    AppointmentFactory(person=first.person, unit=first.unit, valid_from=date(2026, 6, 1))
    AppointmentFactory(person=first.person, valid_from=date(2026, 6, 1))
    assert broken() == ["organisations.periods"]


def test_periods_that_touch_do_not_overlap() -> None:
    first = AppointmentFactory(valid_until=date(2026, 6, 1))
    AppointmentFactory(person=first.person, unit=first.unit, valid_from=date(2026, 6, 1))
    assert broken() == []


def test_a_chain_of_merges_is_found() -> None:
    a, b, c = (PersonFactory() for _ in range(3))
    PersonMerge.objects.create(person=a, into=b)
    PersonMerge.objects.create(person=b, into=c)
    assert broken() == ["organisations.merges"]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no such constraint")
def test_postgresql_refuses_overlaps_and_misses_are_named() -> None:
    assert missing_exclusions() == []
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE organisations_absence DROP CONSTRAINT absence_no_overlap")
    assert broken() == ["organisations.exclusions"]
    install_exclusions()
    assert missing_exclusions() == []
    assert len(EXCLUSIONS) == 5

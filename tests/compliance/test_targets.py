"""A target holds from a day on, with where it was decided."""

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from compliance.figures.targets import target_of
from compliance.models import Target
from compliance.services.targets import set_target
from tests.compliance.story import day, yearly
from tests.factories.organisations import UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def duty():
    return yearly(requirement__key="elk-jaar")


@pytest.fixture
def unit():
    return UnitFactory(code="directie")


def held(unit, duty, on: str) -> int | None:
    target = target_of([unit.pk], requirement_id=duty.pk, on=day(on))
    return target.percentage if target else None


def test_a_new_target_leaves_the_earlier_one_for_the_days_before(unit, duty):
    asked = {"unit": unit, "requirement": duty, "source": "Jaarplan"}
    set_target(percentage=80, valid_from=day("2025-01-01"), **asked)
    set_target(percentage=90, valid_from=day("2026-01-01"), **asked)
    found = [held(unit, duty, on) for on in ("2024-12-31", "2025-12-31", "2026-01-01")]
    assert found == [None, 80, 90]
    assert Target.objects.count() == 3
    assert Target.objects.current().count() == 2


def test_a_target_from_an_earlier_day_takes_the_place_of_later_ones(unit, duty):
    asked = {"unit": unit, "requirement": duty, "source": "Jaarplan"}
    set_target(percentage=90, valid_from=day("2026-06-01"), **asked)
    set_target(percentage=70, valid_from=day("2026-01-01"), **asked)
    assert held(unit, duty, "2026-12-31") == 70


def test_a_target_of_another_duty_or_unit_does_not_hold(unit, duty):
    other = UnitFactory()
    asked = {"percentage": 80, "valid_from": day("2025-01-01"), "source": "Jaarplan"}
    set_target(unit=other, requirement=duty, **asked)
    set_target(unit=unit, requirement=yearly(), **asked)
    assert held(unit, duty, "2026-01-01") is None


@pytest.mark.parametrize("wrong", [{"percentage": 0}, {"percentage": 101}, {"source": ""}])
def test_the_database_refuses_what_is_no_target(unit, duty, wrong):
    fields = {"percentage": 80, "source": "Jaarplan", **wrong}
    with pytest.raises(IntegrityError), transaction.atomic():
        Target.objects.create(unit=unit, requirement=duty, valid_from=day("2026-01-01"), **fields)


def test_a_target_can_be_set_by_hand(unit, duty):
    options = {"source": "Jaarplan", "valid_from": "2026-01-01"}
    call_command("set_target", "directie", "elk-jaar", 95, **options)
    assert held(unit, duty, "2026-01-01") == 95
    for arguments, changed in (
        (("bestaat-niet", "elk-jaar", 95), {}),
        (("directie", "elk-jaar", 101), {}),
        (("directie", "elk-jaar", 95), {"valid_from": "2026-31-12"}),
    ):
        with pytest.raises(CommandError):
            call_command("set_target", *arguments, **{**options, **changed})
    assert Target.objects.count() == 1

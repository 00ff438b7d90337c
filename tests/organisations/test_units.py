"""Units are renamed, move, merge and end; the ancestry follows."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from core import clock
from organisations.enums import UnitKind
from organisations.models import Unit, UnitAncestry, UnitVersion
from organisations.reports import UnitLabel, descendants_as_known, unit_names
from organisations.services import units
from organisations.services.errors import (
    CodeTaken,
    EndBeforeStart,
    OverlappingPeriod,
    ParentNotThere,
    UnitBelowItself,
    UnitNotThere,
    UnitStillUsed,
)
from tests.factories.organisations import AppointmentFactory, UnitFactory

pytestmark = pytest.mark.django_db

MERGER = date(2026, 2, 23)
BEFORE = date(2026, 2, 22)


def within(unit: Any, on: Any) -> Any:
    return set(Unit.objects.within(unit, on=on))


def test_a_new_unit_stands_in_the_tree() -> None:
    top = units.create_unit(
        code="top", name="Top", kind=UnitKind.MINISTRY, valid_from=date(2020, 1, 1)
    )
    team = units.create_unit(
        code="team", name="Team", kind=UnitKind.TEAM, parent=top, valid_from=date(2024, 1, 1)
    )
    assert within(top, date(2024, 1, 1)) == {top, team}
    assert within(top, date(2023, 12, 31)) == {top}
    with pytest.raises(CodeTaken):
        units.create_unit(
            code="team", name="Other", kind=UnitKind.TEAM, valid_from=date(2024, 1, 1)
        )


def test_a_unit_does_not_come_below_one_that_does_not_exist_yet() -> None:
    young = UnitFactory(valid_from=date(2025, 1, 1))
    with pytest.raises(ParentNotThere):
        units.create_unit(
            code="early",
            name="Early",
            kind=UnitKind.TEAM,
            parent=young,
            valid_from=date(2024, 12, 31),
        )
    assert not Unit.objects.filter(code="early").exists()


def test_a_rename_keeps_the_old_name_for_earlier_days_and_the_tree_as_it_was() -> None:
    ministry = UnitFactory(name="EZ")
    team = UnitFactory(parent=ministry)
    rows = UnitAncestry.objects.count()
    units.change_unit(unit=ministry, on=MERGER, name="EZK")
    assert unit_names([ministry.pk], BEFORE)[ministry.pk].name == "EZ"
    assert unit_names(Unit.objects.filter(pk=ministry.pk), MERGER)[ministry.pk] == UnitLabel(
        name="EZK", kind=UnitKind.TEAM, parent_id=None
    )
    assert UnitAncestry.objects.count() == rows
    assert within(ministry, BEFORE) == within(ministry, MERGER) == {ministry, team}


def test_a_merger_moves_directorates_and_ends_the_ministry() -> None:
    vro, bzk = UnitFactory(code="vro"), UnitFactory(code="bzk")
    directorate = UnitFactory(parent=vro)
    team = UnitFactory(parent=directorate)
    with pytest.raises(UnitStillUsed):
        units.end_unit(unit=vro, on=MERGER)
    units.change_unit(unit=directorate, on=MERGER, parent=bzk)
    units.end_unit(unit=vro, on=MERGER)
    assert within(vro, BEFORE) == {vro, directorate, team}
    assert within(bzk, BEFORE) == {bzk}
    assert within(vro, MERGER) == set()
    assert within(bzk, MERGER) == {bzk, directorate, team}


def test_a_unit_in_which_people_work_does_not_end() -> None:
    appointment = AppointmentFactory(valid_until=date(2026, 6, 1))
    with pytest.raises(UnitStillUsed):
        units.end_unit(unit=appointment.unit, on=date(2026, 5, 31))
    ended = units.end_unit(unit=appointment.unit, on=date(2026, 6, 1))
    assert ended.valid_until == date(2026, 6, 1)


def test_a_unit_ends_after_it_started() -> None:
    unit = UnitFactory(valid_from=date(2026, 1, 1))
    with pytest.raises(EndBeforeStart):
        units.end_unit(unit=unit, on=date(2026, 1, 1))
    with pytest.raises(UnitNotThere):
        units.end_unit(unit=Unit.objects.create(code="without versions"), on=MERGER)


def test_a_unit_does_not_come_below_itself() -> None:
    top = UnitFactory()
    middle = UnitFactory(parent=top)
    bottom = UnitFactory(parent=middle)
    for parent in (top, middle, bottom):
        with pytest.raises(UnitBelowItself):
            units.change_unit(unit=top, on=MERGER, parent=parent)
    assert within(top, MERGER) == {top, middle, bottom}


def test_what_changes_on_a_day_without_that_unit_is_refused() -> None:
    unit = UnitFactory(valid_from=date(2025, 1, 1))
    with pytest.raises(UnitNotThere):
        units.change_unit(unit=unit, on=date(2024, 1, 1), name="Too early")


def test_a_change_on_the_first_day_replaces_the_version() -> None:
    unit = UnitFactory(name="Typo", valid_from=MERGER)
    units.change_unit(unit=unit, on=MERGER, name="Right")
    assert [row.name for row in UnitVersion.objects.current()] == ["Right"]


def test_a_change_holds_up_to_the_next_change() -> None:
    unit = UnitFactory(name="First", valid_from=date(2024, 1, 1))
    units.change_unit(unit=unit, on=date(2026, 1, 1), name="Third")
    units.change_unit(unit=unit, on=date(2025, 1, 1), name="Second")
    names = UnitVersion.objects.current().order_by("valid_from").values_list("name", "valid_from")
    assert list(names) == [
        ("First", date(2024, 1, 1)),
        ("Second", date(2025, 1, 1)),
        ("Third", date(2026, 1, 1)),
    ]


def test_a_corrected_day_of_change_moves_the_end_of_what_came_before() -> None:
    old_home, new_home = UnitFactory(), UnitFactory()
    unit = UnitFactory(parent=old_home)
    moved = units.change_unit(unit=unit, on=date(2026, 3, 1), parent=new_home)
    units.correct_unit_version(version=moved, valid_from=MERGER)
    assert unit in within(old_home, BEFORE)
    assert unit in within(new_home, MERGER)
    assert unit not in within(old_home, MERGER)


def test_a_corrected_end_moves_the_start_of_what_comes_after() -> None:
    unit = UnitFactory(name="Before", valid_from=date(2024, 1, 1))
    units.change_unit(unit=unit, on=date(2026, 3, 1), name="After")
    first = UnitVersion.objects.current().order_by("valid_from").first()
    units.correct_unit_version(version=first, valid_until=MERGER, name="Earlier")
    rows = UnitVersion.objects.current().order_by("valid_from")
    assert [(row.name, row.valid_until) for row in rows] == [("Earlier", MERGER), ("After", None)]


def test_a_correction_does_not_leave_people_or_units_without_a_place() -> None:
    appointment = AppointmentFactory(valid_from=date(2024, 1, 1))
    version = UnitVersion.objects.current().get(unit=appointment.unit)
    with pytest.raises(UnitStillUsed):
        units.correct_unit_version(version=version, valid_from=date(2025, 1, 1))
    assert UnitVersion.objects.get(unit=appointment.unit).superseded_at is None


def test_a_correction_does_not_overlap_another_version() -> None:
    unit = UnitFactory(valid_from=date(2024, 1, 1))
    units.change_unit(unit=unit, on=date(2025, 1, 1), name="Second")
    third = units.change_unit(unit=unit, on=date(2026, 1, 1), name="Third")
    with pytest.raises((OverlappingPeriod, EndBeforeStart)):
        units.correct_unit_version(version=third, valid_from=date(2024, 6, 1))


def test_the_tree_of_an_earlier_moment_is_read_from_the_versions() -> None:
    with clock.at(datetime(2026, 1, 1, tzinfo=UTC)):
        old_home, new_home = UnitFactory(), UnitFactory()
        unit = UnitFactory(parent=old_home)
        team = UnitFactory(parent=unit)
    with clock.at(datetime(2026, 3, 1, tzinfo=UTC)):
        units.change_unit(unit=unit, on=MERGER, parent=new_home)
    then = datetime(2026, 2, 25, tzinfo=UTC)
    day = date(2026, 2, 24)
    assert set(descendants_as_known(old_home, day, then)) == {old_home, unit, team}
    assert set(descendants_as_known(new_home, day, then)) == {new_home}
    assert set(descendants_as_known(old_home, day)) == {old_home}
    assert set(descendants_as_known(new_home, day)) == {new_home, unit, team}


def test_names_of_an_earlier_moment_and_of_units_that_do_not_exist() -> None:
    with clock.at(datetime(2026, 1, 1, tzinfo=UTC)):
        unit, other = UnitFactory(name="Old"), UnitFactory(valid_until=MERGER)
    with clock.at(datetime(2026, 3, 1, tzinfo=UTC)):
        units.change_unit(unit=unit, on=MERGER, name="New")
    labels = unit_names([unit.pk, other.pk], MERGER)
    assert {pk: label.name for pk, label in labels.items()} == {unit.pk: "New"}
    before = unit_names([unit.pk], MERGER, datetime(2026, 2, 1, tzinfo=UTC))
    assert before[unit.pk].name == "Old"


def test_names_cost_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    found = [UnitFactory() for _ in range(5)]
    with django_assert_num_queries(1):
        assert len(unit_names([unit.pk for unit in found], MERGER)) == 5

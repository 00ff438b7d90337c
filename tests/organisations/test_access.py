"""Who sees which units and persons (security A2-A4)."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from core import clock
from organisations import access
from organisations.backends import PersonBackend
from organisations.enums import MandateKind
from organisations.models import Person, Unit
from organisations.services import mandates, persons, units
from tests.factories.accounts import UserFactory
from tests.factories.organisations import (
    AppointmentFactory,
    MandateFactory,
    PersonFactory,
    UnitFactory,
)

pytestmark = pytest.mark.django_db

DAY = date(2026, 6, 1)


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with clock.at(datetime(2026, 6, 1, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def tree() -> Any:
    """A ministry with two departments of two teams; the codes are each other's prefix."""
    names = {"ministry": UnitFactory(code="/bzk/")}
    for number in ("1", "10"):
        department = UnitFactory(code=f"/bzk/{number}/", parent=names["ministry"])
        names[f"department {number}"] = department
        for team in ("1", "10"):
            code = f"/bzk/{number}/{team}/"
            names[f"team {number}.{team}"] = UnitFactory(code=code, parent=department)
    return names


def seen(user: User, on: Any = None) -> Any:
    return set(access.units_visible_to(user, on=on).values_list("code", flat=True))


def test_a_manager_sees_the_own_part_and_never_a_sibling_or_parent(tree: dict[str, Unit]) -> None:
    user = MandateFactory(unit=tree["department 1"]).holder.user
    other = MandateFactory(unit=tree["team 10.1"]).holder.user
    assert seen(user) == {"/bzk/1/", "/bzk/1/1/", "/bzk/1/10/"}
    assert seen(other) == {"/bzk/10/1/"}


def test_two_mandates_add_up_and_no_unit_comes_twice(tree: dict[str, Unit]) -> None:
    mandate = MandateFactory(unit=tree["department 1"])
    MandateFactory(holder=mandate.holder, unit=tree["team 1.1"], kind=MandateKind.AUDITOR)
    MandateFactory(holder=mandate.holder, unit=tree["team 10.1"])
    found = access.units_visible_to(mandate.holder.user)
    assert sorted(found.values_list("code", flat=True)) == [
        "/bzk/1/",
        "/bzk/1/1/",
        "/bzk/1/10/",
        "/bzk/10/1/",
    ]


@pytest.mark.parametrize(
    "who",
    [
        AnonymousUser,
        UserFactory,
        lambda: PersonFactory(with_user=True).user,
        lambda: MandateFactory(holder__erased_at=datetime(2026, 1, 1, tzinfo=UTC)).holder.user,
        lambda: MandateFactory(valid_from=date(2026, 6, 2)).holder.user,
    ],
)
def test_whoever_has_no_mandate_today_sees_nothing(tree: dict[str, Unit], who: Any) -> None:
    user = who()
    assert seen(user) == set()
    assert not access.listable_units(user).exists()
    assert not access.persons_listable_to(user).exists()
    assert not access.mandates_of(user).exists()


def test_the_querysets_say_who_is_visible_to_whom(tree: dict[str, Unit]) -> None:
    manager = MandateFactory(unit=tree["department 1"]).holder
    officer = MandateFactory(unit=tree["department 1"], kind=MandateKind.COMPLIANCE_OFFICER).holder
    direct = AppointmentFactory(unit=tree["department 1"]).person
    below = AppointmentFactory(unit=tree["team 1.1"], valid_from=DAY).person
    AppointmentFactory(unit=tree["team 10.1"])
    teams = Unit.objects.filter(code__endswith="/10/").visible_to(manager.user)
    assert set(teams) == {tree["team 1.10"]}
    assert set(Unit.objects.listable_to(manager.user)) == {tree["department 1"]}
    assert set(Person.objects.visible_to(manager.user)) == {direct}
    assert set(Person.objects.visible_to(officer.user)) == {direct, below}
    assert set(Person.objects.visible_to(officer.user, on=date(2026, 5, 31))) == {direct}
    assert not Person.objects.visible_to(AnonymousUser()).exists()
    assert not Unit.objects.visible_to(direct.user or AnonymousUser()).exists()


def test_a_superuser_without_a_mandate_sees_nothing_here(tree: dict[str, Unit]) -> None:
    assert seen(UserFactory(admin=True)) == set()


def test_the_right_ends_on_the_day_the_mandate_ends(tree: dict[str, Unit]) -> None:
    mandate = MandateFactory(unit=tree["team 1.1"])
    mandates.end_mandate(mandate=mandate, on=DAY)
    user = mandate.holder.user
    with clock.at(datetime(2026, 5, 31, 9, tzinfo=UTC)):
        assert seen(user) == {"/bzk/1/1/"}
    assert seen(user) == set()
    assert seen(user, on=date(2026, 5, 1)) == set()


def test_an_earlier_reference_date_shows_the_tree_of_that_day(tree: dict[str, Unit]) -> None:
    units.change_unit(unit=tree["team 10.1"], on=date(2026, 3, 1), parent=tree["department 1"])
    user = MandateFactory(unit=tree["department 1"]).holder.user
    assert "/bzk/10/1/" in seen(user)
    assert "/bzk/10/1/" not in seen(user, on=date(2026, 2, 28))


def test_persons_are_listed_only_for_the_unit_of_the_mandate_itself(tree: dict[str, Unit]) -> None:
    boss = MandateFactory(unit=tree["department 1"]).holder
    direct = AppointmentFactory(unit=tree["department 1"]).person
    AppointmentFactory(unit=tree["team 1.1"])
    AppointmentFactory(unit=tree["department 1"], valid_until=DAY)
    AppointmentFactory(
        unit=tree["department 1"], person__erased_at=datetime(2026, 1, 1, tzinfo=UTC)
    )
    assert set(access.persons_listable_to(boss.user)) == {direct}
    assert set(access.listable_units(boss.user)) == {tree["department 1"]}
    earlier = access.persons_listable_to(boss.user, on=date(2026, 5, 31))
    assert earlier.count() == 2


@pytest.mark.parametrize(
    ("kind", "lists"),
    [
        (MandateKind.MANAGER, True),
        (MandateKind.ACTING_MANAGER, True),
        (MandateKind.SUPPORT, True),
        (MandateKind.COMPLIANCE_OFFICER, True),
        (MandateKind.WORKS_COUNCIL, False),
        (MandateKind.AUDITOR, False),
    ],
)
def test_each_kind_of_mandate_lists_persons_or_not(
    tree: dict[str, Unit], kind: Any, lists: Any
) -> None:
    user = MandateFactory(
        unit=tree["team 1.1"], kind=kind, valid_until=date(2027, 1, 1)
    ).holder.user
    AppointmentFactory(unit=tree["team 1.1"])
    assert access.persons_listable_to(user).exists() is lists
    assert seen(user) == {"/bzk/1/1/"}


def test_a_compliance_officer_lists_persons_of_the_whole_part_but_not_beside_it(
    tree: dict[str, Unit],
) -> None:
    officer = MandateFactory(unit=tree["department 1"], kind=MandateKind.COMPLIANCE_OFFICER).holder
    below = AppointmentFactory(unit=tree["team 1.10"]).person
    AppointmentFactory(unit=tree["team 10.1"])
    assert set(access.persons_listable_to(officer.user)) == {below}
    assert not access.listable_units(officer.user).exists()


def test_a_merged_person_keeps_the_mandates_of_both_records(tree: dict[str, Unit]) -> None:
    old = MandateFactory(unit=tree["team 1.1"]).holder
    new = MandateFactory(unit=tree["team 1.10"]).holder
    persons.merge_persons(person=old, into=new)
    both = {"/bzk/1/1/", "/bzk/1/10/"}
    assert (seen(old.user), seen(new.user)) == (both, both)
    assert access.person_of(User.objects.get(pk=old.user.pk)) == new


def test_the_account_and_its_person_cost_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    person = PersonFactory(with_user=True)
    with django_assert_num_queries(1):
        user = PersonBackend().get_user(person.user.pk)
        assert access.person_of(user) == person


def test_a_merged_account_costs_one_query_more(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    old, new = PersonFactory(with_user=True), PersonFactory()
    persons.merge_persons(person=old, into=new)
    with django_assert_num_queries(2):
        user = PersonBackend().get_user(old.user.pk)
        assert access.person_of(user) == access.person_of(user) == new

"""A statement is put together once and asked with other values every time."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from core.statements import (
    Insert,
    NewRow,
    Statement,
    Update,
    given_date,
    given_id,
    given_texts,
    texts,
)
from organisations.models import Appointment, Person, Unit
from tests.factories.organisations import AppointmentFactory, PersonFactory, UnitFactory

pytestmark = pytest.mark.django_db


def test_each_value_gets_the_answer_that_the_queryset_gives() -> None:
    first, second = AppointmentFactory(), AppointmentFactory()
    asked = 0

    def ask() -> Any:
        nonlocal asked
        asked += 1
        rows = Appointment.objects.active_on(given_date("day")).filter(person=given_id("person"))
        return rows.values_list("pk", "person__uuid", "valid_from")

    statement = Statement(ask)
    for one in (first, second, first):
        found = statement.rows(day=one.valid_from, person=one.person_id)
        assert found == [(one.pk, one.person.uuid, one.valid_from)]
    assert statement.rows(day=date(1900, 1, 1), person=first.person_id) == []
    assert statement.row(day=date(1900, 1, 1), person=first.person_id) is None
    assert asked == 1


def test_a_list_has_a_place_for_each_of_its_values() -> None:
    for code in ("a", "b", "c"):
        UnitFactory(code=code)
    units = Unit.objects.filter(code__in=given_texts("code", 2)).order_by("code")
    statement = Statement(lambda: units.values_list("code"))
    assert statement.rows(**texts("code", ["c", "a"])) == [("a",), ("c",)]


def test_what_a_value_holds_is_never_part_of_the_statement() -> None:
    UnitFactory(code="a")
    statement = Statement(
        lambda: Unit.objects.filter(code__in=given_texts("code", 1)).values_list("code")
    )
    assert statement.rows(code0="x') OR ('1'='1") == []


def test_a_list_without_values_finds_nothing_and_asks_nothing(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    UnitFactory()
    units = Unit.objects.filter(code__in=given_texts("code", 0))
    with django_assert_num_queries(0):
        assert Statement(lambda: units.values_list("code")).rows(**texts("code", [])) == []


def test_a_row_is_written_and_written_anew_when_it_is_the_same_one() -> None:
    person = PersonFactory(name="Oude Naam")
    fields = ("uuid", "name", "sort_name", "email", "language", "time_zone", "created_at")
    write = Insert(Person, fields=fields, unique=("uuid",), update=("name",))
    values = [getattr(person, name) for name in fields]
    values[1] = "Nieuwe % Naam"
    write.write(*values)
    [row] = Person.objects.filter(uuid=person.uuid)
    assert (row.pk, row.name, row.created_at) == (person.pk, "Nieuwe % Naam", person.created_at)


def test_objects_come_with_what_belongs_to_them(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    first, second = AppointmentFactory(), AppointmentFactory()
    rows = Appointment.objects.filter(person=given_id("person")).select_related("person", "unit")
    statement = Statement(lambda: rows)
    with django_assert_num_queries(3):
        [found] = statement.objects(person=first.person_id)
        assert (found, found.person.name, found.unit.code) == (
            first,
            first.person.name,
            first.unit.code,
        )
        assert statement.first(person=second.person_id) == second
        assert statement.first(person=0) is None


def test_a_new_row_gets_its_key_and_one_that_is_known_is_left_alone() -> None:
    kept = UnitFactory(code="a")
    row = NewRow(Unit, unless="code")
    same, new = Unit(code="a"), Unit(code="b")
    assert [row.save(same), row.save(new)] == [False, True]
    assert list(Unit.objects.order_by("code")) == [kept, new]


def test_an_update_writes_the_fields_it_names_of_one_row() -> None:
    person, other = PersonFactory(name="Eén"), PersonFactory(name="Ander")
    person.name, person.email = "Twee", "niet@geschreven.test"
    Update(Person, fields=("name",)).save(person)
    again = Person.objects.get(pk=person.pk)
    assert (again.name, again.email == person.email) == ("Twee", False)
    assert Person.objects.get(pk=other.pk).name == "Ander"


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL keeps the plans")
def test_postgresql_plans_a_statement_once_per_connection() -> None:
    unit = UnitFactory()
    statement = Statement(lambda: Unit.objects.filter(pk=given_id("unit")).values_list("code"))
    for _time in range(3):
        assert statement.rows(unit=unit.pk) == [(unit.code,)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans, custom_plans FROM pg_prepared_statements"
            " WHERE statement LIKE %s AND statement NOT LIKE %s",
            ['SELECT "organisations_unit"."code"%', "%mandate%"],
        )
        assert cursor.fetchall() == [(3, 0)]

"""Everybody in one go: the same people, with the same standing, as everywhere else."""

from datetime import date

import pytest
from django.db import connection

from compliance.figures.directory import Directory
from compliance.figures.everybody import everybody, standings_in, unit_names
from compliance.figures.people import statuses_of
from organisations.enums import AppointmentKind
from organisations.models import Person, PersonMerge
from tests.compliance.story import activity_of, plan_on, yearly
from tests.factories.lms import CompletionFactory
from tests.factories.organisations import AppointmentFactory, PersonFactory, UnitFactory

pytestmark = pytest.mark.django_db

DAY = date(2026, 6, 1)


def _worker(unit, name, **given):
    person = PersonFactory(name=name, sort_name=name)
    AppointmentFactory(person=person, unit=unit, **given)
    return person


@pytest.mark.parametrize("is_large", [False, True])
def test_a_directory_of_any_size_has_the_same_people(monkeypatch, is_large):
    top = UnitFactory(code="top")
    team = UnitFactory(code="team", parent=top)
    monkeypatch.setattr("compliance.figures.directory.LARGE", 0 if is_large else 1000)
    both = _worker(team, "Beide Teams")
    AppointmentFactory(person=both, unit=top, kind=AppointmentKind.EXTERNAL_HIRE)
    _worker(UnitFactory(), "Iemand Elders")
    gone = _worker(team, "Weg")
    Person.objects.filter(pk=gone.pk).update(erased_at="2026-01-01T00:00:00Z")
    kept = PersonFactory(name="Anna Samen", sort_name="Anna Samen")
    PersonMerge.objects.create(person=_worker(team, "Dubbel"), into=kept)

    def found(**chosen):
        directory = Directory(unit_id=top.pk, as_of=DAY, **chosen)
        return [
            (name, sorted(works))
            for name, works, _where in everybody(directory, requirement_ids=[])
        ]

    civil, hire = AppointmentKind.CIVIL_SERVANT, AppointmentKind.EXTERNAL_HIRE
    of_both = ("Beide Teams", sorted([(civil, team.pk), (hire, top.pk)]))
    assert found() == [("Anna Samen", [(civil, team.pk)]), of_both]
    assert found(kind=hire) == [of_both]
    assert found(search="samen") == [("Anna Samen", [(civil, team.pk)])]
    names = unit_names(Directory(unit_id=top.pk, as_of=DAY))
    assert set(names) == {top.pk, team.pk}


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no such settings")
def test_while_a_file_is_written_the_connection_is_as_always(monkeypatch):
    """Else a connection that goes back to a pool would look nobody up in an index any more."""
    monkeypatch.setattr("compliance.figures.directory.LARGE", 0)
    team = UnitFactory()
    for number in range(3):
        _worker(team, f"Persoon {number}")
    reading = everybody(Directory(unit_id=team.pk, as_of=DAY), requirement_ids=[])
    assert next(reading)[0] == "Persoon 0"
    assert not connection.in_atomic_block
    with connection.cursor() as cursor:
        for setting, usual in (("enable_nestloop", "on"), ("enable_hashjoin", "on")):
            cursor.execute(f"SHOW {setting}")
            assert cursor.fetchone() == (usual,)
    assert [name for name, *_rest in reading] == ["Persoon 1", "Persoon 2"]


def test_where_somebody_stands_is_what_the_status_of_a_list_says():
    duty = yearly(requirement__title="Integriteit")
    team = UnitFactory()
    people = [
        _worker(team, f"Persoon {number}", valid_from=date(2020, 1, 1)) for number in range(3)
    ]
    plan_on("2026-01-02")
    CompletionFactory(person=people[0], activity=activity_of(duty), occurred_on=date(2026, 3, 1))
    directory = Directory(unit_id=team.pk, as_of=DAY)
    found = everybody(directory, requirement_ids=[duty.pk])
    stands = {name: standings_in(where) for name, _works, where in found}
    statuses = statuses_of(person_ids=[person.pk for person in people], as_of=DAY)
    assert stands == {
        person.name: tuple(
            (duty.pk, one.status.value, one.due_on.isoformat(), one.is_newcomer)
            for one in statuses[person.pk].values()
        )
        for person in people
    }
    assert {stand[0][1] for stand in stands.values()} == {"done_on_time", "open"}


def test_a_standing_reads_back_as_it_was_written():
    assert standings_in("") == ()
    assert standings_in("1 open 2026-12-31 1,22 done_late 2025-12-31 0") == (
        (1, "open", "2026-12-31", True),
        (22, "done_late", "2025-12-31", False),
    )

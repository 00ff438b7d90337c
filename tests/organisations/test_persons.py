"""Persons are added, renamed, merged and erased."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from accounts.models import User
from core import clock
from core.invariants import broken_invariants
from organisations.enums import IdentitySystem
from organisations.models import Person, PersonIdentity, PersonMerge
from organisations.names import sort_name_of
from organisations.services import persons
from organisations.services.accounts import close_account, give_account
from organisations.services.errors import (
    EmailTaken,
    IdentityTaken,
    MergeWithItself,
    MissingEmail,
    PersonErased,
    PersonStillHere,
    StaleFact,
)
from tests.factories.accounts import UserFactory
from tests.factories.organisations import AppointmentFactory, MandateFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "sorted_as"),
    [
        ("Jeroen van Dijk", "Dijk, Jeroen van"),
        ("Anna van der Berg", "Berg, Anna van der"),
        ("Samira Haddad", "Haddad, Samira"),
        ("Fatima el Amrani", "Amrani, Fatima el"),
        ("Jan Willem de Boer", "Boer, Jan Willem de"),
        ("Sjaak in 't Veld", "Veld, Sjaak in 't"),
        ("Sukarno", "Sukarno"),
        ("Van", "Van"),
        ("Thi Nguyen Van", "Van, Thi Nguyen"),
        ("", ""),
    ],
)
def test_names_sort_on_the_surname_without_its_prefix(name: str, sorted_as: Any) -> None:
    assert sort_name_of(name) == sorted_as


def test_somebody_who_is_renamed_sorts_by_the_new_name() -> None:
    person = persons.add_person(name="Anna de Vries", email="anna@example.test")
    assert person.sort_name == "Vries, Anna de"
    persons.change_person(person=person, name="Anna van Dam")
    person.refresh_from_db()
    assert (person.name, person.sort_name) == ("Anna van Dam", "Dam, Anna van")
    persons.change_person(person=person, name="Anna Dam Smit", sort_name="Dam Smit, Anna")
    persons.change_person(person=person, email="dam@example.test")
    person.refresh_from_db()
    assert (person.sort_name, person.email) == ("Dam Smit, Anna", "dam@example.test")


def test_a_key_of_another_system_belongs_to_one_person() -> None:
    person = PersonFactory()
    key = {"system": IdentitySystem.HR, "subject": "000123"}
    first = persons.add_identity(person=person, **key)
    assert persons.add_identity(person=person, **key) == first
    with pytest.raises(IdentityTaken):
        persons.add_identity(person=PersonFactory(), **key)
    assert PersonIdentity.objects.get() == first


def standing() -> Any:
    return set(PersonMerge.objects.current().values_list("person", "into"))


def test_merges_stay_one_step_deep() -> None:
    a, b, c, d = (PersonFactory() for _ in range(4))
    persons.merge_persons(person=a, into=b)
    persons.merge_persons(person=b, into=c)
    assert standing() == {(a.pk, c.pk), (b.pk, c.pk)}
    persons.merge_persons(person=d, into=a)
    assert standing() == {(a.pk, c.pk), (b.pk, c.pk), (d.pk, c.pk)}
    assert list(broken_invariants()) == []


def test_somebody_is_not_merged_with_himself_along_whatever_way() -> None:
    a, b, c = (PersonFactory() for _ in range(3))
    persons.merge_persons(person=a, into=b)
    persons.merge_persons(person=c, into=b)
    for person, into in ((a, a), (a, b), (b, a), (a, c)):
        with pytest.raises(MergeWithItself):
            persons.merge_persons(person=person, into=into)
    assert standing() == {(a.pk, b.pk), (c.pk, b.pk)}


def test_undoing_a_merge_gives_back_whoever_came_along() -> None:
    a, b, c = (PersonFactory() for _ in range(3))
    with clock.at(datetime(2026, 1, 1, tzinfo=UTC)):
        persons.merge_persons(person=a, into=b)
    with clock.at(datetime(2026, 2, 1, tzinfo=UTC)):
        merge = persons.merge_persons(person=b, into=c)
    with clock.at(datetime(2026, 3, 1, tzinfo=UTC)):
        persons.undo_merge(merge=merge)
    assert standing() == {(a.pk, b.pk)}
    with pytest.raises(StaleFact):
        persons.undo_merge(merge=merge)
    then = PersonMerge.objects.as_known_at(datetime(2026, 2, 2, tzinfo=UTC))
    assert set(then.values_list("person", "into")) == {(a.pk, c.pk), (b.pk, c.pk)}


def test_erasing_empties_the_person_and_keeps_the_row() -> None:
    appointment = AppointmentFactory(
        valid_until=date(2021, 1, 1), person__with_user=True, person__name="Anna de Vries"
    )
    person = appointment.person
    persons.add_identity(person=person, system=IdentitySystem.HR, subject="1")
    persons.erase_person(person=person)
    left = Person.objects.get()
    assert left.erased_at is not None
    assert (left.pk, left.user, left.email, left.sort_name) == (person.pk, None, "", "")
    assert "Vries" not in left.name
    assert (User.objects.count(), PersonIdentity.objects.count()) == (0, 0)
    assert left.appointments.count() == 1
    for again in (
        lambda: persons.erase_person(person=person),
        lambda: persons.change_person(person=person, name="Anna"),
        lambda: give_account(person=person),
    ):
        with pytest.raises(PersonErased):
            again()


def test_who_still_works_here_or_holds_a_mandate_is_not_erased() -> None:
    for row in (AppointmentFactory(), AppointmentFactory(valid_from=date(2099, 1, 1))):
        with pytest.raises(PersonStillHere):
            persons.erase_person(person=row.person)
    with pytest.raises(PersonStillHere):
        persons.erase_person(person=MandateFactory().holder)
    assert not Person.objects.filter(erased_at__isnull=False).exists()


def test_an_account_is_given_closed_and_opened_again() -> None:
    person = PersonFactory(email="anna@example.test")
    user = give_account(person=person)
    assert (user.email, user.has_usable_password()) == ("anna@example.test", False)
    close_account(person=person)
    user.refresh_from_db()
    assert not user.is_active
    assert give_account(person=person) == user
    user.refresh_from_db()
    assert user.is_active


def test_an_account_needs_an_address_of_its_own() -> None:
    close_account(person=PersonFactory())
    with pytest.raises(MissingEmail):
        give_account(person=PersonFactory(email=""))
    UserFactory(email="taken@example.test")
    with pytest.raises(EmailTaken):
        give_account(person=PersonFactory(email="Taken@example.test"))
    assert User.objects.count() == 1

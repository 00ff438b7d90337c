"""Who can be reached: from the unit itself, then from above, and who leads it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from core import clock
from guidance.enums import ContactKind
from guidance.reports.contacts import contacts_by_role
from guidance.reports.leaders import leaders_of
from guidance.reports.own import units_of
from organisations.enums import MandateKind
from organisations.models import PersonMerge, Unit
from tests.factories.guidance import ContactFactory
from tests.factories.organisations import (
    AppointmentFactory,
    MandateFactory,
    PersonFactory,
    UnitFactory,
)

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 10, 1, 10, tzinfo=UTC)
ADVISER = "vertrouwenspersoon"


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[None]:
    with clock.at(NOON):
        yield


@pytest.fixture
def units() -> dict[str, Unit]:
    ministry = UnitFactory(name="Ministerie")
    directorate = UnitFactory(name="Directie", parent=ministry)
    return {
        "ministry": ministry,
        "directorate": directorate,
        "team": UnitFactory(name="Team", parent=directorate),
        "elsewhere": UnitFactory(name="Elders", parent=ministry),
    }


def names(unit: Unit, *, role: str = ADVISER, public_only: bool = False) -> list[str]:
    found = contacts_by_role(unit_ids=[unit.pk], public_only=public_only)
    return [card.name for card in found.get(role, ())]


def test_a_unit_without_its_own_adviser_resolves_to_the_nearest_above(
    units: dict[str, Unit],
) -> None:
    ContactFactory(unit=units["ministry"], name="Van het ministerie")
    ContactFactory(unit=units["directorate"], name="Van de directie")
    ContactFactory(unit=units["elsewhere"], name="Van een ander team")
    assert names(units["team"]) == ["Van de directie", "Van het ministerie"]
    assert names(units["elsewhere"]) == ["Van een ander team", "Van het ministerie"]


def test_contacts_inherit_over_three_levels_and_end_with_the_whole_rijk(
    units: dict[str, Unit],
) -> None:
    ContactFactory(unit=None, name="Rijk")
    for name in ("ministry", "directorate", "team"):
        ContactFactory(unit=units[name], name=name)
    cards = contacts_by_role(unit_ids=[units["team"].pk], public_only=False)[ADVISER]
    assert [(card.name, card.level) for card in cards] == [
        ("team", "Team"),
        ("directorate", "Directie"),
        ("ministry", "Ministerie"),
        ("Rijk", ""),
    ]


def test_an_entry_is_shown_only_for_its_own_organisation_and_below(units: dict[str, Unit]) -> None:
    ContactFactory(role="externe-begeleiding", unit=units["directorate"], name="Bureau")
    assert names(units["team"], role="externe-begeleiding") == ["Bureau"]
    assert names(units["elsewhere"], role="externe-begeleiding") == []
    assert names(units["ministry"], role="externe-begeleiding") == []


def test_who_has_not_started_or_has_ended_or_was_erased_is_left_out(units: dict[str, Unit]) -> None:
    team = units["team"]
    ContactFactory(unit=team, name="Straks", valid_from=date(2026, 10, 2))
    ContactFactory(unit=team, name="Voorbij", valid_until=date(2026, 10, 1))
    ContactFactory(unit=team, name="Nog net", valid_until=date(2026, 10, 2))
    gone = PersonFactory(erased_at=NOON)
    ContactFactory(unit=team, name="Gewist", kind=ContactKind.PERSON, person=gone)
    assert names(team) == ["Nog net"]


def test_who_is_not_signed_in_sees_only_who_chose_to_be_shown(units: dict[str, Unit]) -> None:
    team = units["team"]
    ContactFactory(unit=team, name="Alleen collega's")
    ContactFactory(unit=team, name="Voor iedereen", shown_publicly=True)
    assert names(team, public_only=True) == ["Voor iedereen"]
    assert names(team) == ["Alleen collega's", "Voor iedereen"]


def test_two_jobs_give_the_contacts_of_both_nearest_first(units: dict[str, Unit]) -> None:
    other = UnitFactory(name="Ander ministerie")
    ContactFactory(unit=units["ministry"], name="Van het ministerie")
    ContactFactory(unit=other, name="Van het andere")
    found = contacts_by_role(unit_ids=[units["team"].pk, other.pk], public_only=False)
    assert [card.name for card in found[ADVISER]] == ["Van het andere", "Van het ministerie"]


def test_a_record_with_expired_verified_on_is_flagged(units: dict[str, Unit]) -> None:
    for name, day in (
        ("a fris", date(2026, 4, 1)),
        ("b oud", date(2026, 3, 31)),
        ("c nooit", None),
    ):
        ContactFactory(unit=units["team"], name=name, verified_on=day)
    ContactFactory(unit=units["team"], name="d nieuw", valid_from=date(2026, 9, 1))
    cards = contacts_by_role(unit_ids=[units["team"].pk], public_only=False)[ADVISER]
    assert [(card.name, card.is_stale) for card in cards] == [
        ("a fris", False),
        ("b oud", True),
        ("c nooit", True),
        ("d nieuw", False),
    ]


@pytest.mark.parametrize("count", [1, 30])
def test_contacts_take_one_query_for_one_and_for_thirty(units: dict[str, Unit], count: int) -> None:
    for number in range(count):
        person = PersonFactory()
        ContactFactory(
            role=f"rol-{number}", unit=units["team"], kind=ContactKind.PERSON, person=person
        )
    with CaptureQueriesContext(connection) as queries:
        found = contacts_by_role(unit_ids=[unit.pk for unit in units.values()], public_only=False)
    assert (len(found), len(queries)) == (count, 1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"phone": ""},
        {"valid_until": date(2020, 1, 1)},
        {"with_person": True},
        {"checked_without_day": True},
    ],
)
def test_the_database_refuses_a_contact_that_cannot_be(
    units: dict[str, Unit], wrong: dict[str, Any]
) -> None:
    fields = dict(wrong)
    if fields.pop("with_person", False):
        fields["person"] = PersonFactory()
    if fields.pop("checked_without_day", False):
        fields["verified_by"] = PersonFactory()
    with pytest.raises(IntegrityError):
        ContactFactory(unit=units["team"], **fields)


def test_units_of_somebody_are_those_of_today_also_of_a_merged_record(
    units: dict[str, Unit],
) -> None:
    person, double = PersonFactory(with_user=True), PersonFactory()
    AppointmentFactory(person=person, unit=units["team"])
    AppointmentFactory(person=double, unit=units["elsewhere"])
    AppointmentFactory(person=person, unit=units["ministry"], valid_until=date(2026, 10, 1))
    PersonMerge.objects.create(person=double, into=person)
    assert units_of(person.user) == sorted([units["team"].pk, units["elsewhere"].pk])


def lead(unit: Unit, name: str, kind: MandateKind = MandateKind.MANAGER, **fields: Any) -> Any:
    return MandateFactory(holder__name=name, unit=unit, kind=kind, **fields).holder


def shown(unit: Unit, **kwargs: Any) -> tuple[list[str], list[str]]:
    (found,) = leaders_of(unit_ids=[unit.pk], **kwargs)
    return [one.name for one in found.managers], [one.name for one in found.next_higher]


def test_a_learner_sees_the_manager_and_the_next_higher_manager(units: dict[str, Unit]) -> None:
    lead(units["team"], "Teamleider")
    lead(units["directorate"], "Directeur")
    lead(units["ministry"], "Secretaris-generaal")
    lead(units["elsewhere"], "Van een ander team")
    lead(units["team"], "Ondersteuning", MandateKind.SUPPORT)
    assert shown(units["team"]) == (["Teamleider"], ["Directeur"])


def test_a_unit_without_manager_shows_the_next_one_up(units: dict[str, Unit]) -> None:
    lead(units["directorate"], "Directeur")
    lead(units["ministry"], "Secretaris-generaal")
    assert shown(units["team"]) == (["Directeur"], ["Secretaris-generaal"])


def test_whoever_leads_a_unit_sees_who_stands_above_them(units: dict[str, Unit]) -> None:
    leader = lead(units["team"], "Teamleider")
    MandateFactory(holder=leader, unit=units["directorate"])
    lead(units["directorate"], "Directeur")
    lead(units["ministry"], "Secretaris-generaal")
    assert shown(units["team"], but=leader) == (["Directeur"], ["Secretaris-generaal"])


def test_who_leads_two_levels_is_not_named_as_their_own_next_higher(
    units: dict[str, Unit],
) -> None:
    leader = lead(units["team"], "Teamleider")
    MandateFactory(holder=leader, unit=units["directorate"])
    lead(units["ministry"], "Secretaris-generaal")
    assert shown(units["team"]) == (["Teamleider"], ["Secretaris-generaal"])


def test_who_stands_in_is_named_after_the_manager(units: dict[str, Unit]) -> None:
    acting = {"valid_until": date(2026, 12, 1)}
    lead(units["team"], "A vervangt", MandateKind.ACTING_MANAGER, **acting)
    lead(units["team"], "Z leidt")
    (found,) = leaders_of(unit_ids=[units["team"].pk])
    assert [(one.name, one.is_acting, one.unit) for one in found.managers] == [
        ("Z leidt", False, "Team"),
        ("A vervangt", True, "Team"),
    ]


@pytest.mark.parametrize("count", [1, 30])
def test_leaders_take_three_queries_for_one_unit_and_for_thirty(
    units: dict[str, Unit], count: int
) -> None:
    teams = [UnitFactory(parent=units["directorate"]) for _ in range(count)]
    for team in teams:
        lead(team, "Teamleider")
    with CaptureQueriesContext(connection) as queries:
        found = leaders_of(unit_ids=[team.pk for team in teams])
    assert (len(found), len(queries)) == (count, 3)

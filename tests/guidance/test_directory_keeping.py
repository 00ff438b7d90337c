"""Keeping the directory: by the adviser, by the coordinator, and checked every night."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import jobs
from core import clock
from guidance.enums import ContactKind
from guidance.letters import refresh_gaps, refresh_stale
from guidance.models import Contact, GapCheck
from guidance.reports.keeping import coverage, missing_from_directory
from guidance.services.checking import check_directory
from jobs.testing import run_jobs
from notifications.models import Notice
from organisations.enums import RoleKind
from organisations.models import Person, Unit
from tests.factories.guidance import ContactFactory, HelpRoleFactory
from tests.factories.organisations import (
    AppointmentFactory,
    PersonFactory,
    RoleAssignmentFactory,
    UnitFactory,
)

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 10, 1, 10, tzinfo=UTC)
TODAY = date(2026, 10, 1)
OLD = date(2026, 3, 1)


@dataclass(frozen=True, kw_only=True)
class World:
    """A ministry with a team, another ministry, a coordinator and an adviser of the first."""

    ministry: Unit
    team: Unit
    elsewhere: Unit
    coordinator: Person
    adviser: Person


@pytest.fixture(autouse=True)
def world() -> Iterator[World]:
    with clock.at(NOON):
        HelpRoleFactory(role_kind=RoleKind.CONFIDENTIAL_ADVISER)
        ministry = UnitFactory(name="Ministerie")
        team, elsewhere = UnitFactory(parent=ministry, name="Team"), UnitFactory(name="Elders")
        coordinator, adviser = PersonFactory(with_user=True), PersonFactory(with_user=True)
        RoleAssignmentFactory(
            person=coordinator, role=RoleKind.DIRECTORY_COORDINATOR, unit=ministry
        )
        for unit in (team, elsewhere):
            AppointmentFactory(unit=unit)
        yield World(
            ministry=ministry,
            team=team,
            elsewhere=elsewhere,
            coordinator=coordinator,
            adviser=adviser,
        )


def signed_in(client: Client, person: Person) -> Client:
    client.force_login(person.user)
    return client


def of_adviser(world: World, **fields: Any) -> Contact:
    return ContactFactory(
        unit=world.ministry, kind=ContactKind.PERSON, person=world.adviser, name="", **fields
    )


def filled(world: World, **fields: Any) -> dict[str, Any]:
    return {
        "role": "vertrouwenspersoon",
        "unit": world.team.code,
        "kind": "person",
        "name": "Aisha Verstraten",
        "email": "aisha@example.test",
        "languages": ["nl", "pap"],
        "valid_from": "2026-10-01",
        **fields,
    }


def test_an_adviser_says_that_their_data_are_still_right(client: Client, world: World) -> None:
    contact = of_adviser(world, verified_on=OLD, needs_check=True)
    signed_in(client, world.adviser).post(reverse("guidance:own-confirm", args=[contact.uuid]))
    contact.refresh_from_db()
    assert (contact.verified_on, contact.verified_by, contact.needs_check) == (
        TODAY,
        world.adviser,
        False,
    )


def test_an_adviser_changes_how_they_are_reached_and_nothing_else(
    client: Client, world: World
) -> None:
    contact = of_adviser(world)
    page = reverse("guidance:own-change", args=[contact.uuid])
    sent = {"phone_outside": "06 000 000 00", "unit": world.elsewhere.code, "role": "raba"}
    signed_in(client, world.adviser).post(page, sent)
    contact.refresh_from_db()
    assert (contact.phone, contact.phone_outside) == ("", "06 000 000 00")
    assert (contact.unit, contact.role.key) == (world.ministry, "vertrouwenspersoon")
    assert contact.verified_on == TODAY


def test_an_adviser_cannot_be_left_without_a_way_to_be_reached(
    client: Client, world: World
) -> None:
    contact = of_adviser(world)
    page = reverse("guidance:own-change", args=[contact.uuid])
    answer = signed_in(client, world.adviser).post(page, {"note": "Bel me niet."})
    contact.refresh_from_db()
    assert (answer.status_code, contact.phone) == (422, "070 000 00 00")
    assert "Vul minstens één manier in" in answer.content.decode()
    assert "Bel me niet." in answer.content.decode()


def test_somebody_elses_data_do_not_exist_for_an_adviser(client: Client, world: World) -> None:
    of_adviser(world)
    other = ContactFactory(unit=world.ministry)
    signed_in(client, world.adviser)
    assert client.get(reverse("guidance:own-change", args=[other.uuid])).status_code == 404
    assert client.post(reverse("guidance:own-confirm", args=[other.uuid])).status_code == 404
    other.refresh_from_db()
    assert other.verified_on is None


def test_a_coordinator_adds_a_contact_below_the_unit_of_the_role(
    client: Client, world: World
) -> None:
    sent = filled(world, person_email=world.adviser.email, is_external="on")
    answer = signed_in(client, world.coordinator).post(reverse("guidance:contact-add"), sent)
    contact = Contact.objects.get()
    assert (answer.status_code, contact.unit, contact.person) == (302, world.team, world.adviser)
    assert (contact.is_external, contact.languages) == (True, ["nl", "pap"])
    assert (contact.verified_on, contact.verified_by) == (TODAY, world.coordinator)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"unit": "elders"}, "Selecteer een geldige keuze"),
        ({"name": ""}, "Vul een naam in."),
        ({"person_email": "nobody@example.test"}, "Niemand in Kompas heeft dit adres."),
        ({"last_day": "2026-09-01"}, "De laatste dag ligt voor de eerste dag."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(
    client: Client, world: World, wrong: dict[str, Any], says: str
) -> None:
    if "unit" in wrong:
        wrong = {"unit": world.elsewhere.code}
    page = reverse("guidance:contact-add")
    answer = signed_in(client, world.coordinator).post(page, filled(world, **wrong))
    assert (answer.status_code, Contact.objects.count()) == (422, 0)
    assert says in answer.content.decode()


def test_a_contact_elsewhere_does_not_exist_for_a_coordinator(client: Client, world: World) -> None:
    other = ContactFactory(unit=world.elsewhere)
    for_all = ContactFactory(unit=None)
    signed_in(client, world.coordinator)
    for contact in (other, for_all):
        args = [contact.uuid]
        assert client.get(reverse("guidance:contact-change", args=args)).status_code == 404
        assert client.post(reverse("guidance:contact-end", args=args)).status_code == 404
        assert client.post(reverse("guidance:contact-confirm", args=args)).status_code == 404
    assert Contact.objects.active_on(TODAY).count() == 2


def test_a_coordinator_ends_a_contact_and_nobody_sees_it_from_that_day(
    client: Client, world: World
) -> None:
    contact = ContactFactory(unit=world.team)
    signed_in(client, world.coordinator).post(reverse("guidance:contact-end", args=[contact.uuid]))
    contact.refresh_from_db()
    assert contact.valid_until == TODAY
    assert Contact.objects.active_on(TODAY).count() == 0
    assert Contact.objects.active_on(TODAY - timedelta(days=1)).count() == 1


def test_a_unit_without_any_adviser_is_in_the_gap_report(world: World) -> None:
    ContactFactory(unit=world.ministry)
    ContactFactory(unit=world.elsewhere, role="bedrijfsarts")
    found = coverage()
    assert (found.units, found.covered) == (2, 1)
    assert [gap.name for gap in found.gaps] == ["Elders"]


def test_an_adviser_who_left_leaves_a_gap_and_one_for_the_whole_rijk_closes_all(
    world: World,
) -> None:
    ContactFactory(unit=world.ministry, valid_until=TODAY)
    assert sorted(gap.name for gap in coverage().gaps) == ["Elders", "Team"]
    ContactFactory(unit=None)
    assert coverage().gaps == ()


def test_a_coordinator_sees_the_gaps_of_their_own_units_only(client: Client, world: World) -> None:
    page = signed_in(client, world.coordinator).get(reverse("guidance:gaps"))
    assert [gap.name for gap in page.context["coverage"].gaps] == ["Team"]


@pytest.mark.parametrize("count", [1, 30])
def test_the_check_asks_the_same_for_one_unit_and_for_thirty(world: World, count: int) -> None:
    for _ in range(count):
        AppointmentFactory(unit=UnitFactory(parent=world.ministry))
    with CaptureQueriesContext(connection) as queries:
        found = coverage()
    assert (len(found.gaps), len(queries)) == (count + 2, 4)


def test_every_night_units_without_adviser_are_counted_and_the_coordinator_hears_once(
    world: World,
) -> None:
    tomorrow = TODAY + timedelta(days=1)
    before = ContactFactory(unit=world.ministry, valid_until=tomorrow, verified_on=TODAY)
    ContactFactory(unit=world.elsewhere, verified_on=TODAY)
    check_directory()
    assert Notice.objects.count() == 0
    with clock.at(NOON + timedelta(days=1)):
        check_directory()
        check_directory()
        notice = Notice.objects.get()
    with clock.at(NOON + timedelta(days=2)):
        check_directory()
    rows = GapCheck.objects.order_by("day").values_list("day", "units", "gaps")
    assert list(rows) == [
        (date(2026, 10, 1), 2, 0),
        (date(2026, 10, 2), 2, 1),
        (date(2026, 10, 3), 2, 1),
    ]
    assert Notice.objects.count() == 1
    assert (notice.kind, notice.person) == ("guidance.gap", world.coordinator)
    with clock.at(NOON + timedelta(days=2)):
        assert refresh_gaps([notice])[notice.pk]["aantal"] == "1 onderdeel"
        before.valid_until = None
        before.save()
        assert refresh_gaps([notice]) == {notice.pk: None}


def test_a_contact_that_became_old_is_told_once_to_the_adviser_and_the_coordinator(
    world: World,
) -> None:
    contact = of_adviser(world, verified_on=OLD)
    ContactFactory(unit=world.ministry, verified_on=TODAY, name="Fris")
    ContactFactory(unit=world.elsewhere, verified_on=OLD, name="Zonder coördinator")
    check_directory()
    check_directory()
    told = Notice.objects.order_by("kind").values_list("kind", "person")
    assert list(told) == [
        ("guidance.stale_kept", world.coordinator.pk),
        ("guidance.stale_own", world.adviser.pk),
    ]
    own = Notice.objects.get(kind="guidance.stale_own")
    assert refresh_stale([own])[own.pk]["knop"] == "/hulp/mijn-gegevens/"
    contact.verified_on = TODAY
    contact.save()
    assert refresh_stale([own]) == {own.pk: None}
    with clock.at(datetime(2027, 5, 1, 10, tzinfo=UTC)):
        check_directory()
    assert Notice.objects.filter(kind="guidance.stale_own").count() == 2


def test_the_check_is_a_job_of_the_night(world: World) -> None:

    jobs.enqueue("guidance.check_directory")
    run_jobs()
    assert GapCheck.objects.count() == 1


def test_who_has_the_role_but_is_not_in_the_directory_is_named(world: World) -> None:
    of_adviser(world)
    RoleAssignmentFactory(person=world.adviser, unit=world.ministry)
    absent = RoleAssignmentFactory(unit=world.team).person
    RoleAssignmentFactory(unit=world.elsewhere)
    RoleAssignmentFactory(unit=world.team, role=RoleKind.TRAINER)
    units = Unit.objects.filter(pk__in=[world.ministry.pk, world.team.pk])
    assert [one.name for one in missing_from_directory(units)] == [absent.name]

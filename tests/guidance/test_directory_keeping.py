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
from guidance.services.contacts import end_contact
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
        ({"unit": "Elders"}, "Zo’n onderdeel is er niet in jouw deel van de organisatie."),
        ({"name": ""}, "Vul een naam in."),
        ({"person_email": "nobody@example.test"}, "Niemand in Kompas heeft dit adres."),
        ({"last_day": "2026-09-01"}, "De laatste dag ligt voor de eerste dag."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(
    client: Client, world: World, wrong: dict[str, Any], says: str
) -> None:
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


def end(client: Client, contact: Contact) -> None:
    client.post(reverse("guidance:contact-end", args=[contact.uuid]))


def undo(client: Client, contact: Contact) -> str:
    answer = client.post(reverse("guidance:contact-undo", args=[contact.uuid]), follow=True)
    return answer.content.decode()


@pytest.mark.parametrize("until", [None, date(2026, 12, 1)])
def test_ending_a_contact_can_be_undone_and_both_stay_known(
    client: Client, world: World, until: date | None
) -> None:
    contact = ContactFactory(unit=world.team, name="Loket Zuid", valid_until=until)
    signed_in(client, world.coordinator)
    end(client, contact)
    page = client.get(reverse("guidance:keeping"))
    assert [one.name for one in page.context["ended"]] == ["Loket Zuid"]
    assert "Loket Zuid staat weer in de gids, zoals eerst." in undo(client, contact)
    contact.refresh_from_db()
    assert contact.valid_until == until
    ending = contact.endings.get()
    assert (ending.recorded_by, ending.undone_by) == (world.coordinator, world.coordinator)
    assert client.get(reverse("guidance:keeping")).context["ended"] == []
    kept = client.get(reverse("guidance:contact-change", args=[contact.uuid]))
    assert "Eerder per ongeluk beëindigd" in kept.content.decode()


def test_ending_twice_and_undoing_twice_is_each_one_thing(client: Client, world: World) -> None:
    contact = ContactFactory(unit=world.team)
    first = end_contact(contact=contact, by=world.coordinator)
    assert end_contact(contact=contact, by=world.coordinator) == first
    signed_in(client, world.coordinator)
    undo(client, contact)
    undo(client, contact)
    assert contact.endings.filter(undone_at__isnull=False).count() == 1
    end(client, contact)
    assert contact.endings.count() == 2
    assert Contact.objects.active_on(TODAY).count() == 0


@pytest.mark.parametrize("starts", [TODAY, date(2026, 11, 1)])
def test_a_contact_that_had_not_started_goes_and_comes_back_too(
    client: Client, world: World, starts: date
) -> None:
    contact = ContactFactory(unit=world.team, valid_from=starts)
    signed_in(client, world.coordinator)
    end(client, contact)
    assert not Contact.objects.active_on(starts).exists()
    assert not Contact.objects.coming_or_active(TODAY).exists()
    undo(client, contact)
    assert Contact.objects.active_on(starts).get() == contact
    assert contact.endings.count() == 1


def test_after_ten_minutes_undoing_is_refused_in_a_sentence(client: Client, world: World) -> None:
    contact = ContactFactory(unit=world.team)
    signed_in(client, world.coordinator)
    end(client, contact)
    with clock.at(NOON + timedelta(minutes=11)):
        assert client.get(reverse("guidance:keeping")).context["ended"] == []
        assert "Dit kon je tien minuten lang ongedaan maken." in undo(client, contact)
    contact.refresh_from_db()
    assert contact.valid_until == TODAY


def test_an_empty_directory_leads_to_adding_an_adviser(client: Client, world: World) -> None:
    signed_in(client, world.coordinator)
    page = client.get(reverse("guidance:keeping")).text
    assert f"{reverse('guidance:contact-add')}?rol=vertrouwenspersoon" in page
    ContactFactory(unit=world.team, verified_on=TODAY)
    nothing_old = client.get(reverse("guidance:keeping"), {"toon": "oud"}).text
    assert "Alles is in het laatste half jaar gecontroleerd." in nothing_old
    assert "?rol=vertrouwenspersoon" not in nothing_old


def test_nobody_undoes_the_end_of_a_contact_that_they_do_not_keep(
    client: Client, world: World
) -> None:
    contact = ContactFactory(unit=world.elsewhere)
    never_ended = ContactFactory(unit=world.team)
    end_contact(contact=contact, by=world.adviser)
    signed_in(client, world.coordinator)
    for one in (contact, never_ended):
        answer = client.post(reverse("guidance:contact-undo", args=[one.uuid]))
        assert answer.status_code == 404
    contact.refresh_from_db()
    assert contact.valid_until == TODAY


def test_a_message_about_an_old_contact_is_not_sent_once_it_was_ended(world: World) -> None:
    contact = of_adviser(world, verified_on=OLD)
    check_directory()
    own = Notice.objects.get(kind="guidance.stale_own")
    end_contact(contact=contact, by=world.coordinator)
    assert refresh_stale([own]) == {own.pk: None}


def test_a_unit_is_found_by_a_part_of_its_name_among_more_than_a_list_can_show(
    client: Client, world: World
) -> None:
    for number in range(301):
        UnitFactory(parent=world.ministry, name=f"Afdeling {number:03d}")
    page = reverse("guidance:contact-add")
    signed_in(client, world.coordinator).post(page, filled(world, unit="afd 299"))
    assert Contact.objects.get().unit.versions.get().name == "Afdeling 299"


def test_a_unit_is_also_known_by_its_code_and_by_how_it_was_written(
    client: Client, world: World
) -> None:
    signed_in(client, world.coordinator)
    for words in (world.team.code.upper(), f"Een oude naam ({world.team.code})", "team"):
        client.post(reverse("guidance:contact-add"), filled(world, unit=words))
    assert [row.unit for row in Contact.objects.order_by("pk")] == [world.team] * 3


def test_when_more_units_are_called_so_one_is_chosen_on_the_page_without_a_script(
    client: Client, world: World
) -> None:
    north = UnitFactory(parent=world.ministry, name="Inkoop Noord")
    UnitFactory(parent=world.ministry, name="Inkoop Zuid")
    UnitFactory(parent=world.elsewhere, name="Inkoop Elders")
    page = reverse("guidance:contact-add")
    asked = signed_in(client, world.coordinator).post(page, filled(world, unit="inkoop"))
    text = asked.content.decode()
    assert asked.status_code == 422
    assert [one.name for one in asked.context["form"].meant] == ["Inkoop Noord", "Inkoop Zuid"]
    assert f'type="radio" name="unit_choice" value="{north.code}"' in text
    client.post(page, filled(world, unit="inkoop", unit_choice=north.code))
    assert Contact.objects.get().unit == north


def test_a_choice_that_does_not_fit_what_was_typed_does_not_count(
    client: Client, world: World
) -> None:
    page = reverse("guidance:contact-add")
    sent = filled(world, unit="Team", unit_choice=world.elsewhere.code)
    signed_in(client, world.coordinator).post(page, sent)
    assert Contact.objects.get().unit == world.team


def test_names_are_suggested_of_ones_own_part_and_of_nothing_else(
    client: Client, world: World
) -> None:
    page = reverse("guidance:unit-suggestions")
    signed_in(client, world.coordinator)
    assert f'value="Team ({world.team.code})"' in client.get(page, {"unit": "tea"}).text
    assert client.get(page, {"unit": "elders"}).text.strip() == ""
    assert client.get(page).text.count("<option") == 2
    assert signed_in(client, world.adviser).get(page).status_code == 404


def test_a_part_without_adviser_is_filled_in_by_its_name(client: Client, world: World) -> None:
    page = reverse("guidance:contact-add")
    answer = signed_in(client, world.coordinator).get(page, {"onderdeel": world.team.code})
    assert f'value="Team ({world.team.code})"' in answer.text
    other = client.get(page, {"onderdeel": world.elsewhere.code})
    assert "Elders" not in other.text


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

"""The screens of the admin save through the services and never delete."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from organisations.enums import AppointmentKind, MandateKind, RoleKind, UnitKind
from organisations.models import (
    Absence,
    Appointment,
    Mandate,
    Person,
    PersonMerge,
    RoleAssignment,
    Unit,
    UnitVersion,
)
from organisations.services import persons, units
from tests.factories.accounts import UserFactory
from tests.factories.organisations import (
    AbsenceFactory,
    AppointmentFactory,
    MandateFactory,
    PersonFactory,
    RoleAssignmentFactory,
    UnitFactory,
)

pytestmark = pytest.mark.django_db

MODELS = ("person", "unit", "appointment", "roleassignment", "mandate", "absence")


@pytest.fixture
def admin(client: Client) -> Any:
    client.force_login(UserFactory(admin=True))
    return client


def allow(user: User, *rights: Any) -> Any:
    """Give rights of the organisations app, and the admin itself."""
    codes = ["access_admin", *rights]
    user.user_permissions.add(*Permission.objects.filter(codename__in=codes))
    return user


@pytest.mark.parametrize("model", MODELS)
def test_every_list_and_new_form_opens(admin: Client, model: str) -> None:
    AbsenceFactory()
    RoleAssignmentFactory()
    MandateFactory(holder=AppointmentFactory().person)
    for screen in ("index", "index_results", "add"):
        assert admin.get(reverse(f"{model}:{screen}")).status_code == 200


@pytest.mark.parametrize("model", MODELS)
def test_a_list_costs_the_same_for_one_row_and_for_many(
    admin: Client, model: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make = {
        "person": AppointmentFactory,
        "unit": lambda: UnitFactory(parent=UnitFactory()),
        "appointment": AppointmentFactory,
        "roleassignment": RoleAssignmentFactory,
        "mandate": MandateFactory,
        "absence": AbsenceFactory,
    }[model]
    make()
    url = reverse(f"{model}:index")
    admin.get(url)
    with django_assert_max_num_queries(30) as one:
        admin.get(url)
    for _ in range(15):
        make()
    with django_assert_max_num_queries(len(one.captured_queries)):
        admin.get(url)


def test_a_person_is_found_by_name_and_by_ministry(admin: Client) -> None:
    ministry = UnitFactory(kind=UnitKind.MINISTRY, name="Ministerie van Testen")
    found = AppointmentFactory(unit=UnitFactory(parent=ministry), person__name="Anna de Vries")
    AppointmentFactory(person__name="Bert Bos")
    for query in ({"q": "vries"}, {"ministry": ministry.pk}):
        response = admin.get(reverse("person:index"), query)
        assert list(response.context["object_list"]) == [found.person]


def test_units_are_filtered_by_ministry_and_kind(admin: Client) -> None:
    ministry = UnitFactory(kind=UnitKind.MINISTRY, name="Ministerie van Testen")
    team = UnitFactory(parent=ministry)
    other = UnitFactory(kind=UnitKind.AGENCY)
    by_ministry = admin.get(reverse("unit:index"), {"ministry": ministry.pk})
    assert set(by_ministry.context["object_list"]) == {ministry, team}
    by_kind = admin.get(reverse("unit:index"), {"kind": UnitKind.AGENCY})
    assert list(by_kind.context["object_list"]) == [other]


def test_who_has_no_account_or_a_closed_one_cannot_sign_in(admin: Client) -> None:
    nobody, closed = PersonFactory(), PersonFactory(with_user=True)
    able = PersonFactory(with_user=True)
    User.objects.filter(pk=closed.user.pk).update(is_active=False)
    page = admin.get(reverse("person:index"))
    assert {person.pk: person.account for person in page.context["object_list"]} == {
        nobody.pk: False,
        closed.pk: False,
        able.pk: True,
    }
    assert page.text.count("icon-cross default") == 2
    for answer, expected in (("true", {able}), ("false", {nobody, closed})):
        found = admin.get(reverse("person:index"), {"account": answer})
        assert set(found.context["object_list"]) == expected


def test_adding_a_person_makes_the_name_to_sort_by(admin: Client) -> None:
    response = admin.post(
        reverse("person:add"),
        {
            "name": "Jeroen van Dijk",
            "sort_name": "",
            "email": "j.vandijk@example.test",
            "language": "nl",
            "time_zone": "Europe/Amsterdam",
            "can_sign_in": "on",
        },
    )
    person = Person.objects.get()
    assert response.status_code == 302
    assert (person.sort_name, person.user.email) == ("Dijk, Jeroen van", "j.vandijk@example.test")


def test_changing_a_person_closes_the_account(admin: Client) -> None:
    person = PersonFactory(with_user=True, name="Anna Bos", sort_name="Bos, Anna")
    admin.post(
        reverse("person:edit", args=[person.pk]),
        {
            "name": "Anna Smit",
            "sort_name": "Bos, Anna",
            "email": person.email,
            "language": "en",
            "time_zone": "America/Kralendijk",
        },
    )
    person.refresh_from_db()
    assert (person.name, person.sort_name, person.language) == ("Anna Smit", "Smit, Anna", "en")
    assert person.user.is_active is False


def test_who_is_no_superuser_does_not_decide_about_accounts(client: Client) -> None:
    user = allow(UserFactory(), "add_person", "change_person")
    client.force_login(user)
    client.post(
        reverse("person:add"),
        {
            "name": "Anna Bos",
            "email": "anna@example.test",
            "language": "nl",
            "time_zone": "Europe/Amsterdam",
            "can_sign_in": "on",
        },
    )
    assert Person.objects.get().user is None
    assert User.objects.get() == user


def test_an_appointment_is_recorded_with_its_last_day(admin: Client) -> None:
    person, unit = PersonFactory(), UnitFactory()
    admin.post(
        reverse("appointment:add"),
        {
            "person": person.pk,
            "unit": unit.pk,
            "kind": AppointmentKind.EXTERNAL_HIRE,
            "function_group": "Adviseur",
            "valid_from": "2026-01-01",
            "last_day": "2026-12-31",
        },
    )
    row = Appointment.objects.get()
    assert (row.person, row.unit, row.valid_until) == (person, unit, date(2027, 1, 1))


def test_editing_an_appointment_supersedes_it(admin: Client) -> None:
    row = AppointmentFactory(valid_from=date(2026, 1, 1))
    url = reverse("appointment:edit", args=[row.pk])
    page = admin.get(url)
    assert "person" not in page.context["form"].fields
    admin.post(
        url,
        {
            "unit": row.unit.pk,
            "kind": row.kind,
            "function_group": "",
            "valid_from": "2026-01-01",
            "last_day": "2026-06-30",
        },
    )
    row.refresh_from_db()
    assert row.superseded_at is not None
    assert row.valid_until is None
    assert Appointment.objects.current().get().valid_until == date(2026, 7, 1)
    assert admin.get(url).status_code == 404


def test_an_appointment_that_never_was_is_taken_back(admin: Client) -> None:
    row = AppointmentFactory()
    admin.post(
        reverse("appointment:edit", args=[row.pk]),
        {"unit": row.unit.pk, "kind": row.kind, "valid_from": "2020-01-01", "never_was": "on"},
    )
    assert not Appointment.objects.current().exists()
    assert Appointment.objects.count() == 1


def test_a_refusal_of_the_service_stands_above_the_form_and_changes_nothing(admin: Client) -> None:
    row = AppointmentFactory(valid_from=date(2026, 1, 1))
    response = admin.post(
        reverse("appointment:add"),
        {
            "person": row.person.pk,
            "unit": row.unit.pk,
            "kind": row.kind,
            "valid_from": "2026-05-01",
        },
    )
    assert response.status_code == 200
    assert len(response.context["form"].non_field_errors()) == 1
    assert Appointment.objects.get() == row


def test_roles_mandates_and_absences_are_recorded(admin: Client) -> None:
    person, unit = PersonFactory(), UnitFactory()
    dates = {"valid_from": "2026-01-01", "last_day": "2026-03-31"}
    admin.post(
        reverse("roleassignment:add"),
        {"person": person.pk, "unit": unit.pk, "role": RoleKind.TRAINER, **dates},
    )
    admin.post(
        reverse("mandate:add"),
        {"holder": person.pk, "unit": unit.pk, "kind": MandateKind.ACTING_MANAGER, **dates},
    )
    admin.post(reverse("absence:add"), {"person": person.pk, **dates})
    rows = [RoleAssignment.objects.get(), Mandate.objects.get(), Absence.objects.get()]
    assert [row.valid_until for row in rows] == [date(2026, 4, 1)] * 3


def test_roles_mandates_and_absences_are_corrected_and_taken_back(admin: Client) -> None:
    rows = [RoleAssignmentFactory(), MandateFactory(), AbsenceFactory()]
    for row in rows:
        data = {"valid_from": "2021-01-01", "last_day": ""}
        data |= {name: getattr(row, name) for name in ("role", "kind") if hasattr(row, name)}
        data |= {"unit": row.unit.pk} if hasattr(row, "unit") else {}
        name = type(row)._meta.model_name
        admin.post(reverse(f"{name}:edit", args=[row.pk]), data)
        corrected = type(row).objects.current().get()
        assert (corrected.pk != row.pk, corrected.valid_from) == (True, date(2021, 1, 1))
        admin.post(reverse(f"{name}:edit", args=[corrected.pk]), {**data, "never_was": "on"})
        assert not type(row).objects.current().exists()


def test_a_mandate_is_granted_in_the_name_of_who_is_signed_in(client: Client) -> None:
    giver = PersonFactory(user=UserFactory(admin=True))
    client.force_login(giver.user)
    client.post(
        reverse("mandate:add"),
        {
            "holder": PersonFactory().pk,
            "unit": UnitFactory().pk,
            "kind": MandateKind.MANAGER,
            "valid_from": "2026-01-01",
        },
    )
    assert Mandate.objects.get().granted_by == giver


def test_a_deputy_without_an_end_gets_a_sentence(admin: Client) -> None:
    response = admin.post(
        reverse("mandate:add"),
        {
            "holder": PersonFactory().pk,
            "unit": UnitFactory().pk,
            "kind": MandateKind.ACTING_MANAGER,
            "valid_from": "2026-01-01",
        },
    )
    assert response.context["form"].non_field_errors()
    assert not Mandate.objects.exists()


def test_a_unit_is_created_renamed_moved_and_ended(admin: Client) -> None:
    parent = UnitFactory()
    admin.post(
        reverse("unit:add"),
        {
            "code": "new",
            "name": "Nieuw",
            "kind": UnitKind.TEAM,
            "parent": parent.pk,
            "valid_from": "2024-01-01",
        },
    )
    unit = Unit.objects.get(code="new")
    url = reverse("unit:edit", args=[unit.pk])
    same = {"name": "Nieuw", "kind": UnitKind.TEAM, "parent": parent.pk}
    missing = admin.post(url, {**same, "name": "Anders"})
    assert "on" in missing.context["form"].errors
    admin.post(url, {**same, "name": "Anders", "on": "2025-01-01"})
    admin.post(url, {**same, "name": "Anders", "last_day": "2025-12-31"})
    rows = UnitVersion.objects.current().filter(unit=unit).order_by("valid_from")
    assert [(row.name, row.valid_until) for row in rows] == [
        ("Nieuw", date(2025, 1, 1)),
        ("Anders", date(2026, 1, 1)),
    ]


def test_a_version_of_a_unit_is_corrected(admin: Client) -> None:
    unit = UnitFactory(name="Tikfuot")
    version = UnitVersion.objects.get(unit=unit)
    url = reverse("unitversion:edit", args=[version.pk])
    assert admin.get(url).status_code == 200
    admin.post(
        url,
        {"name": "Tikfout", "kind": UnitKind.TEAM, "parent": "", "valid_from": "2020-01-01"},
    )
    assert [row.name for row in UnitVersion.objects.current()] == ["Tikfout"]
    assert UnitVersion.objects.count() == 2


def test_the_page_of_a_person_shows_everything_that_was_recorded(admin: Client) -> None:
    row = AppointmentFactory(person__name="Anna Bos")
    admin.post(
        reverse("appointment:edit", args=[row.pk]),
        {"unit": row.unit.pk, "kind": row.kind, "valid_from": "2020-02-01"},
    )
    MandateFactory(holder=row.person)
    double = PersonFactory(name="A. Bos")
    persons.merge_persons(person=double, into=row.person)
    page = admin.get(reverse("person:inspect", args=[row.person.pk]))
    file = page.context["file"]
    assert [line.superseded_at is None for line in file.appointments] == [True, False]
    assert (len(file.mandates), file.merged_from) == (1, [double])
    other = admin.get(reverse("person:inspect", args=[double.pk]))
    assert other.context["file"].merged_into == row.person


def test_the_page_of_a_unit_shows_its_place_and_its_versions(admin: Client) -> None:
    top = UnitFactory(name="Top")
    unit = UnitFactory(parent=top, name="Oud")
    below = UnitFactory(parent=unit, name="Team")
    AppointmentFactory(unit=unit)
    units.change_unit(unit=unit, on=date(2025, 1, 1), name="Nieuw")
    page = admin.get(reverse("unit:inspect", args=[unit.pk]))
    file = page.context["file"]
    assert (file.above, file.below, file.people) == (
        [(top.pk, "Top")],
        [(below.pk, "Team")],
        1,
    )
    with override("en"):
        assert next(line.what for line in file.versions).startswith("Nieuw")


def test_somebody_is_moved_to_another_unit(admin: Client) -> None:
    row = AppointmentFactory(valid_from=date(2025, 1, 1))
    there = UnitFactory()
    url = reverse("appointment:transfer", args=[row.pk])
    edit = admin.get(reverse("appointment:edit", args=[row.pk]))
    assert url in edit.content.decode()
    assert admin.get(url).status_code == 200
    admin.post(
        url,
        {"unit": there.pk, "on": "2026-05-01", "kind": row.kind, "function_group": "Adviseur"},
    )
    rows = Appointment.objects.current().order_by("valid_from")
    assert [(one.unit, one.valid_from) for one in rows] == [
        (row.unit, date(2025, 1, 1)),
        (there, date(2026, 5, 1)),
    ]


def test_two_records_are_merged_and_parted_again(admin: Client) -> None:
    double, person = PersonFactory(), PersonFactory()
    admin.post(reverse("personmerge:add"), {"person": double.pk, "into": person.pk})
    merge = PersonMerge.objects.get()
    assert (merge.person, merge.into) == (double, person)
    assert admin.get(reverse("personmerge:index")).status_code == 200
    url = reverse("personmerge:edit", args=[merge.pk])
    assert admin.get(url).status_code == 200
    admin.post(url, {"undo": "on"})
    assert not PersonMerge.objects.current().exists()


@pytest.mark.parametrize("model", MODELS)
def test_nothing_is_deleted_or_copied_not_even_by_a_superuser(admin: Client, model: str) -> None:
    row = {
        "person": PersonFactory,
        "unit": UnitFactory,
        "appointment": AppointmentFactory,
        "roleassignment": RoleAssignmentFactory,
        "mandate": MandateFactory,
        "absence": AbsenceFactory,
    }[model]()
    url = reverse(f"{model}:delete", args=[row.pk])
    assert admin.post(url).status_code == 302
    assert type(row).objects.filter(pk=row.pk).exists()
    assert f"{model}:copy" not in admin.get(reverse(f"{model}:index")).content.decode()


def test_the_log_holds_no_names(admin: Client) -> None:
    from wagtail.models import ModelLogEntry

    person = PersonFactory(name="Anna Bos")
    admin.post(
        reverse("person:edit", args=[person.pk]),
        {
            "name": "Anna Smit",
            "email": "",
            "language": "nl",
            "time_zone": "Europe/Amsterdam",
        },
    )
    entry = ModelLogEntry.objects.get()
    assert "Anna" not in entry.label + str(entry.data)


CHOOSERS = ("choose_person:choose", "choose_person:choose_results", "choose_unit:choose")


@pytest.mark.parametrize("name", CHOOSERS)
def test_choosers_find_for_managers_of_the_organisation_and_refuse_editors(
    client: Client, name: str
) -> None:
    PersonFactory(name="Anna Bos")
    UnitFactory(name="Anna's team")
    client.force_login(allow(UserFactory(), "add_mandate"))
    found = client.get(reverse(name), {"q": "anna"}).content.decode()
    assert "Anna" in found
    client.force_login(allow(UserFactory()))
    refused = client.get(reverse(name), {"q": "anna"})
    assert refused.status_code == 302
    assert "Anna" not in refused.content.decode()


def test_what_was_chosen_is_shown_by_name(admin: Client) -> None:
    person, unit = PersonFactory(name="Anna Bos"), UnitFactory(name="Team Zes", code="zes")
    chosen = admin.get(reverse("choose_person:chosen", args=[person.pk])).json()
    assert chosen["result"]["title"] == "Anna Bos"
    chosen = admin.get(reverse("choose_unit:chosen", args=[unit.pk])).json()
    assert chosen["result"]["title"] == "Team Zes (zes)"


def test_whoever_has_no_right_here_sees_no_screen(client: Client) -> None:
    row = AppointmentFactory()
    client.force_login(allow(UserFactory()))
    for name, args in (
        ("person:index", []),
        ("person:inspect", [row.person.pk]),
        ("appointment:edit", [row.pk]),
        ("unit:add", []),
    ):
        assert client.get(reverse(name, args=args)).status_code == 302
    client.post(reverse("absence:add"), {"person": row.person.pk, "valid_from": "2026-01-01"})
    assert not Absence.objects.exists()


def test_an_erased_person_is_not_changed_through_the_form(admin: Client) -> None:
    person = PersonFactory(erased_at=datetime(2026, 1, 1, tzinfo=UTC), name="Gewist")
    response = admin.post(
        reverse("person:edit", args=[person.pk]),
        {"name": "Anna", "email": "", "language": "nl", "time_zone": "Europe/Amsterdam"},
    )
    assert response.context["form"].non_field_errors()
    person.refresh_from_db()
    assert person.name == "Gewist"

"""The pages of the directory as visitors meet them, what is loaded, and what can be found."""

from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from core.content_files import InvalidContent
from core.searching import Gate
from gir.reports.article import role_links
from guidance.enums import Side
from guidance.loading.directory_files import read_directory
from guidance.models import Contact, HelpRole
from guidance.navigation import role_address
from guidance.searchable import documents
from organisations.enums import MandateKind, RoleKind, UnitKind
from organisations.models import Unit
from tests.factories.guidance import ContactFactory, HelpRoleFactory
from tests.factories.organisations import (
    AppointmentFactory,
    MandateFactory,
    PersonFactory,
    UnitFactory,
)

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 10, 1, 10, tzinfo=UTC)
ADVISERS = "/hulp/vertrouwenspersoon/"


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[None]:
    with clock.at(NOON):
        yield


@pytest.fixture
def team() -> Unit:
    ministry = UnitFactory(code="min", name="Ministerie van Proef", kind=UnitKind.MINISTRY)
    return UnitFactory(code="team", name="Team Proef", parent=ministry)


@pytest.fixture
def member(client: Client, team: Unit) -> Client:
    person = PersonFactory(with_user=True)
    AppointmentFactory(person=person, unit=team)
    client.force_login(person.user)
    return client


def words(client: Client, page: str) -> str:
    answer = client.get(page)
    assert answer.status_code == 200
    return answer.content.decode()


def test_whoever_is_signed_in_sees_the_advisers_of_their_own_unit(
    member: Client, team: Unit
) -> None:
    ContactFactory(unit=team, name="Aisha Verstraten")
    ContactFactory(unit=team, name="Extern punt", is_external=True)
    ContactFactory(name="Van elders")
    page = member.get(ADVISERS)
    assert [card.name for card in page.context["inside"]] == ["Aisha Verstraten"]
    assert [card.name for card in page.context["outside"]] == ["Extern punt"]
    assert "no-store" in page["Cache-Control"]


def test_who_is_not_signed_in_chooses_an_organisation_and_sees_who_may_be_shown(
    client: Client, team: Unit
) -> None:
    ministry = Unit.objects.get(code="min")
    ContactFactory(unit=ministry, name="Alleen voor collega's")
    ContactFactory(unit=ministry, name="Voor iedereen", shown_publicly=True)
    before = words(client, ADVISERS)
    after = words(client, f"{ADVISERS}?organisatie=min")
    assert "Voor iedereen" not in before
    assert "Ministerie van Proef" in before
    assert ("Voor iedereen" in after, "Alleen voor collega" in after) == (True, False)


def test_a_team_cannot_be_chosen_by_who_is_not_signed_in(client: Client, team: Unit) -> None:
    ContactFactory(unit=team, name="Voor iedereen", shown_publicly=True)
    assert "Voor iedereen" not in words(client, f"{ADVISERS}?organisatie=team")
    answer = client.get("/hulp/contacten/team/")
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/account/login/")


def test_without_an_adviser_the_page_says_what_one_can_do(member: Client) -> None:
    page = words(member, ADVISERS)
    assert "Hier staat nog niemand" in page
    assert "Je hoeft niet te zeggen waarom." in page


def test_who_has_nobody_near_reads_so_also_when_there_is_somebody_for_the_whole_rijk(
    member: Client, team: Unit
) -> None:
    HelpRoleFactory(key="raba", side=Side.ABOVE)
    ContactFactory(unit=None, role="raba", name="Huis voor iedereen")
    for page in ("/hulp/contacten/", "/hulp/contacten/team/"):
        text = words(member, page)
        assert ("Hier staat nog niemand." in text, "Huis voor iedereen" in text) == (True, True)
    ContactFactory(unit=team)
    for page in ("/hulp/contacten/", "/hulp/contacten/team/"):
        assert "Hier staat nog niemand." not in words(member, page)


def test_a_learner_sees_both_names_of_who_leads(member: Client, team: Unit) -> None:
    ministry = Unit.objects.get(code="min")
    MandateFactory(holder__name="Theo Teamleider", unit=team)
    MandateFactory(holder__name="Dora Directeur", unit=ministry)
    MandateFactory(holder__name="Olga Officer", unit=team, kind=MandateKind.COMPLIANCE_OFFICER)
    for page in (ADVISERS, "/hulp/contacten/", role_address("leidinggevende")):
        HelpRoleFactory(key="leidinggevende")
        text = words(member, page)
        seen = [name for name in ("Theo", "Dora", "Olga") if name in text]
        assert seen == ["Theo", "Dora"]


def test_a_role_explains_itself_to_everybody(client: Client) -> None:
    HelpRoleFactory(key="raba", serves_externals=False, is_binding=False, binding_note="Advies.")
    HelpRoleFactory(key="klad", live=False)
    page = words(client, role_address("raba"))
    assert "Alleen voor rijksambtenaren, dus niet voor externe inhuur." in page
    assert "Is het besluit bindend?" in page
    assert client.get("/hulp/rollen/klad/").status_code == 404
    assert "klad" not in words(client, "/hulp/rollen/")


def test_a_role_of_an_article_of_the_code_leads_to_its_explanation() -> None:
    HelpRoleFactory(role_kind=RoleKind.CONFIDENTIAL_ADVISER)
    HelpRoleFactory(key="klad", role_kind=RoleKind.HR_ADVISER, live=False)
    links = role_links([RoleKind.CONFIDENTIAL_ADVISER, RoleKind.HR_ADVISER])
    assert [link.url for link in links] == ["/hulp/rollen/vertrouwenspersoon/", ""]


def test_other_units_are_found_by_name(member: Client) -> None:
    UnitFactory(code="anders", name="Team Anders")
    page = member.get("/hulp/contacten/?q=team+and")
    assert [unit.code for unit in page.context["found"]] == ["anders"]


def test_a_person_who_keeps_nothing_finds_no_screens_to_keep(member: Client) -> None:
    for name in ("own", "keeping", "gaps", "contact-add"):
        assert member.get(reverse(f"guidance:{name}")).status_code == 404


@pytest.mark.parametrize("page", [ADVISERS, "/hulp/contacten/", "/hulp/contacten/min/"])
def test_pages_ask_the_same_for_one_contact_and_for_thirty(
    member: Client, team: Unit, page: str
) -> None:
    ContactFactory(unit=Unit.objects.get(code="min"))
    member.get(page)
    asked = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            member.get(page)
        asked.append(len(queries))
        for number in range(29):
            ContactFactory(unit=team, role=f"rol-{number}")
            ContactFactory(unit=Unit.objects.get(code="min"))
    assert asked[0] == asked[1]


def test_the_way_to_an_adviser_is_one_click_from_every_page(client: Client) -> None:
    for page in ("/account/login/", "/hulp/rollen/", "/hulp/contacten/"):
        assert words(client, page).count(f'href="{ADVISERS}"') >= 2


def load(**options: Any) -> list[str]:
    text = StringIO()
    call_command("load_directory", stdout=text, **options)
    return text.getvalue().splitlines()


NAMED = {
    "vertrouwenspersoon",
    "coordinator-vertrouwenspersonen",
    "integriteitscoordinator",
    "personeelsraadgever",
    "onafhankelijke-personeelsadviseur",
    "regievoerder-sociale-veiligheid",
    "preventiemedewerker",
    "p-en-o-adviseur",
    "bedrijfsmaatschappelijk-werk",
    "bedrijfsarts",
    "leidinggevende",
    "naast-hogere-leidinggevende",
    "klachtencommissie",
    "geschillencommissie",
    "raba",
    "huis-voor-klokkenluiders",
    "ondernemingsraad",
    "gespreksleider-moreel-beraad",
    "externe-begeleiding",
    "onafhankelijk-oplossingsteam",
}


def test_each_role_that_the_sources_name_has_a_page(client: Client) -> None:
    load(publish=True)
    for key in NAMED:
        assert client.get(role_address(key)).status_code == 200
    externals = HelpRole.objects.filter(serves_externals=False).values_list("key", flat=True)
    assert sorted(externals) == ["geschillencommissie", "raba"]


def test_loading_again_changes_nothing_and_never_goes_over_somebodys_change() -> None:
    first = load(publish=True)
    role = HelpRole.objects.get(key="raba").get_latest_revision_as_object()
    role.who_is_it = "Door een redacteur."
    role.save_revision().publish()
    Contact.objects.filter(loaded_key="112").update(name="Alarm")
    assert (len(first) > 0, load(publish=True)) == (True, [])
    assert HelpRole.objects.get(key="raba").who_is_it == "Door een redacteur."


def test_numbers_that_come_with_kompas_are_marked_to_be_checked() -> None:
    load()
    assert set(Contact.objects.values_list("needs_check", flat=True)) == {True}
    assert HelpRole.objects.filter(live=True).count() == 0
    numbers = dict(Contact.objects.values_list("loaded_key", "phone"))
    assert numbers["centrum-seksueel-geweld"] == "0800-0188"
    assert numbers["slachtofferhulp"] == "0900-0101"


def test_a_contact_of_a_role_that_does_not_exist_is_refused(tmp_path: Any) -> None:
    (tmp_path / "rollen.yaml").write_text("[]")
    (tmp_path / "contacten.yaml").write_text("- key: x\n  role: raab\n  name: X\n  phone: '1'\n")
    with pytest.raises(InvalidContent, match="raab"):
        read_directory(tmp_path)


def test_roles_are_found_by_everybody_and_contacts_only_in_their_unit(team: Unit) -> None:
    HelpRoleFactory(key="vertrouwenspersoon")
    HelpRoleFactory(key="klad", live=False)
    ContactFactory(unit=None, phone="0800-0188")
    contact = ContactFactory(unit=team, name="Aisha Verstraten")
    ContactFactory(unit=team, valid_until=clock.today())
    found = {row.key: row for row in documents()}
    doors = {"advisers", "contacts", "roles"}
    assert found.keys() - doors == {"role-vertrouwenspersoon", str(contact.uuid)}
    assert found["role-vertrouwenspersoon"].gate is Gate.PUBLIC
    assert "0800-0188" in found["role-vertrouwenspersoon"].keywords
    row = found[str(contact.uuid)]
    assert (row.gate, row.unit_ids) == (Gate.UNITS, frozenset({team.pk}))


def test_editors_of_the_admin_keep_roles_and_contacts_for_the_whole_rijk(
    admin_client: Client,
) -> None:
    role = HelpRoleFactory(key="raba", role_kind=RoleKind.HR_ADVISER)
    of_rijk, of_unit = ContactFactory(unit=None, role="raba"), ContactFactory()
    lists = ("wagtailsnippets_guidance_helprole:list", "wagtailsnippets_guidance_contact:list")
    roles, contacts = (words(admin_client, reverse(name)) for name in lists)
    assert role.name in roles
    assert (of_rijk.name in contacts, of_unit.name in contacts) == (True, False)
    edit = reverse("wagtailsnippets_guidance_contact:edit", args=[of_rijk.pk])
    page = words(admin_client, edit)
    assert 'name="languages"' in page
    assert words(admin_client, reverse("wagtailsnippets_guidance_helprole:edit", args=[role.pk]))

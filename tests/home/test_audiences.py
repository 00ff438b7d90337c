"""The page of each audience: its own lists, from what there is, and what it costs."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client

from compliance.enums import Subject
from compliance.seeds import seed_requirements
from home.models import AudiencePage
from home.page_files import read_page_file
from home.services import content_files, load_pages, sync_english
from organisations.enums import AppointmentKind
from tests.compliance.story import moment, yearly
from tests.factories.accounts import UserFactory
from tests.home.site import audience_page, home, news, publish, workshop
from tests.lms.counting import count_queries
from toolbox.enums import Audience

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = {
    "managers": "/voor-leidinggevenden/",
    "bystanders": "/voor-omstanders/",
    "front_office": "/voor-balie-en-buitendienst/",
    "advisers": "/voor-vertrouwenspersonen-en-p-en-o/",
    "newcomers": "/voor-nieuwe-collegas/",
    "externals": "/voor-externen/",
}


@pytest.fixture(autouse=True)
def _november_2026():
    with time_machine.travel(moment("2026-11-22"), tick=False):
        yield


@pytest.fixture
def reader() -> Client:
    client = Client()
    client.force_login(UserFactory())
    return client


def load() -> list[str]:
    return load_pages(files=[read_page_file(path) for path in content_files()])


def view(client: Client, url: str):
    return client.get(url).context["view"]


def test_every_audience_has_a_page_that_the_start_page_leads_to(client):
    load()
    assert {*PAGES, "everyone"} == set(Audience.values)
    shown = client.get("/").context["front"].audiences
    assert [card.url for card in shown] == list(PAGES.values())
    for url in PAGES.values():
        assert client.get(url).status_code == 200


def test_an_english_reader_gets_the_dutch_text_in_an_english_frame(client):
    load()
    sync_english()
    page = client.get("/en/voor-externen/").content.decode()
    assert '<html lang="en"' in page
    assert '<div class="page-head" lang="nl">' in page


def test_loading_renews_a_page_that_nobody_touched_and_leaves_what_an_editor_wrote():
    load()
    assert load() == []
    page = AudiencePage.objects.get(audience="externals")
    publish(page, summary="Door een redacteur geschreven.", loaded_hash="an earlier content")
    other = AudiencePage.objects.get(audience="managers")
    other.lead = "Een kladje."
    other.save_revision()
    AudiencePage.objects.filter(pk=other.pk).update(loaded_hash="an earlier content")
    assert load() == [
        "voor-leidinggevenden: an editor changed this page, left as it is",
        "voor-externen: an editor changed this page, left as it is",
    ]
    assert AudiencePage.objects.get(pk=page.pk).summary == "Door een redacteur geschreven."


def test_an_audience_has_one_page():
    home()
    audience_page("managers", "voor-leidinggevenden")
    with pytest.raises(ValidationError, match="Er is al een pagina voor deze doelgroep"):
        audience_page("managers", "nog-een")


def test_what_is_compulsory_is_told_for_the_audience_and_not_for_another(client):
    home()
    for audience, url in PAGES.items():
        audience_page(audience, url.strip("/"))
    seed_requirements()
    yearly(requirement__title="Alleen inhuur", audience={"kinds": ["external_hire"]})
    yearly(requirement__title="Eén directie", audience={"units": ["bzk"]})
    yearly(
        requirement__title="Niet voor inhuur",
        audience={"exclude": {"kinds": [AppointmentKind.EXTERNAL_HIRE.value]}},
    )
    everybody = {
        "Goed ambtenaarschap",
        "Integriteit en sociale veiligheid",
        "Briefing door spilfunctionarissen",
        "Gedragscode Integriteit Rijk gelezen",
    }
    refresher = {"Opfrissing voor leidinggevenden en adviseurs"}
    expected = {
        "managers": everybody | refresher | {"Teamsessie over werkcultuur", "Niet voor inhuur"},
        "advisers": everybody | refresher | {"Niet voor inhuur"},
        "front_office": everybody | {"Niet voor inhuur"},
        "externals": everybody | {"Alleen inhuur"},
    }
    for audience, titles in expected.items():
        found = view(client, PAGES[audience]).compulsory
        assert {part.title for part in found} == titles, audience
    newcomers = {part.title: part.often for part in view(client, PAGES["newcomers"]).compulsory}
    assert newcomers["Goed ambtenaarschap"].startswith("Eén keer. ")
    assert Subject.TEAM not in newcomers


def test_workshops_of_the_audience_come_first_and_confidential_or_other_ones_not_at_all(reader):
    home()
    audience_page("managers", "voor-leidinggevenden")
    workshop("algemeen", audiences=["everyone"])
    workshop("leiding", audiences=["managers"])
    workshop("balie", audiences=["front_office"])
    workshop("stil", audiences=["managers"], is_confidential=True)
    shown = view(reader, "/voor-leidinggevenden/")
    assert [kind.url for kind in shown.workshops] == ["/workshops/leiding/", "/workshops/algemeen/"]
    assert shown.workshops_url == "/workshops/?beeld=aanbod&doelgroep=managers"
    assert reader.get(shown.workshops_url).status_code == 200


def test_who_is_not_signed_in_reads_the_page_but_no_list_of_what_is_behind_the_door(client):
    home()
    audience_page("managers", "voor-leidinggevenden")
    workshop("leiding", audiences=["managers"])
    text = client.get("/voor-leidinggevenden/").content.decode()
    assert "/workshops/leiding/" not in text
    assert "/account/login/?next=/voor-leidinggevenden/" in text


def test_news_for_an_audience_stands_on_its_page_and_not_on_that_of_another(client):
    home(news=[news("Balienieuws", audience="front_office"), news("Voor iedereen")])
    for audience in ("front_office", "managers"):
        audience_page(audience, PAGES[audience].strip("/"))
    shown = client.get(PAGES["front_office"]).context["news"]
    assert [item.title for item in shown] == ["Balienieuws"]
    assert client.get(PAGES["managers"]).context["news"] == []


def test_a_page_for_an_audience_costs_as_much_with_one_workshop_as_with_thirty(reader):
    home()
    audience_page("managers", "voor-leidinggevenden")
    costs = []
    for number in (1, 30):
        for n in range(len(costs), number):
            workshop(f"soort-{n}", audiences=["managers"])
        reader.get("/voor-leidinggevenden/")
        with count_queries() as queries:
            reader.get("/voor-leidinggevenden/")
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 13, (costs, queries)


def test_a_rule_that_starts_later_is_not_told_yet(client):
    home()
    audience_page("managers", "voor-leidinggevenden")
    yearly(requirement__title="Straks", valid_from=date(2027, 1, 1))
    assert view(client, "/voor-leidinggevenden/").compulsory == ()

"""The start page: news and campaigns by their days, cards, what one owes, and what it costs."""

from datetime import date

import pytest
import time_machine
from django.test import Client

from compliance.seeds import seed_requirements
from demo.home import put_news
from gir.models import Edition, EditionWithdrawal
from lms.api import ChangeClass
from tests.compliance.story import moment, plan_on
from tests.factories.accounts import UserFactory
from tests.factories.organisations import AppointmentFactory
from tests.home.site import audience_page, campaign, home, news, publish, workshop
from tests.lms.counting import count_queries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _november_2026():
    with time_machine.travel(moment("2026-11-22"), tick=False):
        yield


def front(client: Client):
    return client.get("/").context["front"]


def signed_in() -> Client:
    client = Client()
    client.force_login(UserFactory())
    return client


def edition(day: date, code: str = "2027") -> Edition:
    return Edition.objects.create(
        code=code,
        title="Gedragscode",
        summary="Er verandert iets.",
        change_class=ChangeClass.NORMATIVE,
        valid_from=day,
    )


def test_an_installation_without_news_and_cards_shows_the_cards_of_kompas(client):
    home(lead="Welkom.")
    shown = front(client)
    assert shown.news == ()
    assert [card.url for card in shown.cards] == ["/workshops/", "/gir/", "/gereedschap/"]
    assert [card.url for card in shown.quick] == ["/hulp/vertrouwenspersoon/", "/hulp/"]


def test_the_cards_of_an_editor_take_the_place_of_those_of_kompas(client):
    card = {"title": "Cao", "text": "", "page": None, "address": "https://www.caorijk.nl/"}
    empty = {**card, "title": "Nergens", "address": ""}
    home(cards=[{"type": "card", "value": {**one, "icon": "scale"}} for one in (card, empty)])
    assert [(one.title, one.url) for one in front(client).cards] == [
        ("Cao", "https://www.caorijk.nl/")
    ]


@pytest.mark.parametrize(
    ("day", "shown"),
    [("2026-11-09", []), ("2026-11-10", ["Nieuw"]), ("2026-11-20", ["Nieuw"]), ("2026-11-21", [])],
)
def test_an_item_is_shown_from_its_first_day_to_its_last(client, day, shown):
    home(news=[news("Nieuw", from_on="2026-11-10", until_on="2026-11-20")])
    with time_machine.travel(moment(day), tick=False):
        assert [item.title for item in front(client).news] == shown


def test_an_item_without_a_last_day_goes_after_three_months(client):
    home(news=[news("Oud", from_on="2026-08-22"), news("Jong", from_on="2026-08-23")])
    assert [item.title for item in front(client).news] == ["Jong"]


def test_what_is_internal_is_only_seen_after_signing_in(client):
    home(news=[news("Voor iedereen"), news("Voor ons", is_internal=True)])
    assert [item.title for item in front(client).news] == ["Voor iedereen"]
    assert {item.title for item in front(signed_in()).news} == {"Voor iedereen", "Voor ons"}
    assert "Voor ons" not in client.get("/nieuws.atom").content.decode()


def test_a_code_that_comes_or_just_came_is_news_and_a_withdrawn_one_is_not(client, settings):
    settings.GIR_PUBLIC = True
    home()
    edition(date(2026, 10, 1), "te-oud")
    edition(date(2027, 3, 1), "te-ver")
    withdrawn = edition(date(2026, 12, 24), "ingetrokken")
    EditionWithdrawal.objects.create(edition=withdrawn, reason="Toch niet")
    edition(date(2026, 11, 10), "net")
    edition(date(2027, 1, 1), "komt")
    titles = [item.title for item in front(client).news]
    assert titles == [
        "Vanaf 1 januari 2027 geldt een nieuwe gedragscode",
        "Sinds 10 november 2026 is er een nieuwe gedragscode",
    ]


def test_a_workshop_that_came_with_the_site_is_no_news_and_a_later_one_is():
    with time_machine.travel(moment("2026-11-01"), tick=False):
        home()
        workshop("vroeg")
    with time_machine.travel(moment("2026-11-15"), tick=False):
        workshop("laat")
    assert [item.title for item in front(signed_in()).news] == ["Nieuwe workshop: Laat"]
    assert front(Client()).news == ()


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        ("2026-11-15", []),
        ("2026-11-16", ["Week"]),
        ("2026-12-11", ["Week"]),
        ("2026-12-12", []),
    ],
)
def test_a_campaign_appears_and_disappears_by_date(client, day, shown):
    home()
    secret = workshop("geheim", is_confidential=True)
    campaign(
        "Week",
        date(2026, 12, 7),
        date(2026, 12, 11),
        workshop("moreel-beraad"),
        secret,
        announce_on=date(2026, 11, 16),
    )
    with time_machine.travel(moment(day), tick=False):
        found = front(client).campaigns
        feed = client.get("/nieuws.atom").content.decode()
    assert [one.title for one in found] == shown
    assert ("<title>Week</title>" in feed) == bool(shown)
    for one in found:
        assert one.url == "/workshops/week/"
        assert [kind.title for kind in one.kinds] == ["Moreel-Beraad"]


def test_what_changes_is_shown_at_once_and_is_not_read_twice(client):
    page = home(news=[news("Eerst")])
    assert [item.title for item in front(client).news] == ["Eerst"]
    publish(page, news=[news("Daarna")])
    assert [item.title for item in front(client).news] == ["Daarna"]


def test_somebody_reads_in_one_line_what_they_owe_and_another_that_they_must_sign_in():
    home()
    seed_requirements()
    person = AppointmentFactory(person__with_user=True).person
    plan_on("2026-01-02")
    client = Client()
    client.force_login(person.user)
    own = client.get("/").context["own"]
    assert own.text.startswith("Je moet nog")
    assert not own.is_done
    text = Client().get("/").content.decode()
    assert "Log in om te zien wat je nog moet doen" in text
    assert signed_in().get("/").context["own"] is None


def test_bystanders_find_their_tools_in_one_click_from_the_start_page(client):
    home()
    audience_page("bystanders", "voor-omstanders")
    quick = front(client).quick
    assert quick[1].url == "/voor-omstanders/"
    assert client.get(quick[1].url).status_code == 200


def test_the_start_page_costs_as_much_with_little_as_with_much_on_it():
    page = home()
    person = AppointmentFactory(person__with_user=True).person
    client = Client()
    client.force_login(person.user)
    costs = []
    for number in (1, 30):
        publish(page, news=[news(f"Bericht {n}") for n in range(number)])
        for n in range(len(costs), number):
            workshop(f"soort-{n}")
        client.get("/")
        with count_queries() as queries:
            client.get("/")
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 14, (costs, queries)


def test_the_demo_puts_made_up_news_where_an_editor_put_none(client):
    home()
    put_news(date(2026, 11, 22))
    titles = [item.title for item in front(client).news]
    assert len(titles) == 2
    assert all(title.startswith("Voorbeeldbericht: ") for title in titles)
    publish(home(), news=[news("Van de redactie")])
    put_news(date(2026, 11, 22))
    assert [item.title for item in front(client).news] == ["Van de redactie"]

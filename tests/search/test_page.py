"""The page of the search: what somebody looked for is kept nowhere."""

from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from structlog.testing import capture_logs

from core.searching import Gate
from tests.factories.organisations import PersonFactory
from tests.search.conftest import Give
from tests.search.made_up import document

pytestmark = pytest.mark.django_db

PATH = "/zoeken/"


def page(client: Client, **query: str) -> str:
    return client.get(PATH, query).content.decode()


def test_the_page_shows_kinds_with_counts_and_marks_the_hits(client: Client, give: Give) -> None:
    give(document("a", title="Walvis", kind="tool"), document("b", text="walvis", kind="course"))
    shown = page(client, q="walvissen")
    assert "2 resultaten voor" in shown
    assert '<a href="/a/"><mark>Walvis</mark></a>' in shown
    assert 'href="?q=walvissen&amp;soort=tool"' in shown
    assert "Cursus" in shown
    assert "Gedragscode" not in shown.split('id="inhoud"')[1].split("<footer")[0]


def test_a_kind_without_hits_says_so_and_leads_back(client: Client, give: Give) -> None:
    give(document("a", title="Walvis", kind="tool"))
    shown = page(client, q="walvis", soort="course")
    assert "Er is niets gevonden van de soort “Cursus”." in shown
    assert "Laat alles zien wat gevonden is." in shown


def test_nothing_found_says_what_to_try(client: Client, give: Give) -> None:
    give(document("a"))
    shown = page(client, q="xyzzyplugh")
    assert "Niets gevonden. Probeer dit:" in shown
    assert f'href="{reverse("wagtail_serve", args=["leren/"])}"' in shown
    assert 'href="/hulp/"' in shown


def test_the_empty_page_says_what_one_searches_in(client: Client, give: Give) -> None:
    give()
    shown = page(client)
    assert "Hier zoek je in" in shown
    assert "resultaten" not in shown


def test_who_is_not_signed_in_is_told_that_there_may_be_more(client: Client, give: Give) -> None:
    give(document("a"))
    told = "Log in om in alles te zoeken."
    assert told in page(client, q="a")
    client.force_login(PersonFactory(with_user=True).user)
    assert told not in page(client, q="a")


def test_the_english_page_leads_to_english_addresses_and_says_that_texts_are_dutch(
    client: Client, give: Give
) -> None:
    give(document("a", title="Walvis"))
    shown = client.get("/en/zoeken/", {"q": "walvis"}).content.decode()
    assert '<a href="/en/a/">' in shown
    assert 'lang="nl"><a href="/en/a/">' in shown


def test_pages_keep_the_question_and_the_kind(client: Client, give: Give) -> None:
    give(*(document(f"w{number}", title="Walvis") for number in range(11)))
    shown = page(client, q="walvis & co", soort="tool")
    assert 'href="?q=walvis+%26+co&amp;soort=tool&amp;p=2"' in shown


def test_what_was_looked_for_is_kept_nowhere_and_told_to_no_other_page(
    client: Client, give: Give
) -> None:
    give(document("a", title="Walvis", gate=Gate.SIGNED_IN))
    client.force_login(PersonFactory(with_user=True).user)
    with capture_logs() as logs:
        response = client.get(PATH, {"q": "geheimewalvis", "soort": "zwaluw"})
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "origin"
    assert set(response.cookies) == {django_settings.CSRF_COOKIE_NAME}
    assert not any("zoek" in key for key in client.session.keys())  # noqa: SIM118
    assert [entry["event"] for entry in logs] != []
    assert "geheimewalvis" not in repr(logs)
    assert "zwaluw" not in repr(logs)


def test_a_form_cannot_be_posted_to_it(client: Client, give: Give) -> None:
    give()
    assert client.post(PATH, {"q": "walvis"}).status_code == 405


def test_every_page_has_the_search_in_its_header(client: Client, give: Give) -> None:
    give()
    shown = client.get(reverse("account_login")).content.decode()
    assert '<details class="find">' in shown
    assert 'action="/zoeken/"' in shown


def test_the_key_is_switched_off_and_on_again_with_a_form(client: Client, give: Give) -> None:
    give()
    name = django_settings.KEYS_COOKIE_NAME
    answer: Any = client.post(reverse("design-keys"), {"keys": "off", "next": PATH})
    assert (answer.status_code, answer["Location"]) == (302, PATH)
    cookie = answer.cookies[name]
    assert (cookie.value, cookie["samesite"], bool(cookie["httponly"])) == ("off", "Lax", False)
    assert "De toets / staat uit op dit apparaat." in page(client)
    client.post(reverse("design-keys"), {"keys": "", "next": "//elders.example/"})
    assert client.cookies[name].value == ""
    assert "Met de toets / ga je op elke pagina naar het zoekveld." in page(client)


def test_where_the_choice_of_keys_leads_stays_on_this_site(client: Client, give: Give) -> None:
    give()
    answer = client.post(reverse("design-keys"), {"keys": "x", "next": "//elders.example/"})
    assert answer["Location"] == "/"
    assert answer.cookies[django_settings.KEYS_COOKIE_NAME].value == ""

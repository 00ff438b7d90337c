"""The feed for intranets: public, Dutch, and cheap to ask again."""

from xml.etree import ElementTree as ET

import pytest
import time_machine

from tests.compliance.story import moment
from tests.home.site import home, news

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def _november_2026():
    with time_machine.travel(moment("2026-11-22"), tick=False):
        yield


def test_the_feed_is_atom_with_what_everybody_sees_in_dutch_whatever_is_asked(client):
    home(news=[news("Een <bericht>", text="Lees & zie.", address="/hulp/")])
    response = client.get("/en/nieuws.atom", headers={"accept-language": "en"})
    feed = ET.fromstring(response.content)  # noqa: S314  our own answer
    [entry] = feed.findall(f"{ATOM}entry")
    assert response["Content-Type"].startswith("application/atom+xml")
    assert feed.find(f"{ATOM}title").text == "Wat is er nieuw in Kompas"
    assert entry.find(f"{ATOM}title").text == "Een <bericht>"
    assert entry.find(f"{ATOM}link").get("href") == "http://testserver/hulp/"
    assert entry.find(f"{ATOM}id").text.startswith("tag:testserver,2026:nieuws/bericht/")


def test_who_asks_again_hears_that_nothing_changed(client):
    home(news=[news("Nieuw")])
    first = client.get("/nieuws.atom")
    again = client.get("/nieuws.atom", headers={"if-none-match": first["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)
    assert "public" in first["Cache-Control"]
    assert not first.cookies


def test_without_a_start_page_there_is_no_feed(client):
    assert client.get("/nieuws.atom").status_code == 404


def test_the_start_page_names_the_feed(client):
    home()
    assert 'type="application/atom+xml"' in client.get("/").content.decode()


def test_the_start_page_shows_where_the_news_can_be_followed(client):
    home(news=[news("Nieuw")])
    assert '<a class="nl-link" href="/nieuws.atom">' in client.get("/").content.decode()

"""Loading the start page, the plain pages and their English aliases."""

import pytest
from wagtail.models import Page, Site

from home.models import HomePage, StandardPage
from home.page_files import read_page_file
from home.services import content_files, load_pages, sync_english

pytestmark = pytest.mark.django_db(transaction=True)


def load() -> list[str]:
    return load_pages(files=[read_page_file(path) for path in content_files()])


def test_loading_makes_the_start_page_the_root_of_the_site():
    load()
    assert isinstance(Site.objects.get(is_default_site=True).root_page.specific, HomePage)
    assert not Page.objects.filter(slug="wagtail-welcome").exists()


def test_help_is_there_and_says_112_first(client):
    load()
    page = client.get("/hulp/")
    assert page.status_code == 200
    text = page.content.decode()
    assert text.index("112") < text.index("vertrouwenspersoon")


def test_loading_twice_changes_nothing():
    assert load()
    assert load() == []


def test_what_an_editor_changed_stays():
    load()
    page = StandardPage.objects.get(slug="privacy")
    page.lead = "Door een redacteur geschreven."
    page.loaded_hash = "an earlier content"
    page.save_revision().publish()
    lines = load()
    assert StandardPage.objects.get(slug="privacy").lead == "Door een redacteur geschreven."
    assert [line for line in lines if line.startswith("privacy")]


def test_every_page_gets_an_english_address_with_dutch_content(client):
    load()
    made = sync_english()
    assert made == 1 + len(content_files())
    assert sync_english() == 0
    page = client.get("/en/hulp/")
    assert page.status_code == 200
    assert '<html lang="en"' in page.content.decode()
    assert 'lang="nl"' in page.content.decode()

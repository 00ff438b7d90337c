"""Loading the start page, the plain pages and their English aliases."""

from pathlib import Path
from unittest import mock

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
    page = client.get("/en/privacy/")
    assert page.status_code == 200
    assert '<html lang="en"' in page.content.decode()
    assert 'lang="nl"' in page.content.decode()


OLD_HELP = """slug: hulp
title: Hulp of melden
lead: Is er nu gevaar? Bel 112.
sections:
  - {title: "Wat is er aan de hand?", body: Kies wat het best past.}
"""


@pytest.fixture
def old_help(tmp_path: Path) -> StandardPage:
    """Put the help page in place that Kompas had before the guide, with its English alias."""
    file = tmp_path / "hulp.yaml"
    file.write_text(OLD_HELP, encoding="utf-8")
    load()
    page = read_page_file(file)
    with mock.patch("home.services._retire_help", return_value=""):
        load_pages(files=[page])
    sync_english()
    return StandardPage.objects.get(slug="hulp", alias_of=None)


def test_the_help_page_of_before_the_guide_goes_with_its_alias(old_help: StandardPage):
    assert load() == ["hulp: deleted, the guide takes its place"]
    assert not Page.objects.filter(slug="hulp").exists()
    assert load() == []


def test_a_help_page_that_an_editor_changed_stays_unpublished_under_another_name(
    old_help: StandardPage,
):
    old_help.lead = "Door een redacteur geschreven."
    old_help.save_revision().publish()
    [line] = load()
    assert line == (
        "hulp: the guide takes its place; an editor changed this page, so it is kept, unpublished, "
        "as hulp-oud"
    )
    kept = StandardPage.objects.get(slug="hulp-oud")
    newest = kept.get_latest_revision_as_object()
    assert (kept.live, newest.slug, newest.lead) == (
        False,
        "hulp-oud",
        "Door een redacteur geschreven.",
    )
    assert not Page.objects.filter(slug="hulp", live=True).exists()
    assert load() == []

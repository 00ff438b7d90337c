"""Searching the code: mistyped, in other words, or as one long word."""

from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from core import clock
from gir.models import SearchWords
from gir.searching.answers import search
from tests.factories.organisations import PersonFactory
from tests.gir.code import change_article, edition

pytestmark = pytest.mark.django_db

QUERIES = yaml.safe_load((Path(__file__).parent / "queries.yaml").read_text())
DAY = date(2026, 10, 1)


def keys(text: str) -> list[str]:
    return [found.key for found in search(text, day=clock.today()).articles]


def test_what_people_type_finds_the_intended_article_in_the_top_three() -> None:
    call_command("load_gir", publish=True, stdout=StringIO())
    missed = {
        row["vraag"]: keys(row["vraag"])
        for row in QUERIES
        if row["artikel"] not in keys(row["vraag"])[:3]
    }
    assert len(QUERIES) >= 20
    assert not missed


def test_a_hit_is_marked_and_markup_in_the_question_is_only_text() -> None:
    edition()
    found = search("<b>kado</b> geschenkje", day=DAY).articles[0]
    assert found.key == "4-1"
    assert "<mark>geschenk</mark>" in found.text
    assert "<b>" not in found.text + found.title


def test_a_mistake_is_mended_and_said() -> None:
    edition()
    answers = search("Nevenwerkzaamhedn vandaag", day=DAY)
    assert answers.articles[0].key == "4-5"
    assert answers.meant == "nevenwerkzaamheden vandaag"
    assert search("geschenken", day=DAY).meant == ""


def test_a_changed_text_is_found_at_once() -> None:
    first = edition()
    assert keys("walvis") == []
    change_article("1-1", first, rule="Ook een walvis houdt zich aan de code.")
    assert keys("walvissen") == ["1-1"]


def test_editors_add_words() -> None:
    edition()
    assert keys("prosecco") == []
    SearchWords.objects.create(words="prosecco, champagne", article_keys=["4-1"])
    assert keys("prosecco") == ["4-1"]


def test_what_was_looked_for_is_kept_nowhere(client: Client, settings: Any) -> None:
    settings.GIR_PUBLIC = True
    edition()
    response = client.get(reverse("gir:search"), {"q": "geschenk"})
    assert b"<mark>geschenk</mark>" in response.content
    assert "no-store" in response["Cache-Control"]
    assert "public" not in response["Cache-Control"]


def test_nothing_found_says_what_to_try(client: Client) -> None:
    edition()
    client.force_login(PersonFactory(with_user=True).user)
    page = client.get(reverse("gir:search"), {"q": "xyzzyplugh"}).content.decode()
    assert "Niets gevonden" in page
    assert reverse("gir:a-z") in page

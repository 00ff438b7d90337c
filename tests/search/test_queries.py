"""Fifty questions as people type them, on all content that comes with Kompas."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.core.management import call_command
from pytest_django import DjangoDbBlocker

from search.reports.results import results_for
from search.services.updating import update_search
from tests.factories.organisations import PersonFactory
from tests.kept import kept

pytestmark = pytest.mark.django_db

QUERIES = yaml.safe_load((Path(__file__).parent / "queries.yaml").read_text())
LOADERS = (
    ("load_pages", {}),
    ("load_course", {"all": True, "publish": True}),
    ("load_workshops", {"publish": True}),
    ("load_gir", {"publish": True}),
    ("load_directory", {"publish": True}),
    ("load_guide", {"publish": True}),
    ("load_toolbox", {"publish": True}),
    ("load_knowledge", {"publish": True}),
    ("load_search", {}),
)
FIRST, TOP = 0.9, 3


@pytest.fixture(scope="module", autouse=True)
def content(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Load everything that comes with Kompas."""
    with kept(django_db_blocker):
        for command, options in LOADERS:
            call_command(command, stdout=StringIO(), **options)
        assert not update_search().failed
        yield


def found(text: str) -> list[tuple[str, str]]:
    user = PersonFactory(with_user=True).user
    return [(one.kind, one.key) for one in results_for(text, user).results]


def test_fifty_questions_find_what_was_meant_nine_of_ten_first_and_all_in_the_top_three() -> None:
    places = {}
    for row in QUERIES:
        wanted, answers = (row["soort"], row["sleutel"]), found(row["vraag"])
        places[row["vraag"]] = answers.index(wanted) if wanted in answers else None
    first = sum(place == 0 for place in places.values())
    missed = {text: place for text, place in places.items() if place is None or place >= TOP}
    assert len(QUERIES) >= 50
    assert not missed
    assert first >= FIRST * len(QUERIES), {text: n for text, n in places.items() if n}


def test_the_questions_are_about_every_kind_that_comes_with_kompas() -> None:
    assert {row["soort"] for row in QUERIES} == {
        *("code", "course", "tool", "workshop", "help", "knowledge", "page"),
    }


def test_avg_and_what_lies_beside_it_give_results() -> None:
    for text in ("AVG", "privacy", "datalek", "persoonsgegevens", "informatiebeveiliging"):
        assert found(text), text

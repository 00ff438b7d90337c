"""Questions as people type them, on all content of Kompas and on what an organisation adds."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.utils.html import strip_tags
from pytest_django import DjangoDbBlocker

from guidance.models import Contact
from guidance.services.contacts import end_contact, undo_end
from organisations.viewers import Viewer
from search.reports.results import results_for
from search.services.updating import update_search
from tests.kept import kept
from tests.search.staged import OTHERS, Staged, set_up

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
BY_NAME = ("contact", "practice")


@pytest.fixture(scope="module", autouse=True)
def people(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Staged]:
    """Load everything that comes with Kompas, and what an organisation adds to it."""
    with kept(django_db_blocker):
        for command, options in LOADERS:
            call_command(command, stdout=StringIO(), **options)
        staged = set_up()
        assert not update_search().failed
        yield staged


def found(text: str, user: Viewer) -> list[tuple[str, str]]:
    """Return what is found, the best first; contacts and practices by their name."""
    answers = results_for(text, user).results
    return [
        (one.kind, strip_tags(one.title) if one.kind in BY_NAME else one.key) for one in answers
    ]


def test_questions_find_what_was_meant_nine_of_ten_first_and_all_in_the_top_three(
    people: Staged,
) -> None:
    places = {}
    for row in QUERIES:
        wanted = (row["soort"], row["sleutel"])
        answers = found(row["vraag"], people.colleague.user)
        places[row["vraag"]] = answers.index(wanted) if wanted in answers else None
    first = sum(place == 0 for place in places.values())
    missed = {text: place for text, place in places.items() if place is None or place >= TOP}
    assert len(places) == len(QUERIES) >= 50
    assert not missed
    assert first >= FIRST * len(QUERIES), {text: n for text, n in places.items() if n}


@pytest.mark.parametrize("kind", ["contact", "practice"])
def test_at_least_two_questions_have_a_contact_or_a_practice_as_their_first_answer(
    people: Staged, kind: str
) -> None:
    rows = [row for row in QUERIES if row["soort"] == kind]
    firsts = [found(row["vraag"], people.colleague.user)[:1] for row in rows]
    assert len(rows) >= 2
    assert firsts == [[(kind, row["sleutel"])] for row in rows]


def test_who_may_not_see_a_contact_or_a_practice_does_not_find_it(people: Staged) -> None:
    nobody = AnonymousUser()
    for row in QUERIES:
        wanted = (row["soort"], row["sleutel"])
        if row["soort"] == "contact":
            for user in (people.stranger.user, nobody):
                assert wanted not in found(row["vraag"], user), row
        if row["soort"] == "practice":
            assert wanted in found(row["vraag"], people.stranger.user), row
            assert wanted not in found(row["vraag"], nobody), row
    assert "contact" not in {kind for kind, _key in found("aisha verstraten", nobody)}


def test_a_contact_that_ended_and_a_practice_that_is_not_published_are_found_by_nobody(
    people: Staged,
) -> None:
    user = people.colleague.user
    contact = Contact.objects.get(name="Aisha Verstraten")
    end_contact(contact=contact, by=people.stranger)
    update_search()
    assert ("contact", "Aisha Verstraten") not in found("aisha verstraten", user)
    undo_end(contact=contact, by=people.stranger)
    update_search()
    assert found("aisha verstraten", user)[0] == ("contact", "Aisha Verstraten")
    assert ("practice", OTHERS) not in found(OTHERS, user)


def test_the_questions_are_about_every_kind_there_is() -> None:
    assert {row["soort"] for row in QUERIES} == {
        *("code", "course", "tool", "workshop", "help", "knowledge", "page"),
        *("contact", "practice"),
    }


def test_avg_and_what_lies_beside_it_give_results(people: Staged) -> None:
    for text in ("AVG", "privacy", "datalek", "persoonsgegevens", "informatiebeveiliging"):
        assert found(text, people.stranger.user), text

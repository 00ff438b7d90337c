"""Saying that one has read the code: exactly what was shown, once, and only what changed."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from html import unescape
from threading import Barrier, Thread
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client

from core import clock
from gir.errors import ShownTextChanged
from gir.models import Acknowledgement, Edition, TakenEffect
from gir.reports.readings import code_on, hash_of_code, reading_of
from gir.services.acknowledging import acknowledge
from gir.services.taking_effect import ACTIVITY_KEY, START_PATH, take_effect
from lms.api import (
    Activity,
    ActivityVersion,
    Assurance,
    ChangeClass,
    Completion,
    correct_completion,
    record_completion,
    void_completion,
)
from organisations.enums import AppointmentKind
from organisations.models import Person
from organisations.services.persons import merge_persons
from tests.factories.organisations import AppointmentFactory, PersonFactory
from tests.gir import code
from tests.lms.counting import count_queries

pytestmark = pytest.mark.django_db
PAGE = "/gir/gelezen/"
NEW_DAY = date(2027, 1, 1)
LATER = {
    "1-1": code.ARTICLES["1-1"],
    "4-1": {"title": "Geschenken", "rule": "Een geschenk is nooit meer waard dan 40 euro.",
            "change_note": "De grens is lager."},
    "6-1": {"title": "Omgangsvormen", "rule": "Je spreekt elkaar aan."},
}  # fmt: skip


@pytest.fixture(autouse=True)
def now() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime(2026, 11, 22, 12, tzinfo=UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def person() -> Person:
    return PersonFactory(with_user=True)


@pytest.fixture
def reader(client: Client, person: Person) -> Client:
    client.force_login(person.user)
    return client


def shown(page: Any) -> dict[str, str]:
    """Return the form as a browser would send it."""
    names = ("editie", "tekst")
    text = page.content.decode()
    return {name: re.search(rf'name="{name}" value="([^"]*)"', text)[1] for name in names}


def words(page: Any) -> str:
    """Return what stands on a page, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.content.decode())).split())


def read_now(person: Person) -> Acknowledgement:
    reading = reading_of(person, clock.today())
    assert reading is not None
    return acknowledge(
        person=person, edition_code=reading.edition.code, shown_hash=reading.content_hash
    )


def test_who_never_read_it_gets_the_whole_code_and_confirms_exactly_what_was_shown(
    reader: Client, person: Person
) -> None:
    edition = code.edition()
    page = reader.get(PAGE)
    for article in code.ARTICLES.values():
        assert article["rule"] in words(page)
    assert shown(page)["tekst"] == hash_of_code(code_on(clock.today()))

    after = reader.post(PAGE, shown(page), follow=True)
    assert "Je hebt de gedragscode gelezen" in words(after)
    row = Acknowledgement.objects.get()
    assert (row.person, row.edition, row.content_hash) == (person, edition, shown(page)["tekst"])
    completion = Completion.objects.get()
    assert row.completion == completion
    assert completion.version == edition.taken_effect.version
    assert completion.version.content_hash == row.content_hash
    assert (completion.activity.key, completion.activity.start_path) == (ACTIVITY_KEY, START_PATH)
    assert (completion.source, completion.assurance) == ("gir", Assurance.SELF_REPORTED)
    assert completion.source_key == f"2020:{row.content_hash}:{person.uuid}"


def test_pressing_twice_is_one_fact(reader: Client) -> None:
    code.edition()
    form = shown(reader.get(PAGE))
    for _number in range(2):
        assert reader.post(PAGE, form).status_code == 302
    assert (Acknowledgement.objects.count(), Completion.objects.count()) == (1, 1)


def test_a_text_published_in_between_is_shown_again_and_nothing_is_recorded(
    reader: Client,
) -> None:
    edition = code.edition()
    form = shown(reader.get(PAGE))
    code.change_article("4-1", edition, rule="Een geschenk is nooit meer waard dan 45 euro.")
    page = reader.post(PAGE, form)
    assert page.status_code == 409
    assert "Er is nog niets vastgelegd" in words(page)
    assert "45 euro" in words(page)
    assert not Completion.objects.exists()
    assert shown(page) != form
    assert reader.post(PAGE, shown(page)).status_code == 302
    assert Acknowledgement.objects.count() == 1


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"editie": "2020", "tekst": "x" * 5000},
        {"editie": "bestaat-niet", "tekst": ""},
        {"editie": "\x00", "tekst": "\x00"},
    ],
)
def test_a_form_that_is_not_ours_records_nothing_and_shows_the_text_with_a_sentence(
    reader: Client, form: dict[str, str]
) -> None:
    code.edition()
    page = reader.post(PAGE, form)
    assert page.status_code == 409
    assert "Er is nog niets vastgelegd" in words(page)
    assert not Completion.objects.exists()


def test_who_read_an_edition_gets_only_what_changed_since(
    reader: Client, person: Person, now: Any
) -> None:
    code.edition()
    first = read_now(person)
    code.edition("2027", NEW_DAY, LATER, summary="Lagere grens voor geschenken.")
    assert "Je hebt de gedragscode gelezen" in words(reader.get(PAGE))

    now.move_to(datetime(2026, 12, 31, 23, 0, 1, tzinfo=UTC))
    reader.force_login(person.user)
    page = reader.get(PAGE)
    text = words(page)
    assert "3 artikelen zijn anders" in text
    assert "Lagere grens voor geschenken." in text
    assert "De grens is lager." in text
    assert "De code geldt voor iedereen." not in text
    shown_page = page.content.decode()
    assert re.search(r"<ins[^>]*>(<[^>]+>[^<]*</[^>]+>)?\s*40", shown_page)
    assert re.search(r"<del[^>]*>(<[^>]+>[^<]*</[^>]+>)?\s*50", shown_page)
    reading = reading_of(person, clock.today())
    assert reading is not None
    found = [(one.key, one.change) for one in reading.changes]
    assert found == [("4-1", "changed"), ("4-5", "removed"), ("6-1", "new")]

    reader.post(PAGE, shown(page))
    second = Acknowledgement.objects.latest("pk")
    assert second.edition.code == "2027"
    assert second.content_hash == hash_of_code(code_on(NEW_DAY)) != first.content_hash
    assert "niets te doen" in words(reader.get(PAGE))


def test_a_small_change_is_shown_but_nobody_has_to_read_again(
    reader: Client, person: Person, now: Any
) -> None:
    edition = code.edition()
    read_now(person)
    now.move_to(datetime(2026, 11, 22, 14, tzinfo=UTC))
    code.change_article("4-1", edition, rule="Een geschenk is nooit meer dan 50 euro waard.")
    page = words(reader.get(PAGE))
    assert "1 artikel is anders" in page
    assert "Je hoeft dit niet opnieuw te doen" in page


def test_an_edition_that_asks_again_without_other_texts_can_be_confirmed(
    reader: Client, person: Person, now: Any
) -> None:
    code.edition("2020")
    read_now(person)
    code.edition("2027", NEW_DAY, summary="Opnieuw vastgesteld.")
    now.move_to(datetime(2027, 1, 4, 12, tzinfo=UTC))
    reader.force_login(person.user)
    page = reader.get(PAGE)
    assert "Geen artikel is anders" in words(page)
    reader.post(PAGE, shown(page))
    assert Completion.objects.count() == 2


def test_what_was_declared_invalid_is_asked_again_and_can_be_done_again(
    reader: Client, person: Person
) -> None:
    code.edition()
    first = read_now(person)
    void_completion(completion=first.completion, reason="Verkeerde persoon.", by=None)
    reader.post(PAGE, shown(reader.get(PAGE)))
    assert list(Completion.objects.standing()) == [Acknowledgement.objects.latest("pk").completion]
    assert Acknowledgement.objects.count() == 2


def test_a_corrected_date_and_proof_from_elsewhere_count_as_read(
    reader: Client, person: Person
) -> None:
    code.edition()
    correct_completion(
        completion=read_now(person).completion,
        reason="Een dag eerder.",
        by=None,
        occurred_at=datetime(2026, 11, 21, 9, tzinfo=UTC),
    )
    assert "Je hebt de gedragscode gelezen" in words(reader.get(PAGE))

    imported = PersonFactory()
    record_completion(
        activity=Activity.objects.get(key=ACTIVITY_KEY),
        person=imported,
        occurred_at=datetime(2024, 5, 1, 9, tzinfo=UTC),
        source="demo",
        source_key="elsewhere",
        assurance=Assurance.SELF_REPORTED,
    )
    reading = reading_of(imported, clock.today())
    assert reading is not None
    assert reading.is_up_to_date


def test_a_record_that_was_merged_counts_as_the_one_that_stayed(
    client: Client, person: Person
) -> None:
    code.edition()
    old = PersonFactory()
    read_now(old)
    merge_persons(person=old, into=person)
    client.force_login(person.user)
    assert "Je hebt de gedragscode gelezen" in words(client.get(PAGE))
    assert read_now(old).person == person


def test_who_is_hired_from_outside_sees_the_model_declaration_and_others_do_not(
    client: Client,
) -> None:
    code.edition(declaration_url="https://example.test/verklaring")
    for kind, sees in (
        (AppointmentKind.EXTERNAL_HIRE, True),
        (AppointmentKind.CIVIL_SERVANT, False),
    ):
        person = PersonFactory(with_user=True)
        AppointmentFactory(person=person, kind=kind)
        client.force_login(person.user)
        assert (b"https://example.test/verklaring" in client.get(PAGE).content) is sees


def test_without_a_code_or_without_a_person_a_sentence_says_so(
    reader: Client, client: Client, admin_user: Any
) -> None:
    assert "Er is nog geen code om te lezen" in words(reader.get(PAGE))
    code.edition()
    client.force_login(admin_user)
    assert "hoort niet bij een medewerker" in words(client.get(PAGE))


def test_the_page_costs_as_many_queries_for_many_articles_as_for_one(
    reader: Client, person: Person
) -> None:
    code.edition("2020", articles={"1-1": "Eén"})
    reader.get(PAGE)
    counts = []
    for number in (1, 2):
        with count_queries() as queries:
            reader.get(PAGE)
        counts.append(len(queries))
        if number == 1:
            code.edition("2021", date(2021, 1, 1), {f"4-{n}": f"{n}" for n in range(1, 31)})
    assert counts[0] == counts[1]


# --- Taking effect ---


def versions() -> list[tuple[int, str, str]]:
    rows = ActivityVersion.objects.order_by("number")
    return [(row.number, row.gir_edition.edition.code, row.change_class) for row in rows]


def test_an_edition_becomes_a_version_from_midnight_of_its_first_day_and_once(now: Any) -> None:
    code.edition("2020", change_class=ChangeClass.EDITORIAL)
    code.edition("2027", NEW_DAY, LATER, summary="Anders")
    assert (take_effect(), take_effect()) == (1, 0)
    now.move_to(datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC))
    assert take_effect() == 0
    now.move_to(datetime(2026, 12, 31, 23, 0, tzinfo=UTC))
    assert (take_effect(), take_effect()) == (1, 0)
    assert versions() == [(1, "2020", "editorial"), (2, "2027", "normative")]
    version = ActivityVersion.objects.get(number=2)
    assert version.published_at == datetime(2026, 12, 31, 23, tzinfo=UTC)
    assert version.summary == "Anders"
    assert version.content_hash == hash_of_code(code_on(NEW_DAY))


def test_a_withdrawn_edition_never_takes_effect(now: Any) -> None:
    from gir.services.publishing import withdraw_edition

    code.edition()
    coming = code.edition("2027", NEW_DAY, LATER)
    withdraw_edition(edition=coming, reason="Toch niet.", by=None)
    now.move_to(datetime(2027, 1, 2, tzinfo=UTC))
    assert take_effect() == 1
    assert [row.edition.code for row in TakenEffect.objects.all()] == ["2020"]


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one_version_and_one_acknowledgement(person: Person) -> None:
    code.edition()
    reading = reading_of(person, clock.today())
    assert reading is not None
    barrier, wrong = Barrier(2), []

    def press() -> None:
        barrier.wait()
        try:
            acknowledge(
                person=person, edition_code=reading.edition.code, shown_hash=reading.content_hash
            )
        except Exception as error:  # noqa: BLE001
            wrong.append(error)
        finally:
            connection.close()

    threads = [Thread(target=press) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert (TakenEffect.objects.count(), Acknowledgement.objects.count()) == (1, 1)
    assert ActivityVersion.objects.count() == Completion.objects.count() == 1


def test_the_service_refuses_what_is_not_in_force(person: Person) -> None:
    code.edition()
    coming = code.edition("2027", NEW_DAY, LATER)
    with pytest.raises(ShownTextChanged):
        acknowledge(
            person=person, edition_code=coming.code, shown_hash=hash_of_code(code_on(NEW_DAY))
        )
    assert not Edition.objects.filter(taken_effect__isnull=False).exists()

"""The dilemma of the week: one each week, a number and no person, and who wants it by mail."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from structlog.testing import capture_logs

from gir.letters import person_of_key, send_week, unsubscribe_key
from gir.models import (
    Dilemma,
    DilemmaOption,
    DilemmaSubscription,
    DilemmaWeek,
    OptionCount,
)
from gir.services.dilemmas import choose_week, count_choice, monday_of, subscribe
from notifications.models import Notice
from notifications.services.delivery import deliver
from organisations.models import Person
from organisations.services.persons import erase_person, merge_persons
from tests.factories.organisations import AppointmentFactory, PersonFactory
from tests.lms.counting import count_queries

pytestmark = pytest.mark.django_db
PAGE, COUNT = "/gir/dilemma/", "/gir/dilemma/tellen/"
SUNDAY = datetime(2026, 11, 22, 12, tzinfo=UTC)
MONDAY = date(2026, 11, 16)


@pytest.fixture(autouse=True)
def now() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(SUNDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def person() -> Person:
    found: Person = AppointmentFactory(person__with_user=True).person
    return found


@pytest.fixture
def reader(client: Client, person: Person) -> Client:
    client.force_login(person.user)
    return client


def dilemma(key: str, **fields: Any) -> Dilemma:
    row = Dilemma.objects.create(
        key=key,
        title=f"Titel {key}",
        situation=f"Situatie {key}.",
        question="Wat doe je?",
        **fields,
    )
    for letter, verdict in (("A", "risico"), ("B", "sterk"), ("C", "kan")):
        DilemmaOption.objects.create(
            dilemma=row,
            letter=letter,
            text=f"Optie {letter}",
            verdict=verdict,
            explanation=f"Uitleg {letter}.",
            sort_order=ord(letter),
        )
    return row


def weeks(number: int) -> list[str]:
    """Return which dilemmas the job chooses in so many weeks from now."""
    return [str(choose_week(MONDAY + timedelta(weeks=n)).dilemma.key) for n in range(number)]


def vote(letters: str) -> None:
    for letter in letters:
        count_choice(monday=MONDAY, letter=letter)


def test_each_has_its_turn_and_a_pool_that_grows_changes_no_week_that_was_chosen() -> None:
    dilemma("b"), dilemma("c"), dilemma("concept", live=False)
    Dilemma.objects.create(key="leeg", title="x", situation="x", question="x")
    assert weeks(3) == ["b", "c", "b"]
    dilemma("a")
    assert weeks(5) == ["b", "c", "b", "a", "c"]
    assert DilemmaWeek.objects.count() == 5


def test_an_editor_can_pin_a_week_and_it_does_not_come_twice_soon() -> None:
    dilemma("a"), dilemma("c")
    DilemmaWeek.objects.create(monday=MONDAY + timedelta(weeks=1), dilemma=dilemma("b"))
    assert weeks(4) == ["a", "b", "c", "a"]


def test_a_week_starts_on_a_monday_and_keeps_its_dilemma_once_somebody_chose() -> None:
    first, second = dilemma("a"), dilemma("b")
    week = choose_week()
    assert week is not None
    with pytest.raises(ValidationError, match="maandag"):
        DilemmaWeek(monday=date(2026, 11, 24), dilemma=first).full_clean()
    week.dilemma = second
    week.full_clean()
    vote("A")
    with pytest.raises(ValidationError, match="keuzes geteld"):
        week.full_clean()


def test_an_editor_pins_a_week_in_the_admin_and_hears_what_is_wrong(admin_client: Client) -> None:
    pinned = dilemma("b")
    address = reverse("wagtailsnippets_gir_dilemmaweek:add")
    wrong = admin_client.post(address, {"monday": "2026-11-24", "dilemma": pinned.pk})
    assert "Kies een maandag" in wrong.content.decode()
    right = admin_client.post(address, {"monday": "2026-11-23", "dilemma": pinned.pk})
    assert right.status_code == 302
    assert "Titel b" in admin_client.get(right.headers["Location"]).content.decode()
    assert DilemmaWeek.objects.get().dilemma == pinned


def test_without_a_pool_a_sentence_says_so(reader: Client) -> None:
    assert choose_week() is None
    assert "Er is nog geen dilemma" in reader.get(PAGE).content.decode()


def test_reading_writes_nothing_and_works_without_javascript(reader: Client) -> None:
    dilemma("a"), choose_week()
    page = reader.get(PAGE).content.decode()
    assert page.count('<details class="option">') == 3
    for letter in "ABC":
        assert f"Uitleg {letter}." in page
    assert "Nog te weinig stemmen om te laten zien" in page
    assert not OptionCount.objects.exists()


def test_a_week_without_a_row_shows_the_last_one_which_cannot_be_counted(
    reader: Client, now: time_machine.Traveller
) -> None:
    dilemma("a"), choose_week()
    now.move_to(SUNDAY + timedelta(days=1))
    page = reader.get(PAGE)
    assert "Situatie a." in page.content.decode()
    assert COUNT not in page.content.decode()
    refused = reader.post(COUNT, {"week": MONDAY.isoformat(), "keuze": "A"})
    assert refused.status_code == 400
    assert "de week is voorbij" in refused.content.decode()


def test_a_counted_choice_is_one_more_and_leaves_no_trace_of_who_or_when(
    reader: Client, person: Person
) -> None:
    dilemma("a"), choose_week()
    session = dict(reader.session.items())
    cookies = {name: one.value for name, one in reader.cookies.items()}
    with capture_logs() as logs, count_queries() as queries:
        answer = reader.post(COUNT, {"week": MONDAY.isoformat(), "keuze": "B"})
    assert answer.headers["Location"] == "/gir/dilemma/?geteld=1#keuzes"
    assert list(OptionCount.objects.values_list("letter", "count", "shown")) == [("B", 1, 0)]
    assert {field.name for field in OptionCount._meta.get_fields()} == {
        "id", "week", "letter", "count", "shown",
    }  # fmt: skip
    written = [sql for sql in queries if sql.split()[0] in {"INSERT", "UPDATE"}]
    assert all("gir_optioncount" in sql for sql in written)
    assert not any(str(value) in {"B", str(person.pk)} for log in logs for value in log.values())
    assert dict(reader.session.items()) == session
    assert {name: one.value for name, one in reader.cookies.items()} == cookies
    assert "Je keuze telt mee" in reader.get(answer.headers["Location"]).content.decode()


def test_the_log_line_of_counting_has_no_account(
    reader: Client, caplog: pytest.LogCaptureFixture
) -> None:
    dilemma("a"), choose_week()
    caplog.set_level("INFO", logger="django_structlog.middlewares.request")
    reader.post(COUNT, {"week": MONDAY.isoformat(), "keuze": "B"})
    reader.get("/mijn-leren/")
    lines = [one.msg for one in caplog.records if isinstance(one.msg, dict)]
    finished = [line for line in lines if line["event"] == "request_finished"]
    assert [("user_id" in line, line["request"]) for line in finished] == [
        (False, "POST /gir/dilemma/tellen/"),
        (True, "GET /mijn-leren/"),
    ]


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"week": "2026-11-16"},
        {"week": "2026-11-16", "keuze": "Z"},
        {"week": "2026-11-16", "keuze": "AB"},
        {"week": "2026-11-16", "keuze": "\x00"},
        {"week": "2026-11-09", "keuze": "A"},
        {"week": "morgen", "keuze": "A"},
    ],
)
def test_what_cannot_be_counted_is_refused_with_a_sentence(
    reader: Client, form: dict[str, str]
) -> None:
    dilemma("a"), choose_week()
    answer = reader.post(COUNT, form)
    assert answer.status_code == 400
    assert "Dit is niet geteld" in answer.content.decode()
    assert not OptionCount.objects.filter(count__gt=0).exists()


def test_the_spread_shows_from_twenty_on_and_changes_with_ten_at_a_time(reader: Client) -> None:
    dilemma("a"), choose_week()
    vote("A" * 19)
    assert "Nog te weinig stemmen" in reader.get(PAGE).content.decode()
    vote("B")
    page = reader.get(PAGE).content.decode()
    assert "ongeveer 95%" in page
    assert "Er zijn 20 keuzes geteld" in page
    vote("B" * 9)
    assert reader.get(PAGE).content.decode().count("ongeveer 95%") == 1
    vote("B")
    page = reader.get(PAGE).content.decode()
    assert "Er zijn 30 keuzes geteld" in page
    assert "ongeveer 65%" in page
    assert "ongeveer 35%" in page


def test_older_ones_are_a_list_and_can_be_read_again(
    reader: Client, now: time_machine.Traveller
) -> None:
    dilemma("a"), dilemma("b"), choose_week()
    now.move_to(SUNDAY + timedelta(days=1))
    choose_week()
    page = reader.get(PAGE).content.decode()
    assert "Situatie b." in page
    assert 'href="/gir/dilemma/a/"' in page
    older = reader.get("/gir/dilemma/a/").content.decode()
    assert "Situatie a." in older
    assert COUNT not in older
    assert reader.get("/gir/dilemma/bestaat-niet/").status_code == 404


def test_the_page_costs_as_many_queries_after_thirty_weeks_as_after_one(
    reader: Client, now: time_machine.Traveller
) -> None:
    for number in range(31):
        dilemma(f"d{number:02}")
    choose_week()
    reader.get(PAGE)
    counts = []
    for first, last in ((0, 1), (1, 30)):
        for number in range(first, last):
            choose_week(MONDAY - timedelta(weeks=number))
        with count_queries() as queries:
            reader.get(PAGE)
        counts.append(len(queries))
    assert counts[0] == counts[1]


# --- By mail ---


def arrive(now: time_machine.Traveller, text: str) -> list[Any]:
    """Run the job, wait until a moment, deliver; return what arrived."""
    send_week()
    now.move_to(datetime.fromisoformat(text).replace(tzinfo=UTC))
    deliver()
    return mail.outbox


def test_who_asked_gets_it_once_a_week_and_never_at_night_or_in_the_weekend(
    reader: Client, person: Person, now: time_machine.Traveller
) -> None:
    dilemma("a"), choose_week()
    for _number in range(2):
        assert reader.post("/gir/dilemma/mail/", {"mail": "aan"}).status_code == 302
    assert DilemmaSubscription.objects.count() == 1
    assert "Stop met deze mail" in reader.get(PAGE).content.decode()

    dilemma("b")
    now.move_to(datetime(2026, 11, 22, 23, 30, tzinfo=UTC))
    assert (send_week(), send_week()) == (1, 0)
    assert Notice.objects.get().not_before == datetime(2026, 11, 23, 8, tzinfo=UTC)
    [letter] = arrive(now, "2026-11-23T09:00")
    assert letter.to == [person.email]
    assert letter.subject == "Kompas: dilemma van de week"
    assert "Situatie b." in letter.body
    assert f"/gir/dilemma/afmelden/key/{unsubscribe_key(person)}/" in letter.body


def test_the_link_in_the_mail_stops_it_without_signing_in_and_only_by_the_button(
    client: Client, person: Person, now: time_machine.Traveller
) -> None:
    dilemma("a"), subscribe(person=person)
    link = f"/gir/dilemma/afmelden/key/{unsubscribe_key(person)}/"
    assert "Stoppen met deze mail?" in client.get(link).content.decode()
    assert DilemmaSubscription.objects.exists()
    send_week()
    assert "Het is gestopt" in client.post(link).content.decode()
    assert not DilemmaSubscription.objects.exists()
    assert arrive(now, "2026-11-23T09:00") == []
    wrong = client.get(link.replace(":", "x"))
    assert wrong.status_code == 404
    assert "Deze link werkt niet" in wrong.content.decode()
    assert person_of_key("onzin") is None


def test_who_left_was_erased_or_merged_gets_none_or_one(person: Person) -> None:
    dilemma("a")
    left, erased, old = PersonFactory(), PersonFactory(), PersonFactory()
    for one in (person, left, erased, old):
        subscribe(person=one)
    merge_persons(person=old, into=person)
    erase_person(person=erased)
    assert send_week() == 1
    assert Notice.objects.get().person == person
    assert not DilemmaSubscription.objects.filter(person=erased).exists()


def test_who_reads_english_gets_an_english_letter(
    person: Person, now: time_machine.Traveller
) -> None:
    person.language = "en"
    person.save()
    dilemma("a"), subscribe(person=person)
    now.move_to(datetime(2026, 11, 23, 9, tzinfo=UTC))
    [letter] = arrive(now, "2026-11-23T09:00")
    assert letter.subject == "Kompas: dilemma of the week"
    assert "/en/gir/dilemma/" in letter.body


def test_a_letter_of_last_week_is_not_sent_any_more(
    person: Person, now: time_machine.Traveller
) -> None:
    dilemma("a"), dilemma("b"), subscribe(person=person)
    send_week()
    now.move_to(datetime(2026, 11, 23, 9, tzinfo=UTC))
    send_week()
    deliver()
    assert ["Situatie b." in one.body for one in mail.outbox] == [True]
    assert monday_of(date(2026, 11, 29)) == date(2026, 11, 23)

"""The trainer's list on a phone and on paper, the code of the day, and being there."""

import re
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from lms.api import Completion
from organisations.models import Person
from tests.factories.organisations import PersonFactory
from tests.factories.workshops import BookingFactory, EventFactory
from workshops.attendance.codes import check_in_url, code_of
from workshops.enums import BookingState, Mark, MarkedBy
from workshops.models import AttendanceMark, Booking, Event, Session

pytestmark = pytest.mark.django_db(transaction=True)

START = datetime.fromisoformat("2026-11-02T09:00:00+00:00")
AFTERWARDS = START + timedelta(hours=3)


@pytest.fixture
def trainer() -> Person:
    return PersonFactory(with_user=True)


@pytest.fixture
def event(trainer: Person) -> Event:
    return EventFactory(starts_at=START, trainer=trainer)


def _client(person: Person) -> Client:
    client = Client()
    client.force_login(person.user, backend="organisations.backends.PersonBackend")
    return client


def _url(event: Event, name: str = "workshops-attendance", *more: object) -> str:
    return reverse(name, args=[event.uuid, 1, *more])


def _field(booking: Booking) -> str:
    return f"m-{booking.uuid}"


def test_a_trainer_marks_people_and_sees_it_back(event, trainer) -> None:
    here, away = BookingFactory(event=event), BookingFactory(event=event)
    client = _client(trainer)
    with clock.at(AFTERWARDS):
        data = {_field(here): "present", _field(away): "absent", "m-nonsense": "present"}
        page = client.post(_url(event), data, follow=True).content.decode()
    assert "2 tekens opgeslagen." in page
    assert re.search(rf'name="{_field(here)}" value="present" checked', page)
    assert re.search(rf'name="{_field(away)}" value="absent" checked', page)


def test_one_button_marks_everybody_without_a_mark(event, trainer) -> None:
    bookings = [BookingFactory(event=event) for _number in range(3)]
    with clock.at(AFTERWARDS):
        data = {_field(bookings[0]): "absent", "all": "1"}
        _client(trainer).post(_url(event), data)
    marks = AttendanceMark.objects.order_by("booking").values_list("mark", flat=True)
    assert list(marks) == [Mark.ABSENT, Mark.PRESENT, Mark.PRESENT]


def test_what_cannot_be_marked_is_said_and_not_written(event, trainer) -> None:
    booking = BookingFactory(event=event)
    client = _client(trainer)
    with clock.at(START - timedelta(days=2)):
        page = client.post(_url(event), {_field(booking): "present"}, follow=True).content.decode()
    assert "Het is hier nog te vroeg voor." in page
    with clock.at(AFTERWARDS):
        client.post(_url(event), {_field(booking): "perhaps"})
    assert not AttendanceMark.objects.exists()


def test_closing_asks_what_no_mark_means_and_correcting_asks_why(event, trainer) -> None:
    booking = BookingFactory(event=event)
    client = _client(trainer)
    with clock.at(AFTERWARDS):
        close_url = _url(event, "workshops-attendance-close")
        refused = client.post(close_url, {"sluiten": "1"})
        assert refused.status_code == 422
        assert "nog niets ingevuld" in refused.content.decode()
        client.post(close_url, {"sluiten": "1", "unmarked": "absent"})
        booking.refresh_from_db()
        assert booking.state == BookingState.NO_SHOW
        correct_url = _url(event, "workshops-attendance-correct", booking.uuid)
        assert client.post(correct_url, {"mark": "present", "reason": ""}).status_code == 422
        client.post(correct_url, {"mark": "present", "reason": "Stond op de papieren lijst"})
    assert Completion.objects.get().person == booking.person


def test_somebody_at_the_door_counts_with_a_work_address_and_is_a_guest_without(
    event, trainer
) -> None:
    known = PersonFactory(email="Door@example.test")
    client, url = _client(trainer), _url(event, "workshops-walk-in")
    with clock.at(AFTERWARDS):
        assert client.post(url, {"name": "", "email": ""}).status_code == 422
        client.post(url, {"name": "", "email": "door@example.test"})
        client.post(url, {"name": "Bezoeker", "email": "nobody@example.test"})
        again = client.post(url, {"name": "", "email": "door@example.test"})
    assert again.status_code == 422
    rows = Booking.objects.order_by("pk").values_list("person", "guest_name", "is_walk_in")
    assert list(rows) == [(known.pk, "", True), (None, "Bezoeker", True)]
    assert set(AttendanceMark.objects.values_list("how", flat=True)) == {MarkedBy.WALK_IN}
    assert Completion.objects.get().person == known


def test_the_paper_list_has_everybody_and_room_for_others(event, trainer) -> None:
    booking = BookingFactory(event=event)
    url = _url(event, "workshops-attendance-print")
    page = _client(trainer).get(url).content.decode()
    assert booking.name in page
    assert page.count("<tr>") == 1 + 1 + 5


def test_the_code_on_the_screen_lets_a_participant_in(event, trainer) -> None:
    booking = BookingFactory(event=event, person=PersonFactory(with_user=True))
    session: Session = event.sessions.get()
    with clock.at(START):
        shown = _client(trainer).get(_url(event, "workshops-attendance-code")).content.decode()
        code = code_of(session)
        assert f"{code[:3]} {code[3:]}" in shown
        assert "<svg" in shown
        scanned = urlsplit(check_in_url(session))
        client = _client(booking.person)
        page = client.get(f"{scanned.path}?{scanned.query}").content.decode()
        # A scan by a mail program that looks ahead marks nobody.
        assert not AttendanceMark.objects.exists()
        assert f'value="{code}"' in page
        done = client.post(scanned.path, {"code": parse_qs(scanned.query)["code"][0]}, follow=True)
    assert "Je staat op aanwezig." in done.content.decode()
    assert AttendanceMark.objects.get().how == MarkedBy.CODE


def test_a_wrong_code_is_answered_with_what_to_do(event) -> None:
    booking = BookingFactory(event=event, person=PersonFactory(with_user=True))
    with clock.at(START):
        answer = _client(booking.person).post(reverse("workshops-check-in"), {"code": "xxx"})
    assert answer.status_code == 422
    assert "Deze code klopt niet." in answer.content.decode()


@pytest.mark.parametrize(
    "name",
    [
        "workshops-attendance",
        "workshops-attendance-print",
        "workshops-attendance-code",
        "workshops-attendance-close",
        "workshops-walk-in",
    ],
)
def test_nobody_but_who_handles_the_event_finds_its_list(event, name) -> None:
    participant = PersonFactory(with_user=True)
    BookingFactory(event=event, person=participant)
    stranger = PersonFactory(with_user=True)
    EventFactory(trainer=stranger)
    for person in (participant, stranger):
        client = _client(person)
        assert client.get(_url(event, name)).status_code == 404
        if name not in {"workshops-attendance-print", "workshops-attendance-code"}:
            assert client.post(_url(event, name), {"sluiten": "1"}).status_code == 404
    event.refresh_from_db()
    assert event.attendance_closed_at is None

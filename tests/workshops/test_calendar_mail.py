"""Mail about workshops as a mail server gets it: its parts, its links, and what it does not say."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from icalendar import Calendar as Read

from notifications.enums import NoticeState
from notifications.models import Notice
from notifications.services.delivery import deliver
from organisations.models import Person
from tests.factories.organisations import PersonFactory
from tests.factories.workshops import BookingFactory, TypeFactory
from tests.workshops.calendars_of_others import Diary
from tests.workshops.plans import at, meeting, published
from tests.workshops.postbox import Postbox, links, part_of, text_of
from workshops.booking import book_seat, cancel_booking
from workshops.enums import BookingState, Region
from workshops.models import Session
from workshops.planning import (
    EventChanges,
    cancel_event,
    move_session,
    plan_reminders,
    send_note,
    set_trainers,
)

pytestmark = pytest.mark.django_db(transaction=True)
NOON = datetime(2026, 11, 25, 11, tzinfo=UTC)
MORNING = ("2027-01-12 10:00", "2027-01-12 12:00")
LINK = "https://vergaderen.example/geheim-123"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def kinds_sent() -> list[str]:
    rows = Notice.objects.filter(state=NoticeState.SENT).order_by("pk")
    return [row.kind.removeprefix("workshops.") for row in rows]


def test_a_confirmation_has_the_parts_in_the_order_that_calendars_need(postbox: Postbox) -> None:
    event = published(meeting(*MORNING, online_url=LINK))
    person = PersonFactory(name="Zoë de Wit", email="zoe@example.test", with_user=True)
    book_seat(event=event, person=person, by=person)
    assert deliver().numbers == {"sent": 1, "unknown": 0}
    [letter] = postbox.letters()
    assert letter["From"] == "Kompas <kompas@rijk.example>"
    assert letter.get_content_type() == "multipart/mixed"
    body, file = letter.iter_parts()
    assert body.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in body.iter_parts()] == [
        "text/plain",
        "text/html",
        "text/calendar",
    ]
    calendar = list(body.iter_parts())[-1]
    assert calendar["Content-Type"].params["method"] == "REQUEST"
    assert calendar["Content-Type"].params["charset"].lower() == "utf-8"
    assert calendar["Content-Transfer-Encoding"] == "base64"
    assert calendar["Content-Disposition"] is None
    assert file.get_content_type() == "application/ics"
    assert file.get_filename() == "invite.ics"
    assert file.get_payload(decode=True) == calendar.get_payload(decode=True)
    read = Read.from_ical(calendar.get_payload(decode=True))
    assert str(read["METHOD"]) == "REQUEST"
    [entry] = read.walk("VEVENT")
    assert entry["ATTENDEE"].params["CN"] == "Zoë de Wit"
    # Google takes changes only from the sender of the first mail.
    assert str(entry["ORGANIZER"]) == "mailto:kompas@rijk.example"
    assert b"vergaderen.example" not in postbox.taken[0]
    assert "vergaderen.example" not in text_of(letter)


def test_a_calendar_part_in_ascii_travels_as_it_is(postbox: Postbox) -> None:
    event = published(meeting(*MORNING))
    person = PersonFactory(name="Noor de Wit")
    book_seat(event=event, person=person, by=person)
    deliver()
    [part] = [
        row for row in postbox.letters()[0].walk() if row.get_content_type() == "text/calendar"
    ]
    assert part["Content-Transfer-Encoding"] == "7bit"
    raw = postbox.taken[0]
    assert b"\r\nBEGIN:VCALENDAR\r\n" in raw
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998


def test_every_link_in_every_mail_of_a_workshop_leads_to_a_page(
    postbox: Postbox, clock: time_machine.Traveller
) -> None:
    call_command("load_pages")
    event = published(
        meeting(*MORNING), about=EventChanges(region=Region.UTRECHT, maximum=1, offer_hours=24)
    )
    person = PersonFactory(with_user=True)
    english = PersonFactory(with_user=True, language="en")
    first = book_seat(event=event, person=person, by=person)
    book_seat(event=event, person=english, by=english)
    send_note(event=event, text="Neem een voorbeeld mee.", by=person)
    deliver()
    cancel_booking(booking=first, by=person)
    deliver()
    session = event.sessions.get()
    move_session(
        session=session,
        starts_at=at("2027-01-13 10:00"),
        ends_at=at("2027-01-13 12:00"),
        place=session.place,
        room="1.02",
        online_url="",
        by=person,
    )
    deliver()
    cancel_event(event=event, reason="De begeleider is ziek.", by=person)
    deliver()
    assert set(kinds_sent()) == {
        "booked",
        "called_off",
        "cancelled",
        "moved",
        "note",
        "offered",
        "trainer_session",
        "waitlisted",
    }
    followed = 0
    for receiver in (person, english):
        client = Client()
        client.force_login(receiver.user)
        for letter in postbox.letters(to=receiver):
            for link in links(letter):
                parts = urlsplit(link)
                assert f"{parts.scheme}://{parts.netloc}" == "http://testserver", link
                response = client.get(parts.path, follow=True)
                assert response.status_code == 200, link
                assert response.redirect_chain == [], link
                followed += 1
    assert followed > 20


def test_the_calendar_of_a_participant_follows_the_mails_of_a_series(
    postbox: Postbox, clock: time_machine.Traveller
) -> None:
    days = ("12", "19", "26")
    event = published(*(meeting(f"2027-01-{d} 10:00", f"2027-01-{d} 12:00") for d in days))
    person = PersonFactory()
    waiting = BookingFactory(event=event, state=BookingState.WAITLISTED)
    booking = book_seat(event=event, person=person, by=person)
    deliver()
    assert sorted(kinds_sent()) == ["booked", "session", "session"]
    diary = apply(postbox, person)
    assert [f"{row.start:%d}" for row in diary.entries.values()] == list(days)

    clock.shift(60)
    second = event.sessions.get(number=2)
    move_session(
        session=second,
        starts_at=at("2027-01-20 13:00"),
        ends_at=at("2027-01-20 15:00"),
        place=second.place,
        room=second.room,
        online_url="",
        by=PersonFactory(),
    )
    deliver()
    diary = apply(postbox, person)
    assert [f"{row.start:%d %H}" for row in diary.entries.values()] == ["12 09", "20 12", "26 09"]
    # Who waits hears it, but has nothing to put into a calendar.
    [letter] = postbox.letters(to=waiting.person)
    assert part_of(letter) is None
    assert "dinsdag 19 januari 2027 van 10:00 tot 12:00" in text_of(letter)

    clock.shift(60)
    cancel_booking(booking=booking, by=person)
    deliver()
    diary = apply(postbox, person)
    assert [row.status for row in diary.entries.values()] == ["CANCELLED"] * 3
    assert diary.refused == 0


def apply(postbox: Postbox, person: Person) -> Diary:
    diary = Diary()
    for letter in postbox.letters(to=person):
        content = part_of(letter)
        if content is not None:
            diary.take(content)
    diary.entries = dict(sorted(diary.entries.items(), key=lambda pair: pair[1].start))
    return diary


def test_the_calendar_of_a_trainer_follows_too_over_a_change_of_the_clock(
    postbox: Postbox, clock: time_machine.Traveller
) -> None:
    trainer, other, by = PersonFactory(with_user=True), PersonFactory(), PersonFactory()
    summer = meeting("2027-03-27 10:00", "2027-03-27 12:00", trainers=(trainer,))
    bonaire = meeting(
        "2027-03-28 10:00", "2027-03-28 12:00", zone="America/Kralendijk", trainers=(trainer, other)
    )
    event = published(summer, bonaire, by=by)
    deliver()
    assert [f"{row.start:%d %H}" for row in apply(postbox, trainer).entries.values()] == [
        "27 09",
        "28 14",
    ]
    clock.shift(60)
    first, second = event.sessions.order_by("number")
    move_session(
        session=first,
        starts_at=at("2027-03-28 04:00"),
        ends_at=at("2027-03-28 05:00"),
        place=first.place,
        room=first.room,
        online_url="",
        by=by,
    )
    set_trainers(session=second, trainers=[other], by=by)
    deliver()
    diary = apply(postbox, trainer)
    assert [(f"{row.start:%d %H}", row.status) for row in diary.entries.values()] == [
        ("28 02", "CONFIRMED"),
        ("28 14", "CANCELLED"),
    ]
    clock.shift(60)
    set_trainers(session=second, trainers=[trainer], by=by)
    cancel_event(event=event, reason="De zaal is dicht.", by=by)
    deliver()
    diary = apply(postbox, trainer)
    assert [row.status for row in diary.entries.values()] == ["CANCELLED"] * 2
    assert diary.refused == 0
    assert "De zaal is dicht." in text_of(postbox.letters(to=trainer)[-1])


def test_who_leads_nothing_any_more_is_led_to_a_page_that_is_there(postbox: Postbox) -> None:
    trainer = PersonFactory(with_user=True)
    event = published(meeting(*MORNING, trainers=(trainer,)), by=PersonFactory())
    Notice.objects.all().delete()
    set_trainers(session=event.sessions.get(), trainers=[PersonFactory()], by=PersonFactory())
    deliver()
    [letter] = postbox.letters(to=trainer)
    assert "begeleidt" in text_of(letter)
    client = Client()
    client.force_login(trainer.user)
    for link in links(letter):
        path = urlsplit(link).path
        if path != "/hulp/":  # that page is not loaded here
            assert client.get(path, follow=True).status_code == 200, link


def test_cancelling_the_workshop_takes_it_out_of_calendars_and_gives_the_reason(
    postbox: Postbox, clock: time_machine.Traveller
) -> None:
    event, person = published(meeting(*MORNING)), PersonFactory()
    book_seat(event=event, person=person, by=person)
    deliver()
    clock.shift(60)
    cancel_event(event=event, reason="De begeleider is ziek.", by=PersonFactory())
    deliver()
    diary = apply(postbox, person)
    assert [row.status for row in diary.entries.values()] == ["CANCELLED"]
    letter = postbox.letters(to=person)[-1]
    text = text_of(letter)
    assert "Deze workshop gaat niet door. De reden: De begeleider is ziek." in text
    [part] = [row for row in letter.walk() if row.get_content_type() == "text/calendar"]
    assert part["Content-Type"].params["method"] == "CANCEL"


def test_of_a_confidential_workshop_no_mail_says_which_one_it_is(
    postbox: Postbox, clock: time_machine.Traveller
) -> None:
    kind = TypeFactory(confidential=True, title="Ervaringen met discriminatie")
    event = published(meeting(*MORNING), type=kind)
    person = PersonFactory()
    booking = book_seat(event=event, person=person, by=person)
    send_note(event=event, text="Over racisme op het werk.", by=PersonFactory())
    clock.move_to(datetime(2027, 1, 11, 8, tzinfo=UTC))
    plan_reminders()
    clock.shift(timedelta(hours=2))
    deliver()
    cancel_booking(booking=booking, by=person)
    deliver()
    assert sorted(kinds_sent()) == ["booked", "cancelled", "note", "reminder"]
    for letter in postbox.letters(to=person):
        assert letter["Subject"] == "Bericht over je afspraak"
        content = part_of(letter) or b""
        text = "".join([text_of(letter, kind) for kind in ("plain", "html")] + [content.decode()])
        for word in ("discriminatie", "racisme", "/workshops/bijeenkomst/"):
            assert word not in text.lower(), letter
    kept = "".join(Notice.objects.values_list("body", flat=True)) + "".join(
        Notice.objects.values_list("subject", flat=True)
    )
    assert "discriminatie" not in kept.lower()


def test_a_subject_never_says_how_somebody_stands(postbox: Postbox) -> None:
    event = published(meeting(*MORNING), about=EventChanges(region=Region.UTRECHT, maximum=1))
    for person in (PersonFactory(), PersonFactory(language="en")):
        cancel_booking(booking=book_seat(event=event, person=person, by=person), by=person)
        book_seat(event=event, person=person, by=person)
        deliver()
    subjects = {letter["Subject"] for letter in postbox.letters()}
    assert subjects == {"Kompas: over een workshop", "Kompas: about a workshop"}


def test_a_message_that_was_overtaken_is_not_sent(postbox: Postbox) -> None:
    event, person = published(meeting(*MORNING)), PersonFactory()
    session = Session.objects.get(event=event)
    booking = book_seat(event=event, person=person, by=person)
    for room in ("1.01", "1.02"):
        session = move_session(
            session=session,
            starts_at=at(MORNING[0]),
            ends_at=at(MORNING[1]),
            place=session.place,
            room=room,
            online_url="",
            by=event.planned_by,
        )
    cancel_booking(booking=booking, by=person)
    booking = book_seat(event=event, person=person, by=person)
    deliver()
    # Booked, moved twice, left and booked again before any mail left: only how it stands counts.
    assert kinds_sent() == ["booked"]
    [booked] = postbox.letters(to=person)
    assert "1.02" in text_of(booked)
    assert booking.state == BookingState.BOOKED
    diary = apply(postbox, person)
    assert [(row.status, row.sequence) for row in diary.entries.values()] == [("CONFIRMED", 4)]

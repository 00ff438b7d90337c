"""Reminders and warnings: on time on everybody's own clock, once, and never about what changed."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from notifications.enums import NoticeState
from notifications.models import Notice
from notifications.services.delivery import deliver
from tests.factories.organisations import PersonFactory
from tests.factories.workshops import BookingFactory
from tests.workshops.plans import at, meeting, published
from workshops.booking import book_seat, cancel_booking
from workshops.enums import BookingState, Region
from workshops.models import Event
from workshops.planning import (
    EventChanges,
    call_off_session,
    cancel_event,
    move_session,
    plan_reminders,
    warn_below_minimum,
)
from workshops.planning.reminding import reminder_moment

pytestmark = pytest.mark.django_db(transaction=True)
NOON = datetime(2026, 11, 25, 11, tzinfo=UTC)
START = datetime(2027, 1, 12, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def reminders() -> list[Notice]:
    return list(Notice.objects.filter(kind="workshops.reminder").order_by("not_before", "pk"))


def run_until(clock: time_machine.Traveller, end: datetime) -> list[tuple[datetime, str]]:
    """Let the job run every hour and mail leave, as the site does; return what left and when."""
    sent: list[tuple[datetime, str]] = []
    Notice.objects.all().delete()
    mail.outbox.clear()
    now = datetime.now(tz=UTC)
    while now < end:
        plan_reminders()
        deliver()
        sent += [(now, letter.to[0]) for letter in mail.outbox]
        mail.outbox.clear()
        now += timedelta(hours=1)
        clock.move_to(now)
    return sent


def test_reminders_leave_at_ten_o_clock_where_the_participant_is(
    clock: time_machine.Traveller,
) -> None:
    event = published(meeting("2027-01-12 10:00", "2027-01-12 12:00"))
    here = PersonFactory(email="hier@example.test")
    there = PersonFactory(email="bonaire@example.test", time_zone="America/Kralendijk")
    for person in (here, there):
        book_seat(event=event, person=person, by=person)
    BookingFactory(event=event, state=BookingState.WAITLISTED)
    clock.move_to(datetime(2027, 1, 4, 0, 30, tzinfo=UTC))
    sent = run_until(clock, START)
    assert [(f"{moment:%d %H}", to) for moment, to in sent] == [
        ("05 09", "hier@example.test"),
        ("05 14", "bonaire@example.test"),
        ("11 09", "hier@example.test"),
        ("11 14", "bonaire@example.test"),
    ]


def test_of_a_series_the_first_session_comes_twice_and_the_others_once(
    clock: time_machine.Traveller,
) -> None:
    event = published(
        meeting("2027-01-12 10:00", "2027-01-12 12:00"),
        meeting("2027-01-19 10:00", "2027-01-19 12:00"),
    )
    person = PersonFactory()
    book_seat(event=event, person=person, by=person)
    clock.move_to(datetime(2027, 1, 3, 0, tzinfo=UTC))
    sent = run_until(clock, datetime(2027, 1, 19, 9, tzinfo=UTC))
    assert [f"{moment:%d}" for moment, _to in sent] == ["05", "11", "18"]


def test_a_session_that_was_moved_reminds_anew_and_not_of_the_old_day(
    clock: time_machine.Traveller,
) -> None:
    event = published(meeting("2027-01-12 10:00", "2027-01-12 12:00"))
    book_seat(event=event, person=(person := PersonFactory()), by=person)
    clock.move_to(datetime(2027, 1, 4, 12, tzinfo=UTC))
    plan_reminders()
    assert plan_reminders() == 0
    [old] = reminders()
    session = event.sessions.get()
    move_session(
        session=session,
        starts_at=at("2027-01-13 10:00"),
        ends_at=at("2027-01-13 12:00"),
        place=session.place,
        room=session.room,
        online_url="",
        by=PersonFactory(),
    )
    clock.move_to(datetime(2027, 1, 5, 12, tzinfo=UTC))
    plan_reminders()
    deliver()
    old.refresh_from_db()
    assert old.state == NoticeState.CANCELLED
    [_old, new] = reminders()
    assert new.not_before == datetime(2027, 1, 6, 9, tzinfo=UTC)


@pytest.mark.parametrize("how", ["cancelled by participant", "cancelled", "called off"])
def test_whoever_does_not_come_any_more_is_not_reminded(
    clock: time_machine.Traveller, how: str
) -> None:
    event = published(
        meeting("2027-01-12 10:00", "2027-01-12 12:00"),
        meeting("2027-03-19 10:00", "2027-03-19 12:00"),
    )
    booking = book_seat(event=event, person=(person := PersonFactory()), by=person)
    clock.move_to(datetime(2027, 1, 4, 12, tzinfo=UTC))
    plan_reminders()
    if how == "cancelled":
        cancel_event(event=event, reason="Ziek.", by=person)
    elif how == "called off":
        call_off_session(session=event.sessions.get(number=1), by=person)
    else:
        cancel_booking(booking=booking, by=person)
    clock.move_to(datetime(2027, 1, 5, 9, tzinfo=UTC))
    plan_reminders()
    deliver()
    assert [row.state for row in reminders()] == [NoticeState.CANCELLED]


def test_whoever_books_two_days_before_hears_nothing_of_a_week(
    clock: time_machine.Traveller,
) -> None:
    event = published(meeting("2027-01-12 10:00", "2027-01-12 12:00"))
    clock.move_to(datetime(2027, 1, 10, 12, tzinfo=UTC))
    book_seat(event=event, person=(person := PersonFactory()), by=person)
    assert plan_reminders() == 1
    assert [row.not_before for row in reminders()] == [datetime(2027, 1, 11, 9, tzinfo=UTC)]


def test_ten_o_clock_is_ten_o_clock_over_a_change_of_the_clock() -> None:
    start = datetime(2027, 3, 30, 8, tzinfo=UTC)
    days = [reminder_moment(start, days, "Europe/Amsterdam") for days in (7, 1)]
    assert days == [
        datetime(2027, 3, 23, 9, tzinfo=UTC),
        datetime(2027, 3, 29, 8, tzinfo=UTC),
    ]


def test_reminding_a_hundred_costs_no_more_questions_than_reminding_one(
    clock: time_machine.Traveller,
) -> None:
    def cost(people: int) -> int:
        event = published(
            meeting("2027-01-12 10:00", "2027-01-12 12:00"),
            about=EventChanges(region=Region.UTRECHT, maximum=200),
        )
        for _n in range(people):
            BookingFactory(event=event)
        with CaptureQueriesContext(connection) as queries:
            assert plan_reminders() == people
        return len(queries)

    with time_machine.travel(datetime(2027, 1, 4, 12, tzinfo=UTC), tick=False):
        assert cost(100) <= cost(1) + 1


def warnings() -> list[Notice]:
    return list(Notice.objects.filter(kind="workshops.below_minimum"))


def test_trainers_are_warned_once_when_too_few_come_and_there_is_time_to_decide(
    clock: time_machine.Traveller,
) -> None:
    trainer = PersonFactory(email="tine@example.test")
    about = EventChanges(region=Region.UTRECHT, minimum=2)
    event = published(
        meeting("2027-01-12 10:00", "2027-01-12 12:00", trainers=(trainer,)), about=about
    )
    enough = published(meeting("2027-01-12 10:00", "2027-01-12 12:00"), about=about)
    BookingFactory(event=event)
    BookingFactory(event=Event.objects.get(pk=enough.pk))
    BookingFactory(event=Event.objects.get(pk=enough.pk))
    clock.move_to(START - timedelta(days=7, minutes=1))
    assert warn_below_minimum() == 0
    clock.move_to(START - timedelta(days=7))
    assert (warn_below_minimum(), warn_below_minimum()) == (1, 0)
    mail.outbox.clear()
    clock.move_to(datetime(2027, 1, 5, 13, tzinfo=UTC))
    Notice.objects.exclude(kind="workshops.below_minimum").delete()
    deliver()
    [letter] = mail.outbox
    assert (letter.to, letter.subject) == (["tine@example.test"], "Kompas: weinig aanmeldingen")
    assert "Aangemeld: 1. De kleinste groep is 2." in letter.body


def test_a_warning_comes_earlier_when_registration_closes_earlier_and_stops_when_enough_book(
    clock: time_machine.Traveller,
) -> None:
    closes = START - timedelta(days=20)
    about = EventChanges(region=Region.UTRECHT, minimum=2, closes_at=closes)
    event = published(meeting("2027-01-12 10:00", "2027-01-12 12:00"), about=about)
    clock.move_to(closes)
    assert warn_below_minimum() == 1
    for _n in range(2):
        BookingFactory(event=Event.objects.get(pk=event.pk))
    clock.move_to(closes + timedelta(days=5))
    deliver()
    assert [row.state for row in warnings()] == [NoticeState.CANCELLED]

"""Calendars to subscribe to: secret, revocable, and without what is nobody's business."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from icalendar import Calendar as Read

from core import clock as kompas_clock
from tests.factories.organisations import PersonFactory, UnitFactory
from tests.factories.workshops import BookingFactory, EventFactory, TypeFactory
from tests.workshops.calendars_of_others import read
from tests.workshops.plans import meeting, planned, published
from workshops.booking import book_seat, cancel_booking
from workshops.calendars import feeds
from workshops.calendars.addresses import close_feed, feed_from, feed_of, feed_path, open_feed
from workshops.calendars.answers import calendar_answer, last_modified
from workshops.calendars.entries import About, calendar_of
from workshops.calendars.feeds import FeedFilters, person_feed, public_feed
from workshops.enums import Audience, BookingState, Region
from workshops.models import CalendarFeed
from workshops.planning import EventChanges, NewEvent, cancel_event, plan_event

pytestmark = pytest.mark.django_db(transaction=True)
NOON = datetime(2026, 11, 25, 11, tzinfo=UTC)
MORNING = ("2027-01-12 10:00", "2027-01-12 12:00")
LINK = "https://vergaderen.example/geheim-123"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def entries(content: bytes) -> list[tuple[str, str]]:
    return [
        (str(row["SUMMARY"]), str(row["STATUS"])) for row in Read.from_ical(content).walk("VEVENT")
    ]


def test_an_own_calendar_has_what_somebody_booked_or_leads_and_nothing_else() -> None:
    trainer, person = PersonFactory(), PersonFactory()
    booked = published(meeting(*MORNING, online_url=LINK, trainers=(trainer,)), by=trainer)
    waiting = published(meeting("2027-01-13 10:00", "2027-01-13 12:00"))
    published(meeting("2027-01-14 10:00", "2027-01-14 12:00"))
    book_seat(event=booked, person=person, by=person)
    BookingFactory(event=waiting, person=person, state=BookingState.WAITLISTED)

    content = person_feed(open_feed(person=person))
    assert entries(content) == [("Omstander", "CONFIRMED")]
    assert b"vergaderen.example" not in content
    calendar = Read.from_ical(content)
    assert (str(calendar["METHOD"]), str(calendar["X-WR-CALNAME"])) == ("PUBLISH", "Workshops")
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT4H" in content
    assert b"X-PUBLISHED-TTL:PT4H" in content
    assert b"ATTENDEE" not in content
    assert b"VALARM" not in content

    led = person_feed(open_feed(person=trainer))
    assert entries(led) == [("Omstander (jij begeleidt)", "CONFIRMED")]
    assert entries(person_feed(open_feed(person=PersonFactory()))) == []


def test_the_same_entry_in_the_mail_and_in_the_own_calendar_has_one_name_and_number() -> None:
    event, person = published(meeting(*MORNING)), PersonFactory()
    for _turn in range(2):
        booking = book_seat(event=event, person=person, by=person)
        cancel_booking(booking=booking, by=person)
    book_seat(event=event, person=person, by=person)
    [entry] = read(person_feed(open_feed(person=person))).events
    assert (entry.uid, entry.sequence) == (f"{event.sessions.get().uuid}@testserver", 4)


def test_a_draft_is_not_in_the_calendar_of_its_trainer() -> None:
    trainer = PersonFactory()
    planned(meeting(*MORNING, trainers=(trainer,)))
    assert entries(person_feed(open_feed(person=trainer))) == []


def test_what_was_cancelled_stays_as_cancelled_for_thirty_days(
    clock: time_machine.Traveller,
) -> None:
    person, by = PersonFactory(), PersonFactory()
    own, called_off = published(meeting(*MORNING)), published(meeting(*MORNING))
    cancel_booking(booking=book_seat(event=own, person=person, by=person), by=person)
    BookingFactory(event=called_off, person=person)
    cancel_event(event=called_off, reason="Ziek.", by=by)
    feed = open_feed(person=person)
    assert [status for _title, status in entries(person_feed(feed))] == ["CANCELLED"] * 2
    public = public_feed(FeedFilters())
    assert sorted(status for _title, status in entries(public)) == ["CANCELLED", "CONFIRMED"]
    clock.shift(timedelta(days=29))
    assert len(entries(person_feed(feed))) == 2
    clock.shift(timedelta(days=2))
    assert entries(person_feed(feed)) == []
    assert [status for _title, status in entries(public_feed(FeedFilters()))] == ["CONFIRMED"]


def test_a_confidential_workshop_is_an_appointment_in_the_own_calendar_and_in_no_other() -> None:
    kind = TypeFactory(confidential=True, title="Ervaringen met discriminatie")
    event = published(meeting(*MORNING), type=kind)
    person = PersonFactory()
    book_seat(event=event, person=person, by=person)
    content = person_feed(open_feed(person=person))
    assert entries(content) == [("Afspraak", "CONFIRMED")]
    assert b"discriminatie" not in content.lower()
    assert entries(public_feed(FeedFilters())) == []


def test_the_public_calendar_leaves_out_drafts_the_past_and_what_is_for_one_unit(
    clock: time_machine.Traveller,
) -> None:
    published(meeting(*MORNING, online_url=LINK))
    planned(meeting(*MORNING))
    published(meeting(*MORNING), for_unit=UnitFactory())
    content = public_feed(FeedFilters())
    assert entries(content) == [("Omstander", "CONFIRMED")]
    assert b"vergaderen.example" not in content
    clock.move_to(datetime(2027, 1, 13, tzinfo=UTC))
    assert entries(public_feed(FeedFilters())) == []


def test_the_public_calendar_is_filtered_like_the_page() -> None:
    wanted = TypeFactory(key="omstander", title="Omstander", audiences=[Audience.MANAGERS])
    other = TypeFactory(key="beraad", title="Moreel beraad")
    for kind, region, language in (
        (wanted, Region.UTRECHT, "nl"),
        (wanted, Region.ONLINE, "en"),
        (other, Region.LIMBURG, "nl"),
    ):
        published(
            meeting(*MORNING), type=kind, about=EventChanges(region=region, language=language)
        )

    def found(**query: str) -> list[str]:
        return [title for title, _status in entries(public_feed(FeedFilters.from_query(query)))]

    assert len(found()) == 3
    assert found(type="beraad") == ["Moreel beraad"]
    assert found(regio="limburg") == ["Moreel beraad"]
    assert found(taal="en") == found(online="1") == ["Omstander"]
    assert sorted(found(regio="limburg", online="1")) == ["Moreel beraad", "Omstander"]
    assert found(doelgroep="managers") == ["Omstander", "Omstander"]
    assert found(doelgroep="managers", type="beraad") == []
    assert found(doelgroep="niemand") == found()


def test_a_new_address_makes_the_old_one_worthless() -> None:
    person = PersonFactory()
    first = open_feed(person=person)
    signature = feed_path(first).rsplit("/", 1)[-1].removesuffix(".ics")
    assert feed_path(first) == f"/workshops/agenda/{first.uuid}/{signature}.ics"
    assert feed_from(first.uuid, signature) == first
    second = open_feed(person=person)
    assert feed_from(first.uuid, signature) is None
    assert feed_of(person) == second
    close_feed(person=person)
    assert feed_of(person) is None
    assert CalendarFeed.objects.filter(person=person, revoked_at__isnull=False).count() == 2


def test_a_forged_address_is_nobodys() -> None:
    mine, theirs = open_feed(person=PersonFactory()), open_feed(person=PersonFactory())
    signature = feed_path(mine).rsplit("/", 1)[-1].removesuffix(".ics")
    assert feed_from(theirs.uuid, signature) is None
    assert feed_from(uuid4(), signature) is None
    assert feed_from(mine.uuid, signature[:-1]) is None
    assert feed_from(mine.uuid, "") is None


def test_somebody_who_was_erased_has_no_calendar() -> None:
    person = PersonFactory()
    feed = open_feed(person=person)
    signature = feed_path(feed).rsplit("/", 1)[-1].removesuffix(".ics")
    person.erased_at = kompas_clock.now()
    person.save()
    assert feed_from(feed.uuid, signature) is None


def answer(content: bytes, **headers: str) -> HttpResponse:
    request = RequestFactory().get("/", **headers)
    return calendar_answer(request, content, file_name="workshops.ics", is_private=True)


def test_a_reader_who_has_the_calendar_already_is_told_so_and_hears_of_every_change(
    clock: time_machine.Traveller,
) -> None:
    event, person = published(meeting(*MORNING)), PersonFactory()
    book_seat(event=event, person=person, by=person)
    feed = open_feed(person=person)
    first = answer(person_feed(feed))
    assert (first.status_code, first["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert first["Last-Modified"] == "Wed, 25 Nov 2026 11:00:00 GMT"
    assert first["Cache-Control"] == "private, no-cache"
    clock.shift(timedelta(hours=4))
    known = {"HTTP_IF_NONE_MATCH": first["ETag"]}
    since = {"HTTP_IF_MODIFIED_SINCE": first["Last-Modified"]}
    for headers in (known, since, known | since):
        assert answer(person_feed(feed), **headers).status_code == 304
    cancel_event(event=event, reason="Ziek.", by=PersonFactory())
    for headers in (known, since, known | since):
        changed = answer(person_feed(feed), **headers)
        assert changed.status_code == 200
        assert changed["Last-Modified"] == "Wed, 25 Nov 2026 15:00:00 GMT"


def test_an_empty_calendar_is_a_calendar_without_a_moment() -> None:
    content = public_feed(FeedFilters())
    assert last_modified(content) is None
    response = answer(content)
    assert "Last-Modified" not in response
    assert read(content).events == []


def test_calendars_cost_as_many_queries_for_thirty_workshops_as_for_one() -> None:
    person, trainer = PersonFactory(), PersonFactory()
    feed = open_feed(person=person)

    def add() -> None:
        event = EventFactory(sessions=2, trainer=trainer, type=TypeFactory(sessions=2))
        BookingFactory(event=event, person=person)

    def counts() -> list[int]:
        numbers = []
        for ask in (lambda: person_feed(feed), lambda: public_feed(FeedFilters())):
            with CaptureQueriesContext(connection) as queries:
                ask()
            numbers.append(len(queries))
        return numbers

    add()
    one = counts()
    for _n in range(29):
        add()
    assert counts() == one
    assert max(one) <= 5


def test_a_long_public_calendar_is_made_once_and_anew_after_every_change(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[int] = []

    def counted(rows: Sequence[About], **given: object) -> bytes:
        made.append(len(rows))
        return calendar_of(rows, **given)

    monkeypatch.setattr(feeds, "calendar_of", counted)
    kind = TypeFactory()
    events = [EventFactory(type=kind) for _n in range(60)]
    first = public_feed(FeedFilters())
    assert public_feed(FeedFilters()) == first
    assert made == [60]
    cancel_event(event=events[7], reason="Ziek.", by=PersonFactory())
    changed = public_feed(FeedFilters())
    assert [status for _title, status in entries(changed)].count("CANCELLED") == 1
    kind.title = "Nieuwe titel"
    kind.save()
    assert {title for title, _status in entries(public_feed(FeedFilters()))} == {"Nieuwe titel"}
    with override("en"):
        assert b"More about this workshop" in public_feed(FeedFilters())
    assert made == [60, 60, 60, 60]


def test_a_plan_without_sessions_is_in_no_calendar() -> None:
    kind, unit = TypeFactory(), UnitFactory()
    plan = NewEvent(type=kind, organiser=unit, about=EventChanges(region=Region.UTRECHT))
    event = plan_event(plan=plan, by=PersonFactory())
    assert (event.starts_at, event.ends_at) == (None, None)
    assert entries(public_feed(FeedFilters())) == []

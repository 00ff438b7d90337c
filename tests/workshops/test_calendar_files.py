"""Calendar files, read by iCalendar libraries of others."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
import vobject
from icalendar import Calendar as Read

from tests.factories.organisations import PersonFactory
from tests.factories.workshops import BookingFactory, TypeFactory
from tests.workshops.calendars_of_others import Diary, read, read_with_own_zones
from tests.workshops.plans import at, meeting, planned, published
from workshops.booking import book_seat, cancel_booking
from workshops.calendars.entries import CANCEL, REQUEST, uid_of
from workshops.calendars.files import NotPublic, event_file
from workshops.calendars.invitations import session_invitation
from workshops.calendars.zones import vtimezone
from workshops.enums import BookingState, Region
from workshops.models import Booking, Event, Session
from workshops.planning import EventChanges, cancel_event, move_session

pytestmark = pytest.mark.django_db(transaction=True)
NOON = datetime(2026, 11, 25, 11, tzinfo=UTC)
LINK = "https://vergaderen.example/geheim-123"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def invitation(booking: Booking, method: str = REQUEST) -> bytes:
    booking.refresh_from_db()
    session = Session.objects.select_related("event__type").get(event=booking.event)
    part = session_invitation(booking, session, method)
    assert part is not None
    assert part.method == method
    return part.content


def move(session: Session, start: str, end: str, **fields: str) -> Session:
    return move_session(
        session=session,
        starts_at=at(start),
        ends_at=at(end),
        place=fields.get("place", session.place),
        room=fields.get("room", session.room),
        online_url=session.online_url,
        by=PersonFactory(),
    )


def test_another_calendar_applies_the_invitation_the_move_and_the_cancellation_to_one_entry(
    clock: time_machine.Traveller,
) -> None:
    event = published(meeting("2027-01-12 10:00", "2027-01-12 12:00"))
    person = PersonFactory(name="Noor de Wit, MSc", email="noor@example.test")
    booking = book_seat(event=event, person=person, by=person)
    session = event.sessions.get()
    diary = Diary()

    diary.take(invitation(booking))
    [uid] = diary.entries
    assert uid == uid_of(session) == f"{session.uuid}@testserver"
    first = diary.entries[uid]
    assert (first.start, first.sequence) == (datetime(2027, 1, 12, 9, tzinfo=UTC), 0)
    assert (first.status, first.summary) == ("CONFIRMED", "Omstander")
    assert first.location == "Koningskade 4, Den Haag, 2.14"

    clock.shift(60)
    move(session, "2027-01-13 13:30", "2027-01-13 15:30", room="1.02")
    diary.take(invitation(booking))
    assert list(diary.entries) == [uid]
    moved = diary.entries[uid]
    assert (moved.start, moved.sequence) == (datetime(2027, 1, 13, 12, 30, tzinfo=UTC), 1)
    assert moved.location == "Koningskade 4, Den Haag, 1.02"

    clock.shift(60)
    cancel_event(event=event, reason="De begeleider is ziek.", by=PersonFactory())
    diary.take(invitation(booking, CANCEL))
    assert list(diary.entries) == [uid]
    assert diary.entries[uid].status == "CANCELLED"
    # One step of the session itself, and one because this reader left.
    assert diary.entries[uid].sequence == 3
    assert diary.refused == 0


def test_whoever_cancels_and_books_again_gets_an_entry_that_calendars_take_over(
    clock: time_machine.Traveller,
) -> None:
    event = published(meeting("2027-01-12 10:00", "2027-01-12 12:00"))
    person, other = PersonFactory(), PersonFactory()
    diary, of_other = Diary(), Diary()
    staying = book_seat(event=event, person=other, by=other)
    of_other.take(invitation(staying))
    for turn in range(3):
        booking = book_seat(event=event, person=person, by=person)
        diary.take(invitation(booking))
        assert [row.status for row in diary.entries.values()] == ["CONFIRMED"], turn
        clock.shift(60)
        cancel_booking(booking=booking, by=person)
        diary.take(invitation(booking, CANCEL))
        assert [row.status for row in diary.entries.values()] == ["CANCELLED"], turn
        clock.shift(60)
    assert diary.refused == 0
    assert [row.sequence for row in diary.entries.values()] == [5]
    # Nothing of that touches somebody else's calendar.
    of_other.take(invitation(staying))
    assert of_other.refused == 1
    assert [row.sequence for row in of_other.entries.values()] == [0]


@pytest.mark.parametrize(
    ("zone", "start", "end", "expected"),
    [
        ("Europe/Amsterdam", "2027-03-28 01:30", "2027-03-28 03:30", "00:30-01:30"),
        ("Europe/Amsterdam", "2027-03-28 10:00", "2027-03-28 12:00", "08:00-10:00"),
        ("Europe/Amsterdam", "2027-03-27 10:00", "2027-03-27 12:00", "09:00-11:00"),
        ("Europe/Amsterdam", "2027-10-31 01:30", "2027-10-31 03:30", "23:30-02:30"),
        ("Europe/Amsterdam", "2027-10-31 10:00", "2027-10-31 12:00", "09:00-11:00"),
        ("America/Kralendijk", "2027-03-28 02:30", "2027-03-28 03:30", "06:30-07:30"),
        ("America/Kralendijk", "2027-07-01 10:00", "2027-07-01 12:00", "14:00-16:00"),
        ("Africa/Casablanca", "2027-02-20 10:00", "2027-02-20 12:00", "10:00-12:00"),
        ("Africa/Casablanca", "2027-06-01 10:00", "2027-06-01 12:00", "09:00-11:00"),
        ("Africa/Cairo", "2027-04-30 10:00", "2027-04-30 12:00", "07:00-09:00"),
    ],
)
def test_moments_are_right_on_days_that_the_clock_changes_also_from_the_file_alone(
    zone: str, start: str, end: str, expected: str
) -> None:
    event = published(meeting(start, end, zone=zone))
    session = event.sessions.get()
    assert f"{session.starts_at:%H:%M}-{session.ends_at:%H:%M}" == expected
    content = event_file(event)
    stored = (session.starts_at, session.ends_at)
    # As libraries know the zone, and as they work it out from the rules in the file.
    [known] = read(content).events
    assert (known.start.astimezone(UTC), known.end.astimezone(UTC)) == stored
    assert known.start.replace(tzinfo=None) == at(start)
    assert read_with_own_zones(content) == [stored]


@pytest.mark.parametrize(
    "zone",
    [
        "Europe/Amsterdam",
        "America/New_York",
        "Australia/Sydney",
        "Africa/Casablanca",
        "Asia/Kolkata",
    ],
)
def test_the_zone_in_a_file_says_the_same_as_the_zone_itself_for_ten_years(zone: str) -> None:
    described = (
        f"BEGIN:VCALENDAR\nVERSION:2.0\n{vtimezone(zone, 2027).to_ical().decode()}END:VCALENDAR\n"
    )
    parsed = vobject.readOne(described.replace(zone, "Only/Here")).vtimezone.tzinfo
    day, wrong = datetime(2027, 1, 1, 12), []  # noqa: DTZ001
    while day.year < 2037:
        if day.replace(tzinfo=parsed).utcoffset() != day.replace(tzinfo=ZoneInfo(zone)).utcoffset():
            wrong.append(day)
        day += timedelta(days=1)
    assert wrong == []


def test_the_rules_of_dutch_time_are_rules_and_no_lists_because_of_outlook() -> None:
    text = vtimezone("Europe/Amsterdam", 2027).to_ical().decode()
    assert "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3" in text
    assert "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10" in text
    assert "RDATE" not in text


def test_a_file_is_whole_and_carries_no_link_and_no_participants() -> None:
    event = published(
        meeting("2027-01-12 10:00", "2027-01-12 12:00", online_url=LINK),
        meeting("2027-01-19 10:00", "2027-01-19 12:00", online_url=LINK, zone="America/Kralendijk"),
    )
    BookingFactory(event=event, person=PersonFactory(email="deelnemer@example.test"))
    content = event_file(event)
    calendar = Read.from_ical(content)
    assert [str(calendar[name]) for name in ("VERSION", "CALSCALE", "METHOD")] == [
        "2.0",
        "GREGORIAN",
        "PUBLISH",
    ]
    assert {zone["TZID"] for zone in calendar.walk("VTIMEZONE")} == {
        "Europe/Amsterdam",
        "America/Kralendijk",
    }
    entry = calendar.walk("VEVENT")[0]
    assert sorted(entry.keys()) == [
        "CATEGORIES",
        "DESCRIPTION",
        "DTEND",
        "DTSTAMP",
        "DTSTART",
        "LAST-MODIFIED",
        "LOCATION",
        "ORGANIZER",
        "SEQUENCE",
        "STATUS",
        "SUMMARY",
        "UID",
        "URL",
    ]
    assert b"vergaderen.example" not in content
    assert b"deelnemer" not in content
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert content.endswith(b"END:VCALENDAR\r\n")


def test_an_invitation_names_its_reader_and_leads_to_our_page_only() -> None:
    event = published(meeting("2027-01-12 10:00", "2027-01-12 12:00", online_url=LINK))
    person = PersonFactory(name="Noor de Wit", email="noor@example.test", language="en")
    booking = book_seat(event=event, person=person, by=person)
    content = invitation(booking)
    [entry] = Read.from_ical(content).walk("VEVENT")
    attendee, organiser = entry["ATTENDEE"], entry["ORGANIZER"]
    assert str(attendee) == "mailto:noor@example.test"
    assert (attendee.params["PARTSTAT"], attendee.params["RSVP"]) == ("ACCEPTED", "FALSE")
    assert (str(organiser), organiser.params["CN"]) == ("mailto:kompas@localhost", "Kompas")
    assert str(entry["URL"]) == "http://testserver/en/workshops/mijn/"
    assert "does not cancel your booking" in entry["DESCRIPTION"]
    assert b"vergaderen.example" not in content


def test_a_confidential_workshop_is_only_an_appointment_and_has_no_public_file() -> None:
    kind = TypeFactory(confidential=True, title="Ervaringen met discriminatie")
    event = published(meeting("2027-01-12 10:00", "2027-01-12 12:00"), type=kind)
    person = PersonFactory()
    booking = book_seat(event=event, person=person, by=person)
    for content in (invitation(booking), event_file(event, for_person=person)):
        [entry] = Read.from_ical(content).walk("VEVENT")
        assert str(entry["SUMMARY"]) == "Afspraak"
        assert str(entry["CLASS"]) == "PRIVATE"
        assert {"DESCRIPTION", "URL", "CATEGORIES"} & set(entry.keys()) == set()
        assert b"discriminatie" not in content.lower()
    for nobody in (None, PersonFactory()):
        with pytest.raises(NotPublic):
            event_file(event, for_person=nobody)


def test_what_is_not_published_has_no_file() -> None:
    event = planned(meeting("2027-01-12 10:00", "2027-01-12 12:00"))
    with pytest.raises(NotPublic):
        event_file(event)


def test_a_guest_and_somebody_without_an_address_get_no_invitation() -> None:
    event = published(meeting("2027-01-12 10:00", "2027-01-12 12:00"))
    session = Session.objects.select_related("event__type").get(event=event)
    guest = BookingFactory(event=event, guest=True, state=BookingState.ATTENDED)
    unreachable = BookingFactory(event=event, person=PersonFactory(email=""))
    assert session_invitation(guest, session) is None
    assert session_invitation(unreachable, session) is None


def test_an_online_workshop_says_so_and_a_cancelled_one_stays_in_its_file_as_cancelled() -> None:
    event = published(
        meeting("2027-01-12 10:00", "2027-01-12 12:00", place="", room="", online_url=LINK),
        about=EventChanges(region=Region.ONLINE),
    )
    assert [row.location for row in read(event_file(event)).events] == ["Online"]
    cancel_event(event=event, reason="Ziek.", by=PersonFactory())
    again = event_file(Event.objects.select_related("type").get(pk=event.pk))
    [entry] = Read.from_ical(again).walk("VEVENT")
    assert (str(entry["STATUS"]), entry["SEQUENCE"]) == ("CANCELLED", 1)
    assert entry["DTSTART"].dt.date() == date(2027, 1, 12)

"""Whatever is done to a session, calendars know it by one name and take every change over."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from organisations.models import Person
from tests.factories.organisations import PersonFactory
from tests.workshops.calendars_of_others import Diary, Seen
from tests.workshops.plans import meeting, published
from workshops.booking import book_seat, cancel_booking
from workshops.calendars.entries import CANCEL, REQUEST
from workshops.calendars.invitations import session_invitation
from workshops.models import Booking, Event, Session
from workshops.planning import EventChanges, change_event, move_session

pytestmark = pytest.mark.django_db(transaction=True)
NOON = datetime(2026, 11, 25, 11, tzinfo=UTC)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("time"), st.integers(0, 5)),
        st.tuples(st.just("room"), st.integers(0, 2)),
        st.tuples(st.just("title"), st.integers(0, 2)),
        st.tuples(st.just("leave"), st.just(0)),
    ),
    min_size=1,
    max_size=8,
)


def part(booking: Booking, session: Session, method: str) -> bytes:
    fresh = Session.objects.select_related("event__type").get(pk=session.pk)
    booking.refresh_from_db()
    made = session_invitation(booking, fresh, method)
    assert made is not None
    return made.content


def as_stands(session: Session) -> tuple[object, ...]:
    fresh = Session.objects.select_related("event__type").get(pk=session.pk)
    return (fresh.starts_at, fresh.ends_at, fresh.room, fresh.event.title)


@dataclass
class Life:
    """A session with one participant, and that participant's calendar."""

    session: Session
    person: Person
    booking: Booking
    diary: Diary = field(default_factory=Diary)

    @property
    def seen(self) -> Seen:
        [entry] = self.diary.entries.values()
        return entry

    def tell(self, method: str) -> None:
        self.diary.take(part(self.booking, self.session, method))

    def leave_and_come_back(self) -> None:
        before = self.seen.sequence
        cancel_booking(booking=self.booking, by=self.person)
        self.tell(CANCEL)
        assert self.seen.sequence > before
        self.booking = book_seat(event=self.session.event, person=self.person, by=self.person)

    def retitle(self, number: int) -> None:
        event = Event.objects.get(pk=self.session.event_id)
        subtitle = f"groep {number}" if number else ""
        changes = replace(EventChanges.like(event), subtitle=subtitle)
        change_event(event=event, changes=changes, by=self.person)

    def move(self, *, day: int | None = None, room: str | None = None) -> None:
        self.session.refresh_from_db()
        start = self.session.local_start.replace(tzinfo=None)
        start = start if day is None else datetime(2027, 3, day, 10)  # noqa: DTZ001
        self.session = move_session(
            session=self.session,
            starts_at=start,
            ends_at=start + timedelta(hours=2),
            place=self.session.place,
            room=self.session.room if room is None else room,
            online_url="",
            by=self.person,
        )

    def live(self, what: str, number: int) -> None:
        if what == "leave":
            self.leave_and_come_back()
        elif what == "title":
            self.retitle(number)
        elif what == "time":
            self.move(day=24 + number)
        else:
            self.move(room=f"{number}.01")


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_any_sequence_of_changes_keeps_the_uid_and_raises_the_sequence(
    steps: list[tuple[str, int]],
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        event = published(meeting("2027-03-24 10:00", "2027-03-24 12:00"))
        person = PersonFactory()
        booking = book_seat(event=event, person=person, by=person)
        life = Life(session=event.sessions.get(), person=person, booking=booking)
        life.tell(REQUEST)
        [uid] = life.diary.entries
        for what, number in steps:
            # Within one second two changes can only be told apart by their SEQUENCE.
            clock.shift(number % 2)
            before, seen = as_stands(life.session), life.seen
            life.live(what, number)
            life.tell(REQUEST)
            assert list(life.diary.entries) == [uid]
            changed = what == "leave" or as_stands(life.session) != before
            assert (life.seen.sequence > seen.sequence) == changed
            assert (life.seen.start, life.seen.end) == as_stands(life.session)[:2]
            assert life.seen.status == "CONFIRMED"

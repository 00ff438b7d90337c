"""Who was there, what it comes to, and the proof that follows."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from core import clock
from lms.api import Activity, ActivityKind, Assurance, Completion
from notifications.models import Notice
from organisations.models import Person
from tests.factories.lms import ActivityFactory
from tests.factories.organisations import AppointmentFactory, PersonFactory, UnitFactory
from tests.factories.workshops import BookingFactory, EventFactory, TypeFactory
from workshops.attendance.codes import code_of
from workshops.attendance.errors import (
    ListClosed,
    NotBooked,
    NotMarkedYet,
    NotOver,
    NotTakingPlace,
    ReasonMissing,
    TooEarly,
    WrongCode,
)
from workshops.attendance.outcomes import outcome
from workshops.attendance.reports import session_list
from workshops.attendance.services import (
    check_in,
    close_attendance,
    correct_attendance,
    mark_attendance,
)
from workshops.attendance.settling import settle_ended
from workshops.enums import BookingState, Mark
from workshops.models import AttendanceMark, Booking, Event, Session

pytestmark = pytest.mark.django_db(transaction=True)

P, A, E = Mark.PRESENT, Mark.ABSENT, Mark.EXCUSED
START = datetime.fromisoformat("2026-11-02T09:00:00+00:00")
DURING = START + timedelta(minutes=20)
AFTERWARDS = START + timedelta(hours=3)


@pytest.fixture
def trainer() -> Person:
    return PersonFactory()


@pytest.fixture
def event(trainer: Person) -> Event:
    return EventFactory(starts_at=START, trainer=trainer, published_at=START - timedelta(days=40))


def _session(event: Event, number: int = 1) -> Session:
    return event.sessions.select_related("event").get(number=number)


def _state(booking: Booking) -> str:
    booking.refresh_from_db()
    return booking.state


def _proof(person: Person) -> list[Completion]:
    return list(Completion.objects.standing().filter(person=person))


@pytest.mark.parametrize(
    ("marks", "required", "expected"),
    [
        ([P], None, BookingState.ATTENDED),
        ([P, P, A], 2, BookingState.ATTENDED),
        ([P, A], None, BookingState.PARTLY_ATTENDED),
        ([P, E], None, BookingState.PARTLY_ATTENDED),
        ([E, E], None, BookingState.EXCUSED),
        ([E, A], None, BookingState.NO_SHOW),
        ([A], None, BookingState.NO_SHOW),
        ([None], None, BookingState.NO_SHOW),
        ([P], 4, BookingState.ATTENDED),
        ([], None, BookingState.NO_SHOW),
    ],
)
def test_the_marks_and_the_rule_give_the_outcome(marks, required, expected) -> None:
    assert outcome(marks, required) == expected


@given(
    marks=st.lists(st.sampled_from([P, A, E, None]), max_size=6),
    required=st.none() | st.integers(1, 6),
)
def test_one_more_presence_never_makes_an_outcome_worse(marks, required) -> None:
    order = [
        BookingState.NO_SHOW,
        BookingState.EXCUSED,
        BookingState.PARTLY_ATTENDED,
        BookingState.ATTENDED,
    ]
    before = order.index(outcome(marks, required))
    for place, mark in enumerate(marks):
        if mark != P:
            better = [*marks[:place], P, *marks[place + 1 :]]
            assert order.index(outcome(better, required)) >= before


def test_who_was_there_has_proof_dated_at_the_end_of_the_last_session(event, trainer) -> None:
    booking = BookingFactory(event=event)
    with clock.at(AFTERWARDS):
        mark_attendance(session=_session(event), marks={booking.pk: P}, by=trainer)
    (proof,) = _proof(booking.person)
    assert proof.activity == event.type.activity
    assert proof.occurred_at == START + timedelta(hours=2)
    assert proof.assurance == Assurance.ATTENDED
    assert _state(booking) == BookingState.ATTENDED


def test_a_mark_during_the_session_becomes_proof_when_it_is_over_without_a_trainer(
    event, trainer
) -> None:
    booking, other = BookingFactory(event=event), BookingFactory(event=event)
    with clock.at(DURING):
        mark_attendance(session=_session(event), marks={booking.pk: P, other.pk: A}, by=trainer)
        assert not _proof(booking.person)
    with clock.at(AFTERWARDS):
        assert settle_ended() == 1
        assert settle_ended() == 0
    assert len(_proof(booking.person)) == 1
    assert _state(booking) == BookingState.ATTENDED
    # Nobody is a no-show before the trainer has closed the list.
    assert _state(other) == BookingState.BOOKED
    assert not _proof(other.person)


def test_closing_the_list_gives_everybody_an_outcome(event, trainer) -> None:
    here, away, excused = (BookingFactory(event=event) for _n in range(3))
    with clock.at(AFTERWARDS):
        marks = {here.pk: P, away.pk: A, excused.pk: E}
        mark_attendance(session=_session(event), marks=marks, by=trainer)
        close_attendance(event=event, by=trainer)
    states = [_state(one) for one in (here, away, excused)]
    assert states == [BookingState.ATTENDED, BookingState.NO_SHOW, BookingState.EXCUSED]
    assert [len(_proof(one.person)) for one in (here, away, excused)] == [1, 0, 0]


def test_a_list_that_is_not_complete_is_not_closed_without_a_word(event, trainer) -> None:
    BookingFactory(event=event)
    with clock.at(AFTERWARDS):
        with pytest.raises(NotMarkedYet) as refused:
            close_attendance(event=event, by=trainer)
        event.refresh_from_db()
        assert refused.value.number == 1
        assert event.attendance_closed_at is None
        assert not AttendanceMark.objects.exists()
        close_attendance(event=event, by=trainer, unmarked=A)
    assert _state(event.bookings.get()) == BookingState.NO_SHOW


def test_saving_a_half_filled_list_changes_nothing_for_the_others(event, trainer) -> None:
    marked, untouched = BookingFactory(event=event), BookingFactory(event=event)
    with clock.at(AFTERWARDS):
        mark_attendance(session=_session(event), marks={marked.pk: P}, by=trainer)
    assert _state(untouched) == BookingState.BOOKED


def test_marking_the_same_again_writes_nothing(event, trainer) -> None:
    booking = BookingFactory(event=event)
    with clock.at(AFTERWARDS):
        for expected in (1, 0):
            written = mark_attendance(session=_session(event), marks={booking.pk: P}, by=trainer)
            assert written == expected
    assert Completion.objects.count() == 1


def test_a_mistake_before_closing_takes_the_proof_back(event, trainer) -> None:
    booking = BookingFactory(event=event)
    with clock.at(AFTERWARDS):
        for mark in (P, A):
            mark_attendance(session=_session(event), marks={booking.pk: mark}, by=trainer)
    assert not _proof(booking.person)
    assert _state(booking) == BookingState.BOOKED


def test_a_correction_needs_a_reason_and_moves_the_proof_along(event, trainer) -> None:
    booking = BookingFactory(event=event)
    session = _session(event)
    with clock.at(AFTERWARDS):
        close_attendance(event=event, by=trainer, unmarked=A)
        with pytest.raises(ListClosed):
            mark_attendance(session=session, marks={booking.pk: P}, by=trainer)
        with pytest.raises(ReasonMissing):
            correct_attendance(session=session, booking=booking, mark=P, reason=" ", by=trainer)
        for mark, states in ((P, 1), (A, 0), (P, 1)):
            correct_attendance(
                session=session, booking=booking, mark=mark, reason="Stond op papier", by=trainer
            )
            assert len(_proof(booking.person)) == states
    # Two facts and one void: nothing was overwritten.
    assert Completion.objects.count() == 3
    assert _state(booking) == BookingState.ATTENDED


def test_of_a_series_only_what_the_rule_asks(trainer) -> None:
    kind = TypeFactory(sessions=3, required_sessions=2)
    event = EventFactory(type=kind, starts_at=START, trainer=trainer)
    enough, once = BookingFactory(event=event), BookingFactory(event=event)
    sessions = [_session(event, number) for number in (1, 2, 3)]
    for number, session in enumerate(sessions):
        with clock.at(session.starts_at + timedelta(minutes=5)):
            marks = {enough.pk: P if number != 1 else A, once.pk: P if number == 0 else A}
            mark_attendance(session=session, marks=marks, by=trainer)
    with clock.at(sessions[2].ends_at + timedelta(minutes=1)):
        close_attendance(event=event, by=trainer)
    assert _state(enough) == BookingState.ATTENDED
    assert _state(once) == BookingState.PARTLY_ATTENDED
    (proof,) = _proof(enough.person)
    assert proof.occurred_at == sessions[2].ends_at
    assert not _proof(once.person)


def test_a_session_that_was_called_off_asks_nothing_of_anybody(trainer) -> None:
    event = EventFactory(type=TypeFactory(sessions=2), starts_at=START, trainer=trainer)
    booking = BookingFactory(event=event)
    last = _session(event, 2)
    Session.objects.filter(pk=last.pk).update(called_off_at=START)
    last.refresh_from_db()
    with clock.at(AFTERWARDS):
        mark_attendance(session=_session(event), marks={booking.pk: P}, by=trainer)
        with pytest.raises(NotTakingPlace):
            mark_attendance(session=last, marks={booking.pk: P}, by=trainer)
    (proof,) = _proof(booking.person)
    assert proof.occurred_at == START + timedelta(hours=2)


def test_a_confidential_workshop_leaves_nothing_in_the_ledger(trainer) -> None:
    event = EventFactory(type=TypeFactory(confidential=True), starts_at=START, trainer=trainer)
    booking = BookingFactory(event=event)
    with clock.at(AFTERWARDS):
        mark_attendance(session=_session(event), marks={booking.pk: P}, by=trainer)
        close_attendance(event=event, by=trainer)
    assert _state(booking) == BookingState.ATTENDED
    assert not Completion.objects.exists()


def test_a_guest_without_a_record_is_counted_in_the_room_and_nowhere_else(event, trainer) -> None:
    guest = BookingFactory(event=event, guest=True)
    with clock.at(AFTERWARDS):
        mark_attendance(session=_session(event), marks={guest.pk: P}, by=trainer)
    assert _state(guest) == BookingState.ATTENDED
    assert not Completion.objects.exists()
    assert not Notice.objects.exists()


def _team_event(trainer: Person) -> Event:
    activity = ActivityFactory(kind=ActivityKind.TEAM_SESSION)
    kind = TypeFactory(activity=activity, is_for_teams=True)
    return EventFactory(type=kind, starts_at=START, trainer=trainer, for_unit=UnitFactory())


def test_a_team_session_is_proof_for_the_team_and_for_nobody_in_it(trainer) -> None:
    event = _team_event(trainer)
    one, two = BookingFactory(event=event), BookingFactory(event=event)
    session = _session(event)
    with clock.at(AFTERWARDS):
        mark_attendance(session=session, marks={one.pk: P}, by=trainer)
        # One person is no team.
        assert not Completion.objects.exists()
        mark_attendance(session=session, marks={two.pk: P}, by=trainer)
        close_attendance(event=event, by=trainer)
        proof = Completion.objects.get()
        assert (proof.unit, proof.person) == (event.for_unit, None)
        correct_attendance(session=session, booking=two, mark=A, reason="Vergissing", by=trainer)
    assert not Completion.objects.standing().exists()


def test_the_proof_is_dated_on_the_calendar_of_the_participant(trainer) -> None:
    late = datetime.fromisoformat("2027-01-01T01:00:00+00:00")
    event = EventFactory(starts_at=late, trainer=trainer)
    person = PersonFactory(time_zone="America/Kralendijk")
    AppointmentFactory(person=person)
    booking = BookingFactory(event=event, person=person)
    with clock.at(late + timedelta(hours=3)):
        mark_attendance(session=_session(event), marks={booking.pk: P}, by=trainer)
    (proof,) = _proof(person)
    assert str(proof.occurred_on) == "2026-12-31"


def test_the_code_of_the_day_marks_who_has_a_place(event) -> None:
    booking = BookingFactory(event=event)
    session = _session(event)
    with clock.at(DURING):
        typed = f" {code_of(session)[:3].lower()}-{code_of(session)[3:].lower()} "
        for _again in range(2):
            assert check_in(code=typed, person=booking.person) == session
    assert session_list(session).present == 1
    assert AttendanceMark.objects.count() == 1


def test_the_code_works_only_when_it_is_right_near_the_session_and_with_a_place(event) -> None:
    booking, session = BookingFactory(event=event), _session(event)
    code = code_of(session)
    with clock.at(DURING):
        with pytest.raises(WrongCode):
            check_in(code="ABC234", person=booking.person)
        with pytest.raises(NotBooked):
            check_in(code=code, person=PersonFactory())
    for moment in (START - timedelta(hours=1), START + timedelta(hours=4)):
        with clock.at(moment), pytest.raises(WrongCode):
            check_in(code=code, person=booking.person)
    assert not AttendanceMark.objects.exists()


def test_the_code_of_one_session_says_nothing_about_another(event, trainer) -> None:
    other = EventFactory(starts_at=START, trainer=trainer)
    booking = BookingFactory(event=event)
    with clock.at(DURING), pytest.raises(NotBooked):
        check_in(code=code_of(_session(other)), person=booking.person)


def test_who_checks_in_late_has_proof_at_once(event) -> None:
    booking = BookingFactory(event=event)
    with clock.at(START + timedelta(hours=2, minutes=30)):
        check_in(code=code_of(_session(event)), person=booking.person)
    assert len(_proof(booking.person)) == 1


def test_nobody_who_waits_or_cancelled_can_check_in(event) -> None:
    session = _session(event)
    for state in (BookingState.WAITLISTED, BookingState.CANCELLED, BookingState.OFFERED):
        booking = BookingFactory(event=event, state=state)
        with clock.at(DURING), pytest.raises(NotBooked):
            check_in(code=code_of(session), person=booking.person)


def test_attendance_waits_for_the_session_and_closing_for_its_end(event, trainer) -> None:
    booking, session = BookingFactory(event=event), _session(event)
    with clock.at(START - timedelta(days=1)), pytest.raises(TooEarly):
        mark_attendance(session=session, marks={booking.pk: P}, by=trainer)
    with clock.at(DURING), pytest.raises(NotOver):
        close_attendance(event=event, by=trainer, unmarked=A)
    Event.objects.filter(pk=event.pk).update(cancelled_at=START, cancel_reason="Ziek")
    with clock.at(AFTERWARDS), pytest.raises(NotTakingPlace):
        mark_attendance(session=session, marks={booking.pk: P}, by=trainer)
    assert not AttendanceMark.objects.exists()


def test_a_mark_for_a_booking_of_another_event_is_left_out(event, trainer) -> None:
    stranger = BookingFactory()
    with clock.at(AFTERWARDS):
        written = mark_attendance(session=_session(event), marks={stranger.pk: P}, by=trainer)
    assert written == 0
    assert not AttendanceMark.objects.exists()


@pytest.mark.parametrize("closes", [False, True])
def test_a_list_of_thirty_costs_hardly_more_queries_than_a_list_of_one(closes, trainer) -> None:
    counted = []
    for number in (2, 30):
        event = EventFactory(type=TypeFactory(maximum=40), starts_at=START, trainer=trainer)
        bookings = [BookingFactory(event=event) for _n in range(number)]
        session = _session(event)
        with (
            clock.at(AFTERWARDS),
            CaptureQueriesContext(
                connection,
            ) as queries,
        ):
            if closes:
                close_attendance(event=event, by=trainer, unmarked=A)
            else:
                marks = {one.pk: P for one in bookings}
                mark_attendance(session=session, marks=marks, by=trainer)
        counted.append(len(queries))
    # The first one also wakes up who sends the mail.
    assert counted[1] <= counted[0]


def test_the_list_of_a_session_is_two_queries_by_name_with_guests_last(event) -> None:
    BookingFactory(event=event, guest=True)
    for name in ("Zus", "Aap"):
        BookingFactory(event=event, person=PersonFactory(name=name, sort_name=name))
    BookingFactory(event=event, state=BookingState.CANCELLED)
    session = _session(event)
    with CaptureQueriesContext(connection) as queries:
        names = [row.name for row in session_list(session).rows]
    assert names == ["Aap", "Zus", "Gast Jansen"]
    assert len(queries) == 2


def test_two_workshops_of_one_kind_are_two_facts(trainer) -> None:
    kind, person = TypeFactory(), PersonFactory()
    for weeks in (0, 1):
        starts = START + timedelta(weeks=weeks)
        event = EventFactory(type=kind, starts_at=starts, trainer=trainer)
        booking = BookingFactory(event=event, person=person)
        with clock.at(starts + timedelta(hours=3)):
            mark_attendance(session=_session(event), marks={booking.pk: P}, by=trainer)
    assert len(_proof(person)) == 2
    assert Activity.objects.filter(completions__person=person).distinct().count() == 1

"""Somebody gives up a place and the next in line gets it; undoing; places kept for a team."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from core import clock
from core.invariants import broken_invariants
from jobs.testing import run_jobs
from notifications.models import Notice
from organisations.enums import MandateKind
from organisations.models import Person
from tests.factories.organisations import (
    AppointmentFactory,
    MandateFactory,
    PersonFactory,
    UnitFactory,
)
from tests.factories.workshops import (
    BookingFactory,
    EventFactory,
    ReservationFactory,
    TypeFactory,
)
from workshops.booking import (
    add_walk_in,
    book_seat,
    booking_to_undo,
    call_off_bookings,
    cancel_booking,
    decline_offer,
    end_waiting,
    expire_offers,
    keep_places,
    lapse_requests,
    may_undo,
    release_due_places,
    release_places,
    set_maximum,
    undo_cancellation,
    undo_token,
)
from workshops.enums import Because, BookingState, EventStep
from workshops.errors import (
    AlreadyBooked,
    BelowSmallestGroup,
    BookingRefused,
    CancelAfterStart,
    EventCancelled,
    KeepAtLeastOne,
    KeptAlready,
    KeptTooLong,
    NoOffer,
    NotEnoughPlaces,
    NotForTeams,
    NotYourBooking,
    StepRefused,
    TooLateToCancel,
    TooManyPlacesGone,
    UndoPassed,
)
from workshops.models import Booking, Event, EventRecord

pytestmark = pytest.mark.django_db
START = datetime.fromisoformat("2027-03-01T09:00:00+01:00")
NOW = START - timedelta(days=20)


@pytest.fixture(autouse=True)
def _now() -> Any:
    with clock.at(NOW):
        yield


def steps(booking: Booking) -> list[tuple[str, str, str]]:
    """Return the history of a booking."""
    rows = booking.transitions.order_by("pk")
    return list(rows.values_list("from_state", "to_state", "because"))


def full_event(*, waiting: int = 2, maximum: int = 1, **fields: Any) -> Event:
    """Return an event without a free place, and some who wait."""
    event = EventFactory(maximum=maximum, starts_at=START, **fields)
    for _number in range(maximum):
        BookingFactory(event=event)
    for _number in range(waiting):
        BookingFactory(event=event, state=BookingState.WAITLISTED)
    return event


def seated(event: Event) -> Booking:
    """Return a booking with a place."""
    return event.bookings.filter(state=BookingState.BOOKED).order_by("pk").first()


def states(event: Event) -> list[str]:
    """Return how the bookings of an event stand, in the order of asking."""
    return list(event.bookings.order_by("pk").values_list("state", flat=True))


def told(person: Person | None) -> list[str]:
    """Return which messages somebody got, in order."""
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("kind", flat=True))


def cancel(booking: Booking) -> Booking:
    """Cancel as the participant."""
    return cancel_booking(booking=booking, by=booking.person)


class TestAFreedPlace:
    def test_it_is_offered_to_the_first_in_line_and_to_nobody_else(self) -> None:
        event = full_event(offer_hours=48)
        gone = cancel(seated(event))
        assert states(event) == ["cancelled", "offered", "waitlisted"]
        offered = event.bookings.get(state=BookingState.OFFERED)
        assert offered.offered_until == NOW + timedelta(hours=48)
        assert told(gone.person) == ["workshops.cancelled"]
        assert told(offered.person) == ["workshops.offered"]
        event.refresh_from_db()
        assert event.seats_taken == 1
        assert list(broken_invariants()) == []

    def test_it_is_given_at_once_where_offers_are_not_timed(self) -> None:
        event = full_event(offer_hours=0)
        cancel(seated(event))
        assert states(event) == ["cancelled", "booked", "waitlisted"]

    @pytest.mark.parametrize(
        ("before_start", "expected"),
        [
            (timedelta(hours=40), START - timedelta(hours=2)),
            (timedelta(hours=3), START - timedelta(hours=2)),
            (timedelta(hours=3, seconds=-1), None),
            (timedelta(minutes=10), None),
        ],
    )
    def test_an_offer_ends_two_hours_before_the_start_and_is_never_shorter_than_one(
        self, before_start: timedelta, expected: datetime | None
    ) -> None:
        event = full_event()
        with clock.at(START - before_start):
            cancel(seated(event))
        offered = event.bookings.filter(state=BookingState.OFFERED).first()
        assert (offered and offered.offered_until) == expected

    def test_an_offer_that_is_left_or_not_answered_goes_on(self) -> None:
        event = full_event(waiting=3)
        cancel(seated(event))
        first, second, third = event.bookings.order_by("pk")[1:]
        with pytest.raises(NotYourBooking):
            decline_offer(booking=first, by=PersonFactory())
        decline_offer(booking=first, by=first.person)
        second.refresh_from_db()
        with clock.at(second.offered_until - timedelta(seconds=1)):
            assert expire_offers() == 0
        with clock.at(second.offered_until):
            assert expire_offers() == 1
            assert expire_offers() == 0
        assert states(event) == ["cancelled", "cancelled", "cancelled", "offered"]
        assert told(second.person) == ["workshops.offered", "workshops.offer_expired"]
        with pytest.raises(NoOffer):
            decline_offer(booking=second, by=second.person)
        assert told(third.person) == ["workshops.offered"]

    def test_a_larger_group_lets_in_as_many_as_there_are_places_more(self) -> None:
        event = full_event(waiting=3)
        set_maximum(event=event, maximum=3, by=PersonFactory())
        assert states(event) == ["booked", "offered", "offered", "waitlisted"]
        record = EventRecord.objects.get(event=event)
        assert (record.step, record.before) == (EventStep.CHANGED, {"maximum": 1})

    def test_a_group_is_never_smaller_than_who_comes(self) -> None:
        event = EventFactory(maximum=5, minimum=2)
        for _number in range(3):
            BookingFactory(event=event)
        with pytest.raises(TooManyPlacesGone) as refused:
            set_maximum(event=event, maximum=2, by=PersonFactory())
        assert str(refused.value).startswith("3 plekken")
        with pytest.raises(BelowSmallestGroup):
            set_maximum(event=event, maximum=1, by=PersonFactory())
        assert set_maximum(event=event, maximum=3, by=PersonFactory()).seats_left == 0

    def test_nobody_gets_a_place_in_what_was_cancelled(self) -> None:
        event = full_event()
        Event.objects.filter(pk=event.pk).update(cancelled_at=NOW, cancel_reason="Ziek")
        cancel(seated(event))
        assert states(event) == ["cancelled", "waitlisted", "waitlisted"]

    def test_who_was_erased_is_passed_over(self) -> None:
        event = full_event()
        first = event.bookings.waiting().first().person
        Person.objects.filter(pk=first.pk).update(erased_at=NOW)
        cancel(seated(event))
        assert states(event) == ["cancelled", "waitlisted", "offered"]


class TestCancelling:
    def test_only_the_participant_and_who_handles_the_event(self) -> None:
        trainer = PersonFactory()
        event = full_event(trainer=trainer)
        booking = seated(event)
        with pytest.raises(NotYourBooking):
            cancel_booking(booking=booking, by=PersonFactory())
        booking.refresh_from_db()
        assert booking.state == BookingState.BOOKED
        cancel_booking(booking=booking, by=trainer)
        assert booking.transitions.get(to_state="cancelled").because == Because.ORGANISER
        with pytest.raises(StepRefused):
            cancel_booking(booking=booking, by=trainer)

    def test_after_the_deadline_only_the_trainer(self) -> None:
        trainer = PersonFactory()
        event = full_event(trainer=trainer, cancel_until=NOW - timedelta(hours=1))
        booking = seated(event)
        with pytest.raises(TooLateToCancel) as refused:
            cancel(booking)
        assert "Neem contact op met de trainer" in str(refused.value)
        waits = event.bookings.waiting().last()
        assert cancel(waits).state == BookingState.CANCELLED
        cancel_booking(booking=booking, by=trainer)
        assert states(event) == ["cancelled", "offered", "cancelled"]

    def test_a_move_opens_the_way_out_again(self) -> None:
        event = full_event(cancel_until=NOW - timedelta(hours=1))
        EventRecord.objects.create(
            event=event, step=EventStep.MOVED, recorded_at=NOW - timedelta(days=1)
        )
        booking = seated(event)
        with pytest.raises(TooLateToCancel):
            cancel(booking)
        EventRecord.objects.create(event=event, step=EventStep.MOVED)
        cancel(booking)
        assert booking.transitions.get(to_state="cancelled").because == Because.MOVED

    def test_not_after_the_start(self) -> None:
        booking = seated(full_event())
        with clock.at(START), pytest.raises(CancelAfterStart):
            cancel(booking)

    def test_calling_off_ends_every_booking_and_tells_everybody_in_few_queries(
        self, django_assert_max_num_queries: Any
    ) -> None:
        event = full_event(maximum=20, waiting=10)
        ReservationFactory(event=EventFactory())
        with django_assert_max_num_queries(20):
            ended = call_off_bookings(
                event=event, by=PersonFactory(), because=Because.EVENT_CANCELLED
            )
        event.refresh_from_db()
        assert (ended, event.seats_taken) == (30, 0)
        assert set(states(event)) == {"called_off"}
        assert Notice.objects.filter(kind="workshops.called_off").count() == 30
        assert list(broken_invariants()) == []


class TestUndoing:
    def test_within_ten_minutes_the_place_is_theirs_again(self) -> None:
        event = full_event(waiting=0)
        booking = cancel(seated(event))
        assert may_undo(booking)
        found = booking_to_undo(undo_token(booking))
        with clock.at(NOW + timedelta(minutes=10)):
            undone = undo_cancellation(booking=found, by=booking.person)
        assert undone.state == BookingState.BOOKED
        assert told(booking.person) == ["workshops.cancelled", "workshops.booked"]

    def test_when_the_place_is_gone_they_are_first_in_line_with_their_number(self) -> None:
        event = full_event(waiting=2)
        booking = seated(event)
        number = booking.line
        cancel(booking)
        undone = undo_cancellation(booking=booking, by=booking.person)
        assert (undone.state, undone.line) == (BookingState.WAITLISTED, number)
        offered = event.bookings.get(state=BookingState.OFFERED)
        decline_offer(booking=offered, by=offered.person)
        booking.refresh_from_db()
        assert booking.state == BookingState.OFFERED

    def test_who_waited_or_asked_stands_where_they_stood(self) -> None:
        event = full_event(waiting=2)
        waits = event.bookings.waiting().first()
        cancel(waits)
        assert undo_cancellation(booking=waits, by=waits.person).line == waits.line
        asks = BookingFactory(event=event, state=BookingState.REQUESTED)
        cancel(asks)
        undone = undo_cancellation(booking=asks, by=asks.person)
        assert undone.state == BookingState.REQUESTED
        assert list(broken_invariants()) == []

    def test_what_cannot_be_undone(self) -> None:
        trainer = PersonFactory()
        event = full_event(waiting=0, trainer=trainer, maximum=3)
        first, second, third = event.bookings.order_by("pk")
        with pytest.raises(UndoPassed):
            undo_cancellation(booking=first, by=first.person)
        cancel(first)
        with pytest.raises(NotYourBooking):
            undo_cancellation(booking=first, by=second.person)
        with (
            clock.at(NOW + timedelta(minutes=10, seconds=1)),
            pytest.raises(UndoPassed),
        ):
            undo_cancellation(booking=first, by=first.person)
        cancel_booking(booking=second, by=trainer)
        with pytest.raises(UndoPassed):
            undo_cancellation(booking=second, by=second.person)
        cancel(third)
        book_seat(event=event, person=third.person, by=third.person)
        with pytest.raises(AlreadyBooked):
            undo_cancellation(booking=third, by=third.person)
        Event.objects.filter(pk=event.pk).update(cancelled_at=NOW, cancel_reason="Ziek")
        with pytest.raises(EventCancelled):
            undo_cancellation(booking=first, by=first.person)

    @pytest.mark.parametrize("token", ["", "x", "IjEi:1:2"])
    def test_a_token_that_we_did_not_give_is_refused(self, token: str) -> None:
        with pytest.raises(UndoPassed):
            booking_to_undo(token)


class TestKeptPlaces:
    def test_the_team_books_the_kept_places_and_others_wait(self) -> None:
        unit = UnitFactory(name="Team Water")
        manager = MandateFactory(unit=unit, kind=MandateKind.MANAGER).holder
        member = AppointmentFactory(unit=unit).person
        event = EventFactory(maximum=2, starts_at=START)
        until = NOW + timedelta(days=2)
        kept = keep_places(event=event, unit=unit, places=2, release_at=until, by=PersonFactory())
        assert told(manager) == ["workshops.place_for_team"]
        assert Notice.objects.get(person=manager).context["team"] == "Team Water"
        other = PersonFactory()
        assert book_seat(event=event, person=other, by=other).state == BookingState.WAITLISTED
        mine = book_seat(event=event, person=member, by=member)
        assert (mine.state, mine.reservation) == (BookingState.BOOKED, kept)
        assert mine.transitions.get().because == Because.TEAM
        event.refresh_from_db()
        assert (event.seats_taken, event.seats_kept) == (1, 1)
        assert list(broken_invariants()) == []

    def test_a_kept_place_that_is_left_stays_with_the_team(self) -> None:
        unit = UnitFactory()
        members = [AppointmentFactory(unit=unit).person for _number in range(2)]
        event = EventFactory(maximum=2, starts_at=START)
        ReservationFactory(event=event, unit=unit, places=1)
        BookingFactory(event=event)
        first = book_seat(event=event, person=members[0], by=members[0])
        stranger = BookingFactory(event=event, state=BookingState.WAITLISTED)
        waits = book_seat(event=event, person=members[1], by=members[1])
        assert waits.state == BookingState.WAITLISTED
        cancel(first)
        waits.refresh_from_db()
        stranger.refresh_from_db()
        assert (waits.state, stranger.state) == (BookingState.OFFERED, BookingState.WAITLISTED)
        assert list(broken_invariants()) == []
        cancel(waits)
        event.refresh_from_db()
        assert (event.seats_taken, event.seats_kept) == (1, 1)

    def test_released_places_go_to_the_line_by_hand_and_by_themselves(self) -> None:
        event = EventFactory(maximum=4, starts_at=START)
        mine = ReservationFactory(event=event, places=2)
        due = ReservationFactory(event=event, places=2, release_at=NOW + timedelta(days=1))
        waiting = [BookingFactory(event=event, state="waitlisted") for _number in range(3)]
        assert release_due_places() == 0
        assert release_places(reservation=mine, by=PersonFactory()) == 2
        assert release_places(reservation=mine, by=PersonFactory()) == 0
        assert states(event) == ["offered", "offered", "waitlisted"]
        with clock.at(due.release_at):
            assert release_due_places() == 2
        event.refresh_from_db()
        assert (event.seats_taken, event.seats_kept, event.seats_left) == (3, 0, 1)
        assert len(waiting) == 3
        assert list(broken_invariants()) == []

    @pytest.mark.parametrize(
        ("places", "until", "refusal"),
        [
            (0, NOW + timedelta(days=1), KeepAtLeastOne),
            (5, NOW + timedelta(days=1), NotEnoughPlaces),
            (1, NOW, KeptTooLong),
            (1, START + timedelta(seconds=1), KeptTooLong),
        ],
    )
    def test_what_makes_no_sense_is_refused(
        self, places: int, until: datetime, refusal: type[BookingRefused]
    ) -> None:
        event = EventFactory(maximum=4, starts_at=START)
        with pytest.raises(refusal):
            keep_places(
                event=event, unit=UnitFactory(), places=places, release_at=until, by=PersonFactory()
            )
        event.refresh_from_db()
        assert event.seats_kept == 0

    def test_a_team_has_one_lot_and_a_confidential_workshop_none(self) -> None:
        kept = ReservationFactory(event__starts_at=START)
        asked = {"places": 1, "release_at": NOW + timedelta(days=1), "by": PersonFactory()}
        with pytest.raises(KeptAlready):
            keep_places(event=kept.event, unit=kept.unit, **asked)
        secret = EventFactory(type=TypeFactory(confidential=True), starts_at=START)
        with pytest.raises(NotForTeams):
            keep_places(event=secret, unit=UnitFactory(), **asked)


class TestTime:
    def test_a_request_without_an_answer_lapses_two_hours_before_the_start(self) -> None:
        request = BookingFactory(
            event=EventFactory(type=TypeFactory(approval=True), starts_at=START),
            state=BookingState.REQUESTED,
        )
        with clock.at(START - timedelta(hours=2, seconds=1)):
            assert lapse_requests() == 0
        with clock.at(START - timedelta(hours=2)):
            assert lapse_requests() == 1
        assert request.transitions.last().because == Because.NO_ANSWER
        assert told(request.person) == ["workshops.declined"]

    def test_who_still_waits_after_the_first_session_hears_once_that_no_place_came(self) -> None:
        series = EventFactory(starts_at=START, sessions=2)
        waits = BookingFactory(event=series, state=BookingState.WAITLISTED)
        comes = BookingFactory(event=series)
        with clock.at(START + timedelta(minutes=119)):
            assert end_waiting() == 0
        with clock.at(START + timedelta(hours=2)):
            assert (end_waiting(), end_waiting()) == (1, 0)
        waits.refresh_from_db()
        assert (waits.state, waits.found_no_place) == (BookingState.DECLINED, True)
        assert steps(waits)[-1] == ("waitlisted", "declined", "no_place")
        assert told(waits.person) == ["workshops.no_place"]
        assert told(comes.person) == []
        assert list(Booking.objects.without_place()) == [waits]
        assert [row for row in broken_invariants() if "workshops" in str(row)] == []
        # Who was declined by a manager never had a number.
        refused = BookingFactory(event=series, state=BookingState.DECLINED)
        assert refused.found_no_place is False
        with clock.at(START + timedelta(days=7)):
            assert add_walk_in(event=series, by=comes.person, person=waits.person).is_walk_in

    def test_the_jobs_do_it(self) -> None:
        import jobs

        offered = BookingFactory(event__starts_at=START, state=BookingState.OFFERED)
        kept = ReservationFactory(event=offered.event)
        request = BookingFactory(event=offered.event, state=BookingState.REQUESTED)
        with clock.at(START - timedelta(hours=1)):
            for name in ("workshops.offers", "workshops.requests", "workshops.kept_places"):
                jobs.enqueue(name)
            run_jobs()
        assert states(offered.event) == ["cancelled", "declined"]
        kept.refresh_from_db()
        assert kept.released_at is not None
        assert request.pk

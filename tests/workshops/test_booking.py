"""Somebody books: a place, the waiting list, approval, the door, and what is refused."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import clock
from core.invariants import broken_invariants
from notifications.models import Notice
from organisations.enums import MandateKind, RoleKind
from organisations.services.persons import merge_persons
from tests.factories.organisations import (
    AppointmentFactory,
    MandateFactory,
    PersonFactory,
    RoleAssignmentFactory,
    UnitFactory,
)
from tests.factories.workshops import (
    BookingFactory,
    EventFactory,
    ReservationFactory,
    TypeFactory,
)
from workshops.booking import (
    accept_offer,
    add_walk_in,
    book_seat,
    decide_request,
    overlaps,
    positions,
    why_not,
)
from workshops.booking.steps import take_steps
from workshops.enums import Audience, Because, BookingState
from workshops.errors import (
    AlreadyBooked,
    AlreadyRequested,
    AlreadyWaiting,
    BookingRefused,
    EventCancelled,
    EventStarted,
    NobodyApproves,
    NotAtTheDoor,
    NotForYou,
    NotForYourUnit,
    NotOpenYet,
    NotPublished,
    NotYourBooking,
    NotYoursToDecide,
    OfferPassed,
    PersonGone,
    RegistrationClosed,
    StepRefused,
    WhoIsIt,
)
from workshops.models import Booking, Event

pytestmark = pytest.mark.django_db


def book(event: Event, person: object = None) -> Booking:
    """Book somebody, or somebody new, as they would themselves."""
    person = person or PersonFactory()
    return book_seat(event=event, person=person, by=person)


def told(person: object) -> list[str]:
    """Return which messages somebody gets, in order."""
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("kind", flat=True))


def steps(booking: Booking) -> list[tuple[str, str, str]]:
    """Return the history of a booking."""
    rows = booking.transitions.order_by("pk")
    return list(rows.values_list("from_state", "to_state", "because"))


def with_manager() -> tuple[object, object]:
    """Return somebody in a team, and the manager of that team."""
    appointment = AppointmentFactory()
    mandate = MandateFactory(unit=appointment.unit, kind=MandateKind.MANAGER)
    return appointment.person, mandate.holder


class TestBooking:
    def test_the_last_place_is_booked_and_the_next_one_waits(self) -> None:
        event = EventFactory(maximum=1)
        first, second, third = book(event), book(event), book(event)
        event.refresh_from_db()
        assert [one.state for one in (first, second, third)] == [
            BookingState.BOOKED,
            BookingState.WAITLISTED,
            BookingState.WAITLISTED,
        ]
        assert (event.seats_taken, event.seats_left) == (1, 0)
        assert positions([first, second, third]) == {second.pk: 1, third.pk: 2}
        assert steps(second) == [("", "waitlisted", "full")]
        assert told(first.person) == ["workshops.booked"]
        assert told(third.person) == ["workshops.waitlisted"]
        assert list(broken_invariants()) == []

    def test_pressing_twice_books_once(self) -> None:
        event = EventFactory()
        booking = book(event)
        with pytest.raises(AlreadyBooked):
            book(event, booking.person)
        assert event.bookings.count() == 1

    def test_a_record_that_was_merged_into_mine_has_booked_for_me(self) -> None:
        event = EventFactory()
        old, mine = PersonFactory(), PersonFactory()
        book(event, old)
        merge_persons(person=old, into=mine)
        with pytest.raises(AlreadyBooked):
            book(event, mine)
        with pytest.raises(AlreadyBooked):
            book(event, old)

    def test_a_merged_record_books_as_the_person_as_whom_it_counts(self) -> None:
        old, mine = PersonFactory(), PersonFactory()
        merge_persons(person=old, into=mine)
        assert book(EventFactory(), old).person == mine

    def test_the_database_refuses_a_second_booking_with_the_same_sentence(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        event = EventFactory()
        booking = book(event)
        monkeypatch.setattr("workshops.booking.taking._active", lambda *_args: None)
        with pytest.raises(AlreadyBooked):
            book(event, booking.person)
        assert event.bookings.count() == 1

    def test_the_database_refuses_one_place_too_many(self, monkeypatch: pytest.MonkeyPatch) -> None:
        event = EventFactory(maximum=1)
        book(event)
        monkeypatch.setattr("workshops.booking.places.Places.left", 1)
        with pytest.raises(BookingRefused) as refused:
            book(event)
        assert "Iemand anders was" in str(refused.value)
        assert event.bookings.count() == 1

    def test_who_waits_takes_a_place_that_is_there_after_all(self) -> None:
        event = EventFactory(maximum=1, starts_at=clock.now() + timedelta(hours=2))
        waits = BookingFactory(event=event, state=BookingState.WAITLISTED)
        assert book(event, waits.person).state == BookingState.BOOKED
        later = BookingFactory(event=event, state=BookingState.WAITLISTED)
        with pytest.raises(AlreadyWaiting):
            book(event, later.person)

    def test_booking_again_takes_the_offer(self) -> None:
        offered = BookingFactory(state=BookingState.OFFERED)
        assert book(offered.event, offered.person).state == BookingState.BOOKED

    def test_the_trainer_books_for_others_also_after_registration_closed(self) -> None:
        trainer = PersonFactory()
        event = EventFactory(
            trainer=trainer,
            closes_at=clock.now() - timedelta(days=1),
            type=TypeFactory(approval=True),
        )
        booking = book_seat(event=event, person=PersonFactory(), by=trainer)
        assert steps(booking) == [("", "booked", "organiser")]
        with pytest.raises(NotYourBooking):
            book_seat(event=event, person=PersonFactory(), by=PersonFactory())

    def test_booking_asks_as_many_queries_in_an_empty_as_in_a_full_event(self) -> None:
        event = EventFactory(maximum=40)
        with CaptureQueriesContext(
            connection,
        ) as first:
            book(event)
        for _number in range(38):
            BookingFactory(event=event)
        for _number in range(10):
            ReservationFactory(event=EventFactory())
        with CaptureQueriesContext(connection) as last:
            book(event)
        assert event.bookings.count() == 40
        assert len(first) == len(last)
        assert len(last) <= 20, [query["sql"] for query in last.captured_queries]


class TestSteps:
    @pytest.mark.parametrize(
        ("state", "to", "because"),
        [
            (BookingState.CALLED_OFF, BookingState.BOOKED, Because.UNDO),
            (BookingState.DECLINED, BookingState.REQUESTED, Because.UNDO),
            (BookingState.BOOKED, BookingState.OFFERED, Because.PLACE_FREE),
            (BookingState.WAITLISTED, BookingState.ATTENDED, Because.ATTENDANCE),
            (BookingState.BOOKED, BookingState.ATTENDED, Because.OWN_CHOICE),
        ],
    )
    def test_what_is_not_in_the_table_is_refused(
        self, state: BookingState, to: BookingState, because: Because
    ) -> None:
        booking = BookingFactory(state=state)
        with pytest.raises(StepRefused):
            take_steps([booking], to=to, because=because, by=None)
        booking.refresh_from_db()
        assert (booking.state, booking.transitions.count()) == (state, 1)

    def test_an_outcome_keeps_the_place_and_tells_nobody(self) -> None:
        booking = BookingFactory()
        take_steps([booking], to=BookingState.NO_SHOW, because=Because.ATTENDANCE, by=None)
        take_steps([booking], to=BookingState.ATTENDED, because=Because.CORRECTION, by=None)
        assert list(broken_invariants()) == []
        assert told(booking.person) == []

    def test_a_place_is_never_counted_without_the_lock(self) -> None:
        booking = BookingFactory()
        with pytest.raises(RuntimeError):
            take_steps([booking], to=BookingState.CANCELLED, because=Because.OWN_CHOICE, by=None)


class TestRefusals:
    @pytest.mark.parametrize(
        ("fields", "refusal"),
        [
            ({"draft": True}, NotPublished),
            ({"cancelled_at": clock.now(), "cancel_reason": "Ziek"}, EventCancelled),
            ({"starts_at": clock.now() - timedelta(minutes=1)}, EventStarted),
            ({"opens_at": clock.now() + timedelta(days=1)}, NotOpenYet),
            ({"closes_at": clock.now() - timedelta(days=1)}, RegistrationClosed),
        ],
    )
    def test_each_refusal_is_a_sentence_and_changes_nothing(
        self, fields: dict[str, object], refusal: type[BookingRefused]
    ) -> None:
        event, person = EventFactory(**fields), PersonFactory()
        with pytest.raises(refusal) as refused:
            book(event, person)
        assert str(refused.value) == why_not(person, event)
        assert str(refused.value).endswith(".")
        assert not Booking.objects.exists()
        assert not Notice.objects.exists()

    def test_who_was_erased_does_not_book(self) -> None:
        person = PersonFactory(erased_at=clock.now())
        with pytest.raises(PersonGone):
            book(EventFactory(), person)

    def test_what_was_cancelled_while_waiting_for_the_lock_is_refused(self) -> None:
        event = EventFactory()
        Event.objects.filter(pk=event.pk).update(cancelled_at=clock.now(), cancel_reason="Ziek")
        with pytest.raises(EventCancelled):
            book(event)

    def test_only_the_audience_books_and_a_mandate_makes_a_manager(self) -> None:
        kind = TypeFactory(rule={"roles": [RoleKind.MANAGER]}, audiences=[Audience.MANAGERS])
        event = EventFactory(type=kind)
        by_role, by_mandate, nobody = (AppointmentFactory().person for _number in range(3))
        RoleAssignmentFactory(person=by_role, role=RoleKind.MANAGER)
        MandateFactory(holder=by_mandate, kind=MandateKind.MANAGER)
        MandateFactory(holder=nobody, kind=MandateKind.SUPPORT)
        assert why_not(by_role, event) is None
        assert why_not(by_mandate, event) is None
        with pytest.raises(NotForYou) as refused:
            book(event, nobody)
        assert "eidinggevenden" in str(refused.value)

    def test_a_masterclass_for_the_top_refuses_other_managers(self) -> None:
        kind = TypeFactory(
            rule={"roles": [RoleKind.TOP_MANAGER]}, audiences=[Audience.TOP], is_pilot=True
        )
        event = EventFactory(type=kind)
        top, manager = (AppointmentFactory().person for _number in range(2))
        RoleAssignmentFactory(person=top, role=RoleKind.TOP_MANAGER)
        MandateFactory(holder=manager, kind=MandateKind.MANAGER)
        assert why_not(top, event) is None
        with pytest.raises(NotForYou) as refused:
            book(event, manager)
        assert "Topmanagers (ABD)" in str(refused.value)

    def test_who_manages_is_left_out_where_managers_are(self) -> None:
        event = EventFactory(type=TypeFactory(rule={"exclude": {"roles": [RoleKind.MANAGER]}}))
        manager, other = AppointmentFactory().person, AppointmentFactory().person
        MandateFactory(holder=manager, kind=MandateKind.MANAGER)
        assert why_not(other, event) is None
        with pytest.raises(NotForYou):
            book(event, manager)

    def test_an_event_for_a_unit_is_for_who_works_in_or_below_it(self) -> None:
        unit = UnitFactory(name="Directie Water")
        event = EventFactory(for_unit=unit)
        inside = AppointmentFactory(unit=UnitFactory(parent=unit)).person
        outside = AppointmentFactory().person
        assert why_not(inside, event) is None
        with pytest.raises(NotForYourUnit) as refused:
            book(event, outside)
        assert "Directie Water" in str(refused.value)


class TestApproval:
    def test_a_request_takes_no_place_and_reaches_the_manager(self) -> None:
        person, manager = with_manager()
        event = EventFactory(type=TypeFactory(approval=True))
        booking = book(event, person)
        event.refresh_from_db()
        assert (booking.state, event.seats_taken) == (BookingState.REQUESTED, 0)
        assert (told(person), told(manager)) == (
            ["workshops.requested"],
            ["workshops.asks_approval"],
        )
        with pytest.raises(AlreadyRequested):
            book(event, person)

    def test_approving_books_in_the_same_transaction(self) -> None:
        person, manager = with_manager()
        event = EventFactory(type=TypeFactory(approval=True), maximum=1)
        booking = decide_request(booking=book(event, person), approved=True, by=manager)
        assert steps(booking) == [
            ("", "requested", "own_choice"),
            ("requested", "approved", "manager"),
            ("approved", "booked", "manager"),
        ]
        assert told(person) == ["workshops.requested", "workshops.booked"]
        with pytest.raises(StepRefused):
            decide_request(booking=booking, approved=True, by=manager)

    def test_approving_when_it_is_full_gives_a_number_in_the_line(self) -> None:
        person, manager = with_manager()
        event = EventFactory(type=TypeFactory(approval=True), maximum=1)
        request = book(event, person)
        BookingFactory(event=Event.objects.get(pk=event.pk))
        booking = decide_request(booking=request, approved=True, by=manager)
        assert (booking.state, booking.line) == (BookingState.WAITLISTED, 2)

    def test_declining_ends_it_and_one_may_ask_again(self) -> None:
        person, manager = with_manager()
        event = EventFactory(type=TypeFactory(approval=True))
        booking = decide_request(booking=book(event, person), approved=False, by=manager)
        assert booking.state == BookingState.DECLINED
        assert told(person) == ["workshops.requested", "workshops.declined"]
        assert book(event, person).state == BookingState.REQUESTED

    def test_nobody_else_decides_and_nobody_about_themselves(self) -> None:
        person, manager = with_manager()
        above = MandateFactory(kind=MandateKind.MANAGER).holder
        event = EventFactory(type=TypeFactory(approval=True))
        booking = book(event, person)
        for somebody in (person, above, PersonFactory()):
            with pytest.raises(NotYoursToDecide):
                decide_request(booking=booking, approved=True, by=somebody)
        booking.refresh_from_db()
        assert booking.state == BookingState.REQUESTED
        assert manager.pk

    def test_a_manager_asks_the_manager_above(self) -> None:
        top = UnitFactory()
        team = UnitFactory(parent=top)
        manager = MandateFactory(unit=team, kind=MandateKind.MANAGER).holder
        AppointmentFactory(person=manager, unit=team)
        director = MandateFactory(unit=top, kind=MandateKind.MANAGER).holder
        book(EventFactory(type=TypeFactory(approval=True)), manager)
        assert told(director) == ["workshops.asks_approval"]
        assert told(manager) == ["workshops.requested"]

    def test_without_a_manager_nobody_waits_for_an_answer_that_never_comes(self) -> None:
        with pytest.raises(NobodyApproves):
            book(EventFactory(type=TypeFactory(approval=True)), AppointmentFactory().person)


class TestOffers:
    def test_an_offer_is_taken_in_time_only_and_by_who_got_it(self) -> None:
        offered = BookingFactory(state=BookingState.OFFERED)
        with pytest.raises(NotYourBooking):
            accept_offer(booking=offered, by=PersonFactory())
        with clock.at(offered.offered_until), pytest.raises(OfferPassed):
            accept_offer(booking=offered, by=offered.person)
        booking = accept_offer(booking=offered, by=offered.person)
        assert (booking.state, booking.offered_until) == (BookingState.BOOKED, None)
        assert told(offered.person) == ["workshops.booked"]
        assert list(broken_invariants()) == []


class TestTheDoor:
    def test_a_guest_and_somebody_we_know_come_in_beside_the_plan(self) -> None:
        event = EventFactory(maximum=1, starts_at=clock.now() - timedelta(minutes=5))
        BookingFactory(event=event)
        trainer, known = PersonFactory(), PersonFactory()
        guest = add_walk_in(event=event, by=trainer, guest_name=" Ali de Gast ")
        booking = add_walk_in(event=event, by=trainer, person=known)
        event.refresh_from_db()
        assert (guest.name, guest.person, guest.is_walk_in) == ("Ali de Gast", None, True)
        assert (booking.state, event.seats_taken) == (BookingState.BOOKED, 1)
        assert steps(guest) == [("", "booked", Because.WALK_IN)]
        assert told(known) == []
        assert list(broken_invariants()) == []

    def test_who_waits_comes_in_with_that_booking(self) -> None:
        event = EventFactory(starts_at=clock.now() + timedelta(minutes=5))
        waits = BookingFactory(event=event, state=BookingState.WAITLISTED)
        booking = add_walk_in(event=event, by=PersonFactory(), person=waits.person)
        assert (booking.pk, booking.is_walk_in) == (waits.pk, True)
        offered = BookingFactory(event=event, state=BookingState.OFFERED)
        assert not add_walk_in(event=event, by=PersonFactory(), person=offered.person).is_walk_in
        assert list(broken_invariants()) == []

    def test_what_makes_no_sense_is_refused(self) -> None:
        event = EventFactory(starts_at=clock.now() - timedelta(minutes=5))
        trainer, booked = PersonFactory(), BookingFactory(event=event)
        for given in ({}, {"guest_name": " "}, {"guest_name": "A", "person": trainer}):
            with pytest.raises(WhoIsIt):
                add_walk_in(event=event, by=trainer, **given)
        with pytest.raises(AlreadyBooked):
            add_walk_in(event=event, by=trainer, person=booked.person)
        with pytest.raises(NotAtTheDoor):
            add_walk_in(event=EventFactory(), by=trainer, guest_name="Ali")


def test_what_somebody_has_at_the_same_time_is_named() -> None:
    person, start = PersonFactory(), clock.now() + timedelta(days=10)
    event = EventFactory(starts_at=start, sessions=2)
    same = EventFactory(starts_at=start + timedelta(days=7, hours=1))
    book(same, person)
    book(EventFactory(starts_at=start + timedelta(hours=2)), person)
    book(EventFactory(starts_at=start))
    assert [one.title for one in overlaps(event=event, person=person)] == [same.title]
    assert book(event, person).state == BookingState.BOOKED

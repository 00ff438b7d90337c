"""Whatever people do and in whatever order: places, line and history always agree.

Hypothesis thinks up the steps. A simple model beside the services says who must be where.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from core import clock
from core.invariants import invariants
from organisations.models import Person
from tests.factories.organisations import AppointmentFactory, PersonFactory, UnitFactory
from tests.factories.workshops import EventFactory
from workshops.booking import (
    accept_offer,
    add_walk_in,
    book_seat,
    cancel_booking,
    decline_offer,
    end_waiting,
    expire_offers,
    keep_places,
    release_due_places,
    release_places,
    set_maximum,
    undo_cancellation,
)
from workshops.booking.steps import STEPS
from workshops.enums import BookingState
from workshops.errors import BookingRefused
from workshops.models import Booking, BookingTransition, Event, PlaceReservation

START = datetime.fromisoformat("2027-03-01T09:00:00+01:00")
NOW = START - timedelta(days=6)
PEOPLE = 9
WHO = st.integers(min_value=0, max_value=PEOPLE - 1)
_OURS = ("workshops.places", "workshops.kept_places", "workshops.states", "workshops.line")


class Workshops(RuleBasedStateMachine):
    """One event, nine people of whom three are a team, a trainer, and time that passes."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.now = NOW
        self.stack.enter_context(clock.at(NOW))
        self.stack.enter_context(_rolled_back())

    def teardown(self) -> None:
        """Leave nothing for the next run."""
        self.stack.close()

    @initialize(
        maximum=st.integers(min_value=1, max_value=4),
        hours=st.sampled_from([0, 1, 48]),
        early=st.lists(WHO, min_size=4, max_size=PEOPLE, unique=True),
    )
    def begin(self, maximum: int, hours: int, early: list[int]) -> None:
        """Plan the event; the first people book, so that there is a line to keep in order."""
        self.team = UnitFactory()
        self.trainer = PersonFactory()
        members = [AppointmentFactory(unit=self.team).person for _number in range(3)]
        self.people = [*members, *(PersonFactory() for _number in range(PEOPLE - 3))]
        self.event = EventFactory(
            maximum=maximum, offer_hours=hours, starts_at=START, trainer=self.trainer
        )
        for who in early:
            book_seat(event=self.event, person=self.people[who], by=self.people[who])

    @rule(who=WHO)
    def book(self, who: int) -> None:
        """Somebody books: afterwards they have a place or stand last in line."""
        person = self.people[who]
        had = self.active(person)
        done = self.tried(lambda: book_seat(event=self.event, person=person, by=person))
        assert self.active(person) is not None or self.has_started
        if done and had is None and done.state == BookingState.WAITLISTED:
            line = self.line()
            assert line[-1] == done.pk

    @rule(who=WHO, by_trainer=st.booleans())
    def cancel(self, who: int, by_trainer: bool) -> None:
        """Somebody cancels, or the trainer does it for them."""
        booking = self.active(self.people[who])
        if booking is None:
            return
        by = self.trainer if by_trainer else self.people[who]
        before = self.line()
        if self.tried(lambda: cancel_booking(booking=booking, by=by)):
            self.only_the_first_left(before, without=booking.pk)

    @rule(who=WHO)
    def undo(self, who: int) -> None:
        """Somebody thinks better of it."""
        person = self.people[who]
        last = self.event.bookings.filter(person=person).order_by("-pk").first()
        if last is not None:
            self.tried(lambda: undo_cancellation(booking=last, by=person))

    @rule(who=WHO, takes=st.booleans())
    def answer(self, who: int, takes: bool) -> None:
        """Somebody answers an offer."""
        booking = self.active(self.people[who])
        if booking is None:
            return
        answer = accept_offer if takes else decline_offer
        before = self.line()
        if self.tried(lambda: answer(booking=booking, by=self.people[who])):
            self.only_the_first_left(before)

    @rule(maximum=st.integers(min_value=1, max_value=6))
    def resize(self, maximum: int) -> None:
        """The trainer finds another room."""
        before = self.line()
        self.tried(lambda: set_maximum(event=self.event, maximum=maximum, by=self.trainer))
        self.only_the_first_left(before)

    @rule(places=st.integers(min_value=1, max_value=3), hours=st.integers(1, 100))
    def keep(self, places: int, hours: int) -> None:
        """Places are kept for the team."""
        until = self.now + timedelta(hours=hours)
        self.tried(
            lambda: keep_places(
                event=self.event, unit=self.team, places=places, release_at=until, by=self.trainer
            )
        )

    @rule()
    def release(self) -> None:
        """The trainer lets the kept places go."""
        for row in PlaceReservation.objects.filter(event=self.event, released_at=None):
            release_places(reservation=row, by=self.trainer)

    @rule(who=WHO)
    def come_to_the_door(self, who: int) -> None:
        """Somebody stands at the door."""
        person = self.people[who]
        self.tried(lambda: add_walk_in(event=self.event, by=self.trainer, person=person))

    @precondition(lambda self: self.now < START)
    @rule(minutes=st.sampled_from([5, 11, 60, 600, 1440]))
    def time_passes(self, minutes: int) -> None:
        """The clock goes on, and the jobs run."""
        self.now += timedelta(minutes=minutes)
        self.stack.enter_context(clock.at(self.now))
        expire_offers()
        release_due_places()
        end_waiting()

    @invariant()
    def nobody_waits_when_it_is_over(self) -> None:
        """After the first session everybody who waited was told that no place came free."""
        if Event.objects.get(pk=self.event.pk).ends_at <= self.now:
            assert self.line() == []

    @invariant()
    def the_numbers_are_right(self) -> None:
        """What the event says is what bookings and kept places say, and never too much."""
        for name in _OURS:
            assert list(invariants()[name]()) == []
        event = Event.objects.get(pk=self.event.pk)
        assert event.seats_taken + event.seats_kept <= event.maximum

    @invariant()
    def nobody_has_two_bookings(self) -> None:
        """Of each person there is at most one booking that is not over."""
        active = list(self.event.bookings.active().values_list("person", flat=True))
        assert len(active) == len(set(active))

    @invariant()
    def nobody_waits_beside_a_free_place(self) -> None:
        """As long as there is time to answer, a free place is with who waits."""
        event = Event.objects.get(pk=self.event.pk)
        if START - self.now >= timedelta(hours=3):
            assert event.seats_left == 0 or not self.line()

    @invariant()
    def every_step_is_in_the_table(self) -> None:
        """Histories hold together and hold nothing that the table does not allow."""
        last: dict[int, str] = {}
        for step in BookingTransition.objects.order_by("pk"):
            assert step.because in STEPS[step.from_state, step.to_state]
            assert last.get(step.booking_id, "") == step.from_state
            last[step.booking_id] = step.to_state

    @property
    def has_started(self) -> bool:
        """Whether the event has begun."""
        return self.now >= START

    def active(self, person: Person) -> Booking | None:
        """Return the booking of somebody that is not over."""
        found: Booking | None = self.event.bookings.active().filter(person=person).first()
        return found

    def line(self) -> list[int]:
        """Return who waits, in order."""
        return list(self.event.bookings.waiting().values_list("pk", flat=True))

    def only_the_first_left(self, before: list[int], *, without: int = 0) -> None:
        """Whoever left the line stood at its head, but for members of the team."""
        team = {person.pk for person in self.people[:3]}
        members = set(self.event.bookings.filter(person__in=team).values_list("pk", flat=True))
        before = [pk for pk in before if pk != without and pk not in members]
        after = [pk for pk in self.line() if pk in before]
        assert after == before[len(before) - len(after) :]

    def tried(self, act: Callable[[], Any]) -> Any:
        """Do something; what is refused changes nothing."""
        before = self.snapshot()
        done, sentence = _result(act)
        if sentence:
            assert sentence.endswith(".")
            assert self.snapshot() == before
        return done

    def snapshot(self) -> list[Any]:
        """Return all that could have changed."""
        bookings = Booking.objects.order_by("pk").values_list("pk", "state", "line", "reservation")
        events = Event.objects.values_list("seats_taken", "seats_kept", "line_end", "maximum")
        return [*bookings, *events, BookingTransition.objects.count()]


def _result(act: Callable[[], Any]) -> tuple[Any, str]:
    """Return what something gives, or the sentence with which it was refused."""
    try:
        return act(), ""
    except BookingRefused as refused:
        return None, str(refused)


@contextmanager
def _rolled_back() -> Iterator[None]:
    """Run one machine in a transaction that is undone."""
    around: Any = transaction.atomic()
    # The services ask to be the outermost transaction; Django's own test cases say it so too.
    around._from_testcase = True
    with around:
        yield
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_whatever_happens_places_line_and_history_agree() -> None:
    enough = settings(
        max_examples=int(os.environ.get("KOMPAS_MACHINE_RUNS", "8")),
        stateful_step_count=20,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Workshops, settings=enough)

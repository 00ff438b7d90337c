"""Bookings are deleted thirteen months after the last session; what they led to stays."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.checks import run_checks
from django.db import connection
from django.test.utils import CaptureQueriesContext

import jobs
from core import clock
from core.invariants import broken_invariants
from jobs.testing import run_jobs
from lms.api import ActivityKind, Completion
from organisations.models import Person
from tests.factories.organisations import PersonFactory, UnitFactory
from tests.factories.workshops import BookingFactory, EventFactory, TypeFactory
from workshops.attendance.errors import TooLongAgo as MarkedTooLate
from workshops.attendance.services import close_attendance, mark_attendance
from workshops.booking import forget_bookings
from workshops.booking.taking import add_walk_in
from workshops.enums import BookingState, EvaluationRound, Mark
from workshops.errors import TooLongAgo
from workshops.evaluation.reports import results_of, results_of_type
from workshops.evaluation.services import submit_evaluation
from workshops.models import (
    AttendanceMark,
    Booking,
    BookingTransition,
    EvaluationTurn,
    Event,
)
from workshops.reports.mine import my_workshops

pytestmark = pytest.mark.django_db
HELD = datetime(2025, 10, 20, 10, tzinfo=clock.AMSTERDAM)
ON_THE_DAY = datetime(2026, 11, 20, 23, 59, tzinfo=clock.AMSTERDAM)
THE_DAY_AFTER = datetime(2026, 11, 21, 0, 1, tzinfo=clock.AMSTERDAM)


@pytest.fixture
def trainer() -> Person:
    found: Person = PersonFactory()
    return found


@pytest.fixture
def held(trainer: Person) -> Event:
    """A workshop of ten people that was closed, and evaluated by all of them."""
    event: Event = EventFactory(starts_at=HELD, trainer=trainer, type__minutes=120)
    bookings = [BookingFactory(event=event) for _n in range(10)]
    BookingFactory(event=event, state=BookingState.WAITLISTED)
    with clock.at(HELD + timedelta(hours=3)):
        marks = {one.pk: Mark.PRESENT for one in bookings}
        mark_attendance(session=event.sessions.get(), marks=marks, by=trainer)
        close_attendance(event=event, by=trainer)
        for one in bookings:
            submit_evaluation(booking=one, round_=EvaluationRound.AFTER, given={"EV6": "8"})
    return event


def test_bookings_go_and_proof_and_evaluation_stay(held: Event, caplog: Any) -> None:
    person = held.bookings.first().person
    name = person.name
    proof = list(Completion.objects.values_list("uuid", flat=True))
    with clock.at(ON_THE_DAY):
        assert str(forget_bookings()) == "0 bookings of 0 events"
    with clock.at(THE_DAY_AFTER):
        assert str(forget_bookings()) == "11 bookings of 1 events"
        assert str(forget_bookings()) == "0 bookings of 0 events"
        assert my_workshops(person).past == ()
    for model in (Booking, BookingTransition, AttendanceMark, EvaluationTurn):
        assert model.objects.count() == 0, model
    assert len(proof) == 10
    assert list(Completion.objects.values_list("uuid", flat=True)) == proof
    result = results_of(held, EvaluationRound.AFTER)
    assert (result.answers, result.invited, result.is_shown) == (10, 10, True)
    units = type(held.organiser).objects.filter(pk=held.organiser_id)
    of_kind = results_of_type(held.type, EvaluationRound.AFTER, organisers=units)
    assert (of_kind.answers, of_kind.invited) == (10, 10)
    held.refresh_from_db()
    assert held.seats_taken == 10
    assert [row for row in broken_invariants() if "workshops" in str(row)] == []
    assert name not in caplog.text


def test_nothing_that_comes_later_can_take_the_proof_away(trainer: Person) -> None:
    event = EventFactory(
        starts_at=HELD,
        trainer=trainer,
        for_unit=UnitFactory(),
        type__activity__kind=ActivityKind.TEAM_SESSION,
    )
    bookings = [BookingFactory(event=event) for _n in range(3)]
    session = event.sessions.get()
    with clock.at(HELD + timedelta(hours=3)):
        marks = {one.pk: Mark.PRESENT for one in bookings}
        mark_attendance(session=session, marks=marks, by=trainer)
    assert Completion.objects.count() == 1
    with clock.at(THE_DAY_AFTER):
        forget_bookings()
        for late in (
            lambda: close_attendance(event=event, by=trainer),
            lambda: mark_attendance(session=session, marks={}, by=trainer),
        ):
            with pytest.raises(MarkedTooLate):
                late()
        with pytest.raises(TooLongAgo):
            add_walk_in(event=event, by=trainer, guest_name="Gast")
    assert Completion.objects.count() == 1


def test_what_was_later_stays_and_the_months_are_a_setting(settings: Any) -> None:
    BookingFactory(event__starts_at=HELD)
    later = BookingFactory(event__starts_at=HELD + timedelta(days=1))
    secret = BookingFactory(event__starts_at=HELD, event__type=TypeFactory(confidential=True))
    settings.BOOKING_MONTHS = 14
    with clock.at(THE_DAY_AFTER):
        assert forget_bookings().bookings == 0
        settings.BOOKING_MONTHS = 13
        jobs.enqueue("workshops.forget")
        run_jobs()
    assert list(Booking.objects.all()) == [later]
    assert secret.person.bookings.count() == 0
    settings.BOOKING_MONTHS = 5
    assert "workshops.E001" in {problem.id for problem in run_checks()}


def test_thirty_bookings_cost_as_many_queries_as_one() -> None:
    costs = []
    for number in (1, 30):
        event = EventFactory(starts_at=HELD, maximum=40, type__maximum=40)
        for _n in range(number):
            BookingFactory(event=event)
        with clock.at(THE_DAY_AFTER), CaptureQueriesContext(connection) as seen:
            forget_bookings()
        costs.append(len(seen))
    assert costs[0] == costs[1]

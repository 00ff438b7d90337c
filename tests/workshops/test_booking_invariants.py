"""A count or a state that does not agree with the facts is found by `check_invariants`."""

from typing import Any

import pytest
from django.db.models import F

from core.invariants import broken_invariants
from tests.factories.workshops import BookingFactory, EventFactory, ReservationFactory
from workshops.enums import BookingState
from workshops.models import Booking, Event, PlaceReservation

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Any:
    """Return an event with somebody of each sort, in which all is well."""
    found = EventFactory(maximum=10)
    for state in BookingState:
        BookingFactory(event=found, state=state)
    BookingFactory(event=found, guest=True)
    kept = ReservationFactory(event=found, places=2)
    BookingFactory(event=found, state=BookingState.CANCELLED, reservation=kept)
    return found


def broken() -> list[str]:
    """Return the names of what is broken."""
    return [name for name, _sentence in broken_invariants()]


def test_all_is_well(event: Event) -> None:
    event.refresh_from_db()
    assert (event.seats_taken, event.seats_kept) == (6, 2)
    assert list(broken_invariants()) == []


@pytest.mark.parametrize("field", ["seats_taken", "seats_kept"])
def test_a_wrong_count_is_found(event: Event, field: str) -> None:
    Event.objects.filter(pk=event.pk).update(**{field: F(field) - 1})
    assert broken() == ["workshops.places"]


def test_a_kept_place_that_nobody_took_is_found(event: Event) -> None:
    PlaceReservation.objects.update(taken=1)
    Event.objects.update(seats_kept=1)
    assert broken() == ["workshops.kept_places"]


def test_a_state_without_a_step_is_found(event: Event) -> None:
    Booking.objects.filter(state=BookingState.ATTENDED).update(state=BookingState.NO_SHOW)
    assert broken() == ["workshops.states"]


def test_a_number_that_was_never_given_out_is_found(event: Event) -> None:
    Booking.objects.filter(state=BookingState.WAITLISTED).update(line=99)
    assert broken() == ["workshops.line"]

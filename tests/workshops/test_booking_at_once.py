"""Two hundred people at the same moment, each on a connection of their own, for twenty places.

The lock on the event makes them queue. Without it these tests fail: the database then refuses the
place too many, so that people get an error where they should get a place or a number, or numbers
are given out twice. `KOMPAS_ROUNDS=50` runs the whole proof; one round runs by default.
"""

import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection, connections

from core import clock
from core.invariants import invariants
from organisations.models import Person
from tests.factories.organisations import PersonFactory
from tests.factories.workshops import BookingFactory, EventFactory
from workshops.booking import (
    accept_offer,
    book_seat,
    cancel_booking,
    decline_offer,
    expire_offers,
    set_maximum,
)
from workshops.enums import BookingState
from workshops.errors import BookingRefused
from workshops.models import Booking, BookingTransition, Event

ROUNDS = int(os.environ.get("KOMPAS_ROUNDS", "1"))
PEOPLE, PLACES, AT_ONCE = 200, 20, 40

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="SQLite has one writer at a time by itself"
    ),
]
Work = Callable[[], Any]


@pytest.fixture(autouse=True)
def _no_pool(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Give every thread a connection of its own: the pool lends ten, and lets the others wait."""
    connection.close()
    with monkeypatch.context() as patch:
        # Whoever is first wakes the worker up; that is not what people queue for here.
        patch.setattr("notifications.services.outbox.deliver_soon", lambda: None)
        patch.delitem(connections.settings["default"]["OPTIONS"], "pool", raising=False)
        yield
        connection.close()


def all_at_once(works: Iterable[Work]) -> list[object]:
    """Do everything at the same time, on connections of their own; return what came of each."""
    works = list(works)
    start = threading.Barrier(AT_ONCE)
    begun = iter(range(len(works)))

    def run(work: Work) -> object:
        try:
            if next(begun) < AT_ONCE:
                start.wait(timeout=60)
            return work()
        except BookingRefused as refused:
            return refused
        except Exception as error:  # noqa: BLE001 - a thread has nobody to tell
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        return list(pool.map(run, works))


def unexpected(results: Iterable[object]) -> Counter[str]:
    """Return the errors that are no sentence for the reader, counted."""
    return Counter(
        f"{type(one).__name__}: {one}"[:120]
        for one in results
        if isinstance(one, Exception) and not isinstance(one, BookingRefused)
    )


def book(event: Event, person: Person) -> Work:
    """Return the work of booking somebody, as a request of their own would."""
    return lambda: book_seat(event=Event.objects.get(pk=event.pk), person=person, by=person)


def broken() -> list[str]:
    """Return what is wrong with the numbers."""
    return [wrong for name in invariants() if "workshops" in name for wrong in invariants()[name]()]


def in_order(event: Event, state: BookingState) -> list[int]:
    """Return the numbers in line of the bookings in a state, in the order of their first step."""
    rows = BookingTransition.objects.filter(booking__event=event, from_state="")
    return list(
        rows.filter(booking__state=state).order_by("pk").values_list("booking__line", flat=True)
    )


def test_the_last_twenty_places_go_to_the_first_twenty_and_nobody_is_lost() -> None:
    for number in range(ROUNDS):
        _one_round(number)


def _one_round(number: int) -> None:
    event = EventFactory(maximum=PLACES)
    people = [PersonFactory(name=f"Round {number}") for _number in range(PEOPLE)]
    began = time.monotonic()
    results = all_at_once(book(event, person) for person in people)
    print(f"round {number}: {PEOPLE} people in {time.monotonic() - began:.1f} s")  # noqa: T201
    assert unexpected(results) == Counter()
    event.refresh_from_db()
    states = Counter(event.bookings.values_list("state", flat=True))
    assert states == {BookingState.BOOKED: PLACES, BookingState.WAITLISTED: PEOPLE - PLACES}
    assert event.bookings.values("person").distinct().count() == PEOPLE
    assert (event.seats_taken, event.line_end) == (PLACES, PEOPLE)
    assert in_order(event, BookingState.BOOKED) == list(range(1, PLACES + 1))
    assert in_order(event, BookingState.WAITLISTED) == list(range(PLACES + 1, PEOPLE + 1))
    assert broken() == []


def test_booking_cancelling_and_answering_at_once_loses_nobody() -> None:
    for number in range(ROUNDS):
        _one_mixed_round(number)


def _one_mixed_round(number: int) -> None:
    """Half the places come free, offers are taken and left, and a room grows, all at once."""
    event = EventFactory(maximum=PLACES, starts_at=clock.now() + timedelta(days=20 + number))
    seated = [BookingFactory(event=event) for _number in range(PLACES - 4)]
    offered = [BookingFactory(event=event, state=BookingState.OFFERED) for _number in range(4)]
    waiting = [BookingFactory(event=event, state=BookingState.WAITLISTED) for _number in range(10)]
    new = [PersonFactory() for _number in range(100)]
    leaving, trainer = seated[:10], PersonFactory()
    works: list[Work] = [book(event, person) for person in new]
    works += [_with(cancel_booking, one) for one in leaving]
    works += [_with(accept_offer, one) for one in offered[:2]]
    works += [_with(decline_offer, one) for one in offered[2:]]
    works += [lambda: set_maximum(event=event, maximum=PLACES + 2, by=trainer), expire_offers]
    # Pressed twice: the second finds what the first did.
    works += [book(event, person) for person in new[:20]]
    works = works[::2] + works[1::2]
    results = all_at_once(works)
    assert unexpected(results) == Counter()
    event.refresh_from_db()
    active = event.bookings.active()
    everybody = len(seated) + 4 + len(waiting) + len(new) - len(leaving) - 2
    assert active.count() == active.values("person").distinct().count() == everybody
    assert (event.seats_taken, event.maximum) == (PLACES + 2, PLACES + 2)
    assert active.filter(state__in=["booked", "offered"]).count() == PLACES + 2
    line = list(event.bookings.waiting().values_list("line", flat=True))
    got_one = event.bookings.exclude(state=BookingState.WAITLISTED).exclude(line=None)
    assert max(got_one.values_list("line", flat=True)) < min(line)
    assert broken() == []


def test_two_events_and_one_person_do_not_wait_for_one_another() -> None:
    first, second, person = EventFactory(), EventFactory(), PersonFactory()
    works = [book(event, person) for event in (first, second) for _number in range(20)]
    results = all_at_once(works)
    assert unexpected(results) == Counter()
    assert not [one for one in results if isinstance(one, OperationalError)]
    assert Booking.objects.filter(person=person).count() == 2


def _with(service: Callable[..., Any], booking: Booking) -> Work:
    return lambda: service(booking=booking, by=booking.person)

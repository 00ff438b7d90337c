"""Workshops for tests: a kind, an event with sessions, a booking; the smallest valid rows."""

from datetime import datetime, timedelta
from typing import Any

import factory
from factory.django import DjangoModelFactory

from core import clock
from lms.api import ActivityKind
from organisations.models import Person
from tests.factories.lms import ActivityFactory
from tests.factories.organisations import PersonFactory, UnitFactory
from workshops.enums import HOLDS_A_PLACE, Because, BookingState, Region
from workshops.models import (
    Booking,
    BookingTransition,
    Event,
    PlaceReservation,
    Session,
    SessionTrainer,
    WorkshopType,
)

AHEAD = timedelta(days=30)
_NUMBERED = HOLDS_A_PLACE | {BookingState.WAITLISTED}


class TypeFactory(DjangoModelFactory[WorkshopType]):
    """A workshop for everybody that counts for an activity of its own.

    `confidential=True`: others must not hear of it; `approval=True`: the manager must approve.
    """

    class Meta:
        model = WorkshopType

    class Params:
        confidential = factory.Trait(is_confidential=True, activity=None)
        approval = factory.Trait(needs_approval=True)

    key = factory.Sequence(lambda n: f"workshop-{n}")
    title = factory.Sequence(lambda n: f"Workshop {n}")
    activity = factory.SubFactory(ActivityFactory, kind=ActivityKind.WORKSHOP)
    minutes = 120
    minimum = 1
    maximum = 12


class EventFactory(DjangoModelFactory[Event]):
    """A published event of one session in thirty days; `sessions=3` holds it in three weeks.

    `starts_at=` moves the first session, `trainer=` lets somebody lead all sessions,
    `draft=True` leaves it unpublished.
    """

    class Meta:
        model = Event
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(published_at=None)

    type = factory.SubFactory(TypeFactory)
    organiser = factory.SubFactory(UnitFactory)
    region = Region.UTRECHT
    minimum = factory.SelfAttribute("type.minimum")
    maximum = factory.SelfAttribute("type.maximum")
    required_sessions = factory.SelfAttribute("type.required_sessions")
    needs_approval = factory.SelfAttribute("type.needs_approval")
    is_confidential = factory.SelfAttribute("type.is_confidential")
    planned_by = factory.SubFactory(PersonFactory)
    published_at = factory.LazyFunction(clock.now)

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **fields: Any) -> Event:
        number: int = fields.pop("sessions", fields["type"].sessions)
        trainer: Person | None = fields.pop("trainer", None)
        starts_at: datetime = fields.setdefault("starts_at", clock.now() + AHEAD)
        length = timedelta(minutes=fields["type"].minutes)
        last = starts_at + timedelta(weeks=max(number, 1) - 1)
        fields.setdefault("ends_at", last + length)
        event: Event = super()._create(model_class, *args, **fields)
        for week in range(number):
            start = starts_at + timedelta(weeks=week)
            session = Session.objects.create(
                event=event,
                number=week + 1,
                starts_at=start,
                ends_at=start + length,
                place="Koningskade 4, Den Haag",
            )
            if trainer is not None:
                SessionTrainer.objects.create(session=session, person=trainer)
        return event


class BookingFactory(DjangoModelFactory[Booking]):
    """Somebody who has a place, with the step that led to it; `state=` gives another state.

    The event counts the place, as the services would; `guest=True` is a walk-in without a record.
    """

    class Meta:
        model = Booking

    class Params:
        guest = factory.Trait(person=None, guest_name="Gast Jansen", is_walk_in=True)
        walk_in = factory.Trait(is_walk_in=True)

    event = factory.SubFactory(EventFactory)
    person = factory.SubFactory(PersonFactory)
    state = BookingState.BOOKED

    @classmethod
    def _create(cls, model_class: type[Booking], *args: Any, **fields: Any) -> Booking:
        event: Event = fields["event"]
        # A service may have counted on since this event was read.
        event.refresh_from_db(fields=["seats_taken", "line_end"])
        state = fields["state"]
        if state in _NUMBERED and not fields.get("is_walk_in") and fields.get("line") is None:
            event.line_end += 1
            fields["line"] = event.line_end
        if state == BookingState.OFFERED:
            fields.setdefault("offered_until", clock.now() + timedelta(days=1))
        if state in HOLDS_A_PLACE and not fields.get("is_walk_in"):
            event.seats_taken += 1
        event.save(update_fields=["seats_taken", "line_end"])
        booking: Booking = super()._create(model_class, *args, **fields)
        BookingTransition.objects.create(
            booking=booking, to_state=state, because=Because.OWN_CHOICE, by=booking.person
        )
        return booking


class ReservationFactory(DjangoModelFactory[PlaceReservation]):
    """Four places that are kept for a team for another week; the event counts them."""

    class Meta:
        model = PlaceReservation

    event = factory.SubFactory(EventFactory)
    unit = factory.SubFactory(UnitFactory)
    places = 4
    release_at = factory.LazyFunction(lambda: clock.now() + timedelta(days=7))
    made_by = factory.SubFactory(PersonFactory)

    @classmethod
    def _create(
        cls, model_class: type[PlaceReservation], *args: Any, **fields: Any
    ) -> PlaceReservation:
        event: Event = fields["event"]
        event.refresh_from_db(fields=["seats_kept"])
        if fields.get("released_at") is None:
            event.seats_kept += fields["places"]
            event.save(update_fields=["seats_kept"])
        reservation: PlaceReservation = super()._create(model_class, *args, **fields)
        return reservation

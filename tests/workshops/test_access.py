"""Who sees which events and bookings: the matrix of domain.md §5.2, row "workshop booking"."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from accounts.models import User
from compliance.enums import EventKind, ReasonCode
from core import clock
from notifications.models import Notice
from organisations.enums import MandateKind, RoleKind
from organisations.models import Person, Unit
from organisations.services.persons import merge_persons
from tests.factories.compliance import (
    ObligationEventFactory,
    ObligationFactory,
    RequirementVersionFactory,
)
from tests.factories.organisations import (
    AppointmentFactory,
    MandateFactory,
    PersonFactory,
    RoleAssignmentFactory,
    UnitFactory,
)
from tests.factories.workshops import BookingFactory, EventFactory, TypeFactory
from workshops.access import (
    approvers_of,
    bookings_handled_by,
    bookings_of,
    bookings_visible_to_manager,
    events_organised_by,
    events_visible_to,
    handles,
    managers_of,
    requests_for,
)
from workshops.booking import book_seat, cancel_booking
from workshops.enums import BookingState
from workshops.models import Booking, Event

pytestmark = pytest.mark.django_db
NOW = datetime.fromisoformat("2026-06-01T12:00:00+02:00")


@pytest.fixture(autouse=True)
def _now() -> Any:
    with clock.at(NOW):
        yield


def manager_of(unit: Unit, kind: MandateKind = MandateKind.MANAGER) -> User:
    """Return the account of somebody with a mandate on a unit."""
    until = date(2027, 1, 1) if kind == MandateKind.ACTING_MANAGER else None
    user = MandateFactory(unit=unit, kind=kind, valid_until=until).holder.user
    assert user is not None
    return user


def somebody_with_account() -> Person:
    """Return a person who can sign in."""
    return PersonFactory(with_user=True)


def compulsory_booking(**fields: Any) -> Booking:
    """Return a booking of somebody who has the duty that the workshop counts for."""
    booking = BookingFactory(**fields)
    AppointmentFactory(person=booking.person)
    version = RequirementVersionFactory(activities=[booking.event.type.activity])
    ObligationFactory(version=version, person=booking.person)
    return booking


def unit_of(booking: Booking) -> Unit:
    """Return where the participant works."""
    return booking.person.appointments.get().unit


class TestManagers:
    @pytest.mark.parametrize(
        ("kind", "sees"),
        [
            (MandateKind.MANAGER, True),
            (MandateKind.ACTING_MANAGER, True),
            (MandateKind.SUPPORT, False),
            (MandateKind.COMPLIANCE_OFFICER, False),
            (MandateKind.AUDITOR, False),
            (MandateKind.WORKS_COUNCIL, False),
        ],
    )
    def test_only_the_manager_sees_what_is_compulsory(self, kind: MandateKind, sees: bool) -> None:
        booking = compulsory_booking()
        seen = bookings_visible_to_manager(manager_of(unit_of(booking), kind))
        assert list(seen) == ([booking] if sees else [])

    def test_not_what_somebody_chose_also_when_it_is_a_duty_of_others(self) -> None:
        compulsory = compulsory_booking()
        unit = unit_of(compulsory)
        chosen = BookingFactory(event=compulsory.event)
        AppointmentFactory(person=chosen.person, unit=unit)
        assert list(bookings_visible_to_manager(manager_of(unit))) == [compulsory]

    def test_not_of_another_team_nor_of_the_teams_below(self) -> None:
        booking = compulsory_booking()
        above = UnitFactory()
        below = UnitFactory(parent=above)
        AppointmentFactory(person=booking.person, unit=below)
        assert not bookings_visible_to_manager(manager_of(above)).exists()
        assert bookings_visible_to_manager(manager_of(below)).exists()

    def test_never_a_confidential_one_even_when_it_would_be_compulsory(self) -> None:
        booking = compulsory_booking()
        user = manager_of(unit_of(booking))
        Event.objects.filter(pk=booking.event_id).update(is_confidential=True)
        assert not bookings_visible_to_manager(user).exists()
        assert not requests_for(user).exists()

    def test_not_when_the_duty_was_withdrawn_until_it_is_reopened(self) -> None:
        booking = compulsory_booking()
        user = manager_of(unit_of(booking))
        duty = booking.person.obligations.get()
        asked = {"obligation": duty, "until_on": None, "reason_code": ReasonCode.LEFT}
        ObligationEventFactory(kind=EventKind.WITHDRAWN, actor=None, **asked)
        assert not bookings_visible_to_manager(user).exists()
        ObligationEventFactory(kind=EventKind.REOPENED, actor=None, **asked)
        assert list(bookings_visible_to_manager(user)) == [booking]

    def test_not_for_a_duty_of_another_year(self) -> None:
        booking = compulsory_booking(event__starts_at=NOW + timedelta(days=365))
        assert not bookings_visible_to_manager(manager_of(unit_of(booking))).exists()

    def test_a_booking_of_a_merged_record_is_of_the_person(self) -> None:
        booking = compulsory_booking()
        user = manager_of(unit_of(booking))
        old = PersonFactory()
        merge_persons(person=old, into=booking.person)
        Booking.objects.filter(pk=booking.pk).update(person=old)
        assert list(bookings_visible_to_manager(user)) == [booking]

    def test_a_right_that_ended_shows_nothing(self) -> None:
        booking = compulsory_booking()
        mandate = MandateFactory(unit=unit_of(booking), valid_until=date(2026, 6, 1))
        assert not bookings_visible_to_manager(mandate.holder.user).exists()


class TestRequests:
    def test_the_nearest_manager_and_never_oneself(self) -> None:
        top = UnitFactory()
        middle = UnitFactory(parent=top)
        team = UnitFactory(parent=middle)
        director, chief = manager_of(top), manager_of(team)
        AppointmentFactory(person=chief.person, unit=team)
        member = AppointmentFactory(unit=team).person
        event = EventFactory(type=TypeFactory(approval=True))
        of_member = BookingFactory(event=event, person=member, state=BookingState.REQUESTED)
        of_chief = BookingFactory(event=event, person=chief.person, state=BookingState.REQUESTED)
        assert list(requests_for(chief)) == [of_member]
        assert list(requests_for(director)) == [of_chief]
        assert approvers_of(member) == [chief.person]
        assert approvers_of(chief.person) == [director.person]
        assert managers_of(team) == [chief.person]

    def test_nothing_that_is_decided_or_of_others(self) -> None:
        booking = BookingFactory(event__type=TypeFactory(approval=True))
        unit = AppointmentFactory(person=booking.person).unit
        assert not requests_for(manager_of(unit)).exists()
        assert not requests_for(somebody_with_account().user).exists()


class TestConfidential:
    def test_nobody_but_the_participant_and_who_leads_it_sees_the_booking(self) -> None:
        trainer, planner, coordinator = (somebody_with_account() for _number in range(3))
        event = EventFactory(
            type=TypeFactory(confidential=True), trainer=trainer, planned_by=planner
        )
        RoleAssignmentFactory(person=planner, role=RoleKind.TRAINER)
        RoleAssignmentFactory(
            person=coordinator, role=RoleKind.WORKSHOP_COORDINATOR, unit=event.organiser
        )
        me = somebody_with_account()
        unit = AppointmentFactory(person=me).unit
        booking = book_seat(event=event, person=me, by=me)
        manager = manager_of(unit)
        assert list(bookings_of(me.user)) == [booking]
        assert list(bookings_handled_by(trainer.user)) == [booking]
        for other in (planner.user, coordinator.user, manager, somebody_with_account().user):
            assert not bookings_handled_by(other).exists()
            assert not bookings_visible_to_manager(other).exists()
            assert not bookings_of(other).exists()
        assert list(events_organised_by(planner.user)) == [event]
        assert not handles(planner, event)

    def test_no_message_goes_to_anybody_else_and_no_log_names_it(self, caplog: Any) -> None:
        me = somebody_with_account()
        unit = AppointmentFactory(person=me).unit
        manager_of(unit)
        event = EventFactory(type=TypeFactory(confidential=True))
        with caplog.at_level("INFO"):
            cancel_booking(booking=book_seat(event=event, person=me, by=me), by=me)
        assert set(Notice.objects.values_list("person", flat=True)) == {me.pk}
        assert not [one for one in caplog.records if "workshops" in one.name]


class TestEvents:
    def test_a_trainer_has_what_they_lead_and_what_they_planned_as_trainer(self) -> None:
        trainer, guest = somebody_with_account(), somebody_with_account()
        RoleAssignmentFactory(person=trainer, role=RoleKind.TRAINER)
        planned, led = EventFactory(planned_by=trainer), EventFactory(trainer=guest)
        EventFactory(planned_by=guest)
        assert list(events_organised_by(trainer.user)) == [planned]
        assert list(events_organised_by(guest.user)) == [led]

    def test_a_coordinator_has_the_own_part_of_the_organisation(self) -> None:
        coordinator = somebody_with_account()
        ministry = UnitFactory()
        mine = EventFactory(organiser=UnitFactory(parent=ministry))
        EventFactory()
        RoleAssignmentFactory(person=coordinator, role=RoleKind.WORKSHOP_COORDINATOR, unit=ministry)
        assert list(events_organised_by(coordinator.user)) == [mine]
        booking = BookingFactory(event=mine)
        BookingFactory()
        assert list(bookings_handled_by(coordinator.user)) == [booking]

    def test_what_is_not_published_or_for_another_unit_stays_out_of_sight(self) -> None:
        me = somebody_with_account()
        unit = AppointmentFactory(person=me).unit
        open_one, own = EventFactory(), EventFactory(for_unit=unit)
        cancelled = EventFactory(cancelled_at=NOW, cancel_reason="Ziek")
        EventFactory(for_unit=UnitFactory())
        EventFactory(draft=True)
        assert set(events_visible_to(me.user)) == {open_one, own, cancelled}

    def test_bookings_of_others_are_nobodys_business(self) -> None:
        booking = BookingFactory(person=somebody_with_account())
        other = somebody_with_account()
        assert list(bookings_of(booking.person.user)) == [booking]
        assert not bookings_of(other.user).exists()
        assert not bookings_handled_by(other.user).exists()

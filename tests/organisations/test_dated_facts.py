"""Facts are superseded, never overwritten."""

from datetime import UTC, date, datetime

import pytest

from core import clock
from organisations.enums import AppointmentKind, MandateKind, RoleKind
from organisations.models import Absence, Appointment, Mandate, RoleAssignment
from organisations.services import absences, appointments, mandates, roles, units
from organisations.services.errors import (
    EndBeforeStart,
    MissingEnd,
    OverlappingPeriod,
    PersonErased,
    StaleFact,
    UnitNotThere,
)
from tests.factories.organisations import (
    AbsenceFactory,
    AppointmentFactory,
    MandateFactory,
    PersonFactory,
    RoleAssignmentFactory,
    UnitFactory,
)

pytestmark = pytest.mark.django_db

MARCH = datetime(2026, 3, 1, 9, tzinfo=UTC)
APRIL = datetime(2026, 4, 1, 9, tzinfo=UTC)


def test_a_correction_keeps_what_we_said_before() -> None:
    with clock.at(MARCH):
        appointment = appointments.appoint(
            person=PersonFactory(), unit=UnitFactory(), valid_from=date(2026, 3, 1)
        )
    with clock.at(APRIL):
        corrected = appointments.correct_appointment(
            appointment=appointment, valid_from=date(2026, 2, 1)
        )
    then = Appointment.objects.as_known_at(MARCH).get()
    now = Appointment.objects.current().get()
    assert (then.pk, then.valid_from) == (appointment.pk, date(2026, 3, 1))
    assert (now.pk, now.valid_from) == (corrected.pk, date(2026, 2, 1))
    assert (now.recorded_at, appointment.superseded_at) == (APRIL, APRIL)


def test_at_the_moment_of_a_correction_exactly_one_row_is_known() -> None:
    with clock.at(MARCH):
        absence = absences.record_absence(person=PersonFactory(), valid_from=date(2026, 3, 1))
    with clock.at(APRIL):
        absences.end_absence(absence=absence, on=date(2026, 3, 20))
    assert Absence.objects.as_known_at(APRIL).get().valid_until == date(2026, 3, 20)


def test_a_correction_without_a_change_writes_nothing() -> None:
    appointment = AppointmentFactory()
    same = appointments.correct_appointment(
        appointment=appointment, kind=AppointmentKind.CIVIL_SERVANT
    )
    assert same.pk == appointment.pk
    assert Appointment.objects.count() == 1


def test_an_end_lies_after_the_start_and_nothing_is_written_otherwise() -> None:
    appointment = AppointmentFactory(valid_from=date(2026, 3, 1))
    with pytest.raises(EndBeforeStart):
        appointments.end_appointment(appointment=appointment, on=date(2026, 3, 1))
    assert Appointment.objects.get().superseded_at is None


def test_two_appointments_of_one_kind_in_one_unit_do_not_overlap() -> None:
    first = AppointmentFactory(valid_from=date(2026, 1, 1), valid_until=date(2026, 7, 1))
    with pytest.raises(OverlappingPeriod):
        appointments.appoint(person=first.person, unit=first.unit, valid_from=date(2026, 6, 30))
    after = appointments.appoint(person=first.person, unit=first.unit, valid_from=date(2026, 7, 1))
    beside = appointments.appoint(
        person=first.person,
        unit=first.unit,
        kind=AppointmentKind.SECONDMENT,
        valid_from=date(2026, 6, 1),
    )
    assert Appointment.objects.count() == 3
    assert {after.kind, beside.kind} == {"civil_servant", "secondment"}


def test_a_superseded_row_does_not_stand_in_the_way() -> None:
    wrong = AppointmentFactory()
    appointments.retract_appointment(appointment=wrong)
    again = appointments.appoint(person=wrong.person, unit=wrong.unit, valid_from=wrong.valid_from)
    assert Appointment.objects.current().get() == again


def test_who_corrects_a_row_that_was_corrected_meanwhile_is_told() -> None:
    appointment = AppointmentFactory()
    seen_by_another = Appointment.objects.get()
    appointments.end_appointment(appointment=appointment, on=date(2026, 3, 1))
    with pytest.raises(StaleFact):
        appointments.end_appointment(appointment=seen_by_another, on=date(2026, 4, 1))
    assert Appointment.objects.current().get().valid_until == date(2026, 3, 1)


def test_nobody_works_in_a_unit_that_does_not_exist() -> None:
    unit = UnitFactory(valid_from=date(2024, 1, 1), valid_until=date(2026, 2, 23))
    with pytest.raises(UnitNotThere):
        appointments.appoint(person=PersonFactory(), unit=unit, valid_from=date(2025, 1, 1))
    inside = appointments.appoint(
        person=PersonFactory(),
        unit=unit,
        valid_from=date(2025, 1, 1),
        valid_until=date(2026, 2, 23),
    )
    assert Appointment.objects.get() == inside


def test_a_unit_that_was_renamed_exists_all_the_time() -> None:
    unit = UnitFactory(valid_from=date(2024, 1, 1))
    units.change_unit(unit=unit, on=date(2025, 1, 1), name="New name")
    assert appointments.appoint(person=PersonFactory(), unit=unit, valid_from=date(2024, 6, 1)).pk


def test_a_transfer_ends_one_appointment_and_starts_the_next_on_the_same_day() -> None:
    appointment = AppointmentFactory(
        valid_from=date(2025, 1, 1), valid_until=date(2027, 1, 1), function_group="Adviseur"
    )
    there = UnitFactory()
    appointments.transfer_person(appointment=appointment, unit=there, on=date(2026, 5, 1))
    rows = Appointment.objects.current().order_by("valid_from")
    assert [(row.unit, row.valid_from, row.valid_until, row.function_group) for row in rows] == [
        (appointment.unit, date(2025, 1, 1), date(2026, 5, 1), "Adviseur"),
        (there, date(2026, 5, 1), date(2027, 1, 1), "Adviseur"),
    ]


def test_a_transfer_that_cannot_be_leaves_everything_as_it_was() -> None:
    appointment = AppointmentFactory()
    gone = UnitFactory(valid_until=date(2021, 1, 1))
    with pytest.raises(UnitNotThere):
        appointments.transfer_person(appointment=appointment, unit=gone, on=date(2026, 5, 1))
    assert Appointment.objects.get().superseded_at is None


def test_a_deputy_needs_an_end() -> None:
    holder, unit = PersonFactory(), UnitFactory()
    with pytest.raises(MissingEnd):
        mandates.grant_mandate(
            holder=holder,
            unit=unit,
            kind=MandateKind.ACTING_MANAGER,
            valid_from=date(2026, 1, 1),
        )
    manager = MandateFactory(holder=holder, unit=unit)
    with pytest.raises(MissingEnd):
        mandates.correct_mandate(mandate=manager, kind=MandateKind.ACTING_MANAGER)
    assert Mandate.objects.get().kind == MandateKind.MANAGER


def test_a_mandate_ends_on_its_day() -> None:
    mandate = MandateFactory()
    mandates.end_mandate(mandate=mandate, on=date(2026, 3, 1))
    rows = Mandate.objects.current()
    assert rows.active_on(date(2026, 2, 28)).exists()
    assert not rows.active_on(date(2026, 3, 1)).exists()


def test_a_role_is_assigned_corrected_ended_and_taken_back() -> None:
    person, unit = PersonFactory(), UnitFactory()
    role = roles.assign_role(
        person=person, role=RoleKind.TRAINER, unit=unit, valid_from=date(2026, 1, 1)
    )
    with pytest.raises(OverlappingPeriod):
        roles.assign_role(
            person=person, role=RoleKind.TRAINER, unit=unit, valid_from=date(2026, 6, 1)
        )
    role = roles.correct_role(assignment=role, role=RoleKind.HR_ADVISER)
    role = roles.end_role(assignment=role, on=date(2026, 8, 1))
    assert (role.role, role.valid_until) == (RoleKind.HR_ADVISER, date(2026, 8, 1))
    roles.retract_role(assignment=role)
    assert not RoleAssignment.objects.current().exists()
    assert RoleAssignment.objects.count() == 3


def test_absences_and_mandates_are_taken_back() -> None:
    absences.retract_absence(absence=AbsenceFactory())
    mandates.retract_mandate(mandate=MandateFactory())
    absence = absences.correct_absence(absence=AbsenceFactory(), valid_until=date(2026, 1, 1))
    assert Absence.objects.current().get() == absence
    assert not Mandate.objects.current().exists()


def test_nothing_changes_for_somebody_whose_data_were_erased() -> None:
    role = RoleAssignmentFactory(person__erased_at=MARCH)
    with pytest.raises(PersonErased):
        roles.end_role(assignment=role, on=date(2026, 3, 1))
    assert RoleAssignment.objects.get().superseded_at is None

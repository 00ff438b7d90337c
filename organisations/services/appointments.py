"""Who works where: appointments start, end, move and are corrected."""

from datetime import date
from typing import TypedDict, Unpack

from django.db import transaction

from organisations.enums import AppointmentKind
from organisations.models import Appointment, Person, Unit
from organisations.services import dated

_SAME = ("person", "unit", "kind")


class AppointmentFields(TypedDict, total=False):
    """What can be corrected in an appointment; `valid_until` is exclusive."""

    unit: Unit
    kind: AppointmentKind
    function_group: str
    valid_from: date
    valid_until: date | None
    source: str


@transaction.atomic
def appoint(
    *,
    person: Person,
    unit: Unit,
    valid_from: date,
    kind: AppointmentKind = AppointmentKind.CIVIL_SERVANT,
    valid_until: date | None = None,
    function_group: str = "",
    source: str = "manual",
) -> Appointment:
    """Record that somebody works in a unit."""
    dated.lock_person(person)
    appointment = Appointment(
        person=person,
        unit=unit,
        kind=kind,
        valid_from=valid_from,
        valid_until=valid_until,
        function_group=function_group,
        source=source,
    )
    return dated.record(appointment, same=_SAME)


@transaction.atomic
def end_appointment(*, appointment: Appointment, on: date) -> Appointment:
    """Let an appointment end; `on` is the first day on which it no longer holds."""
    dated.lock_person(appointment.person)
    return dated.end(appointment, on=on, same=_SAME)


@transaction.atomic
def correct_appointment(
    *, appointment: Appointment, **changes: Unpack[AppointmentFields]
) -> Appointment:
    """Replace an appointment that was recorded wrongly; what we said before stays known."""
    dated.lock_person(appointment.person)
    return dated.correct(appointment, same=_SAME, **changes)


@transaction.atomic
def retract_appointment(*, appointment: Appointment) -> None:
    """Take back an appointment that never was."""
    dated.lock_person(appointment.person)
    dated.supersede(appointment)


@transaction.atomic
def transfer_person(
    *,
    appointment: Appointment,
    unit: Unit,
    on: date,
    kind: AppointmentKind | None = None,
    function_group: str | None = None,
) -> Appointment:
    """Let somebody go on in another unit from a day; the end that was agreed goes along."""
    end_appointment(appointment=appointment, on=on)
    return appoint(
        person=appointment.person,
        unit=unit,
        valid_from=on,
        valid_until=appointment.valid_until,
        kind=kind or AppointmentKind(appointment.kind),
        function_group=appointment.function_group if function_group is None else function_group,
        source=appointment.source,
    )

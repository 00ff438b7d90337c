"""Which message follows on which step, and what its text is filled with.

The kinds themselves, with their texts, are in `workshops.letters`. Of a confidential workshop
nobody hears but the participant.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import prefetch_related_objects
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from core import clock
from notifications.services import NewNotice, queue_notices
from organisations.models import Person
from organisations.reports import unit_names
from workshops.access import approvers_of, managers_of
from workshops.calendars.entries import location_of
from workshops.enums import Because, BookingState
from workshops.letters import kinds
from workshops.letters.details import taking_place, when_of
from workshops.letters.series import further_sessions
from workshops.models import Booking, BookingTransition, PlaceReservation
from workshops.paths import team_path

_KINDS: Mapping[str, str] = {
    BookingState.BOOKED: kinds.BOOKED,
    BookingState.WAITLISTED: kinds.WAITLISTED,
    BookingState.OFFERED: kinds.OFFERED,
    BookingState.REQUESTED: kinds.REQUESTED,
    BookingState.DECLINED: kinds.DECLINED,
    BookingState.CANCELLED: kinds.CANCELLED,
    BookingState.CALLED_OFF: kinds.CALLED_OFF,
}
_KINDS_BY_REASON: Mapping[str, str] = {
    Because.OFFER_EXPIRED: kinds.OFFER_EXPIRED,
    Because.NO_PLACE: kinds.NO_PLACE,
}
_SILENT = frozenset({Because.WALK_IN, Because.ATTENDANCE, Because.CORRECTION})


def queue_messages(steps: Sequence[BookingTransition]) -> None:
    """Put the messages about these steps in the outbox, in the transaction of the steps."""
    notices: list[NewNotice] = []
    for step in steps:
        notices.extend(_to_participant(step))
        notices.extend(_to_managers(step))
    notices.extend(further_sessions(steps))
    if notices:
        queue_notices(notices)


def tell_team(reservation: PlaceReservation) -> None:
    """Tell the managers of a team that places are kept for it."""
    managers = managers_of(reservation.unit)
    if managers:
        prefetch_related_objects([reservation.event], "sessions")
        queue_notices([_to_manager_of_team(reservation, manager) for manager in managers])


def message_context(booking: Booking) -> dict[str, Any]:
    """Return what a message keeps about a booking: the rest is filled in right before sending.

    So the outbox says nothing about who goes where.
    """
    return {"booking": booking.pk}


def moment_text(moment: datetime, zone: str) -> str:
    """Return a moment as people write it: 2 december 2026 om 9:30 uur."""
    local = moment.astimezone(ZoneInfo(zone))
    return _("%(day)s at %(time)s") % {
        "day": date_format(local, "j F Y"),
        "time": date_format(local, "G:i"),
    }


def _to_participant(step: BookingTransition) -> Iterator[NewNotice]:
    booking = step.booking
    kind = _KINDS.get(step.to_state, "")
    kind = _KINDS_BY_REASON.get(step.because, kind)
    if kind and booking.person is not None and step.because not in _SILENT:
        yield NewNotice(
            kind=kind,
            key=f"{kind}:{step.pk}",
            person=booking.person,
            context=message_context(booking),
        )


def _to_managers(step: BookingTransition) -> Iterator[NewNotice]:
    booking = step.booking
    is_request = step.to_state == BookingState.REQUESTED and not booking.event.is_confidential
    if not is_request or booking.person is None:
        return
    kind = kinds.ASKS_APPROVAL
    for manager in approvers_of(booking.person):
        yield NewNotice(
            kind=kind,
            key=f"{kind}:{step.pk}:{manager.pk}",
            person=manager,
            context=message_context(booking),
        )


def _to_manager_of_team(reservation: PlaceReservation, manager: Person) -> NewNotice:
    event, first = reservation.event, taking_place(reservation.event)[:1]
    with override(manager.language):
        context = {
            "title": event.title,
            "when": when_of(first[0]) if first else "",
            "where": location_of(first[0]) if first else "",
            "link": team_path(),
            "places": str(reservation.places),
            "team": _name_of(reservation),
            "until": moment_text(reservation.release_at, manager.time_zone),
        }
    key = f"{kinds.PLACE_FOR_TEAM}:{reservation.pk}:{manager.pk}"
    return NewNotice(kind=kinds.PLACE_FOR_TEAM, key=key, person=manager, context=context)


def _name_of(reservation: PlaceReservation) -> str:
    label = unit_names([reservation.unit_id], clock.today()).get(reservation.unit_id)
    return label.name if label else reservation.unit.code

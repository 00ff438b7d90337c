"""Places of an event are kept for a team, until a moment."""

from datetime import datetime

import structlog
from django.db import transaction

from core import clock
from organisations.models import Person, Unit
from workshops.booking.audience import check_event
from workshops.booking.line import move_line
from workshops.booking.messages import tell_team
from workshops.booking.places import Places, lock_places
from workshops.errors import (
    KeepAtLeastOne,
    KeptAlready,
    KeptTooLong,
    NotEnoughPlaces,
    NotForTeams,
)
from workshops.models import Event, PlaceReservation

logger = structlog.get_logger(__name__)


@transaction.atomic
def keep_places(
    *, event: Event, unit: Unit, places: int, release_at: datetime, by: Person
) -> PlaceReservation:
    """Keep free places for a team and tell its managers; who works there books one of these first.

    Raises `BookingRefused`.
    """
    counted = lock_places(event.pk)
    _check(counted, unit, places, release_at)
    reservation: PlaceReservation = PlaceReservation.objects.create(
        event=counted.event,
        unit=unit,
        places=places,
        release_at=release_at,
        made_by=by,
        recorded_at=clock.now(),
    )
    counted.add(reservation)
    counted.save()
    tell_team(reservation)
    return reservation


@transaction.atomic
def release_places(*, reservation: PlaceReservation, by: Person | None) -> int:
    """Let kept places be for everybody, who waits first; return how many came free.

    Who took one keeps it. A second time changes nothing.
    """
    counted = lock_places(reservation.event_id)
    found = counted.kept.get(reservation.pk)
    if found is None:
        return 0
    free = found.places - found.taken
    counted.release(found)
    counted.save()
    move_line(counted)
    logger.info("kept places released", workshop=counted.event.pk, by=by and by.pk, number=free)
    return free


def _check(counted: Places, unit: Unit, places: int, release_at: datetime) -> None:
    event = counted.event
    check_event(event)
    if event.is_confidential:
        raise NotForTeams
    if places < 1:
        raise KeepAtLeastOne
    if release_at <= clock.now() or (event.starts_at and release_at > event.starts_at):
        raise KeptTooLong
    if any(row.unit_id == unit.pk for row in counted.kept.values()):
        raise KeptAlready
    if counted.left < places:
        raise NotEnoughPlaces(left=counted.left)

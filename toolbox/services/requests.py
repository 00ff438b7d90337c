"""Asking for another facilitator: the coordinator hears of it, the manager does not."""

import structlog
from django.db import transaction

from core import clock
from core.dates import add_months, start_of_day
from notifications.services import NewNotice, queue_notices
from organisations.models import Person, Unit
from toolbox.access.requests import coordinators_of
from toolbox.access.teams import is_member
from toolbox.enums import RequestState
from toolbox.models import FacilitatorRequest
from toolbox.session_errors import NobodyCoordinates, NotOfThisTeam

logger = structlog.get_logger(__name__)

ASKED = "toolbox.facilitator_asked"
KEPT_MONTHS = 13


@transaction.atomic(durable=True)
def ask_for_facilitator(*, unit: Unit, by: Person) -> FacilitatorRequest:
    """Ask for another facilitator; asking again while that stands adds nothing."""
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    if not is_member(by, unit):
        raise NotOfThisTeam
    coordinators = coordinators_of(unit, but=by)
    if not coordinators:
        raise NobodyCoordinates
    request, is_new = FacilitatorRequest.objects.get_or_create(
        unit=unit, asked_by=by, state=RequestState.OPEN
    )
    if is_new:
        queue_notices([_notice(request, person) for person in coordinators])
        logger.info("facilitator asked", request=str(request.uuid))
    return request


@transaction.atomic(durable=True)
def withdraw_request(*, request: FacilitatorRequest, by: Person) -> None:
    """Take one's own request back: nothing of it stays."""
    rows = FacilitatorRequest.objects.filter(pk=request.pk, asked_by=by, state=RequestState.OPEN)
    rows.delete()


@transaction.atomic(durable=True)
def handle_request(*, request: FacilitatorRequest, by: Person) -> FacilitatorRequest:
    """Note that something was arranged; the second who presses changes nothing."""
    found = FacilitatorRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if found.state == RequestState.OPEN:
        found.state, found.handled_by, found.handled_at = RequestState.HANDLED, by, clock.now()
        found.save()
        logger.info("facilitator request handled", request=str(found.uuid))
    return found


def forget_requests() -> int:
    """Delete requests of more than 13 months ago; return how many those were."""
    until = start_of_day(add_months(clock.today(), -KEPT_MONTHS))
    deleted, _rows = FacilitatorRequest.objects.filter(asked_at__lt=until).delete()
    return deleted


def _notice(request: FacilitatorRequest, person: Person) -> NewNotice:
    return NewNotice(
        kind=ASKED,
        key=f"{ASKED}:{request.uuid}:{person.uuid}",
        person=person,
        context={"request": request.pk},
    )

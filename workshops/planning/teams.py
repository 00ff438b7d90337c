"""Requests of managers for a workshop for their team: logistics, never what goes on in it."""

from datetime import date

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from notifications.services import queue_notice
from organisations.models import Person, Unit
from workshops.enums import Language, RequestState
from workshops.letters import kinds
from workshops.models import Event, TeamRequest, WorkshopType
from workshops.planning.errors import PlanningRefused, checked, refuse_if

logger = structlog.get_logger(__name__)


@transaction.atomic(durable=True)
def ask_for_team(
    *,
    type: WorkshopType,  # noqa: A002 - the glossary's word
    unit: Unit,
    participants: int,
    from_on: date,
    until_on: date,
    region: str,
    by: Person,
    language: str = Language.DUTCH,
    wants_outside_trainer: bool = False,
) -> TeamRequest:
    """Ask for a workshop for a team. Raises `PlanningRefused`."""
    refuse_if(_not_possible(type, participants, from_on))
    request = TeamRequest(
        type=type,
        unit=unit,
        asked_by=by,
        participants=participants,
        from_on=from_on,
        until_on=until_on,
        region=region,
        language=language,
        wants_outside_trainer=wants_outside_trainer,
        recorded_at=clock.now(),
    )
    # One open request per team and kind: a second that comes at the same moment waits here.
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    checked(request, without=("event", "decided_at", "decided_by"))
    request.save(force_insert=True)
    logger.info("workshop asked for a team", request=request.pk)
    return request


def _not_possible(kind: WorkshopType, participants: int, from_on: date) -> list[str]:
    found = []
    if not kind.is_offered or kind.is_confidential:
        found.append(_("This workshop cannot be asked for a team. Choose another one."))
    if participants < 1:
        found.append(_("Say how many people take part."))
    elif participants > kind.maximum:
        text = _("This workshop is for groups of at most %(n)d. Ask for two workshops.")
        found.append(text % {"n": kind.maximum})
    if from_on < clock.today():
        found.append(_("Choose days that are still to come."))
    return found


@transaction.atomic(durable=True)
def answer_request(*, request: TeamRequest, by: Person, event: Event | None = None) -> TeamRequest:
    """Answer a request: planned as this event, or without one not possible. The manager hears it.

    Raises `PlanningRefused`.
    """
    request = _open(request)
    if event is not None:
        _check_event(request, event)
    request.event = event
    request.state = RequestState.REFUSED if event is None else RequestState.PLANNED
    _decide(request, by)
    kind = kinds.REQUEST_REFUSED if event is None else kinds.REQUEST_PLANNED
    queue_notice(
        kind=kind,
        key=f"{kind}:{request.uuid}",
        person=request.asked_by,
        context={"request": request.pk},
    )
    return request


@transaction.atomic(durable=True)
def withdraw_request(*, request: TeamRequest, by: Person) -> TeamRequest:
    """Take back a request that nobody answered. Raises `PlanningRefused`."""
    request = _open(request)
    request.state = RequestState.WITHDRAWN
    _decide(request, by)
    return request


def _open(request: TeamRequest) -> TeamRequest:
    rows = TeamRequest.objects.select_for_update(of=("self",), no_key=True)
    fresh = rows.select_related("asked_by", "type").get(pk=request.pk)
    if fresh.state != RequestState.OPEN:
        raise PlanningRefused(_("This request was answered or taken back. Look at it again."))
    return fresh


def _check_event(request: TeamRequest, event: Event) -> None:
    if event.type_id != request.type_id:
        raise PlanningRefused(
            _("This is another workshop than was asked for. Choose another date.")
        )
    if event.is_cancelled or event.published_at is None:
        raise PlanningRefused(_("Publish the workshop first; then the manager can see it."))


def _decide(request: TeamRequest, by: Person) -> None:
    request.decided_at, request.decided_by = clock.now(), by
    request.save(update_fields=["event", "state", "decided_at", "decided_by"])
    logger.info("request for a team answered", request=request.pk, state=str(request.state))

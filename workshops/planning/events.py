"""Planning an event, letting everybody see it, and changing what it says."""

from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from notifications.services import NewNotice, queue_notices
from organisations.models import Person
from workshops.booking import set_maximum
from workshops.calendars.entries import REQUEST
from workshops.enums import ACTIVE, EventStep
from workshops.errors import BookingRefused
from workshops.letters import kinds
from workshops.models import Booking, Event, Interest, Session
from workshops.planning.errors import PlanningRefused, checked, refuse_if
from workshops.planning.plans import EventChanges, NewEvent
from workshops.planning.rows import (
    change_entries,
    checked_spans,
    locked_event,
    must_go_on,
    remember,
    write_period,
    write_session,
)
from workshops.planning.telling import leads_of, tell_leads

_SHOWN_IN_CALENDARS = frozenset({"subtitle", "region"})


@transaction.atomic(durable=True)
def plan_event(*, plan: NewEvent, by: Person) -> Event:
    """Plan an event that nobody sees yet. Raises `PlanningRefused`."""
    return write_event(plan, by)


def write_event(plan: NewEvent, by: Person) -> Event:
    """Write a new event with its sessions, inside a transaction."""
    kind = plan.type
    refuse_if(_not_for_unit(plan))
    spans = checked_spans(plan.sessions)
    event = Event(
        type=kind,
        organiser=plan.organiser,
        for_unit=plan.for_unit,
        needs_approval=kind.needs_approval,
        is_confidential=kind.is_confidential,
        planned_by=by,
        recorded_at=clock.now(),
        **_values(plan.about, kind),
    )
    if plan.about.required_sessions is None and len(plan.sessions) == kind.sessions:
        event.required_sessions = kind.required_sessions
    _check(event, sessions=len(plan.sessions))
    event.save(force_insert=True)
    ordered = sorted(zip(plan.sessions, spans, strict=True), key=lambda pair: pair[1].start)
    for number, (session, span) in enumerate(ordered, start=1):
        write_session(event, session, span, number=number)
    write_period(event)
    remember(event, EventStep.PLANNED, by=by)
    return event


def _not_for_unit(plan: NewEvent) -> list[str]:
    if plan.type.is_confidential and plan.for_unit is not None:
        return [_("A confidential workshop is open to everybody it is meant for, not to one unit.")]
    return []


def _values(about: EventChanges, kind: Any) -> dict[str, Any]:
    values = asdict(about)
    values["minimum"] = kind.minimum if about.minimum is None else about.minimum
    values["maximum"] = kind.maximum if about.maximum is None else about.maximum
    values["subtitle"] = about.subtitle.strip()
    return values


def _check(event: Event, *, sessions: int) -> None:
    checked(event)
    if event.required_sessions is not None and not 1 <= event.required_sessions <= max(sessions, 1):
        raise PlanningRefused(_("Ask for at most as many sessions as there are."))


@transaction.atomic(durable=True)
def publish_event(*, event: Event, by: Person) -> Event:
    """Let everybody see an event and book; tell once who wanted to hear of it.

    An event that is published stays as it is. Raises `PlanningRefused`.
    """
    event = locked_event(event.pk)
    must_go_on(event)
    if event.published_at is not None:
        return event
    refuse_if(_not_ready(event))
    event.published_at = clock.now()
    event.save(update_fields=["published_at"])
    remember(event, EventStep.PUBLISHED, by=by)
    _tell_interested(event)
    for session in Session.objects.taking_place().filter(event=event).order_by("starts_at", "pk"):
        tell_leads(session, leads_of(session), by=by, method=REQUEST, key="published")
    return event


def _not_ready(event: Event) -> list[str]:
    """Return what is missing before others may see an event."""
    sessions = list(Session.objects.taking_place().filter(event=event))
    if not sessions:
        return [_("Add at least one session first.")]
    found = []
    if min(session.starts_at for session in sessions) <= clock.now():
        found.append(_("The first session has begun. Choose days that are still to come."))
    led = set(
        Session.objects.filter(event=event, trainers__isnull=False).values_list("pk", flat=True)
    )
    if any(session.pk not in led for session in sessions):
        found.append(_("Every session needs a trainer. Add one."))
    if event.closes_at is not None and event.closes_at <= clock.now():
        found.append(_("Registration would be closed already. Choose a later day."))
    return found


def _tell_interested(event: Event) -> None:
    """Tell who follows this kind, in this region or anywhere; nobody of what is for one unit."""
    if event.for_unit_id is not None:
        return
    booked = Booking.objects.filter(event=event, state__in=ACTIVE, person__isnull=False)
    rows = Interest.objects.filter(
        type=event.type_id, region__in=["", event.region], person__erased_at__isnull=True
    )
    people = {row.person_id: row.person for row in rows.select_related("person")}
    for person in booked.values_list("person_id", flat=True):
        people.pop(person, None)
    queue_notices(
        [
            NewNotice(
                kind=kinds.PLANNED,
                key=f"{kinds.PLANNED}:{event.uuid}:{person.uuid}",
                person=person,
                context={"event": event.pk},
            )
            for person in people.values()
        ]
    )


@transaction.atomic(durable=True)
def change_event(*, event: Event, changes: EventChanges, by: Person) -> Event:
    """Change what an event says. More places go to the waiting list. Raises `PlanningRefused`."""
    event = locked_event(event.pk)
    must_go_on(event)
    values = _values(changes, event.type)
    maximum = values.pop("maximum")
    # The group may grow at both ends at once: each end is checked against the other new one.
    if maximum > event.maximum:
        event = _set_maximum(event, maximum, by)
    before = {name: value for name, value in _present(event).items() if value != values[name]}
    for name in before:
        setattr(event, name, values[name])
    sessions = list(Session.objects.taking_place().filter(event=event))
    _check(event, sessions=len(sessions))
    if before:
        _save(event, before, by)
    if _SHOWN_IN_CALENDARS & before.keys():
        change_entries(sessions)
    return event if maximum == event.maximum else _set_maximum(event, maximum, by)


def _present(event: Event) -> dict[str, Any]:
    present = asdict(EventChanges.like(event))
    present.pop("maximum")
    return present


def _save(event: Event, before: dict[str, Any], by: Person) -> None:
    event.save(update_fields=list(before))
    kept = {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in before.items()
    }
    remember(event, EventStep.CHANGED, by=by, before=kept)


def _set_maximum(event: Event, maximum: int, by: Person) -> Event:
    try:
        return set_maximum(event=event, maximum=maximum, by=by)
    except BookingRefused as refused:
        raise PlanningRefused(str(refused)) from refused

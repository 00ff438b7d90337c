"""The same workshop again on other days."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from organisations.models import Person
from workshops.models import Event, Session
from workshops.planning.errors import PlanningRefused
from workshops.planning.events import write_event
from workshops.planning.moments import moment_of
from workshops.planning.plans import EventChanges, NewEvent, NewSession


@transaction.atomic(durable=True)
def duplicate_event(
    *, event: Event, starts_on: date, by: Person, with_trainers: bool = True
) -> Event:
    """Plan an event again from another day on, with the same texts, at the same times on the clock.

    All sessions and the times of registration shift by the same number of days. The link of an
    online meeting stays behind: participants of then would have it. Raises `PlanningRefused`.
    """
    sessions = list(Session.objects.taking_place().filter(event=event).order_by("starts_at", "pk"))
    if not sessions:
        raise PlanningRefused(_("Add at least one session first."))
    days = (starts_on - sessions[0].local_start.date()).days
    plans = [NewSession.like(session).later(days) for session in sessions]
    if not with_trainers:
        plans = [replace(plan, trainers=()) for plan in plans]
    zone = sessions[0].time_zone
    about = EventChanges.like(event)
    plan = NewEvent(
        type=event.type,
        organiser=event.organiser,
        for_unit=event.for_unit,
        about=replace(
            about,
            opens_at=_shifted(about.opens_at, days, zone),
            closes_at=_shifted(about.closes_at, days, zone),
            cancel_until=_shifted(about.cancel_until, days, zone),
        ),
        sessions=[replace(session, online_url="") for session in plans],
    )
    if starts_on <= clock.today(zone):
        raise PlanningRefused(_("Choose a day that is still to come."))
    return write_event(plan, by)


def _shifted(moment: datetime | None, days: int, zone: str) -> datetime | None:
    """Return a moment so many days later at the same time on the clock."""
    if moment is None:
        return None
    local = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return moment_of(local + timedelta(days=days), zone)

"""Sessions that are added or called off, and who leads them."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from core import clock
from organisations.models import Person
from workshops.calendars.entries import CANCEL, REQUEST
from workshops.enums import EventStep
from workshops.models import Event, Session
from workshops.planning.errors import PlanningRefused
from workshops.planning.moving import movable
from workshops.planning.people import roots_of
from workshops.planning.plans import NewSession
from workshops.planning.rows import (
    checked_spans,
    locked_event,
    must_go_on,
    remember,
    write_period,
    write_session,
    write_trainers,
)
from workshops.planning.telling import leads_of, tell_leads, tell_session, tell_trainers


@transaction.atomic(durable=True)
def add_session(*, event: Event, session: NewSession, by: Person) -> Session:
    """Add a session; participants get it into their calendars. Raises `PlanningRefused`."""
    event = locked_event(event.pk)
    must_go_on(event)
    standing = Session.objects.taking_place().filter(event=event)
    span = checked_spans([session], beside=standing)[0]
    if event.published_at is not None and span.start <= clock.now():
        raise PlanningRefused(_("This time has passed. Choose a time that is still to come."))
    if event.published_at is not None and not session.trainers:
        raise PlanningRefused(_("Every session needs a trainer. Add one."))
    last = Session.objects.filter(event=event).aggregate(last=Max("number"))["last"] or 0
    added = write_session(event, session, span, number=last + 1)
    write_period(event)
    remember(event, EventStep.CHANGED, by=by, session=added, before={"added": True})
    if event.published_at is not None:
        tell_session(added, method=REQUEST)
        tell_leads(added, session.trainers, by=by, method=REQUEST, key="added")
        tell_trainers(event, by=by, key=f"added:{added.pk}", apart_from=session.trainers)
    return added


@transaction.atomic(durable=True)
def call_off_session(*, session: Session, by: Person) -> Session:
    """Let one session of a series not take place. Raises `PlanningRefused` for the last one."""
    event = locked_event(session.event_id)
    session = movable(event, session)
    left = Session.objects.taking_place().filter(event=event).exclude(pk=session.pk)
    if not left.exists():
        raise PlanningRefused(_("This is the only session. Cancel the whole workshop instead."))
    session.called_off_at = session.changed_at = clock.now()
    session.sequence += 1
    session.save(update_fields=["called_off_at", "changed_at", "sequence"])
    if event.required_sessions is not None and event.required_sessions > left.count():
        event.required_sessions = None
        event.save(update_fields=["required_sessions"])
    write_period(event)
    remember(event, EventStep.CHANGED, by=by, session=session, before={"called_off": False})
    if event.published_at is not None:
        tell_session(session, method=CANCEL)
        leads = leads_of(session)
        tell_leads(session, leads, by=by, method=CANCEL, key="called_off")
        tell_trainers(event, by=by, key=f"called_off:{session.pk}", apart_from=leads)
    return session


@transaction.atomic(durable=True)
def set_trainers(*, session: Session, trainers: Sequence[Person], by: Person) -> Session:
    """Let exactly these persons lead a session. Raises `PlanningRefused` for who leads another.

    Who comes to lead it gets it into the calendar by mail; from who does so no more it is taken.
    """
    event = locked_event(session.event_id)
    session = movable(event, session)
    if event.published_at is not None and not trainers:
        raise PlanningRefused(_("Every session needs a trainer. Add one."))
    led_by = leads_of(session)
    plan = NewSession.like(session)
    checked_spans(
        [
            NewSession(
                starts_at=plan.starts_at,
                ends_at=plan.ends_at,
                zone=plan.zone,
                trainers=tuple(trainers),
            )
        ],
        apart_from=[session.pk],
    )
    write_trainers(session, trainers)
    before = {"trainers": [str(person.uuid) for person in led_by]}
    remember(event, EventStep.CHANGED, by=by, session=session, before=before)
    if event.published_at is not None:
        _tell_other_trainers(session, led_by, trainers, by=by)
    return session


def _tell_other_trainers(
    session: Session, before: Sequence[Person], now: Sequence[Person], *, by: Person
) -> None:
    """Tell who leads it no more, who does so from now on, and with whom who stays."""
    roots, key = roots_of([*before, *now]), f"trainers:{clock.now().isoformat()}"
    were, are = ({roots[one.pk] for one in people} for people in (before, now))
    gone = [one for one in before if roots[one.pk] not in are]
    new = [one for one in now if roots[one.pk] not in were]
    tell_leads(session, gone, by=by, method=CANCEL, key=key)
    tell_leads(session, new, by=by, method=REQUEST, key=key)
    if gone or new:
        key = f"trainers:{session.pk}:{clock.now().isoformat()}"
        # Who left may still lead another session of it, and has heard enough.
        tell_trainers(session.event, by=by, key=key, apart_from=[*gone, *new])

"""Moving a session: everybody with a place hears of it, and their calendars follow."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from core import clock
from organisations.models import Person
from workshops.calendars.entries import REQUEST, location_of
from workshops.enums import EventStep
from workshops.letters.details import when_of
from workshops.models import Event, Session
from workshops.planning.errors import PlanningRefused, checked
from workshops.planning.plans import NewSession
from workshops.planning.rows import checked_spans, locked_event, must_go_on, remember, write_period
from workshops.planning.telling import leads_of, tell_leads, tell_moved, tell_trainers

_MOVES = ("starts_at", "ends_at", "time_zone", "place", "room")


@transaction.atomic(durable=True)
def move_session(
    *,
    session: Session,
    starts_at: datetime,
    ends_at: datetime,
    place: str,
    room: str,
    online_url: str,
    by: Person,
    zone: str = "",
) -> Session:
    """Hold a session at another time or in another place; the times are those of its own clock.

    `zone` moves it to another clock. Only another link moves nobody: participants see it on the
    page anyway. Raises `PlanningRefused`.
    """
    event = locked_event(session.event_id)
    session = movable(event, session)
    before = _as_it_is(session)
    was = _in_words(session)
    plan = NewSession(
        starts_at=starts_at,
        ends_at=ends_at,
        zone=zone or session.time_zone,
        place=place.strip(),
        room=room.strip(),
        online_url=online_url,
        trainers=tuple(row.person for row in session.trainers.select_related("person")),
    )
    _fill_in(session, plan)
    moved = _as_it_is(session) != before
    if moved:
        session.sequence += 1
        session.changed_at = clock.now()
    session.save()
    if moved:
        write_period(event)
        remember(event, EventStep.MOVED, by=by, session=session, before=before)
        _tell(event, session, was, by)
    return session


def movable(event: Event, session: Session) -> Session:
    """Return the session as it is under the lock; raise `PlanningRefused` when it is too late."""
    must_go_on(event)
    fresh: Session = Session.objects.get(pk=session.pk, event=event)
    fresh.event = event
    if fresh.called_off_at is not None:
        raise PlanningRefused(_("This session was called off. Add a new one instead."))
    if fresh.starts_at <= clock.now():
        raise PlanningRefused(_("This session has begun, so it can no longer be changed."))
    return fresh


def _fill_in(session: Session, plan: NewSession) -> None:
    others = Session.objects.taking_place().filter(event=session.event).exclude(pk=session.pk)
    span = checked_spans([plan], beside=others, apart_from=[session.pk])[0]
    if span.start <= clock.now():
        raise PlanningRefused(_("This time has passed. Choose a time that is still to come."))
    session.starts_at, session.ends_at = span.start, span.end
    session.time_zone = plan.zone
    session.place, session.room, session.online_url = plan.place, plan.room, plan.online_url
    checked(session)


def _as_it_is(session: Session) -> dict[str, str]:
    """Return what moves people, for the history; the link stays out, others may read this."""
    values = {name: getattr(session, name) for name in _MOVES}
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in values.items()
    }


def _in_words(session: Session) -> dict[str, str]:
    """Return when and where a session was, in every language that somebody may read."""
    words = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            location = location_of(session)
            words[language] = ", ".join(part for part in (when_of(session), location) if part)
    return words


def _tell(event: Event, session: Session, was: dict[str, str], by: Person) -> None:
    if event.published_at is None:
        return
    tell_moved(session, was=was)
    leads, key = leads_of(session), f"moved:{session.pk}:{session.sequence}"
    tell_leads(session, leads, by=by, method=REQUEST, key=key)
    tell_trainers(event, by=by, key=key, apart_from=leads)

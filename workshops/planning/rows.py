"""Writing events, sessions and their history; always under the lock on the event."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import structlog
from django.db.models import F
from django.utils.translation import gettext as _

from core import clock
from organisations.models import Person
from workshops.enums import EventStep
from workshops.models import Event, EventRecord, Session, SessionTrainer
from workshops.planning.conflicts import Span, busy_trainers, span_of
from workshops.planning.errors import PlanningRefused, TrainerIsBusy, checked, refuse_if
from workshops.planning.people import roots_of
from workshops.planning.plans import NewSession

logger = structlog.get_logger(__name__)
_HTTPS = "https://"


def locked_event(pk: int) -> Event:
    """Lock an event: whoever books, moves or cancels waits for one another."""
    rows = Event.objects.select_for_update(of=("self",), no_key=True).select_related("type")
    event: Event = rows.get(pk=pk)
    return event


def must_go_on(event: Event) -> None:
    """Raise `PlanningRefused` when an event was cancelled or its attendance was closed."""
    if event.is_cancelled:
        raise PlanningRefused(_("This workshop was cancelled. Plan a new one instead."))
    if event.attendance_closed_at is not None:
        raise PlanningRefused(_("The attendance of this workshop is closed. Plan a new one."))


def checked_spans(
    plans: Sequence[NewSession],
    *,
    beside: Iterable[Session] = (),
    apart_from: Sequence[int] = (),
) -> list[Span]:
    """Return the moments of sessions to be, or raise `PlanningRefused`.

    `beside`: the sessions of the event that stay. The trainers are locked, so that two who plan at
    the same moment see each other.
    """
    spans = [span_of(plan) for plan in plans]
    refuse_if(
        problem for plan, span in zip(plans, spans, strict=True) for problem in _of(plan, span)
    )
    staying = [Span(start=row.starts_at, end=row.ends_at) for row in beside]
    refuse_if(_overlaps([*spans, *staying]))
    people = roots_of(trainer for span in spans for trainer in span.trainers)
    locked = Person.objects.select_for_update(no_key=True).filter(pk__in=people.values())
    list(locked.order_by("pk"))
    busy = list(dict.fromkeys(busy_trainers(spans, apart_from=apart_from)))
    if busy:
        raise TrainerIsBusy(*busy)
    return spans


def _of(plan: NewSession, span: Span) -> Iterable[str]:
    if span.end <= span.start:
        yield _("The end must come after the start.")
    if plan.online_url and not plan.online_url.startswith(_HTTPS):
        yield _("The link of the online meeting must start with https://.")


def _overlaps(spans: Iterable[Span]) -> Iterable[str]:
    ordered = sorted(spans, key=lambda span: span.start)
    for one, next_one in pairwise(ordered):
        if next_one.start < one.end:
            yield _("Two sessions of this workshop are at the same time. Change one of them.")


def write_session(event: Event, plan: NewSession, span: Span, *, number: int) -> Session:
    """Write a new session with its trainers."""
    session = Session(
        event=event,
        number=number,
        starts_at=span.start,
        ends_at=span.end,
        time_zone=plan.zone,
        place=plan.place.strip(),
        room=plan.room.strip(),
        online_url=plan.online_url,
        changed_at=clock.now(),
    )
    checked(session)
    session.save(force_insert=True)
    write_trainers(session, plan.trainers)
    return session


def write_trainers(session: Session, trainers: Iterable[Person]) -> None:
    """Let exactly these persons lead a session."""
    wanted = {trainer.pk for trainer in trainers}
    standing = SessionTrainer.objects.filter(session=session)
    there = set(standing.values_list("person_id", flat=True))
    standing.exclude(person__in=wanted).delete()
    SessionTrainer.objects.bulk_create(
        SessionTrainer(session=session, person_id=person) for person in sorted(wanted - there)
    )


def write_period(event: Event) -> None:
    """Write from when to when an event is, from the sessions that take place."""
    rows = Session.objects.taking_place().filter(event=event)
    spans = list(rows.values_list("starts_at", "ends_at"))
    event.starts_at = min((start for start, _end in spans), default=None)
    event.ends_at = max((end for _start, end in spans), default=None)
    event.save(update_fields=["starts_at", "ends_at"])


def change_entries(sessions: Iterable[Session]) -> None:
    """Let calendars take these sessions over again: a higher SEQUENCE, and now."""
    pks = [session.pk for session in sessions]
    Session.objects.filter(pk__in=pks).update(sequence=F("sequence") + 1, changed_at=clock.now())


def remember(
    event: Event,
    step: EventStep,
    *,
    by: Person,
    session: Session | None = None,
    before: Mapping[str, Any] | None = None,
) -> None:
    """Add a line to the history of an event; of a confidential one the log says nothing."""
    EventRecord.objects.create(
        event=event, session=session, step=step, before=dict(before or {}), by=by
    )
    if not event.is_confidential:
        logger.info("event changed", workshop=event.pk, step=str(step))

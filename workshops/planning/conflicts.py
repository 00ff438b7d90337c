"""Who or what would be needed twice at once: a trainer is refused, a room is warned of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from core import clock
from organisations.models import Person
from workshops.letters.details import when_of
from workshops.models import Session
from workshops.planning.moments import moment_of
from workshops.planning.people import records_of, roots_of
from workshops.planning.plans import NewSession
from workshops.querysets import SessionQuerySet


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A session to be, as moments."""

    start: datetime
    end: datetime
    place: str = ""
    room: str = ""
    trainers: tuple[Person, ...] = ()


def span_of(plan: NewSession) -> Span:
    """Return the moments of a session to be. Raises `PlanningRefused`."""
    return Span(
        start=moment_of(plan.starts_at, plan.zone),
        end=moment_of(plan.ends_at, plan.zone),
        place=plan.place,
        room=plan.room,
        trainers=plan.trainers,
    )


def trainer_conflicts(plans: Iterable[NewSession], *, apart_from: Sequence[int] = ()) -> list[str]:
    """Return a sentence for every trainer who leads another session at the same time.

    Also of sessions that are not published yet; not of what was called off. `apart_from` are ids of
    sessions that do not count, such as the one that is moved.
    """
    return list(busy_trainers([span_of(plan) for plan in plans], apart_from=apart_from))


def busy_trainers(spans: Iterable[Span], *, apart_from: Sequence[int] = ()) -> Iterable[str]:
    """Yield a sentence for every trainer who would be in two places at once.

    A record that was merged into another leads what that other leads.
    """
    spans = list(spans)
    roots = roots_of(trainer for span in spans for trainer in span.trainers)
    records = records_of(set(roots.values()))
    for span in spans:
        for trainer in span.trainers:
            mine = records[roots[trainer.pk]]
            led = _standing(span, apart_from).filter(trainers__person__in=mine).distinct()
            for session in led:
                # Who leads a confidential workshop may be known; which one it is, may not.
                secret = session.event.is_confidential
                title = _("a workshop") if secret else session.event.title
                values = {"name": trainer.name, "title": title, "when": when_of(session)}
                yield (
                    _(
                        "%(name)s leads %(title)s then: %(when)s. Choose another time or another"
                        " trainer."
                    )
                    % values
                )


def room_conflicts(plans: Iterable[NewSession], *, apart_from: Sequence[int] = ()) -> list[str]:
    """Return a sentence for every room in which another session is at the same time.

    A warning: rooms are shared with others, and some are large enough for two.
    """
    found = []
    for plan in plans:
        span = span_of(plan)
        if not span.room.strip():
            continue
        there = _standing(span, apart_from).filter(
            place__iexact=span.place.strip(), room__iexact=span.room.strip()
        )
        found += [
            _("There is another workshop in %(room)s then: %(when)s.")
            % {"room": session.room, "when": when_of(session)}
            for session in there
        ]
    return found


def shared_rooms(sessions: Sequence[Session]) -> list[str]:
    """Return a sentence for every other workshop in the room of one of these, in one query."""
    now, same = clock.now(), Q()
    for session in sessions:
        if session.room and session.called_off_at is None and session.ends_at > now:
            same |= Q(
                starts_at__lt=session.ends_at,
                ends_at__gt=session.starts_at,
                place__iexact=session.place,
                room__iexact=session.room,
            )
    if not same:
        return []
    others = Session.objects.taking_place().filter(same, event__cancelled_at__isnull=True)
    others = others.exclude(event__in={session.event_id for session in sessions})
    return [
        _("There is another workshop in %(room)s then: %(when)s.")
        % {"room": session.room, "when": when_of(session)}
        for session in others.order_by("starts_at", "pk")
    ]


def _standing(span: Span, apart_from: Sequence[int]) -> SessionQuerySet:
    rows = Session.objects.taking_place().overlapping(span.start, span.end)
    found: SessionQuerySet = (
        rows.filter(event__cancelled_at__isnull=True)
        .exclude(pk__in=apart_from)
        .select_related("event__type")
        .order_by("starts_at", "pk")
    )
    return found

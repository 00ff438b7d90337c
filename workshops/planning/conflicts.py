"""Who or what would be needed twice at once: a trainer is refused, a room is warned of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from organisations.models import Person
from workshops.letters.details import when_of
from workshops.models import Session
from workshops.planning.moments import moment_of
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
    """Yield a sentence for every trainer who would be in two places at once."""
    for span in spans:
        for trainer in span.trainers:
            for session in _standing(span, apart_from).filter(trainers__person=trainer):
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


def _standing(span: Span, apart_from: Sequence[int]) -> SessionQuerySet:
    rows = Session.objects.taking_place().overlapping(span.start, span.end)
    found: SessionQuerySet = (
        rows.filter(event__cancelled_at__isnull=True)
        .exclude(pk__in=apart_from)
        .select_related("event__type")
        .order_by("starts_at", "pk")
    )
    return found

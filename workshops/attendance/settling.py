"""What follows from the marks: the state of each booking, the proof, and a turn to evaluate."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from core import clock
from organisations.models import Person
from workshops.attendance.outcomes import is_enough, outcome
from workshops.attendance.proof import EventProof
from workshops.attendance.reports import newest_marks, participants
from workshops.booking.steps import take_steps
from workshops.enums import WAS_THERE, Because, BookingState, Mark
from workshops.evaluation.turns import close_turns, open_turns
from workshops.models import Booking, Event

_LOOK_BACK = timedelta(days=60)


def settle(event: Event, *, by: Person | None, reason: str = "") -> int:
    """Bring bookings and proof of an event in line with its marks; return how many changed.

    The caller holds the lock on the event. Before the last session is over nothing is settled.
    """
    held_at = _held_at(event)
    if held_at is None or held_at > clock.now():
        return 0
    bookings = list(participants(event))
    changes: dict[BookingState, list[Booking]] = {}
    for booking, state in _judged(event, bookings):
        if booking.state != state:
            booking.event = event
            changes.setdefault(state, []).append(booking)
    because = Because.CORRECTION if reason else Because.ATTENDANCE
    for state, same in changes.items():
        take_steps(same, to=state, because=because, by=by)
    changed = [booking for same in changes.values() for booking in same]
    _prove(event, bookings, held_at=held_at, by=by, reason=reason)
    open_turns([one for one in changed if one.state in WAS_THERE])
    close_turns([one for one in changed if one.state not in WAS_THERE])
    return len(changed)


def settle_ended() -> int:
    """Give who was at enough sessions the proof, also when nobody closed the list."""
    now = clock.now()
    ended = Event.objects.going_on().filter(
        ends_at__lte=now, ends_at__gt=now - _LOOK_BACK, attendance_closed_at__isnull=True
    )
    marked = ended.filter(sessions__marks__mark=Mark.PRESENT).distinct()
    return sum(
        _settle_locked(pk) for pk in list(marked.order_by("pk").values_list("pk", flat=True))
    )


@transaction.atomic(durable=True)
def _settle_locked(event_id: int) -> int:
    event: Event = Event.objects.select_for_update(of=("self",)).get(pk=event_id)
    return settle(event, by=None)


def _judged(event: Event, bookings: list[Booking]) -> list[tuple[Booking, BookingState]]:
    """Return the state that follows from the marks for each booking.

    While the list is open only who attended enough is settled: what is missing may still come.
    """
    sessions = [one.pk for one in event.sessions.taking_place()]
    newest = newest_marks(bookings, sessions)
    required = event.required_sessions
    judged = []
    for booking in bookings:
        marks = [newest.get((session, booking.pk)) for session in sessions]
        if event.attendance_closed_at is not None or is_enough(marks, required):
            judged.append((booking, outcome(marks, required)))
        else:
            judged.append((booking, BookingState.BOOKED))
    return judged


def _prove(
    event: Event, bookings: list[Booking], *, held_at: datetime, by: Person | None, reason: str
) -> None:
    proof = EventProof(event, held_at=held_at, by=by)
    reason = reason or _("The attendance was corrected.")
    proof.take_back([one for one in bookings if one.state != BookingState.ATTENDED], reason=reason)
    proof.give(one for one in bookings if one.state == BookingState.ATTENDED)
    present = sum(one.state in WAS_THERE for one in bookings)
    proof.settle_team(present=present, reason=reason)


def _held_at(event: Event) -> datetime | None:
    """Return the end of the last session that took place."""
    held: datetime | None = event.sessions.taking_place().aggregate(last=Max("ends_at"))["last"]
    return held

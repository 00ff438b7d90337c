"""The steps of a booking: which may follow which, and the one function that takes them.

| from | to | why |
|---|---|---|
| new | requested | the manager must approve first; no place is held |
| new | booked | there was a place; or the trainer added a walk-in, who takes none |
| new | waitlisted | there was no place |
| requested | approved, declined | the manager, or the organiser, decided |
| requested | declined | the manager did not answer in time |
| approved | booked, waitlisted | at once, in the same transaction |
| waitlisted | offered | a place came free |
| waitlisted | booked | a place came free and offers are not timed; or there was a place after all |
| waitlisted | declined | the first session is over and no place came free |
| offered | booked | the offer was accepted |
| requested, waitlisted, offered, booked | cancelled | by the participant, or for them |
| offered | cancelled | the offer was not answered in time |
| cancelled | requested, booked, waitlisted | cancelling was undone |
| requested, waitlisted | booked | let in at the door |
| requested, waitlisted, offered, booked | called off | the organiser cancelled the workshop |
| booked | attended, partly attended, excused, no-show | the attendance list |
| an outcome | another outcome, booked | another mark, or a correction |

Booked, offered and the outcomes hold a place; that of a walk-in counts for nothing. Every step
writes the state, a `BookingTransition` and the messages about it, and keeps count of the places.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

import structlog

from core.statements import NewRow
from organisations.models import Person
from workshops.booking.messages import queue_messages
from workshops.booking.places import Places
from workshops.enums import HOLDS_A_PLACE, OUTCOMES, Because, BookingState
from workshops.errors import StepRefused
from workshops.models import Booking, BookingTransition

logger = structlog.get_logger(__name__)

NEW = ""
"""The state before the first step."""

_S, _B = BookingState, Because
_LEAVING = frozenset({_B.OWN_CHOICE, _B.MOVED, _B.ORGANISER})
_CALLING_OFF = frozenset({_B.EVENT_CANCELLED, _B.ORGANISER})
_MARKS = frozenset({_B.ATTENDANCE, _B.CORRECTION})
_OPEN = (_S.REQUESTED, _S.WAITLISTED, _S.OFFERED, _S.BOOKED)

STEPS: Mapping[tuple[str, str], frozenset[Because]] = {
    (NEW, _S.REQUESTED): frozenset({_B.OWN_CHOICE}),
    (NEW, _S.BOOKED): frozenset({_B.OWN_CHOICE, _B.ORGANISER, _B.TEAM, _B.WALK_IN}),
    (NEW, _S.WAITLISTED): frozenset({_B.FULL}),
    (_S.REQUESTED, _S.APPROVED): frozenset({_B.MANAGER, _B.ORGANISER}),
    (_S.REQUESTED, _S.DECLINED): frozenset({_B.MANAGER, _B.ORGANISER, _B.NO_ANSWER}),
    (_S.REQUESTED, _S.BOOKED): frozenset({_B.WALK_IN}),
    (_S.APPROVED, _S.BOOKED): frozenset({_B.MANAGER, _B.ORGANISER, _B.TEAM}),
    (_S.APPROVED, _S.WAITLISTED): frozenset({_B.FULL}),
    (_S.WAITLISTED, _S.OFFERED): frozenset({_B.PLACE_FREE, _B.TEAM}),
    (_S.WAITLISTED, _S.BOOKED): frozenset(
        {_B.PLACE_FREE, _B.TEAM, _B.OWN_CHOICE, _B.ORGANISER, _B.WALK_IN}
    ),
    (_S.WAITLISTED, _S.DECLINED): frozenset({_B.NO_PLACE}),
    (_S.OFFERED, _S.BOOKED): frozenset({_B.OFFER_ACCEPTED}),
    (_S.REQUESTED, _S.CANCELLED): _LEAVING,
    (_S.WAITLISTED, _S.CANCELLED): _LEAVING,
    (_S.OFFERED, _S.CANCELLED): _LEAVING | {_B.OFFER_EXPIRED},
    (_S.BOOKED, _S.CANCELLED): _LEAVING,
    (_S.CANCELLED, _S.REQUESTED): frozenset({_B.UNDO}),
    (_S.CANCELLED, _S.WAITLISTED): frozenset({_B.UNDO}),
    (_S.CANCELLED, _S.BOOKED): frozenset({_B.UNDO}),
    **{(state, _S.CALLED_OFF): _CALLING_OFF for state in _OPEN},
    **{(_S.BOOKED, outcome): _MARKS for outcome in OUTCOMES},
    **{(outcome, _S.BOOKED): _MARKS for outcome in OUTCOMES},
    **{(old, new): _MARKS for old in OUTCOMES for new in OUTCOMES - {old}},
}
_BOOKING, _STEP = NewRow(Booking), NewRow(BookingTransition)
_NUMBERED = frozenset({_S.BOOKED, _S.WAITLISTED})
_SAVED = ("state", "line", "offered_until", "reservation", "is_walk_in")


def take_steps(
    bookings: Sequence[Booking],
    *,
    to: BookingState,
    because: Because,
    by: Person | None,
    places: Places | None = None,
    offered_until: datetime | None = None,
) -> None:
    """Take the same step with bookings of one event; a booking that is not saved yet is its first.

    The caller holds the lock on the event: `places` is what it got with it, and is needed when the
    step takes a place or leaves one. The place itself is looked for by the caller. Raises
    `StepRefused`.
    """
    if not bookings:
        return
    before = [str(booking.state) for booking in bookings]
    if any(because not in STEPS.get((state, to), ()) for state in before):
        raise StepRefused
    for booking, state in zip(bookings, before, strict=True):
        _count(places, booking, state, to)
        booking.state, booking.offered_until = to, offered_until
    _number(places, bookings, to)
    _save(bookings)
    if places is not None:
        places.save()
    steps = [
        BookingTransition(booking=booking, from_state=state, to_state=to, because=because, by=by)
        for booking, state in zip(bookings, before, strict=True)
    ]
    _append(steps)
    queue_messages(steps)
    _log(bookings, to, because)


def _append(steps: Sequence[BookingTransition]) -> None:
    if len(steps) == 1:
        _STEP.save(steps[0])
    else:
        BookingTransition.objects.bulk_create(steps)


def _count(places: Places | None, booking: Booking, state: str, to: BookingState) -> None:
    """Keep count of the place that a step takes or leaves."""
    change = 0 if booking.is_walk_in else (to in HOLDS_A_PLACE) - (state in HOLDS_A_PLACE)
    if not change:
        return
    if places is None:
        raise RuntimeError("A step that changes the number of places needs the lock on the event.")
    if change > 0:
        places.take(booking.reservation)
    else:
        places.leave(booking.reservation)
        booking.reservation = None


def _number(places: Places | None, bookings: Sequence[Booking], to: BookingState) -> None:
    """Give who has no number in the order of asking the next one, once and for all."""
    if to not in _NUMBERED or places is None:
        return
    for booking in bookings:
        if booking.line is None and not booking.is_walk_in:
            booking.line = places.next_number()


def _save(bookings: Sequence[Booking]) -> None:
    new = [booking for booking in bookings if booking.pk is None]
    for booking in new:
        _BOOKING.save(booking)
    known = [booking for booking in bookings if booking not in new]
    if known:
        Booking.objects.bulk_update(known, _SAVED)


def _log(bookings: Sequence[Booking], to: BookingState, because: Because) -> None:
    """Say what happened; of a confidential workshop not even that."""
    events = {booking.event_id for booking in bookings if not booking.event.is_confidential}
    for event in sorted(events):
        logger.info(
            "booking step", workshop=event, to=str(to), because=str(because), number=len(bookings)
        )

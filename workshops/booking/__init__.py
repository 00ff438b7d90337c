"""Booking: who gets a place, who waits, and who hears of it.

Places change only under the lock on the event (`places`), states only through `steps`.
"""

from workshops.booking.audience import is_meant_for, why_not
from workshops.booking.deciding import decide_request
from workshops.booking.due import end_waiting, expire_offers, lapse_requests, release_due_places
from workshops.booking.forgetting import forget_bookings
from workshops.booking.keeping import keep_places, release_places
from workshops.booking.leaving import (
    booking_to_undo,
    call_off_bookings,
    cancel_booking,
    decline_offer,
    may_undo,
    undo_cancellation,
    undo_token,
)
from workshops.booking.line import set_maximum
from workshops.booking.overlaps import Overlap, overlaps
from workshops.booking.taking import accept_offer, add_walk_in, book_seat
from workshops.booking.waiting import positions

__all__ = [
    "Overlap",
    "accept_offer",
    "add_walk_in",
    "book_seat",
    "booking_to_undo",
    "call_off_bookings",
    "cancel_booking",
    "decide_request",
    "decline_offer",
    "end_waiting",
    "expire_offers",
    "forget_bookings",
    "is_meant_for",
    "keep_places",
    "lapse_requests",
    "may_undo",
    "overlaps",
    "positions",
    "release_due_places",
    "release_places",
    "set_maximum",
    "undo_cancellation",
    "undo_token",
    "why_not",
]

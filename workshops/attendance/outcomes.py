"""What somebody's marks come to: a pure function of marks and the rule."""

from collections.abc import Sequence

from workshops.enums import BookingState, Mark


def outcome(marks: Sequence[Mark | None], required: int | None) -> BookingState:
    """Return how a participant did, given the newest mark of each session that took place.

    `required`: at least so many sessions; None: all of them. Nobody is excused who was there in
    part, and one absence without a reason is a no-show for who never came.
    """
    present = sum(mark == Mark.PRESENT for mark in marks)
    if is_enough(marks, required):
        return BookingState.ATTENDED
    if present:
        return BookingState.PARTLY_ATTENDED
    if any(mark == Mark.EXCUSED for mark in marks) and Mark.ABSENT not in marks:
        return BookingState.EXCUSED
    return BookingState.NO_SHOW


def is_enough(marks: Sequence[Mark | None], required: int | None) -> bool:
    """Tell whether enough sessions were attended, whatever the other marks will be."""
    needed = len(marks) if required is None else min(required, len(marks))
    return needed > 0 and sum(mark == Mark.PRESENT for mark in marks) >= needed

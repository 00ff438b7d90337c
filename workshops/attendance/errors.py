"""Why attendance cannot be written down; each says what to do."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class AttendanceRefused(Exception):
    """Nothing was written; the sentence says why and what to do."""

    @property
    def sentence(self) -> str:
        """What to tell the trainer or the participant."""
        return str(self)


class NotTakingPlace(AttendanceRefused):
    """The event was cancelled or the session was called off."""

    def __init__(self) -> None:
        super().__init__(_("This session does not take place, so nobody can be marked."))


class TooEarly(AttendanceRefused):
    """The session, or the last session of the event, is still to come."""

    def __init__(self) -> None:
        super().__init__(_("It is too early for this. Try again when the session has begun."))


class NotOver(AttendanceRefused):
    """The list can only be closed after the last session."""

    def __init__(self) -> None:
        super().__init__(_("The last session is not over yet. Close the list after that."))


class ListClosed(AttendanceRefused):
    """The list was closed: from now on a change is a correction with a reason."""

    def __init__(self) -> None:
        super().__init__(_("The list is closed. Make a correction, and say why."))


class TooLongAgo(AttendanceRefused):
    """The bookings were deleted; marking would take away the proof of who was there."""

    def __init__(self) -> None:
        super().__init__(_("This was too long ago: who came is no longer kept."))


class ReasonMissing(AttendanceRefused):
    """A correction needs a reason."""

    def __init__(self) -> None:
        super().__init__(_("Write why you correct this, in a few words."))


class NotMarkedYet(AttendanceRefused):
    """Some participants have no mark at all, and nobody said what that means."""

    def __init__(self, number: int) -> None:
        self.number = number
        text = ngettext(
            "%(n)d participant has no mark yet. Mark them, or choose what that means.",
            "%(n)d participants have no mark yet. Mark them, or choose what that means.",
            number,
        )
        super().__init__(text % {"n": number})


class WrongCode(AttendanceRefused):
    """The code is not that of a session of this moment."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This code is not right. Look at the code in the room again. It works from half an "
                "hour before the start to an hour after the end."
            )
        )


class NotBooked(AttendanceRefused):
    """Whoever checks in has no place."""

    def __init__(self) -> None:
        super().__init__(_("You have no booking for this workshop. Ask the trainer to add you."))

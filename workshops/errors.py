"""Why a booking, or a change of it, is refused; each says in one sentence what to do instead."""

from typing import TYPE_CHECKING, ClassVar

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class BookingRefused(Exception):
    """Nothing was changed; screens show the sentence.

    `values` fill the named places of `sentence`.
    """

    sentence: "ClassVar[str | _StrPromise]"

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__()

    def __str__(self) -> str:
        return str(self.sentence) % self.values


class NotPublished(BookingRefused):
    """It is still being planned."""

    sentence = _("You cannot book this workshop yet. Look again later.")


class EventCancelled(BookingRefused):
    """It does not take place."""

    sentence = _("This workshop was cancelled. Choose another date.")


class EventStarted(BookingRefused):
    """It has begun."""

    sentence = _("This workshop has started already. Choose another date.")


class NotOpenYet(BookingRefused):
    """Registration opens later."""

    sentence = _("Registration opens on %(moment)s. Come back then.")


class RegistrationClosed(BookingRefused):
    """Registration has closed."""

    sentence = _("Registration closed on %(moment)s. Choose another date.")


class NotForYou(BookingRefused):
    """The rule of the workshop does not let this person in."""

    sentence = _("This workshop is only for: %(audiences)s. Choose another workshop.")


class NotForYourUnit(BookingRefused):
    """It is only for one part of the organisation."""

    sentence = _("This workshop is only for people of %(unit)s. Choose another date.")


class PersonGone(BookingRefused):
    """The record of the person was emptied."""

    sentence = _("This person no longer works here. Choose somebody else.")


class AlreadyBooked(BookingRefused):
    """There is an active booking."""

    sentence = _("There is a booking for this workshop already. You find it under my workshops.")


class AlreadyWaiting(BookingRefused):
    """There is a place in the line, and still no place."""

    sentence = _("You are on the waiting list already. You get a message when there is a place.")


class AlreadyRequested(BookingRefused):
    """The manager has not decided yet."""

    sentence = _("You asked for this workshop already. Your manager has not decided yet.")


class NobodyApproves(BookingRefused):
    """The manager must approve, and there is none."""

    sentence = _(
        "Your manager must approve this, but we do not know who that is. Ask the trainer to book"
        " you."
    )


class NotYourBooking(BookingRefused):
    """Somebody wants to change a booking that is not theirs to change."""

    sentence = _("You cannot change this booking. Only the participant and the trainer can.")


class NotYoursToDecide(BookingRefused):
    """Only a manager of the participant, or the trainer, decides."""

    sentence = _("You cannot decide about this. Only the participant's manager can.")


class StepRefused(BookingRefused):
    """The booking stands otherwise than was thought: somebody was first."""

    sentence = _("This is no longer possible: the booking has changed. Look at it again.")


class SomebodyWasFirst(BookingRefused):
    """The database refused, because of what somebody else did at the same moment."""

    sentence = _("Somebody else was first at the same moment. Try once more.")


class TooLateToCancel(BookingRefused):
    """After the deadline only the trainer cancels."""

    sentence = _(
        "You could cancel until %(moment)s. Contact the trainer if you cannot come: the trainer"
        " can still sign you off."
    )


class CancelAfterStart(BookingRefused):
    """From the start on the attendance list says who was there."""

    sentence = _(
        "The workshop has started, so cancelling is no longer possible. Contact the trainer."
    )


class NoOffer(BookingRefused):
    """There is nothing to take or to leave."""

    sentence = _("There is no place kept for you any more. Look at your booking.")


class OfferPassed(BookingRefused):
    """The offer was not taken in time."""

    sentence = _("You could take this place until %(moment)s. It goes to somebody else.")


class UndoPassed(BookingRefused):
    """Undoing is for a slip of the finger."""

    sentence = _("You could undo this for ten minutes. Book again if you still want to come.")


class TooManyPlacesGone(BookingRefused):
    """The largest group would be smaller than who comes already."""

    sentence = _(
        "%(taken)s places are taken or kept. The largest group cannot be smaller than that."
    )


class BelowSmallestGroup(BookingRefused):
    """The largest group would be smaller than the smallest."""

    sentence = _("The largest group must be at least as large as the smallest: %(minimum)s.")


class NotEnoughPlaces(BookingRefused):
    """There are not that many places to keep."""

    sentence = _("There are %(left)s places left. Keep at most that many.")


class KeepAtLeastOne(BookingRefused):
    """Keeping no place is keeping nothing."""

    sentence = _("Keep at least one place.")


class KeptTooLong(BookingRefused):
    """Places are kept until a moment to come, before the start."""

    sentence = _("Choose until when the places are kept: a moment from now, before the start.")


class KeptAlready(BookingRefused):
    """A team has its places already."""

    sentence = _("Places are kept for this team already. Release those first.")


class NotForTeams(BookingRefused):
    """A confidential workshop knows no teams."""

    sentence = _("No places are kept for a team in a confidential workshop.")


class NotAtTheDoor(BookingRefused):
    """It is too early for somebody to come without booking."""

    sentence = _("It is too early to add somebody at the door. Book a place for them instead.")


class TooLongAgo(BookingRefused):
    """The bookings were deleted: their time was over."""

    sentence = _("This was too long ago: who came is no longer kept.")


class WhoIsIt(BookingRefused):
    """Either a person that we know, or a name."""

    sentence = _("Choose a person, or write the name of the guest.")

"""What stands in the way of a change; each says in a sentence what to do instead."""

from typing import TYPE_CHECKING, ClassVar

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class RefusedChange(Exception):
    """The change cannot be made; forms show `sentence`."""

    sentence: "ClassVar[str | _StrPromise]"

    def __str__(self) -> str:
        return str(self.sentence)


class EndBeforeStart(RefusedChange):
    """An exemption would end before its first day is over."""

    sentence = _("The last day lies before the first day. Change one of the two.")


class NotAReason(RefusedChange):
    """Only planning may give this reason."""

    sentence = _("This reason is not possible here. Choose another reason.")


class FollowsFromFacts(RefusedChange):
    """What planning derived comes back at the next run."""

    sentence = _(
        "This follows from appointments and absences. Correct those; the rest follows by itself."
    )


class AlreadyVoided(RefusedChange):
    """Somebody else was first, or it is a void itself."""

    sentence = _("This was taken back before. Look again at what it says now.")


class StartsInThePast(RefusedChange):
    """A rule does not change what was asked of people before."""

    sentence = _("A new version of a rule starts today or later. Choose another date.")


class NotAfterPrevious(RefusedChange):
    """Versions follow one another."""

    sentence = _("A new version starts after the previous one. Choose a later date.")


class CycleKindChanged(RefusedChange):
    """Its cycles would no longer fit each other."""

    sentence = _(
        "A duty of every year cannot become a duty of once, or the other way around."
        " Make a new requirement instead."
    )


class NothingAccepted(RefusedChange):
    """Nobody could ever be done."""

    sentence = _("Nobody can meet this: choose activities, and no more of them needed than chosen.")

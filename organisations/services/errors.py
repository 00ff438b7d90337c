"""Changes that cannot be made; each says in one sentence what to do instead."""

from django.utils.translation import gettext_lazy as _

from core.refusals import RefusedChange

# Who catches one of these often catches them all.
__all__ = ["RefusedChange"]


class EndBeforeStart(RefusedChange):
    """A period would end before its first day is over."""

    sentence = _("The last day lies before the first day. Change one of the two.")


class MissingEnd(RefusedChange):
    """A deputy would stay for ever."""

    sentence = _("A deputy needs a last day. Fill in when the deputising ends.")


class OverlappingPeriod(RefusedChange):
    """The same thing is already recorded for part of the period."""

    sentence = _(
        "This overlaps with what is already recorded. Change the dates, or correct the other line."
    )


class StaleFact(RefusedChange):
    """Somebody else corrected this row in the meantime."""

    sentence = _("Somebody changed this in the meantime. Open it again and check what it says now.")


class PersonErased(RefusedChange):
    """The data of this person were erased."""

    sentence = _("The data of this person were erased. Nothing can be changed any more.")


class PersonStillHere(RefusedChange):
    """Somebody who works here or holds a mandate cannot be erased."""

    sentence = _("This person still has an appointment, role or mandate. End those first.")


class MergeWithItself(RefusedChange):
    """Both records already count as one person."""

    sentence = _("These two already count as one person. Choose somebody else.")


class EmailTaken(RefusedChange):
    """The address already belongs to an account."""

    sentence = _("There is already an account with this e-mail address. Use another address.")


class MissingEmail(RefusedChange):
    """Without an address nobody can sign in."""

    sentence = _("Fill in an e-mail address first: somebody signs in with it.")


class IdentityTaken(RefusedChange):
    """The key already belongs to somebody."""

    sentence = _("This key already belongs to somebody else. Check the key.")


class CodeTaken(RefusedChange):
    """The code already belongs to a unit."""

    sentence = _("There is already a unit with this code. Choose another code.")


class UnitNotThere(RefusedChange):
    """The unit does not exist in the whole period."""

    sentence = _("This unit does not exist in the whole period. Choose other dates.")


class ParentNotThere(RefusedChange):
    """The unit above does not exist in the whole period."""

    sentence = _("The unit above does not exist in the whole period. Choose another unit or dates.")


class UnitBelowItself(RefusedChange):
    """The unit above already stands below this one."""

    sentence = _("The unit above is part of this unit. Choose another unit.")


class UnitStillUsed(RefusedChange):
    """Somebody or something is still in the unit."""

    sentence = _(
        "There are still units, appointments, roles or mandates in this unit in that period."
        " Move or end those first."
    )

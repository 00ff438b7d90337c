"""What stands in the way of a change; each says in a sentence what to do instead."""

from django.utils.translation import gettext_lazy as _

from core.refusals import RefusedChange

# Who catches one of these often catches them all.
__all__ = ["RefusedChange"]


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
        "How often a duty comes back cannot change: its cycles would no longer follow each other."
        " Make a new requirement instead."
    )


class NothingAccepted(RefusedChange):
    """Nobody could ever be done."""

    sentence = _("Nobody can meet this: choose at least one activity.")


class TooManyNeeded(RefusedChange):
    """More is asked than there is; with "not the same as last time" that is twice as much."""

    sentence = _(
        "Nobody can meet this: more activities are needed than there are to choose from."
        " Choose more activities, or ask for fewer. If the same may not be done twice in a row,"
        " there must be twice as many as are needed."
    )


class NothingToReplace(RefusedChange):
    """An equivalent of nothing, or of another equivalent."""

    sentence = _(
        "An equivalent must stand in for an activity that counts by itself."
        " Choose that activity too, or leave out the equivalent."
    )


class ContradictoryRule(RefusedChange):
    """A part of the rule takes away what another part gives."""

    sentence = _(
        "This rule contradicts itself: the same unit, kind, role or function group is both in it"
        " and left out. Remove it from one of the two lists."
    )


class NotForThisSubject(RefusedChange):
    """Conditions on persons in a duty of teams, or a duty of role holders without roles."""

    sentence = _(
        "This rule does not fit who has the duty. A duty of teams only chooses units; a duty of"
        " role holders names at least one role."
    )


class NotForThisCycle(RefusedChange):
    """A due rule of another kind of cycle, or a memory without cycles that follow each other."""

    sentence = _(
        "This rule does not fit how often the duty comes back. A first month and “not the same as"
        " last time” are only for a duty of every year, a date for who already works here only for"
        " a duty of once, and a duty of each edition follows one activity."
    )


class EmptyAudience(RefusedChange):
    """Nobody would have the duty."""

    sentence = _(
        "Nobody would have this duty: no appointment that is known now meets the rule."
        " Check the units, kinds, roles and dates."
    )


class CyclesOverlap(RefusedChange):
    """Other years would cross the cycles that there are."""

    sentence = _(
        "With another first month the new cycles would overlap with those that there are."
        " Make a new requirement for these units instead."
    )


class DueBeforeOpen(RefusedChange):
    """Nobody could be in time."""

    sentence = _("The due date lies before the day on which the duty opens. Choose a later date.")


class NotADay(RefusedChange):
    """A month or day that no calendar has, or an end that does not come after the start."""

    sentence = _("This date does not exist, or the rule would end before it starts. Change it.")


class ExemptionWithoutEnd(RefusedChange):
    """An exemption for good would let somebody off unseen."""

    sentence = _(
        "An exemption always has a last day. Choose one; you can exempt again when it is over."
    )


class NotLater(RefusedChange):
    """A deferral to a day on which it is due already, or that has passed."""

    sentence = _("Deferring means a later date. Choose a day after the due date and after today.")


class AfterTheCycle(RefusedChange):
    """What is done after the end of a cycle counts for the next one."""

    sentence = _(
        "This date lies after the end of the cycle. Who cannot do it in this cycle gets an"
        " exemption; the next cycle opens by itself."
    )


class NothingToDefer(RefusedChange):
    """It is done, or it does not apply."""

    sentence = _("There is nothing to defer: this is done, or it does not apply any more.")


class FutureReferenceDate(RefusedChange):
    """Figures of a day that has not been."""

    sentence = _("The reference date lies in the future. Choose today or an earlier day.")


class NotHeldThen(RefusedChange):
    """An end after the end that there is would make it longer."""

    sentence = _("It ended earlier already. Choose an earlier last day.")


class DraftChanged(RefusedChange):
    """Somebody else changed the proposal since it was shown."""

    sentence = _(
        "Somebody else changed this proposal in the meantime. What you typed is still here:"
        " copy what you need, open the proposal again and change it there."
    )


class DraftSettled(RefusedChange):
    """A step that does not follow from the state of the proposal."""

    sentence = _("This proposal is no longer in a state in which you can do this. Look again.")


class DraftUnfinished(RefusedChange):
    """What is unfinished is kept, and judged by nobody."""

    sentence = _("This proposal is not finished. Fill in what still must be done, then propose it.")


class DraftOpenAlready(RefusedChange):
    """Two proposals for one requirement would cross each other."""

    sentence = _("There is a proposal for this requirement already. Go on with that one.")


class OwnProposal(RefusedChange):
    """Four eyes: who proposes does not approve."""

    sentence = _("You proposed this yourself. Ask a colleague to judge it.")


class CommentMissing(RefusedChange):
    """Whoever proposed it must know what to change."""

    sentence = _("Write down what must change, so that your colleague can go on.")


class KeyTaken(RefusedChange):
    """A key names one requirement."""

    sentence = _("There is a requirement with this key already. Choose another key.")


class RuleChangedMeanwhile(RefusedChange):
    """A version came after the one that the proposal was made from."""

    sentence = _(
        "The rule changed since this proposal was made. Withdraw it and make a new proposal."
    )


class WrongDays(RefusedChange):
    """These are no days on which to remind."""

    sentence = _(
        "Give at most ten different days between -365 and 365, such as -60, -30, -7, 1, 14."
    )


class AgreementMissing(RefusedChange):
    """Telling the manager above a team is off unless it was agreed on."""

    sentence = _(
        "Write down where this was agreed, such as with the works council and on which date."
        " Or leave the number of days empty: then nobody above the team hears of it."
    )


class RemindersChanged(RefusedChange):
    """Somebody else set the reminders since they were shown."""

    sentence = _(
        "Somebody else changed these reminders in the meantime. Look below at what holds now,"
        " and save again when yours should hold."
    )

"""What can go wrong with the code of conduct."""


class GirError(Exception):
    """Base of all errors of the code of conduct."""


class EditionInForce(GirError):
    """An edition that is in force cannot be withdrawn."""


class ShownTextChanged(GirError):
    """The text was published anew after it was shown, so it must be shown again."""


class CodeTaken(GirError):
    """Another edition has this code, or one that was withdrawn had it; a code is for ever."""


class DayTaken(GirError):
    """Another edition comes into force on this day; then nobody could say which one holds."""


class DoubleArticle(GirError):
    """Two articles of an edition have the same key."""


class NoSuchDay(GirError):
    """What was given for a day is not one, such as 2026-02-30."""


class ChoiceNotCounted(GirError):
    """There is nothing to count: not this week's dilemma, or not one of its options."""


class AddendumRefused(GirError):
    """What was asked of an addendum cannot be done; `str` is a sentence for who asked."""


class NotOpenAnyMore(AddendumRefused):
    """The proposal was sent in, answered or taken back in the meantime."""


class OwnProposal(AddendumRefused):
    """Nobody approves what they proposed themselves."""


class NotForThisUnit(AddendumRefused):
    """Somebody writes or approves for other units than this one."""


class FirstDayPassed(AddendumRefused):
    """What people read on a day that has passed cannot be changed."""


class AlreadyReplaced(AddendumRefused):
    """Something else took the place of this addendum already, or it ended."""

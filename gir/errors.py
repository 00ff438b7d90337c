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

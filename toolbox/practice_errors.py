"""Why something with a good practice cannot be done; the sentence says what to do."""


class PracticeRefused(Exception):
    """A change that cannot be made; the text is for the reader."""


class NotOpenAnyMore(PracticeRefused):
    """Somebody else was first."""


class NotReady(PracticeRefused):
    """Something that the database asks for is not there."""


class NotYours(PracticeRefused):
    """Somebody else has to do this."""

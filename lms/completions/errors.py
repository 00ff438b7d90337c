"""What can stand in the way of writing to the ledger."""


class ConflictingFact(Exception):
    """The key of this source is already in the ledger, with something else behind it."""


class FutureFact(Exception):
    """It has not happened yet."""


class AlreadyVoided(Exception):
    """Somebody else voided this completion before, with another key or reason."""


class NotVoidable(Exception):
    """A void is not voided: record the completion again instead."""

"""What can go wrong with a text that a part of the organisation writes."""


class ProposalRefused(Exception):
    """What was asked cannot be done; `str` is a sentence for who asked."""


class NotOpenAnyMore(ProposalRefused):
    """The proposal was sent in, answered or taken back in the meantime."""


class OwnProposal(ProposalRefused):
    """Nobody approves what they proposed themselves."""


class NotForThisUnit(ProposalRefused):
    """Somebody writes or approves for other units than this one."""


class FirstDayPassed(ProposalRefused):
    """What people read on a day that has passed cannot be changed."""


class AlreadyReplaced(ProposalRefused):
    """Something else took the place of this text already, or it ended."""

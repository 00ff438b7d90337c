"""Messages about additions to a module: to who can approve one, and back to who proposed it."""

from lms.additions.access import ADDITIONS
from lms.additions.models import AdditionProposal
from notifications.proposals import ProposalLetters

ASKED = "lms.addition_asked"
ANSWERED = "lms.addition_answered"


def _module(proposal: AdditionProposal) -> dict[str, str]:
    names = ADDITIONS.names()
    return {"module": names.get(ADDITIONS.about_of(proposal), proposal.module_key)}


LETTERS = ProposalLetters(
    kind=ADDITIONS,
    asked=ASKED,
    answered=ANSWERED,
    page="learning:addition-proposal",
    more=_module,
)
refresh = LETTERS.refresh

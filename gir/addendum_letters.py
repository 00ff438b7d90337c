"""Messages about addenda: to who can approve one, and back to who proposed it."""

from gir.access import ADDENDA
from notifications.proposals import ProposalLetters

ASKED = "gir.addendum_asked"
ANSWERED = "gir.addendum_answered"
LETTERS = ProposalLetters(
    kind=ADDENDA, asked=ASKED, answered=ANSWERED, page="gir:addendum-proposal"
)
refresh = LETTERS.refresh

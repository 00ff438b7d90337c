"""How far a proposal is."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProposalState(models.TextChoices):
    """How far a proposal is. What is approved is a row of its own in another table."""

    DRAFT = "draft", _("Draft")
    PROPOSED = "proposed", _("Waits for approval")
    SENT_BACK = "sent_back", _("Sent back")
    APPROVED = "approved", _("Approved")
    WITHDRAWN = "withdrawn", _("Withdrawn")


OPEN = frozenset({ProposalState.DRAFT, ProposalState.SENT_BACK})
"""States in which a proposal may still be changed."""
UNANSWERED = OPEN | {ProposalState.PROPOSED}
CLOSED = (ProposalState.APPROVED, ProposalState.WITHDRAWN)

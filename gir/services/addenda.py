"""What a part of the organisation adds to the code: written by one, approved by another."""

from dataclasses import dataclass
from typing import Any

from gir.access import ADDENDA
from gir.addendum_letters import LETTERS
from gir.contents import hash_of_addendum
from gir.models import AddendumProposal
from organisations.proposing.services import Desk, Written


@dataclass(frozen=True, kw_only=True)
class AddendumText(Written):
    """What a local editor writes; `valid_until` is the first day without it."""

    article_key: str
    is_stricter: bool


def _of_proposal(proposal: AddendumProposal, text: str) -> dict[str, Any]:
    """Return what an addendum has besides the fields of every local text."""
    return {
        "article_key": proposal.article_key,
        "is_stricter": proposal.is_stricter,
        "content_hash": hash_of_addendum(
            unit=proposal.unit.code,
            article_key=proposal.article_key,
            title=proposal.title,
            text=text,
            stricter=proposal.is_stricter,
        ),
    }


DESK = Desk(
    kind=ADDENDA,
    letters=LETTERS,
    stays=("article_key", "is_stricter"),
    approved_values=_of_proposal,
)
"""Where addenda come in and are answered."""

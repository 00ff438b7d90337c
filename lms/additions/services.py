"""Writing and approving additions; how that goes is the same for all local texts."""

import json
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from lms.additions.access import ADDITIONS
from lms.additions.letters import LETTERS
from lms.additions.models import AdditionProposal
from organisations.proposing.services import Desk, Written

FORMAT = "kompas-addition-1"
"""Part of every hash; never change how it is made: add a format beside it."""
_ABOUT = ("course_key", "module_key")
_BELOW = ("link", "link_text", "keeper", "review_on")


@dataclass(frozen=True, kw_only=True)
class AdditionText(Written):
    """What a local editor writes; `valid_until` is the first day without it."""

    course_key: str
    module_key: str
    link: str = ""
    link_text: str = ""
    keeper: str = ""
    review_on: date | None = None


def hash_of_addition(*, unit: str, title: str, text: str, **fields: Any) -> str:
    """Return the hash of what a reader sees of an addition; `unit` is the code of the unit."""
    values = [str(fields[name] or "") for name in (*_ABOUT, *_BELOW)]
    parts = [FORMAT, unit, title, text, *values]
    return sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def _of_proposal(proposal: AdditionProposal, text: str) -> dict[str, Any]:
    """Return what an addition has besides the fields of every local text."""
    fields = {name: getattr(proposal, name) for name in (*_ABOUT, *_BELOW)}
    return {
        **fields,
        "source": proposal.text,
        "content_hash": hash_of_addition(
            unit=proposal.unit.code, title=proposal.title, text=text, **fields
        ),
    }


DESK = Desk(kind=ADDITIONS, letters=LETTERS, stays=_ABOUT, approved_values=_of_proposal)
"""Where additions come in and are answered."""

"""Messages about a proposal: to who can approve it, and back to who proposed it.

A kind of local text (`organisations.proposing`) makes one `ProposalLetters`, and a `NoticeSpec` for
each of its two messages.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from core import clock
from notifications.models import Notice
from notifications.services import NewNotice, queue_notices
from organisations.models import Person
from organisations.proposing.access import Kind
from organisations.proposing.enums import ProposalState
from organisations.proposing.models import Proposal
from organisations.reports import unit_names


@dataclass(frozen=True, kw_only=True)
class ProposalLetters:
    """The two messages of one kind; `page` is the name of the address of a proposal.

    `more` gives what only this kind fills in.
    """

    kind: Kind
    asked: str
    answered: str
    page: str
    more: Callable[[Any], Mapping[str, str]] = lambda _proposal: {}

    def tell_judges(self, proposal: Proposal) -> int:
        """Ask the nearest who can approve; return how many are told."""
        judges = self.kind.judges_of(proposal.unit, but=proposal.proposed_by)
        return queue_notices([_notice(self.asked, proposal, person) for person in judges])

    def tell_proposer(self, proposal: Proposal) -> int:
        """Say what was answered."""
        return queue_notices([_notice(self.answered, proposal, proposal.proposed_by)])

    def refresh(self, notices: Sequence[Notice]) -> dict[int, Mapping[str, Any] | None]:
        """Return what to fill in; None when the proposal is no longer in that state."""
        rows = self.kind.proposals.objects.select_related("proposed_by")
        found = rows.in_bulk({row.context["proposal"] for row in notices})
        names = unit_names([row.unit_id for row in found.values()], clock.today())
        answers: dict[int, Mapping[str, Any] | None] = {}
        for notice in notices:
            proposal = found.get(notice.context["proposal"])
            if proposal is None or proposal.state != notice.context["state"]:
                answers[notice.pk] = None
                continue
            label = names.get(proposal.unit_id)
            with override(notice.person.language):
                answers[notice.pk] = self._filled(notice, proposal, label.name if label else "")
        return answers

    def _filled(self, notice: Notice, proposal: Proposal, unit: str) -> dict[str, Any]:
        filled = {
            "naam": notice.person.name,
            "titel": proposal.title,
            "onderdeel": unit,
            "knop": reverse(self.page, args=[proposal.uuid]),
            **self.more(proposal),
        }
        if notice.kind == self.asked:
            return {**filled, "indiener": proposal.proposed_by.name}
        return {**filled, "antwoord": _answer(proposal)}


def _notice(kind: str, proposal: Proposal, person: Person) -> NewNotice:
    moment = proposal.changed_at.isoformat()
    return NewNotice(
        kind=kind,
        key=f"{kind}:{proposal.uuid}:{moment}:{person.uuid}",
        person=person,
        context={"proposal": proposal.pk, "state": str(proposal.state)},
    )


def _answer(proposal: Proposal) -> str:
    if proposal.state == ProposalState.APPROVED:
        return _("It was approved.")
    return _("It was sent back with this comment: %(comment)s") % {"comment": proposal.comment}

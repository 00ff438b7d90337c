"""Writing, sending in and answering a text of a part of the organisation."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any, Protocol

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.markdown import render_markdown
from core.rich_text import clean
from organisations.access import records_of
from organisations.models import Person, Unit
from organisations.proposing.access import Kind
from organisations.proposing.enums import OPEN, UNANSWERED, ProposalState
from organisations.proposing.errors import (
    AlreadyReplaced,
    FirstDayPassed,
    NotForThisUnit,
    NotOpenAnyMore,
    OwnProposal,
)
from organisations.proposing.models import Approved, Proposal

logger = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Written:
    """What somebody writes; `valid_until` is the first day without it. A kind adds to it."""

    unit: Unit
    title: str
    text: str
    valid_from: date
    valid_until: date | None = None


class Letters(Protocol):
    """Who is told what; in the transaction of the step itself."""

    def tell_judges(self, proposal: Any) -> int:
        """Ask who can approve."""

    def tell_proposer(self, proposal: Any) -> int:
        """Say what was answered."""


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Where proposals of one kind come in and are answered.

    `stays` are the fields that what ends a text has in common with it. `approved_values` gives, for
    a proposal and its HTML, what a kind writes besides the fields that all have.
    """

    kind: Kind
    letters: Letters
    stays: tuple[str, ...]
    approved_values: Callable[[Any, str], Mapping[str, Any]]

    @transaction.atomic(durable=True)
    def write(
        self,
        *,
        written: Written,
        by: Person,
        proposal: Proposal | None = None,
        replaces: Approved | None = None,
    ) -> Any:
        """Keep a draft, a new one or one not sent in yet; nobody else is asked anything."""
        draft = self.kind.proposals(replaces=replaces) if proposal is None else self._open(proposal)
        if proposal is not None:
            self._refuse_elsewhere(by, draft.unit)
        for field in fields(written):
            setattr(draft, field.name, getattr(written, field.name))
        if draft.replaces is not None:
            self._refuse_replaced(draft.replaces)
            # What takes its place is about the same thing for the same people.
            for name in ("unit", *self.kind.about):
                setattr(draft, name, getattr(draft.replaces, name))
        self._refuse_elsewhere(by, draft.unit)
        draft.proposed_by = by
        draft.changed_at = clock.now()
        draft.save()
        return draft

    @transaction.atomic(durable=True)
    def propose(self, *, proposal: Proposal, by: Person) -> Any:
        """Send a draft in, and tell who can approve it."""
        draft = self._open(proposal)
        self._refuse_elsewhere(by, draft.unit)
        return self._send_in(draft, by)

    @transaction.atomic(durable=True)
    def propose_end(self, *, approved: Approved, on: date, by: Person) -> Any:
        """Propose that a text no longer holds from a day on; somebody else approves that too."""
        self._refuse_elsewhere(by, approved.unit)
        draft = self.kind.proposals(
            text="",
            replaces=approved,
            valid_from=on,
            valid_until=on + timedelta(days=1),
            **{name: getattr(approved, name) for name in ("unit", "title", *self.stays)},
        )
        return self._send_in(draft, by)

    @transaction.atomic(durable=True)
    def take_back(self, *, proposal: Proposal, by: Person) -> Any:
        """Take a proposal back that nobody answered yet; it stays to read."""
        found = self._locked(proposal)
        if found.state not in UNANSWERED:
            raise NotOpenAnyMore(
                _("This was answered in the meantime, so it cannot be taken back.")
            )
        self._refuse_elsewhere(by, found.unit)
        return self._become(found, ProposalState.WITHDRAWN)

    @transaction.atomic(durable=True)
    def send_back(self, *, proposal: Proposal, by: Person, comment: str) -> Any:
        """Ask the proposer to change something, with a comment."""
        found = self._judged(proposal, by)
        found.comment = comment
        self._become(found, ProposalState.SENT_BACK)
        self.letters.tell_proposer(found)
        return found

    @transaction.atomic(durable=True)
    def approve(self, *, proposal: Proposal, by: Person) -> Any:
        """Write the text of a proposal. Readers see it from its first day on."""
        found = self._judged(proposal, by)
        self._refuse_impossible(found)
        text = clean(render_markdown(found.text))
        approved = self.kind.approved.objects.create(
            unit=found.unit,
            title=found.title,
            text=text,
            valid_from=found.valid_from,
            valid_until=found.valid_until,
            replaces=found.replaces,
            proposed_by=found.proposed_by,
            approved_by=by,
            **self.approved_values(found, text),
        )
        self._become(found, ProposalState.APPROVED)
        self.letters.tell_proposer(found)
        logger.info("local text approved", kind=approved._meta.label_lower, text=approved.pk)
        return approved

    def _send_in(self, draft: Proposal, by: Person) -> Any:
        self._refuse_impossible(draft)
        draft.proposed_by = by
        draft.comment = ""
        self._become(draft, ProposalState.PROPOSED)
        self.letters.tell_judges(draft)
        return draft

    def _become(self, proposal: Proposal, state: ProposalState) -> Any:
        proposal.state = state
        proposal.changed_at = clock.now()
        proposal.save()
        kind = proposal._meta.label_lower
        logger.info("local text proposal", kind=kind, proposal=proposal.pk, state=state.value)
        return proposal

    def _locked(self, proposal: Proposal) -> Any:
        rows = self.kind.proposals.objects.select_for_update(of=("self",))
        return rows.get(pk=proposal.pk)

    def _open(self, proposal: Proposal) -> Any:
        found = self._locked(proposal)
        if found.state not in OPEN:
            raise NotOpenAnyMore(_("This was sent in or answered in the meantime."))
        return found

    def _judged(self, proposal: Proposal, by: Person) -> Any:
        found = self._locked(proposal)
        if found.state != ProposalState.PROPOSED:
            raise NotOpenAnyMore(_("This was answered or taken back in the meantime."))
        if records_of(by).filter(pk=found.proposed_by_id).exists():
            raise OwnProposal(_("You proposed this yourself. Somebody else has to answer it."))
        if not self.kind.may_judge_for(by, found.unit):
            raise NotForThisUnit(_("You do not approve for this part of the organisation."))
        return found

    def _refuse_elsewhere(self, by: Person, unit: Unit) -> None:
        if not self.kind.may_write_for(by, unit):
            raise NotForThisUnit(_("You do not write for this part of the organisation."))

    def _refuse_impossible(self, proposal: Proposal) -> None:
        """Refuse to change what people could read on a day before today."""
        if proposal.valid_from < clock.today():
            raise FirstDayPassed(_("The first day has passed. Choose today or a later day."))
        if proposal.replaces is not None:
            self._refuse_replaced(proposal.replaces)

    def _refuse_replaced(self, approved: Approved) -> None:
        if self.kind.approved.objects.filter(replaces=approved).exists():
            raise AlreadyReplaced(_("Something else took its place already, or it was ended."))

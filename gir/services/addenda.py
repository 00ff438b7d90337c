"""What a part of the organisation adds to the code: written by one, approved by another."""

from dataclasses import dataclass
from datetime import date, timedelta

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.markdown import render_markdown
from gir import addendum_letters
from gir.access import may_judge_for, may_write_for
from gir.contents import clean, hash_of_addendum
from gir.enums import AddendumState
from gir.errors import (
    AlreadyReplaced,
    FirstDayPassed,
    NotForThisUnit,
    NotOpenAnyMore,
    OwnProposal,
)
from gir.models import Addendum, AddendumProposal
from organisations.access import records_of
from organisations.models import Person, Unit

logger = structlog.get_logger(__name__)

OPEN = frozenset({AddendumState.DRAFT, AddendumState.SENT_BACK})
"""States in which a proposal may still be changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddendumText:
    """What a local editor writes; `valid_until` is the first day without it."""

    unit: Unit
    article_key: str
    title: str
    text: str
    is_stricter: bool
    valid_from: date
    valid_until: date | None = None


@transaction.atomic(durable=True)
def write_proposal(
    *,
    written: AddendumText,
    by: Person,
    proposal: AddendumProposal | None = None,
    replaces: Addendum | None = None,
) -> AddendumProposal:
    """Keep a draft, a new one or one that was not sent in yet; nobody else is asked anything."""
    draft = AddendumProposal(replaces=replaces) if proposal is None else _open(proposal)
    if proposal is not None:
        _refuse_elsewhere(by, draft.unit)
    for name in AddendumText.__slots__:
        setattr(draft, name, getattr(written, name))
    if draft.replaces is not None:
        _refuse_replaced(draft.replaces)
        # What takes its place is about the same article for the same people.
        draft.unit, draft.article_key = draft.replaces.unit, draft.replaces.article_key
    _refuse_elsewhere(by, draft.unit)
    draft.proposed_by = by
    draft.changed_at = clock.now()
    draft.save()
    return draft


@transaction.atomic(durable=True)
def propose(*, proposal: AddendumProposal, by: Person) -> AddendumProposal:
    """Send a draft in, and tell who can approve it."""
    draft = _open(proposal)
    _refuse_elsewhere(by, draft.unit)
    return _send_in(draft, by)


@transaction.atomic(durable=True)
def propose_end(*, addendum: Addendum, on: date, by: Person) -> AddendumProposal:
    """Propose that an addendum no longer holds from a day on; somebody else approves that too."""
    _refuse_elsewhere(by, addendum.unit)
    same = ("unit", "article_key", "title", "is_stricter")
    draft = AddendumProposal(
        text="",
        replaces=addendum,
        valid_from=on,
        valid_until=on + timedelta(days=1),
        **{name: getattr(addendum, name) for name in same},
    )
    return _send_in(draft, by)


@transaction.atomic(durable=True)
def take_back(*, proposal: AddendumProposal, by: Person) -> AddendumProposal:
    """Take a proposal back that nobody answered yet; it stays to read."""
    found = _locked(proposal)
    if found.state not in OPEN | {AddendumState.PROPOSED}:
        raise NotOpenAnyMore(_("This was answered in the meantime, so it cannot be taken back."))
    _refuse_elsewhere(by, found.unit)
    return _become(found, AddendumState.WITHDRAWN)


@transaction.atomic(durable=True)
def send_back(*, proposal: AddendumProposal, by: Person, comment: str) -> AddendumProposal:
    """Ask the proposer to change something, with a comment."""
    found = _judged(proposal, by)
    found.comment = comment
    _become(found, AddendumState.SENT_BACK)
    addendum_letters.tell_proposer(found)
    return found


@transaction.atomic(durable=True)
def approve(*, proposal: AddendumProposal, by: Person) -> Addendum:
    """Write the addendum of a proposal. Readers see it from its first day on."""
    found = _judged(proposal, by)
    _refuse_impossible(found)
    text = clean(render_markdown(found.text))
    addendum: Addendum = Addendum.objects.create(
        unit=found.unit,
        article_key=found.article_key,
        title=found.title,
        text=text,
        is_stricter=found.is_stricter,
        valid_from=found.valid_from,
        valid_until=found.valid_until,
        replaces=found.replaces,
        proposed_by=found.proposed_by,
        approved_by=by,
        content_hash=hash_of_addendum(
            unit=found.unit.code,
            article_key=found.article_key,
            title=found.title,
            text=text,
            stricter=found.is_stricter,
        ),
    )
    _become(found, AddendumState.APPROVED)
    addendum_letters.tell_proposer(found)
    logger.info("addendum approved", addendum=addendum.pk, article=addendum.article_key)
    return addendum


def _send_in(draft: AddendumProposal, by: Person) -> AddendumProposal:
    _refuse_impossible(draft)
    draft.proposed_by = by
    draft.comment = ""
    _become(draft, AddendumState.PROPOSED)
    addendum_letters.tell_judges(draft)
    return draft


def _become(proposal: AddendumProposal, state: AddendumState) -> AddendumProposal:
    proposal.state = state
    proposal.changed_at = clock.now()
    proposal.save()
    logger.info("addendum proposal", proposal=proposal.pk, state=state.value)
    return proposal


def _locked(proposal: AddendumProposal) -> AddendumProposal:
    return AddendumProposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)


def _open(proposal: AddendumProposal) -> AddendumProposal:
    found = _locked(proposal)
    if found.state not in OPEN:
        raise NotOpenAnyMore(_("This was sent in or answered in the meantime."))
    return found


def _judged(proposal: AddendumProposal, by: Person) -> AddendumProposal:
    found = _locked(proposal)
    if found.state != AddendumState.PROPOSED:
        raise NotOpenAnyMore(_("This was answered or taken back in the meantime."))
    if records_of(by).filter(pk=found.proposed_by_id).exists():
        raise OwnProposal(_("You proposed this yourself. Somebody else has to answer it."))
    if not may_judge_for(by, found.unit):
        raise NotForThisUnit(_("You do not approve for this part of the organisation."))
    return found


def _refuse_elsewhere(by: Person, unit: Unit) -> None:
    if not may_write_for(by, unit):
        raise NotForThisUnit(_("You do not write for this part of the organisation."))


def _refuse_impossible(proposal: AddendumProposal) -> None:
    """Refuse to change what people could read on a day before today."""
    if proposal.valid_from < clock.today():
        raise FirstDayPassed(_("The first day has passed. Choose today or a later day."))
    if proposal.replaces is not None:
        _refuse_replaced(proposal.replaces)


def _refuse_replaced(addendum: Addendum) -> None:
    if Addendum.objects.filter(replaces=addendum).exists():
        raise AlreadyReplaced(_("Something else took its place already, or it was ended."))

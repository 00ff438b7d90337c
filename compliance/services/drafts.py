"""A rule is proposed by one person and approved by another; until then nothing changes.

What is unfinished is kept as it was typed; only what could be published now is proposed. Every
step is one transaction that writes what was done, by whom and what the proposal said then.
"""

from collections.abc import Mapping, Sequence

from django.db import IntegrityError, transaction

import jobs
from compliance.enums import CycleKind, DraftEventKind, DraftState
from compliance.errors import (
    CommentMissing,
    DraftChanged,
    DraftOpenAlready,
    DraftSettled,
    DraftUnfinished,
    EmptyAudience,
    KeyTaken,
    OwnProposal,
    RuleChangedMeanwhile,
    StartsInThePast,
)
from compliance.models import DraftEvent, Requirement, RequirementDraft, RequirementVersion
from compliance.rules.drafting import DraftContent, content_of, latest_version
from compliance.rules.impact import impacts_of
from compliance.services.requirements import Accept, Terms, check_version, publish_version
from core import clock
from lms.api import Activity
from organisations.models import Person

PLAN = "compliance.plan"
Typed = Mapping[str, Sequence[str]]


@transaction.atomic
def start_draft(
    *,
    content: DraftContent,
    by: Person,
    requirement: Requirement | None = None,
    typed: Typed | None = None,
) -> RequirementDraft:
    """Begin a proposal: a new version of a requirement, or a new requirement.

    `typed`: what was typed, field by field, when that is not finished; `content` is what could be
    read of it. Without it this raises `RefusedChange` or `InvalidAudience` for a rule that could
    not be published.
    """
    if typed is None:
        check_content(content=content, requirement=requirement)
    draft = RequirementDraft(
        requirement=requirement,
        key=requirement.key if requirement else content.key,
        subject=requirement.subject if requirement else content.subject,
        based_on=latest_version(requirement),
        made_by=by,
        made_at=clock.now(),
    )
    _fill(draft, content, typed)
    _save(draft)
    _log(draft, DraftEventKind.MADE, by)
    return draft


@transaction.atomic
def change_draft(
    *,
    draft: RequirementDraft,
    revision: int,
    content: DraftContent,
    by: Person,
    typed: Typed | None = None,
) -> RequirementDraft:
    """Change a proposal, unless somebody else did since `revision`; for `typed` see the start."""
    row = _locked(draft, revision)
    if not row.is_editable:
        raise DraftSettled
    if typed is None:
        check_content(content=content, requirement=row.requirement)
    _fill(row, content, typed)
    row.revision += 1
    _save(row)
    _log(row, DraftEventKind.CHANGED, by)
    return row


@transaction.atomic
def propose_draft(*, draft: RequirementDraft, revision: int, by: Person) -> RequirementDraft:
    """Ask somebody else to judge it; from now on it stays as it is.

    Raises `DraftUnfinished`, or what stands in the way of publishing it now.
    """
    row = _locked(draft, revision)
    if not row.is_editable:
        raise DraftSettled
    if not row.is_whole:
        raise DraftUnfinished
    check_content(content=content_of(row), requirement=row.requirement)
    row.state, row.proposed_by, row.decided_by = DraftState.PROPOSED, by, None
    row.save()
    _log(row, DraftEventKind.PROPOSED, by)
    return row


@transaction.atomic
def send_draft_back(
    *, draft: RequirementDraft, revision: int, by: Person, comment: str
) -> RequirementDraft:
    """Say what must change; whoever proposed it goes on with it. Only somebody else sends back."""
    row = _judged(draft, revision, by)
    if not comment.strip():
        raise CommentMissing
    row.state, row.decided_by = DraftState.SENT_BACK, by
    row.save()
    _log(row, DraftEventKind.SENT_BACK, by, comment=comment.strip())
    return row


@transaction.atomic
def withdraw_draft(
    *, draft: RequirementDraft, revision: int, by: Person, comment: str = ""
) -> RequirementDraft:
    """Drop a proposal; what it said stays in its history."""
    row = _locked(draft, revision)
    if not row.is_open:
        raise DraftSettled
    row.state = DraftState.WITHDRAWN
    row.save()
    _log(row, DraftEventKind.WITHDRAWN, by, comment=comment.strip())
    return row


@transaction.atomic
def publish_draft(*, draft: RequirementDraft, revision: int, by: Person) -> RequirementVersion:
    """Approve what somebody else proposed: it becomes the rule, and planning is asked for.

    Raises `RefusedChange` or `InvalidAudience`; nothing was written then.
    """
    row = _judged(draft, revision, by)
    _refuse_past(row)
    requirement = _requirement(row)
    version = publish_version(requirement=requirement, terms=_terms(content_of(row)))
    row.requirement, row.published = requirement, version
    row.state, row.decided_by = DraftState.PUBLISHED, by
    row.save()
    _log(row, DraftEventKind.PUBLISHED, by)
    jobs.enqueue(PLAN, key=requirement.key, requirement=requirement.key)
    return version


def check_content(*, content: DraftContent, requirement: Requirement | None = None) -> None:
    """Raise what would be raised if this were published now; write nothing.

    A rule that covers nobody, today nor on its first day, is refused too.
    """
    if content.valid_from < clock.today():
        raise StartsInThePast
    days = {clock.today(), content.valid_from}
    audience = content.rule.audience
    subject = requirement.subject if requirement else content.subject
    covered = impacts_of(audience, subject=subject, requirement=None, days=days)
    if all(impact.is_empty for impact in covered):
        raise EmptyAudience
    if requirement is None and Requirement.objects.filter(key=content.key).exists():
        raise KeyTaken
    check_version(_terms(content), subject=subject, previous=latest_version(requirement))


def _new_requirement(key: str, title: str, subject: str) -> Requirement:
    if Requirement.objects.filter(key=key).exists():
        raise KeyTaken
    return Requirement.objects.create(key=key, title=title, subject=subject)


def _requirement(row: RequirementDraft) -> Requirement:
    """Return the requirement, made now when it is new, still as it was when the draft began."""
    if row.requirement_id is None:
        return _new_requirement(row.key, row.title, row.subject)
    requirement = Requirement.objects.select_for_update(no_key=True).get(pk=row.requirement_id)
    if latest_version(requirement) != row.based_on:
        raise RuleChangedMeanwhile
    if requirement.title != row.title:
        requirement.title = row.title
        requirement.save(update_fields=["title"])
    return requirement


def _terms(content: DraftContent) -> Terms:
    rule = content.rule
    return Terms(
        valid_from=content.valid_from,
        accept=accepted(content),
        cycle_kind=CycleKind(rule.cycle_kind),
        valid_until=rule.valid_until,
        audience=rule.audience_data,
        needed=rule.needed,
        not_same_as_last=rule.not_same_as_last,
        start_month=rule.start_month,
        due=(rule.due_month, rule.due_day),
        due_days=rule.due_days,
        sitting_due_on=rule.sitting_due_on,
        newcomer_days=rule.newcomer_days,
        grace_days=rule.grace_days,
    )


def accepted(content: DraftContent) -> Sequence[Accept]:
    """Return the activities that a proposal names."""
    given = content.rule.accept
    keys = {key for one in given for key in (one.activity, one.instead_of) if key}
    known = {row.key: row for row in Activity.objects.filter(key__in=keys)}
    return [
        Accept(
            activity=known[one.activity],
            minimum_assurance=one.minimum_assurance,
            instead_of=known[one.instead_of] if one.instead_of else None,
        )
        for one in given
    ]


def _judged(draft: RequirementDraft, revision: int, by: Person) -> RequirementDraft:
    row = _locked(draft, revision)
    if row.state != DraftState.PROPOSED:
        raise DraftSettled
    if row.proposed_by_id == by.pk:
        raise OwnProposal
    return row


def _locked(draft: RequirementDraft, revision: int) -> RequirementDraft:
    row = RequirementDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    if row.revision != revision:
        raise DraftChanged
    return row


def _refuse_past(row: RequirementDraft) -> None:
    if row.valid_from < clock.today():
        raise StartsInThePast


def _save(draft: RequirementDraft) -> None:
    try:
        with transaction.atomic():
            draft.save()
    except IntegrityError as twice:
        raise DraftOpenAlready from twice


def _fill(draft: RequirementDraft, content: DraftContent, typed: Typed | None) -> None:
    if draft.requirement_id is None:
        draft.key, draft.subject = content.key, content.subject
    draft.title, draft.note = content.title, content.note
    draft.rule = content.rule.model_dump(mode="json")
    draft.valid_from = content.valid_from
    draft.typed = None if typed is None else {name: list(texts) for name, texts in typed.items()}


def _log(draft: RequirementDraft, kind: DraftEventKind, by: Person, *, comment: str = "") -> None:
    DraftEvent.objects.create(
        draft=draft,
        kind=kind,
        actor=by,
        comment=comment,
        revision=draft.revision,
        content=content_of(draft).data | ({} if draft.is_whole else {"typed": draft.typed}),
        recorded_at=clock.now(),
    )

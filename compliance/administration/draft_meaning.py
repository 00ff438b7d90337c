"""What a proposal begins with, what it means in words, and who may change it."""

from collections.abc import Sequence
from typing import Any

from accounts.models import User
from compliance.administration.policies import may_rule
from compliance.administration.rule_form import RuleForm
from compliance.administration.rule_values import empty_content
from compliance.models import Requirement, RequirementDraft
from compliance.rules.audiences import read_audience
from compliance.rules.drafting import DraftContent, content_of, latest_version, rule_of
from compliance.rules.impact import Impact, impacts_of
from compliance.rules.names import names_for
from compliance.rules.text import Difference, Line, differences, lines, summary
from core import clock
from core.dates import add_days
from organisations.access import person_of


def first_content(draft: RequirementDraft | None, requirement: Requirement | None) -> DraftContent:
    """Return what the form begins with."""
    if draft is not None:
        return content_of(draft)
    latest = latest_version(requirement)
    if requirement is None or latest is None:
        return empty_content()
    start, rule = add_days(max(clock.today(), latest.valid_from), 1), rule_of(latest)
    passed = rule.sitting_due_on is not None and rule.sitting_due_on < start
    return DraftContent(
        key=requirement.key,
        title=requirement.title,
        subject=requirement.subject,
        # The cycle keeps its due date; one that has passed says nothing in a new version.
        rule=rule.model_copy(
            update={"valid_until": None} | ({"sitting_due_on": None} if passed else {})
        ),
        valid_from=start,
        note="",
    )


def meaning(form: RuleForm, user: User, requirement: Requirement | None) -> dict[str, Any]:
    """Return what the form would mean; of units of others no numbers."""
    content = form.filled_in()
    may = may_rule(user, content.rule.audience)
    return {
        "summary": summary_of(content),
        "impacts": impacts_on(content, requirement) if may else (),
        "has_old": requirement is not None,
    }


def may_change(user: User, draft: RequirementDraft | None, requirement: Requirement | None) -> bool:
    """Tell whether somebody may change the rule that there is, and may propose this one.

    Who began a proposal goes on with it as long as it is unfinished: its units may be chosen last.
    """
    latest = latest_version(requirement)
    rules = [read_audience(latest.audience)] if latest else []
    if draft is not None and not _is_unfinished_of(user, draft):
        rules.append(content_of(draft).rule.audience)
    return may_rule(user, *rules)


def _is_unfinished_of(user: User, draft: RequirementDraft) -> bool:
    person = person_of(user)
    return not draft.is_whole and person is not None and draft.made_by_id == person.pk


def summary_of(content: DraftContent) -> list[str]:
    """Return a proposal in a few sentences."""
    names = names_for(content.rule)
    return summary(content.rule, subject=content.subject, names=names)


def lines_of(content: DraftContent) -> list[Line]:
    """Return every part of a proposal."""
    names = names_for(content.rule)
    return lines(content.rule, subject=content.subject, valid_from=content.valid_from, names=names)


def differences_of(draft: RequirementDraft, content: DraftContent) -> Sequence[Difference] | None:
    """Return what a proposal changes in the version that it was made from; None for a new one."""
    if draft.based_on is None:
        return None
    before = rule_of(draft.based_on)
    names = names_for(before, content.rule)
    start = draft.based_on.valid_from
    return differences(
        lines(before, subject=draft.subject, valid_from=start, names=names),
        lines(content.rule, subject=draft.subject, valid_from=content.valid_from, names=names),
    )


def impacts_on(content: DraftContent, requirement: Requirement | None) -> Sequence[Impact]:
    """Return whom a proposal covers, today and on its first day."""
    return impacts_of(
        content.rule.audience,
        subject=content.subject,
        requirement=requirement,
        days=sorted({clock.today(), max(content.valid_from, clock.today())}),
    )

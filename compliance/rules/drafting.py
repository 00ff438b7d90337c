"""The rule of a proposal: everything that a version of a requirement says, but its first day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import Field

from compliance.enums import CycleKind
from compliance.models import Requirement, RequirementDraft, RequirementVersion
from compliance.rules.audiences import AudienceRule, read_audience
from core.content_files import ContentModel
from lms.api import Assurance


class AcceptedRule(ContentModel):
    """An activity that counts, by its key, when we are at least this sure that it was done.

    `instead_of` is the key of the activity that it is an equivalent of.
    """

    activity: str
    minimum_assurance: Assurance = Assurance.SERVER_GRADED
    instead_of: str | None = None


class DraftRule(ContentModel):
    """For whom, what, how often and by when; see `RequirementVersion` for what each means."""

    audience: AudienceRule = AudienceRule()
    accept: tuple[AcceptedRule, ...] = ()
    needed: Annotated[int, Field(ge=1)] | None = None
    not_same_as_last: bool = False
    cycle_kind: CycleKind = CycleKind.CALENDAR_YEAR
    start_month: int = 1
    due_month: int = 12
    due_day: int = 31
    sitting_due_on: date | None = None
    due_days: int = 90
    newcomer_days: int = 90
    grace_days: int = 0
    valid_until: date | None = None

    @property
    def items(self) -> tuple[AcceptedRule, ...]:
        """What is counted: the activities that are no equivalent of another one."""
        return tuple(one for one in self.accept if one.instead_of is None)

    @property
    def audience_data(self) -> dict[str, Any]:
        """The audience as a version keeps it: only what differs from everyone."""
        return self.audience.model_dump(mode="json", exclude_defaults=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftContent:
    """What a proposal says. `key` and `subject` only count for a new requirement."""

    title: str
    rule: DraftRule
    valid_from: date
    note: str
    key: str = ""
    subject: str = "person"

    @property
    def data(self) -> dict[str, Any]:
        """The same as JSON, for the record of a step."""
        return {
            "key": self.key,
            "title": self.title,
            "subject": self.subject,
            "valid_from": self.valid_from.isoformat(),
            "note": self.note,
            "rule": self.rule.model_dump(mode="json"),
        }


def read_rule(data: Mapping[str, Any]) -> DraftRule:
    """Return the rule that the JSON of a proposal says."""
    return DraftRule.model_validate(data)


def content_of(draft: RequirementDraft) -> DraftContent:
    """Return what a proposal says now."""
    return DraftContent(
        key=draft.key,
        title=draft.title,
        subject=draft.subject,
        rule=read_rule(draft.rule),
        valid_from=draft.valid_from,
        note=draft.note,
    )


def latest_version(requirement: Requirement | None) -> RequirementVersion | None:
    """Return the version that a next one comes after; None when nothing was published yet."""
    return requirement.versions.order_by("valid_from").last() if requirement else None


def rule_of(version: RequirementVersion) -> DraftRule:
    """Return the rule of a published version."""
    accepted = version.accepted.order_by("activity__title", "pk")
    accepted = accepted.select_related("activity", "instead_of")
    return DraftRule(
        audience=read_audience(version.audience),
        accept=tuple(
            AcceptedRule(
                activity=one.activity.key,
                minimum_assurance=Assurance(one.minimum_assurance),
                instead_of=one.instead_of.key if one.instead_of else None,
            )
            for one in accepted
        ),
        needed=version.needed,
        not_same_as_last=version.not_same_as_last,
        cycle_kind=CycleKind(version.cycle_kind),
        start_month=version.start_month,
        due_month=version.due_month,
        due_day=version.due_day,
        sitting_due_on=version.sitting_due_on,
        due_days=version.due_days,
        newcomer_days=version.newcomer_days,
        grace_days=version.grace_days,
        valid_until=version.valid_until,
    )

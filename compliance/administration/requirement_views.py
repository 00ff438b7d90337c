"""Pages that show a requirement: its rule, its versions and what changed, its cycles."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.views.generic import InspectView
from wagtail.admin.widgets.button import Button

from compliance.administration.policies import may_rule
from compliance.enums import Subject
from compliance.models import RequirementDraft, RequirementVersion
from compliance.models.drafts import OPEN_STATES
from compliance.models.reminders import default_days
from compliance.reminders.rules import after_text, days_text
from compliance.rules.drafting import rule_of
from compliance.rules.names import names_for
from compliance.rules.text import Difference, Line, differences, lines, summary
from core import clock
from core.dates import holds_on, last_day


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionFile:
    """A version in words, what it changed, and who proposed and approved it."""

    version: RequirementVersion
    lines: Sequence[Line]
    differences: Sequence[Difference]
    last_on: date | None
    is_now: bool
    draft: RequirementDraft | None


class RequirementView(InspectView):  # type: ignore[misc]
    """A requirement with its history."""

    page_title = gettext_lazy("Requirement")
    template_name = "compliance/administration/requirement.html"

    @cached_property
    def versions(self) -> list[RequirementVersion]:
        """The versions, the first one first."""
        rows = self.object.versions.select_related("draft__proposed_by", "draft__decided_by")
        return list(rows.order_by("valid_from"))

    @cached_property
    def open_draft(self) -> RequirementDraft | None:
        """The proposal that is being worked on."""
        found: RequirementDraft | None = self.object.drafts.filter(state__in=OPEN_STATES).first()
        return found

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Offer to propose a change to who may."""
        rule = rule_of(self.versions[-1]).audience if self.versions else None
        if self.open_draft or not may_rule(self.request.user, rule):
            return []
        url = reverse("requirementdraft:new_version", args=[self.object.pk])
        return [Button(_("Propose a change"), url=url, icon_name="edit", priority=10)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add versions, cycles and proposals."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        files = version_files(self.versions, subject=self.object.subject)
        now = next((file for file in files if file.is_now), None)
        rule = rule_of(now.version) if now else None
        return context | {
            "summary": summary(rule, subject=self.object.subject, names=names_for(rule))
            if rule
            else (),
            "files": list(reversed(files)),
            "cycles": self.object.cycles.order_by("-opens_on", "pk"),
            "drafts": self.object.drafts.select_related("proposed_by").order_by("-pk"),
            "open_draft": self.open_draft,
            "reminders": self.reminders(),
        }

    def reminders(self) -> dict[str, Any] | None:
        """Return when people are reminded; nobody is of a duty of teams."""
        if self.object.subject == Subject.TEAM:
            return None
        rule = self.object.reminder_rules.order_by("number").last()
        return {
            "days": days_text(rule.days if rule else default_days()),
            "above": after_text(rule.escalate_after if rule else None),
            "url": reverse("reminderrule:edit", args=[self.object.pk]),
        }


class VersionView(InspectView):  # type: ignore[misc]
    """One version in words."""

    page_title = gettext_lazy("Version of a rule")
    template_name = "compliance/administration/version.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the words."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        requirement = self.object.requirement
        versions = list(requirement.versions.order_by("valid_from"))
        files = version_files(versions, subject=requirement.subject)
        return context | {
            "requirement": requirement,
            "file": next(file for file in files if file.version == self.object),
        }


def version_files(versions: Sequence[RequirementVersion], *, subject: str) -> list[VersionFile]:
    """Return the versions in words, each with what it changed in the one before."""
    rules = [rule_of(version) for version in versions]
    names = names_for(*rules)
    said = [
        lines(rule, subject=subject, valid_from=version.valid_from, names=names)
        for rule, version in zip(rules, versions, strict=True)
    ]
    return [
        VersionFile(
            version=version,
            lines=text,
            differences=differences(before, text) if before else (),
            last_on=last_day(version.valid_until),
            is_now=holds_on(
                clock.today(), valid_from=version.valid_from, valid_until=version.valid_until
            ),
            draft=getattr(version, "draft", None),
        )
        for version, text, before in zip(versions, said, [(), *said], strict=False)
    ]

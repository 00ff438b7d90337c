"""Pages on which a rule is written down, proposed, and judged by somebody else."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from django.views.generic.base import TemplateView
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from accounts.models import User
from compliance.administration.policies import PROPOSE, ForOfficers, may_rule
from compliance.administration.rule_form import RuleForm, empty_content
from compliance.errors import RefusedChange
from compliance.models import Requirement, RequirementDraft
from compliance.rules.audiences import AudienceRule, InvalidAudience, read_audience
from compliance.rules.drafting import DraftContent, content_of, rule_of
from compliance.rules.impact import Impact, impacts_of
from compliance.rules.text import Line, differences, lines, names_for, summary
from compliance.services.drafts import (
    change_draft,
    propose_draft,
    publish_draft,
    send_draft_back,
    start_draft,
    withdraw_draft,
)
from core import clock
from core.dates import add_days
from organisations.access import person_of
from organisations.models import Person

_SAID = {
    "save": gettext_lazy("The proposal is saved."),
    "propose": gettext_lazy("The proposal waits for approval."),
    "send_back": gettext_lazy("The proposal went back to who proposed it."),
    "withdraw": gettext_lazy("The proposal is withdrawn."),
    "publish": gettext_lazy("The rule is published. Who gets the duty is worked out now."),
}


class OfficerPage(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]
    """What the pages about proposals share."""

    permission_policy = ForOfficers(RequirementDraft)
    permission_required = PROPOSE
    header_icon = "clipboard-list"
    request: HttpRequest

    @property
    def user(self) -> User:
        """Who asks."""
        if not isinstance(self.request.user, User):
            raise PermissionDenied
        return self.request.user

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the proposals."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("requirementdraft:index"), "label": _("Proposals")},
            {"url": "", "label": self.get_page_title()},
        ]


class DraftIndexView(IndexView):  # type: ignore[misc]
    """All proposals, the latest first."""

    def get_base_queryset(self) -> QuerySet[RequirementDraft]:
        """Read along who made and proposed them."""
        rows: QuerySet[RequirementDraft] = super().get_base_queryset()
        return rows.select_related("made_by", "proposed_by")

    def get_add_url(self) -> str:
        """Begin a new requirement."""
        return reverse("requirementdraft:add")


class DraftFormView(OfficerPage):
    """Write a rule down: of a new requirement, a new version, or a proposal that is there."""

    template_name = "compliance/administration/rule_form.html"
    requirement: Requirement | None = None
    draft: RequirementDraft | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find what it is about; whoever may not change it finds nothing."""
        if not self.user_has_permission(PROPOSE):
            raise PermissionDenied
        if "requirement" in kwargs:
            self.requirement = get_object_or_404(Requirement, pk=kwargs["requirement"])
            going_on = self.requirement.drafts.filter(state__in=("draft", "proposed", "sent_back"))
            if (draft := going_on.first()) is not None:
                messages.info(request, _("There is a proposal for this requirement already."))
                return redirect("requirementdraft:inspect", draft.pk)
        elif "pk" in kwargs:
            self.draft = get_object_or_404(RequirementDraft, pk=kwargs["pk"])
            self.requirement = self.draft.requirement
            if not self.draft.is_editable:
                messages.warning(request, _("This proposal cannot be changed now."))
                return redirect("requirementdraft:inspect", self.draft.pk)
        if not may_rule(self.user, *_audiences(self.draft, self.requirement)):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        """Say what it is about."""
        if self.draft is not None:
            return _("Change the proposal “%(title)s”") % {"title": self.draft.title}
        if self.requirement is not None:
            return _("Propose a change of “%(title)s”") % {"title": self.requirement.title}
        return _("Propose a new requirement")

    def get(self, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Show the form as it stands."""
        return self.show(self.form())

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Save, save and propose, or only look again."""
        form = self.form(request.POST)
        step = request.POST.get("step")
        if step not in {"save", "propose"}:
            form.quiet_down()
            return self.show(form)
        person = person_of(self.user)
        if person is None:
            form.add_error(None, no_person())
        draft = self.save(form, person, step) if person and form.is_valid() else None
        if draft is None:
            return self.show(form)
        said = (
            _("The proposal is saved.") if step == "save" else _("The proposal waits for approval.")
        )
        messages.success(request, said)
        return redirect("requirementdraft:inspect", draft.pk)

    def save(self, form: RuleForm, by: Person, step: str) -> RequirementDraft | None:
        """Write it down, or say at the field why not."""
        content = form.filled_in()
        try:
            if self.draft is None:
                draft = start_draft(content=content, by=by, requirement=self.requirement)
            else:
                draft = change_draft(
                    draft=self.draft, revision=self.revision, content=content, by=by
                )
            if step == "propose":
                draft = propose_draft(draft=draft, revision=draft.revision, by=by)
        except (RefusedChange, InvalidAudience) as refused:
            form.refuse(refused)
            return None
        return draft

    @property
    def revision(self) -> int:
        """The revision that the form was filled in on."""
        sent = self.request.POST.get("revision", "")
        return int(sent) if sent.isdecimal() else 0

    def form(self, data: Any = None) -> RuleForm:
        """Return the form of what it is about."""
        content = first_content(self.draft, self.requirement)
        return RuleForm(data, user=self.user, content=content, requirement=self.requirement)

    def show(self, form: RuleForm) -> HttpResponse:
        """Show the form, with what it would mean."""
        shown = shown_revision(self.draft, self.request)
        context = self.get_context_data(
            form=form, draft=self.draft, requirement=self.requirement, revision=shown
        )
        return self.render_to_response(context | meaning(form, self.user, self.requirement))


class SummaryView(OfficerPage, View):
    """What the form would mean as it is filled in now; a script puts it beside the form."""

    http_method_names = ("post", "options")

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Return a piece of a page."""
        requirement = None
        if "requirement" in kwargs:
            requirement = get_object_or_404(Requirement, pk=kwargs["requirement"])
        content = first_content(None, requirement)
        form = RuleForm(request.POST, user=self.user, content=content, requirement=requirement)
        form.quiet_down()
        template = "compliance/administration/meaning.html"
        return render(request, template, meaning(form, self.user, requirement))


class DraftView(OfficerPage):
    """A proposal: what it says, what it changes, whom it covers, and what is to be done now."""

    template_name = "compliance/administration/draft.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the proposal."""
        super().setup(request, *args, **kwargs)
        rows = RequirementDraft.objects.select_related(
            "requirement", "based_on", "made_by", "proposed_by", "decided_by", "published"
        )
        self.draft = get_object_or_404(rows, pk=kwargs["pk"])

    def get_page_title(self) -> str:
        """Return the title of the proposal."""
        return self.draft.title

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Take the next step, or say why not."""
        if not self.may_act:
            raise Http404
        comment = request.POST.get("comment", "")
        person = person_of(self.user)
        if person is None:
            return self.refuse(no_person(), comment)
        try:
            said = self.take(request.POST.get("step", ""), person, comment)
        except (RefusedChange, InvalidAudience) as refused:
            return self.refuse(str(refused), comment)
        messages.success(request, said)
        return redirect("requirementdraft:inspect", self.draft.pk)

    def take(self, step: str, by: Person, comment: str) -> str:
        """Take a step and return what to say about it."""
        if step not in _SAID or step == "save":
            raise Http404
        sent = self.request.POST.get("revision", "")
        at: dict[str, Any] = {"draft": self.draft, "by": by}
        at["revision"] = int(sent) if sent.isdecimal() else 0
        if step == "propose":
            propose_draft(**at)
        elif step == "publish":
            publish_draft(**at)
        else:
            (send_draft_back if step == "send_back" else withdraw_draft)(comment=comment, **at)
        return str(_SAID[step])

    def refuse(self, sentence: str, comment: str) -> HttpResponse:
        """Show the page again with what was wrong and what was typed."""
        return self.render_to_response(self.get_context_data(error=sentence, comment=comment))

    @property
    def may_act(self) -> bool:
        """Whether this officer may do anything with it."""
        return may_rule(self.user, *_audiences(self.draft, self.draft.requirement))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what it says, what it changes, whom it covers and what happened to it."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        draft, content = self.draft, content_of(self.draft)
        person = person_of(self.user)
        may_act = self.may_act
        is_own = person is not None and draft.proposed_by_id == person.pk
        return context | {
            "draft": draft,
            "lines": _lines(content),
            "differences": _differences(draft, content),
            "summary": _summary(content),
            "impacts": _impacts(content, draft.requirement) if draft.is_open and may_act else (),
            "events": draft.events.select_related("actor").order_by("recorded_at", "pk"),
            "may_act": may_act,
            "is_own": is_own,
            "may_judge": may_act and draft.state == "proposed" and not is_own,
        }


def first_content(draft: RequirementDraft | None, requirement: Requirement | None) -> DraftContent:
    """Return what the form begins with."""
    if draft is not None:
        return content_of(draft)
    latest = requirement.versions.order_by("valid_from").last() if requirement else None
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
        "summary": _summary(content),
        "impacts": _impacts(content, requirement) if may else (),
        "has_old": requirement is not None,
    }


def no_person() -> str:
    """Return why somebody without a person cannot decide anything."""
    return _(
        "A decision is recorded under a name, and your account belongs to no person."
        " Ask for your account to be tied to a person first."
    )


def shown_revision(draft: RequirementDraft | None, request: HttpRequest) -> str:
    """Return the revision that was filled in on: what is sent again stays what it was."""
    return request.POST.get("revision") or str(draft.revision if draft else 0)


def _audiences(
    draft: RequirementDraft | None, requirement: Requirement | None
) -> Sequence[AudienceRule]:
    """Return the rules that somebody would change, and what they would become."""
    latest = requirement.versions.order_by("valid_from").last() if requirement else None
    found = [read_audience(latest.audience)] if latest else []
    return [*found, content_of(draft).rule.audience] if draft else found


def _summary(content: DraftContent) -> list[str]:
    names = names_for(content.rule)
    return summary(content.rule, subject=content.subject, names=names)


def _lines(content: DraftContent) -> list[Line]:
    names = names_for(content.rule)
    return lines(content.rule, subject=content.subject, valid_from=content.valid_from, names=names)


def _differences(draft: RequirementDraft, content: DraftContent) -> Any:
    if draft.based_on is None:
        return None
    before = rule_of(draft.based_on)
    names = names_for(before, content.rule)
    start = draft.based_on.valid_from
    return differences(
        lines(before, subject=draft.subject, valid_from=start, names=names),
        lines(content.rule, subject=draft.subject, valid_from=content.valid_from, names=names),
    )


def _impacts(content: DraftContent, requirement: Requirement | None) -> Sequence[Impact]:
    return impacts_of(
        content.rule.audience,
        subject=content.subject,
        requirement=requirement,
        days=sorted({clock.today(), max(content.valid_from, clock.today())}),
    )

"""Pages of the admin on which somebody writes a proposal for a rule down."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.generic import View

from compliance.administration.draft_meaning import first_content, may_change, meaning
from compliance.administration.officer_pages import OfficerPage, no_person
from compliance.administration.policies import PROPOSE
from compliance.administration.rule_form import RuleForm
from compliance.errors import DraftChanged, DraftOpenAlready, DraftSettled, RefusedChange
from compliance.models import Requirement, RequirementDraft
from compliance.models.drafts import OPEN_STATES
from compliance.rules.audiences import InvalidAudience
from compliance.rules.drafting import DraftContent
from compliance.services.drafts import Typed, change_draft, propose_draft, start_draft
from organisations.access import person_of
from organisations.models import Person

NOT_KEPT = (DraftChanged, DraftOpenAlready, DraftSettled)
"""Refusals after which nothing is written at all, not even what was typed."""


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
            going_on = self.requirement.drafts.filter(state__in=OPEN_STATES)
            if (draft := going_on.first()) is not None:
                messages.info(request, _("There is a proposal for this requirement already."))
                return redirect("requirementdraft:inspect", draft.pk)
        elif "pk" in kwargs:
            self.draft = get_object_or_404(RequirementDraft, pk=kwargs["pk"])
            self.requirement = self.draft.requirement
            if not self.draft.is_editable:
                messages.warning(request, _("This proposal cannot be changed now."))
                return redirect("requirementdraft:inspect", self.draft.pk)
        if not may_change(self.user, self.draft, self.requirement):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        """Say what it is about."""
        if self.draft is not None:
            return _("Change the proposal “%(title)s”") % {"title": self.draft}
        if self.requirement is not None:
            return _("Propose a change of “%(title)s”") % {"title": self.requirement.title}
        return _("Propose a new requirement")

    def get(self, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Show the form as it stands; of what is unfinished, what must still be done."""
        form = self.form()
        if form.is_bound:
            form.is_whole()
        return self.show(form)

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
        draft = self.save(form, person, step) if person else None
        if draft is None:
            return self.show(form)
        return self.go_on(draft)

    def go_on(self, draft: RequirementDraft) -> HttpResponse:
        """Say what was saved; who is not finished goes on with the form."""
        if not draft.is_whole:
            messages.warning(
                self.request,
                _("What you typed is saved. See what must still be done before you propose it."),
            )
            return redirect("requirementdraft:edit", draft.pk)
        said = {
            True: _("The proposal is saved."),
            False: _("The proposal waits for approval."),
        }
        messages.success(self.request, said[draft.is_editable])
        return redirect("requirementdraft:inspect", draft.pk)

    def save(self, form: RuleForm, by: Person, step: str) -> RequirementDraft | None:
        """Write it down, or say at the field why not; what is unfinished is only saved."""
        is_valid, content = form.is_valid(), form.filled_in()
        try:
            if is_valid:
                return self.write(content, by, step)
        except (RefusedChange, InvalidAudience) as refused:
            form.refuse(refused)
            if isinstance(refused, NOT_KEPT):
                return None
        if step == "propose":
            return None
        try:
            return self.write(content, by, step, typed=form.typed)
        except NOT_KEPT as refused:
            form.refuse(refused)
            return None

    def write(
        self, content: DraftContent, by: Person, step: str, typed: Typed | None = None
    ) -> RequirementDraft:
        """Write it down and take the next step; raises what stands in the way."""
        if self.draft is None:
            draft = start_draft(content=content, by=by, requirement=self.requirement, typed=typed)
        else:
            draft = change_draft(
                draft=self.draft, revision=self.revision, content=content, by=by, typed=typed
            )
        if step == "propose":
            draft = propose_draft(draft=draft, revision=draft.revision, by=by)
        return draft

    @property
    def revision(self) -> int:
        """The revision that the form was filled in on."""
        sent = self.request.POST.get("revision", "")
        return int(sent) if sent.isdecimal() else 0

    def form(self, data: Any = None) -> RuleForm:
        """Return the form of what it is about."""
        return RuleForm(
            data,
            user=self.user,
            content=first_content(self.draft, self.requirement),
            requirement=self.requirement,
            typed=self.draft.typed if self.draft else None,
        )

    def show(self, form: RuleForm) -> HttpResponse:
        """Show the form, with what it would mean."""
        shown = shown_revision(self.draft, self.request)
        context = self.get_context_data(
            form=form,
            draft=self.draft,
            requirement=self.requirement,
            revision=shown,
            is_refused=self.request.method == "POST",
            can_keep=self.request.POST.get("step") == "propose" and not form.non_field_errors(),
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


def shown_revision(draft: RequirementDraft | None, request: HttpRequest) -> str:
    """Return the revision that was filled in on: what is sent again stays what it was."""
    return request.POST.get("revision") or str(draft.revision if draft else 0)

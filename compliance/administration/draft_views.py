"""Pages of the admin on which proposals for rules are looked at, judged and published."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy
from wagtail.admin.views.generic import IndexView

from compliance.administration.draft_meaning import (
    differences_of,
    impacts_on,
    lines_of,
    may_change,
    summary_of,
)
from compliance.administration.officer_pages import OfficerPage, no_person
from compliance.administration.policies import may_rule
from compliance.administration.rule_form import RuleForm, Todo
from compliance.errors import RefusedChange
from compliance.models import RequirementDraft
from compliance.rules.audiences import InvalidAudience
from compliance.rules.drafting import content_of
from compliance.services.drafts import (
    propose_draft,
    publish_draft,
    send_draft_back,
    withdraw_draft,
)
from organisations.access import person_of
from organisations.models import Person

_SAID = {
    "save": gettext_lazy("The proposal is saved."),
    "propose": gettext_lazy("The proposal waits for approval."),
    "send_back": gettext_lazy("The proposal went back to who proposed it."),
    "withdraw": gettext_lazy("The proposal is withdrawn."),
    "publish": gettext_lazy("The rule is published. Who gets the duty is worked out now."),
}


class DraftIndexView(IndexView):  # type: ignore[misc]
    """All proposals, the latest first."""

    def get_base_queryset(self) -> QuerySet[RequirementDraft]:
        """Read along who made and proposed them."""
        rows: QuerySet[RequirementDraft] = super().get_base_queryset()
        return rows.select_related("made_by", "proposed_by")

    def get_add_url(self) -> str:
        """Begin a new requirement."""
        return reverse("requirementdraft:add")


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
        return str(self.draft)

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
        return may_change(self.user, self.draft, self.draft.requirement)

    def todo(self) -> list[Todo]:
        """Return what must still be done before it can be proposed."""
        form = RuleForm(
            user=self.user,
            content=content_of(self.draft),
            requirement=self.draft.requirement,
            typed=self.draft.typed,
        )
        form.is_whole()
        return form.todo

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what it says, what it changes, whom it covers and what happened to it."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        draft, content = self.draft, content_of(self.draft)
        person = person_of(self.user)
        may_act = self.may_act
        counts = draft.is_open and draft.is_whole and may_rule(self.user, content.rule.audience)
        is_own = person is not None and draft.proposed_by_id == person.pk
        return context | {
            "draft": draft,
            "lines": lines_of(content),
            "differences": differences_of(draft, content),
            "summary": summary_of(content),
            "impacts": impacts_on(content, draft.requirement) if counts and may_act else (),
            "events": draft.events.select_related("actor").order_by("recorded_at", "pk"),
            "todo": self.todo() if may_act and draft.is_editable and not draft.is_whole else (),
            "may_act": may_act,
            "is_own": is_own,
            "may_judge": may_act and draft.state == "proposed" and not is_own,
        }

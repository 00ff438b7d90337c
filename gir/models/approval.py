"""The step of a workflow in which somebody else than the author approves."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import GroupApprovalTask, Page, TaskState

from gir.drafts import problems_of
from gir.models.pages import EditionPage

APPROVE = "approve"


class FourEyesTask(GroupApprovalTask):
    """A step that nobody takes for what they sent in or changed last themselves.

    That goes for superusers too. Of an edition the articles count along: approving it approves
    them.
    """

    class Meta:
        verbose_name = gettext_lazy("approval by somebody else")
        verbose_name_plural = gettext_lazy("approvals by somebody else")

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, str, bool]]:
        """Leave out approving for whoever may not do that."""
        actions: list[tuple[str, str, bool]] = super().get_actions(obj, user)
        if not actions or not why_not_approved_by(obj, user):
            return actions
        return [action for action in actions if action[0] != APPROVE]

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> None:
        """Refuse it also to whoever asks without the button."""
        if action_name == APPROVE:
            reasons = why_not_approved_by(task_state.workflow_state.content_object, user)
            if reasons:
                raise PermissionDenied(" ".join(reasons))
        super().on_action(task_state, user, action_name, **kwargs)

    @classmethod
    def get_description(cls) -> str:
        """Say who can take this step."""
        return _("Members of these groups can approve, but never their own work")


def why_not_approved_by(target: Any, user: Any) -> Sequence[str]:
    """Return why somebody cannot approve what lies before them; empty when they can."""
    page = target.specific if isinstance(target, Page) else target
    reasons = []
    if user.pk in _authors(page):
        reasons.append(_("You sent this in or changed it last. Ask somebody else to approve it."))
    if isinstance(page, EditionPage):
        reasons.extend(problems_of(page))
    return reasons


def _authors(target: Any) -> set[int]:
    """Return who sent it in, and who made the last change of it and of what belongs to it."""
    state = target.current_workflow_state
    found = {state.requested_by_id if state else None}
    found.add(target.latest_revision.user_id if target.latest_revision else None)
    if isinstance(target, EditionPage):
        articles = target.get_children().exclude(latest_revision=None)
        found.update(articles.values_list("latest_revision__user_id", flat=True))
    return {one for one in found if one is not None}
